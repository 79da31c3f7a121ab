"""What the class knows at the desk: for its teachers alone."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from questions.models import Classroom, Deck, Membership
from tests.classrooms.knowing import questions_of, remember
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    UserFactory,
    own_question,
)
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PAGES = ("classroom-knowledge", "classroom-gradebook", "learner")


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher")


@pytest.fixture
def learners():
    return [UserFactory(username=name) for name in ("ann", "bob", "cem")]


@pytest.fixture
def classroom(teacher, learners):
    """All three have met one fact of the assigned deck, of which the first is for sure."""
    classroom = ClassroomFactory(name="Grade 10", teacher=teacher, learners=learners)
    facts = FactFactory.create_batch(2)
    deck = DeckFactory(name="Charters", owner=teacher, questions=questions_of(facts))
    AssignmentFactory(
        classroom=classroom, deck=deck, exam_day=(NOW + timedelta(days=9)).date(), assigned_at=NOW
    )
    for number, learner in enumerate(learners):
        remember(learner, facts[0], now=NOW, sure=number == 0)
    return classroom


def address(name: str, classroom: Classroom) -> str:
    arguments = [classroom.token]
    if name == "learner":
        arguments.append(classroom.memberships.get(user__username="ann").pk)
    return reverse(f"desk:{name}", args=arguments)


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(teacher) -> Client:
    return client_of(teacher)


class TestScope:
    @pytest.mark.parametrize("name", PAGES)
    def test_teachers_of_the_classroom_see_it(self, desk, classroom, name):
        response = desk.get(address(name, classroom))
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert "ann" in response.content.decode()

    @pytest.mark.parametrize("name", PAGES)
    def test_nobody_else_does(self, classroom, learners, name):
        url = address(name, classroom)
        colleague = TeacherFactory()
        Membership.objects.create(
            classroom=classroom, user=colleague, role="learner", joined_at=NOW
        )
        former = TeacherFactory()
        Membership.objects.create(
            classroom=classroom, user=former, role="teacher", joined_at=NOW, left_at=NOW
        )
        outsiders = [*learners, TeacherFactory(), colleague, former]
        outsiders.append(TeacherFactory(is_superuser=True))
        for outsider in outsiders:
            assert client_of(outsider).get(url).status_code == 404
        assert Client().get(url)["Location"].startswith(reverse("account_login"))

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_nor_the_files(self, classroom, learners, ending):
        url = address("classroom-gradebook", classroom)
        for outsider in (learners[0], TeacherFactory()):
            assert client_of(outsider).get(url, {"format": ending}).status_code == 404

    def test_nobody_else_makes_a_deck(self, classroom, learners):
        for outsider in (learners[0], TeacherFactory()):
            response = client_of(outsider).post(address("weakest-deck", classroom))
            assert response.status_code == 404
        assert Deck.objects.count() == 1

    def test_a_learner_who_left_has_a_line_in_the_gradebook_alone(self, desk, classroom, learners):
        Membership.objects.filter(user=learners[0]).update(left_at=NOW)
        assert desk.get(address("learner", classroom)).status_code == 404
        page = desk.get(address("classroom-knowledge", classroom)).content.decode()
        assert "ann" not in page
        book = desk.get(address("classroom-gradebook", classroom)).content.decode()
        assert "ann <small>left" in book

    def test_a_membership_elsewhere_leads_nowhere(self, desk, classroom, learners):
        other = ClassroomFactory(learners=learners[:1]).memberships.get()
        for pk in (other.pk, 10**18):
            url = reverse("desk:learner", args=[classroom.token, pk])
            assert desk.get(url).status_code == 404

    def test_results_on_another_teachers_deck_are_not_shown(self, desk, classroom, learners):
        other = TeacherFactory()
        foreign = own_question(other)
        foreign.fact.texts.update(statement="A secret of another teacher.")
        elsewhere = ClassroomFactory(teacher=other, learners=learners)
        AssignmentFactory(classroom=elsewhere, deck=DeckFactory(owner=other, questions=[foreign]))
        for learner in learners:
            remember(learner, foreign.fact, now=NOW, days=1)
        for name in PAGES:
            assert "A secret" not in desk.get(address(name, classroom)).content.decode()
        told = client_of(other).get(address("classroom-knowledge", elsewhere)).content.decode()
        assert "A secret" in told

    @pytest.mark.parametrize("name", PAGES)
    def test_the_time_of_day_of_their_study_is_not_told(self, desk, classroom, learners, name):
        """The one time on the page is that of the page."""
        play_once(learners[0], QuestionFactory(), now=NOW - timedelta(days=1))
        page = desk.get(address(name, classroom)).content.decode()
        assert len(re.findall(r"\b\d\d?:\d\d\b", page)) == 1


class TestPages:
    def test_the_class(self, desk, classroom):
        page = desk.get(address("classroom-knowledge", classroom)).content.decode()
        # (1 + 0.9 + 0.9) / 2 facts / 3 learners
        assert "47% known, 50% met" in page
        assert "93% predicted, met by 3 learners" in page
        assert "Of 3 learners 3 have begun, 0 have met every fact." in page

    def test_the_learner(self, desk, classroom):
        page = desk.get(address("learner", classroom)).content.decode()
        assert "1 of 2 met, 50% known; 100% of what was met" in page

    def test_nobody_has_joined(self, desk, classroom):
        Membership.objects.filter(role="learner").update(left_at=NOW)
        classroom.assignments.all().delete()
        page = desk.get(address("classroom-knowledge", classroom)).content.decode()
        assert reverse("desk:classroom-code", args=[classroom.token]) in page
        assert "Nobody has joined yet" in page

    def test_nobody_has_studied(self, desk, teacher):
        empty = ClassroomFactory(teacher=teacher, learners=[UserFactory()])
        page = desk.get(address("classroom-knowledge", empty)).content.decode()
        assert "Nobody has studied yet" in page
        assert reverse("desk:assignment-new", args=[empty.token]) in page
        book = desk.get(address("classroom-gradebook", empty)).content.decode()
        assert "Nothing is assigned." in book

    def test_it_stays_readable_when_the_classroom_is_put_away(self, desk, classroom):
        classroom.archived_at = NOW
        classroom.save()
        for name in PAGES:
            assert desk.get(address(name, classroom)).status_code == 200

    @pytest.mark.parametrize("name", PAGES)
    def test_names_are_texts(self, desk, classroom, name):
        Membership.objects.filter(user__username="ann").update(name="<script>x</script>")
        page = desk.get(address(name, classroom)).content.decode()
        assert "<script>x" not in page
        assert "&lt;script&gt;x" in page

    @pytest.mark.parametrize("name", PAGES)
    @pytest.mark.parametrize("language", ["kk", "ru"])
    def test_every_language_can_show_it(self, desk, classroom, name, language):
        desk.cookies["django_language"] = language
        assert desk.get(address(name, classroom)).status_code == 200

    @pytest.mark.parametrize("name", PAGES)
    def test_queries_do_not_grow(self, desk, classroom, name):
        def queries() -> int:
            desk.get(address(name, classroom))  # what is read once
            with CaptureQueriesContext(
                connection,
            ) as found:
                assert desk.get(address(name, classroom)).status_code == 200
            return len(found)

        few = queries()
        facts = FactFactory.create_batch(20)
        for number in range(27):
            learner = UserFactory()
            Membership.objects.create(classroom=classroom, user=learner, joined_at=NOW)
            remember(learner, facts[number % 20], now=NOW, waits=True)
            remember(learner, facts[0], now=NOW, cue="subject")
        for number in range(3):
            deck = DeckFactory(questions=questions_of(facts, variant=str(number)))
            AssignmentFactory(classroom=classroom, deck=deck)
        assert queries() == few


class TestDeckOfTheWeakest:
    def post(self, desk, classroom, facts):
        return desk.post(
            address("weakest-deck", classroom), {"fact": [getattr(f, "pk", f) for f in facts]}
        )

    def weak_facts(self, learners, count=2):
        facts = FactFactory.create_batch(count)
        for fact in facts:
            for learner in learners:
                remember(learner, fact, now=NOW)
        return facts

    def test_it_has_the_best_question_of_each_fact(self, desk, classroom, teacher, learners):
        first, second = self.weak_facts(learners)
        question_of("typed", fact=first)
        choice = question_of("choice", fact=first)
        question_of("true-false", fact=second)
        cloze = question_of("cloze", fact=second)
        QuestionFactory(fact=second, status="draft")
        response = self.post(desk, classroom, [second, first])
        deck = Deck.objects.exclude(name="Charters").get()
        assert response["Location"] == reverse("desk:deck", args=[deck.token])
        assert deck.owner == teacher
        assert deck.name.startswith("Weakest facts: Grade 10, ")
        assert [entry.question for entry in deck.entries.all()] == [cloze, choice]

    def test_the_language_of_the_page_comes_first(self, desk, classroom, learners):
        [fact] = self.weak_facts(learners, 1)
        question_of("choice", fact=fact)
        kazakh = question_of("typed", fact=fact, language="kk")
        desk.cookies["django_language"] = "kk"
        self.post(desk, classroom, [fact])
        deck = Deck.objects.exclude(name="Charters").get()
        assert ([e.question for e in deck.entries.all()], deck.language) == ([kazakh], "kk")

    def test_only_facts_that_were_shown_and_questions_that_the_teacher_may_use(
        self, desk, classroom, learners
    ):
        """Not an unmet fact, not one of a colleague, not what is no number."""
        other = TeacherFactory()
        foreign = own_question(other)
        AssignmentFactory(classroom=classroom, deck=DeckFactory(owner=other, questions=[foreign]))
        for learner in learners:
            remember(learner, foreign.fact, now=NOW)
        unmet = QuestionFactory()
        response = self.post(
            desk, classroom, [unmet.fact, foreign.fact, "x", "9" * 30, "\0", "-1", "²"]
        )
        assert response["Location"] == address("classroom-knowledge", classroom)
        assert Deck.objects.filter(name__startswith="Weakest").count() == 0

    def test_without_a_fact_there_is_no_deck(self, desk, classroom):
        response = self.post(desk, classroom, [])
        assert response.status_code == 302
        assert Deck.objects.count() == 1

    def test_it_is_asked_for_by_post_alone(self, desk, classroom):
        assert desk.get(address("weakest-deck", classroom)).status_code == 405

    def test_a_long_name_is_cut(self, desk, classroom, learners):
        [fact] = self.weak_facts(learners, 1)
        question_of("choice", fact=fact)
        Classroom.objects.update(name="Ә" * 80)
        assert self.post(desk, classroom, [fact]).status_code == 302
        assert Deck.objects.filter(name__startswith="Weakest facts: Ә").exists()


class TestDownloads:
    def test_csv(self, desk, classroom):
        response = desk.get(address("classroom-gradebook", classroom), {"format": "csv"})
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert "no-store" in response["Cache-Control"]
        assert response["Content-Disposition"].startswith(
            'attachment; filename="gradebook-grade-10-'
        )
        assert response.content.startswith("\ufeffName,User name".encode())

    def test_xlsx(self, desk, classroom):
        response = desk.get(address("classroom-gradebook", classroom), {"format": "xlsx"})
        assert "no-store" in response["Cache-Control"]
        sheet = load_workbook(BytesIO(response.content)).active
        assert [row[0].value for row in sheet.iter_rows()][:4] == ["Name", "ann", "bob", "cem"]

    def test_a_kazakh_name_is_a_safe_file_name(self, desk, classroom):
        Classroom.objects.update(name='Сынып "10"; x=y\r\nSet-Cookie: a')
        response = desk.get(address("classroom-gradebook", classroom), {"format": "xlsx"})
        said = response["Content-Disposition"]
        assert said.startswith("attachment; filename*=utf-8''gradebook-")
        assert not {'"', ";", "\r", "\n", " "} & set(said.partition("''")[2])
        assert "Set-Cookie" not in response

    @pytest.mark.parametrize("ending", ["", "pdf", "csv\0", "../x"])
    def test_any_other_format_is_the_page(self, desk, classroom, ending):
        response = desk.get(address("classroom-gradebook", classroom), {"format": ending})
        assert response["Content-Type"].startswith("text/html")
