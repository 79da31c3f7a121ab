"""Nothing that a phone gets in a live round tells the key before the reveal, nor what comes."""

import html
import re
from datetime import timedelta

import pytest

from questions.models import Option, Question
from questions.progress.weeks import monday_of
from questions.views import live as doors
from tests.classrooms.competing import league_of, season_of
from tests.factories import AssignmentFactory, DeckFactory
from tests.playing import NAME_KEY, play_once, posted, question_of, response_to
from tests.playing_live import go_on, item_of, opened, playing, respond_live
from tests.views.conftest import HTMX, browser_of
from tests.views.test_leaks import NAMES, VARIED, is_key_told, is_told, leaked, typed, undone

pytestmark = pytest.mark.django_db

SEVERAL = ["choose-all", "number"]
CHOOSING = {
    "names": lambda: question_of("choice", options=NAMES, key=NAME_KEY, answer=NAMES[0]),
    "dates": lambda: question_of("choice"),
    "true-false": lambda: question_of("true-false"),
}
BAD = {"choose-all": {"choice": ["1", "9"]}, "number": {"typed": "many"}}


@pytest.fixture
def asked(alice, charlie, clock):
    """A round whose second question is this one and stands there; the first is over."""

    def begun(question):
        row = playing(
            question_of("cloze"), question, question_of("choice"),
            learners=[alice, charlie], now=clock,
        )  # fmt: skip
        return go_on(row, now=clock, steps=2)

    return begun


def pages(row, client, alice):
    """Every way of asking for what stands on the phone, before the response and after it."""
    url, item = f"/live/{row.token}/", item_of(row, alice)
    sent = {"item": item.token} | posted(response_to(item))
    yield from _ways(url, client)
    yield undone(lambda: client.post(f"{url}answer/", sent, headers=HTMX))
    yield undone(lambda: client.post(f"{url}answer/", sent))
    yield undone(lambda: client.post(f"{url}join/", headers=HTMX))


def _ways(url, client):
    for address in (url, f"{url}state/"):
        for headers in ({}, HTMX):
            yield lambda address=address, headers=headers: client.get(address, headers=headers)
    yield lambda: client.get("/")


@pytest.mark.parametrize("make", CHOOSING.values(), ids=CHOOSING)
class TestChoosing:
    def test_what_is_asked_is_the_same_whichever_option_is_the_key(
        self, asked, alice, alices, make
    ):
        question = make()
        row = asked(question)
        assert question.stem in html.unescape(alices.get(f"/live/{row.token}/").content.decode())
        for ask in pages(row, alices, alice):
            assert not is_key_told(ask, question)

    def test_so_is_what_was_sent(self, asked, alice, alices, clock, make):
        """The option that was chosen is now right, now wrong: nothing differs."""
        question = make()
        row = asked(question)
        respond_live(row, alice, now=clock)
        for ask in pages(row, alices, alice):
            assert not is_key_told(ask, question)

    @pytest.mark.parametrize("right", [True, False])
    def test_a_right_and_a_wrong_response_are_told_alike(self, asked, alice, alices, make, right):
        """With the same option chosen while another one is the key."""
        question = make()
        row = asked(question)
        data = {"item": item_of(row, alice).token, "choice": "0"}
        url = f"/live/{row.token}/answer/"
        told = []
        for place in range(question.options.count()):
            Option.objects.filter(question=question).update(is_key=False)
            Option.objects.filter(question=question, position=place).update(is_key=True)
            told.append(undone(lambda: alices.post(url, data, headers=HTMX))().content)
        assert len(set(told)) == 1

    def test_so_is_the_refusal_of_a_response(self, asked, alice, alices, make):
        question = make()
        row = asked(question)
        data = {"item": item_of(row, alice).token, "choice": "9"}
        url = f"/live/{row.token}/answer/"
        for headers in ({}, HTMX):
            assert alices.post(url, data, headers=headers).status_code == 422
            assert not is_key_told(
                lambda headers=headers: alices.post(url, data, headers=headers), question
            )

    def test_a_planted_leak_is_found(self, asked, alices, monkeypatch, make):
        question = make()
        url = f"/live/{asked(question).token}/"

        def telling(request, seat):
            key = Option.objects.get(question=question, is_key=True)
            return honest(request, seat) | {"error": key.position}

        honest = doors._CONTEXTS["ask"]
        monkeypatch.setitem(doors._CONTEXTS, "ask", telling)
        for ask in list(_ways(url, alices))[:4]:
            assert is_key_told(ask, question)


def test_the_pages_around_tell_a_right_from_a_wrong_response_only_after_the_reveal(
    asked, alice, alices, clock
):
    question = question_of("choice")
    # Something that was known some days later pays points.
    play_once(alice, question, now=clock - timedelta(days=9))
    row = asked(question)
    league = league_of([row.classroom], joined_at=clock - timedelta(days=9))
    AssignmentFactory(
        classroom=row.classroom,
        deck=DeckFactory(questions=[question]),
        exam_day=clock.date() + timedelta(days=20),
    )
    season_of(league, first=monday_of(clock.date()))
    places = {
        "home": "/",
        "fact": question.fact.get_absolute_url(),
        "progress": "/progress/",
        "topic": f"/progress/{question.fact.topic.slug}/",
        "classroom": f"/classrooms/{row.classroom.token}/",
        "league": f"/leagues/{league.token}/",
    }

    def told(right, *, then=lambda: None):
        def ask():
            respond_live(row, alice, right=right, now=clock)
            then()
            return {
                name: re.sub(r'value="[^"]{64}"', "", alices.get(url).content.decode())
                for name, url in places.items()
            }

        return undone(ask)()

    assert told(True) == told(False)
    assert [name for name, page in told(True).items() if "still open" in page] == [
        "progress",
        "topic",
        "classroom",
        "league",
    ]
    was_right, was_wrong = (
        told(right, then=lambda: go_on(row, now=clock)) for right in (True, False)
    )
    # A class of two is too small for a place in the league.
    same = [name for name in places if was_right[name] == was_wrong[name]]
    assert same == ["league"]


