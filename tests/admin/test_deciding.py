"""What is done to many ticked questions at once, and by whom."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from questions.models import CURATORS, Edit, Question
from tests.factories import DeckFactory, QuestionFactory, TeacherFactory, own_question
from tests.playing import plan
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db
URL = "/admin/desk/questions/change/"


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def curators_desk(db):
    curator = TeacherFactory(username="bolat")
    curator.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return browser_of(curator)


def do(browser, action, *questions, **data):
    ticked = [question.pk for question in questions]
    response = browser.post(URL + "?q=x", {"do": action, "question": ticked, **data}, follow=True)
    assert response.redirect_chain[0][0] == reverse("desk:questions") + "?q=x"
    return response.content.decode()


def statuses(*questions) -> list[str]:
    return [Question.objects.get(pk=question.pk).status for question in questions]


def test_a_teacher_decides_on_own_questions_alone(desk, teacher):
    own, other = own_question(teacher), own_question(TeacherFactory())
    library = QuestionFactory()
    everything = (own, other, library)
    assert "1 question was withdrawn" in do(desk, "withdraw", *everything)
    assert statuses(*everything) == ["withdrawn", "approved", "approved"]
    assert "1 question is a draft again" in do(desk, "restore", *everything)
    assert statuses(*everything) == ["draft", "approved", "approved"]
    assert Edit.objects.count() == 2
    assert "Tick questions of your own first." in do(desk, "approve", other, library)


def test_what_fails_a_gate_stays_a_draft_and_is_named(desk, teacher):
    good = own_question(teacher, status="draft", stem="When was the agency of Almaty founded?")
    bad = own_question(teacher, status="draft", stem="When was the bank founded?", options=["x"])
    text = do(desk, "approve", good, bad)
    assert statuses(bad) == ["draft"]
    assert "Not approved: “When was the bank founded?”." in text


def test_a_curator_decides_on_the_librarys_questions_also_where_they_are_open(
    curators_desk, teacher, alice, now
):
    library, own = QuestionFactory(), own_question(teacher)
    session = plan(alice, library, now=now)
    do(curators_desk, "withdraw", library, own)
    assert statuses(library, own) == ["withdrawn", "approved"]
    assert session.items.get().withdrawn_at is not None
    do(curators_desk, "restore", library, own)
    assert statuses(library) == ["draft"]


def test_ticked_questions_are_put_into_an_own_deck(desk, teacher):
    deck = DeckFactory(owner=teacher, name="Week 1")
    questions = [QuestionFactory(), QuestionFactory()]
    assert "added to “Week 1”" in do(desk, "add", *questions, deck=deck.token)
    assert deck.entries.count() == 2


def test_into_another_teachers_deck_nothing_comes(desk):
    deck = DeckFactory(is_shared_with_all=True)
    data = {"do": "add", "question": [QuestionFactory().pk], "deck": deck.token}
    assert desk.post(URL, data).status_code == 404
    assert not deck.entries.exists()


@pytest.mark.parametrize("data", [{}, {"do": "x"}, {"do": "\0"}, {"do": "withdraw"}])
def test_odd_forms_change_nothing(desk, teacher, data):
    own = own_question(teacher)
    for ticked in ([], ["x"], ["\0"], ["9" * 40], ["-1"]):
        assert desk.post(URL, {**data, "question": ticked}).status_code == 302
    assert statuses(own) == ["approved"]


def test_many_take_as_many_queries_as_few(desk, teacher, django_assert_max_num_queries):
    counts = []
    for size in (2, 20):
        questions = [own_question(teacher) for _ in range(size)]
        data = {"do": "withdraw", "question": [question.pk for question in questions]}
        with django_assert_max_num_queries(25) as told:
            desk.post(URL, data)
        counts.append(len(told))
    assert counts[0] == counts[1]