def test_a_round_that_nobody_ended_holds_nothing_back(asked, alice, alices, clock):
    question = question_of("choice")
    row = asked(question)
    respond_live(row, alice, now=clock)
    row.opened_at = clock - timedelta(hours=12)
    row.save()
    for url in ("/progress/", f"/classrooms/{row.classroom.token}/"):
        assert "still open" not in alices.get(url).content.decode()
    assert "1 / 1" in alices.get("/").content.decode()


def test_a_part_of_the_class_page_is_not_told_either(asked, alice, alices, clock):
    row = asked(question_of("choice"))
    url = f"/classrooms/{row.classroom.token}/"
    assert "HX-Refresh" not in alices.get(url, headers=HTMX).headers
    respond_live(row, alice, now=clock)
    assert alices.get(url, headers=HTMX).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize("form", SEVERAL)
class TestSeveral:
    def test_what_is_asked_is_the_same_whatever_is_right(self, asked, alice, alices, form):
        question = question_of(form)
        row = asked(question)
        for ask in pages(row, alices, alice):
            assert not is_told(ask, VARIED[form](question))

    def test_so_is_what_was_sent(self, asked, alice, alices, clock, form):
        question = question_of(form)
        row = asked(question)
        respond_live(row, alice, now=clock)
        for ask in pages(row, alices, alice):
            assert not is_told(ask, VARIED[form](question))

    def test_so_is_the_refusal_of_a_response(self, asked, alice, alices, form):
        question = question_of(form)
        row = asked(question)
        data = {"item": item_of(row, alice).token} | BAD[form]
        url = f"/live/{row.token}/answer/"
        assert alices.post(url, data, headers=HTMX).status_code == 422
        assert not is_told(lambda: alices.post(url, data, headers=HTMX), VARIED[form](question))


@pytest.mark.parametrize("form", ["cloze", "typed"])
class TestRecalling:
    def test_no_accepted_text_is_in_what_is_asked(self, asked, alice, alices, form):
        question = typed(form)
        row = asked(question)
        url = f"/live/{row.token}/"
        data = {"item": item_of(row, alice).token, "typed": " "}
        refused = alices.post(f"{url}answer/", data, headers=HTMX)
        assert refused.status_code == 422
        for response in (refused, *(ask() for ask in _ways(url, alices))):
            assert leaked(response, question) == set()

    def test_nor_in_what_was_sent(self, asked, alice, alices, form):
        question = typed(form)
        row = asked(question)
        url = f"/live/{row.token}/"
        for words in ({"typed": "Court of Merchants"}, {"gave_up": "1"}):
            data = {"item": item_of(row, alice).token} | words
            reply = undone(lambda data=data: alices.post(f"{url}answer/", data, headers=HTMX))()
            assert reply.status_code == 200
            assert leaked(reply, question) == set()

    def test_a_planted_leak_is_found(self, asked, alices, monkeypatch, form):
        question = typed(form)
        url = f"/live/{asked(question).token}/"
        honest = doors._CONTEXTS["ask"]
        monkeypatch.setitem(
            doors._CONTEXTS, "ask",
            lambda request, seat: honest(request, seat) | {"typed": question.answer.upper()},
        )  # fmt: skip
        assert all(leaked(ask(), question) for ask in list(_ways(url, alices))[:4])


def test_after_the_reveal_the_key_is_told(asked, alices, clock):
    """Else nothing above would prove anything."""
    question = CHOOSING["names"]()
    row = go_on(asked(question), now=clock)
    assert is_key_told(lambda: alices.get(f"/live/{row.token}/"), question)


def test_what_is_not_asked_yet_is_on_no_page(alice, charlie, alices, clock):
    later = [question_of("choice", stem=f"What comes {word}?") for word in ("second", "third")]
    for question in later:
        Question.objects.filter(pk=question.pk).update(answer=f"Key of {question.stem}")
        question.options.filter(is_key=True).update(text=f"Key of {question.stem}")
        question.fact.texts.update(statement=f"Statement of {question.stem}")
    row = opened(question_of("choice"), *later, learners=[alice, charlie], now=clock)
    url = f"/live/{row.token}/"
    alices.post(f"{url}join/")
    for _ in range(3):
        row.refresh_from_db()
        assert row.position < 2
        for ask in _ways(url, alices):
            assert "What comes" not in html.unescape(ask().content.decode())
        row = go_on(row, now=clock)
    for ask in list(_ways(url, alices))[:4]:
        page = html.unescape(ask().content.decode())
        assert "What comes second?" in page
        assert "What comes third?" not in page
        assert "Statement of What" not in page


def test_a_learner_who_is_not_in_sees_no_question(asked, charlie, alice, clock):
    question = CHOOSING["names"]()
    row = asked(question)
    row.players.all().delete()
    page = html.unescape(browser_of(charlie).get(f"/live/{row.token}/").content.decode())
    assert question.stem not in page
    assert not any(name in page for name in NAMES)
