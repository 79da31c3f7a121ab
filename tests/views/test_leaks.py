"""Nothing that a learner gets before the response tells the key."""

import html
import re
from dataclasses import replace

import pytest
from django.db import transaction

from questions.models import Option, Question, QuestionPart
from questions.quiz.asked import next_asked
from questions.views import decks as decks_views
from questions.views import quiz as quiz_views
from questions.views.access import own_item
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    TeacherFactory,
    TopicFactory,
)
from tests.playing import NAME_KEY, next_item, plan, question_of
from tests.views.conftest import HTMX

pytestmark = pytest.mark.django_db

LINK = "/decks/" + "f" * 32 + "/"
NAMES = ["Council of Elders", "Court of Merchants", "Board of Envoys"]
# What differs from one request to the next, whatever the key is.
_PER_REQUEST = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<=name="seed" value=")[^"]+'
)


def told(response) -> tuple:
    """All that a response tells: status, headers and the page without its tokens."""
    # The time of the reply tells nothing of the key, and a second may pass between two replies.
    unequal = ("Content-Length", "Expires")
    headers = {name: value for name, value in response.items() if name not in unequal}
    return response.status_code, headers, _PER_REQUEST.sub("", response.content.decode())


def accepted(question: Question) -> set[str]:
    """Every text that says the key of a question that is typed or turned over."""
    key = question.key or {}
    texts = {question.answer, question.fact.texts.get(language="en").statement}
    for name in ("names", "texts", "accepted"):
        texts.update(key.get(name, ()))
    return texts | {key["start"]} if "start" in key else texts


def leaked(response, question: Question) -> set[str]:
    """The accepted texts that occur in a response."""
    page = html.unescape(response.content.decode()).casefold()
    return {text for text in accepted(question) if text.casefold() in page}


def is_key_told(ask, question: Question) -> bool:
    """Whether the response that `ask` gets differs when another option is the key."""
    seen = []
    for place in range(question.options.count()):
        options = Option.objects.filter(question=question)
        options.update(is_key=False)
        options.filter(position=place).update(is_key=True)
        Question.objects.filter(pk=question.pk).update(answer=options.get(position=place).text)
        seen.append(told(ask()))
    return any(one != seen[0] for one in seen)


def is_told(ask, vary) -> bool:
    """Whether the response that `ask` gets differs from one state of the key to the next."""
    seen = [told(ask()) for _ in vary]
    return any(one != seen[0] for one in seen)


def key_sets(question: Question):
    """Other options are the keys, some of them or nearly all."""
    for keys in ([0, 1, 2], [2, 4], [0, 1, 3, 4], [3]):
        options = Option.objects.filter(question=question)
        options.update(is_key=False, reason="It is not.", true_of=question.fact)
        options.filter(position__in=keys).update(is_key=True, reason="", true_of=None)
        texts = options.filter(is_key=True).values_list("text", flat=True)
        Question.objects.filter(pk=question.pk).update(answer="; ".join(texts))
        yield


def numbers(question: Question):
    """Another number is the key, with another tolerance and further texts; the unit stays."""
    for number, tolerance, accepted in (
        ("7", "0", []),
        ("7412", "31", ["74 hundred"]),
        ("0.5", "", []),
    ):
        key = {"type": "number", "number": number, "unit": "states", "tolerance": tolerance or "0"}
        key |= {"accepted": accepted} if accepted else {}
        Question.objects.filter(pk=question.pk).update(key=key, answer=f"{number} states")
        yield


def ranks(question: Question):
    """Another order is right, with other dates."""
    for order in ([0, 3, 2, 2, 1], [4, 3, 2, 1, 0], [0, 0, 1, 1, 2]):
        for part, rank in zip(question.parts.all(), order, strict=True):
            QuestionPart.objects.filter(pk=part.pk).update(rank=rank, answer=str(1881 + rank))
        yield


def pairings(question: Question):
    """The same right sides belong to other left ones."""
    sides = [part.answer for part in question.parts.all()]
    for turn in range(len(sides)):
        for place, part in enumerate(question.parts.all()):
            side = sides[(place + turn) % len(sides)]
            QuestionPart.objects.filter(pk=part.pk).update(answer=side)
        yield


VARIED = {"choose-all": key_sets, "number": numbers, "order": ranks, "match": pairings}
# What is refused with the question shown again.
REFUSED = {
    "choose-all": {"choice": ["1", "9"]},
    "number": {"typed": "many"},
    "order": {"place": ["1", "1", "2", "3", "4"]},
    "match": {"match": ["0", "1", "9", ""]},
}


def choice(**more) -> Question:
    return question_of("choice", options=NAMES, key=NAME_KEY, answer=NAMES[0], **more)


def typed(form: str, **more) -> Question:
    return question_of(form, key=NAME_KEY, answer="Council of Elders", **more)


def undone(ask):
    """The same request on the same rows, as often as one likes."""

    def once():
        with transaction.atomic():
            response = ask()
            transaction.set_rollback(True)
        return response

    return once


@pytest.fixture(params=[{}, HTMX], ids=["page", "fragment"])
def headers(request):
    return request.param


CHOOSING = [
    choice,
    lambda: question_of("choice"),
    lambda: question_of("true-false"),
]


@pytest.mark.parametrize("make", CHOOSING, ids=["names", "dates", "true-false"])
class TestChoosing:
    def test_the_question_is_the_same_whichever_option_is_the_key(
        self, alice, alices, clock, headers, make
    ):
        question = make()
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert not is_key_told(lambda: alices.get(url, headers=headers), question)

    def test_so_is_the_refusal_of_a_response(self, alice, alices, clock, headers, make):
        question = make()
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token, "choice": "9"}
        url = f"/quiz/{session.token}/answer/"
        assert not is_key_told(lambda: alices.post(url, data, headers=headers), question)

    def test_so_is_the_next_question_in_the_reply_to_an_answer(self, alice, alices, clock, make):
        question = make()
        session = plan(alice, typed("cloze"), question, now=clock)
        data = {"item": next_item(session).token, "typed": "Council of Elders"}
        url = f"/quiz/{session.token}/answer/"
        reply = undone(lambda: alices.post(url, data, headers=HTMX))
        assert question.stem in html.unescape(reply().content.decode())
        assert not is_key_told(reply, question)


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_topic_that_may_be_the_answer_is_not_named(alice, alices, clock, headers):
    names = {"names": {"en": "NLP"}, "titles": {"en": "Nine Lakes Pact"}}
    question = question_of("choice", fact=FactFactory(topic=TopicFactory(slug="nlp", **names)))
    url = f"/quiz/{plan(alice, question, now=clock).token}/"
    page = alices.get(url, headers=headers).content.decode()
    assert question.stem in html.unescape(page)
    assert "NLP" not in page
    assert "Nine Lakes Pact" not in page


@pytest.mark.parametrize("form", ["cloze", "typed", "flashcard"])
class TestRecalling:
    def test_no_accepted_text_is_in_the_question(self, alice, alices, clock, headers, form):
        question = typed(form)
        session = plan(alice, question, now=clock)
        response = alices.get(f"/quiz/{session.token}/", headers=headers)
        assert question.stem in response.content.decode()
        assert leaked(response, question) == set()

    def test_nor_in_the_refusal_of_a_response(self, alice, alices, clock, headers, form):
        question = typed(form)
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token, "typed": " ", "rating": "3"}
        response = alices.post(f"/quiz/{session.token}/answer/", data, headers=headers)
        assert response.status_code == 422
        assert leaked(response, question) == set()

    def test_nor_in_the_reply_to_the_answer_before(self, alice, alices, clock, form):
        question = typed(form)
        session = plan(alice, question_of("choice"), question, now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        response = alices.post(f"/quiz/{session.token}/answer/", data, headers=HTMX)
        assert question.stem in response.content.decode()
        assert leaked(response, question) == set()


@pytest.mark.parametrize("form", VARIED)
class TestSeveral:
    def test_the_question_is_the_same_whatever_is_right(self, alice, alices, clock, headers, form):
        question = question_of(form)
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert question.stem in html.unescape(alices.get(url, headers=headers).content.decode())
        assert not is_told(lambda: alices.get(url, headers=headers), VARIED[form](question))

    def test_so_is_the_refusal_of_a_response(self, alice, alices, clock, headers, form):
        question = question_of(form)
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token} | REFUSED[form]
        url = f"/quiz/{session.token}/answer/"
        assert alices.post(url, data, headers=headers).status_code == 422
        assert not is_told(lambda: alices.post(url, data, headers=headers), VARIED[form](question))

    def test_so_is_the_next_question_in_the_reply_to_an_answer(self, alice, alices, clock, form):
        question = question_of(form)
        session = plan(alice, typed("cloze"), question, now=clock)
        data = {"item": next_item(session).token, "typed": "Council of Elders"}
        url = f"/quiz/{session.token}/answer/"
        reply = undone(lambda: alices.post(url, data, headers=HTMX))
        assert question.stem in html.unescape(reply().content.decode())
        assert not is_told(reply, VARIED[form](question))

    def test_it_cannot_be_turned_over(self, alice, alices, clock, headers, form):
        session = plan(alice, question_of(form), now=clock)
        data = {"item": next_item(session).token}
        url = f"/quiz/{session.token}/reveal/"
        assert alices.post(url, data, headers=headers).status_code == 404


class TestDecks:
    """Nor does anything of a deck that a teacher gave: pages, its session, its link."""

    @pytest.fixture
    def begin(self, alice, alices):
        """A session of an assigned deck of one question of the teacher's own."""

        def started(make):
            bob = TeacherFactory()
            question = make(owner=bob)
            deck = DeckFactory(owner=bob, questions=[question], study_token="f" * 32)
            classroom = ClassroomFactory(teacher=bob, learners=[alice])
            AssignmentFactory(classroom=classroom, deck=deck)
            start = {"mode": "deck", "deck": deck.token}
            return question, alices.post("/quiz/start/", start).url

        return started

    @pytest.mark.parametrize("where", ["/", LINK, "session"])
    def test_the_pages_are_the_same_whichever_option_is_the_key(
        self, alices, begin, headers, where
    ):
        question, url = begin(choice)
        page = url if where == "session" else where
        assert alices.get(page).status_code == 200
        assert not is_key_told(lambda: alices.get(page, headers=headers), question)

    @pytest.mark.parametrize("form", VARIED)
    def test_nor_do_they_differ_for_other_forms(self, alices, begin, form):
        question, url = begin(lambda owner: question_of(form, owner=owner))
        for page in (url, "/", LINK):
            assert not is_told(lambda p=page: alices.get(p), VARIED[form](question))

    @pytest.mark.parametrize("form", ["cloze", "typed", "flashcard"])
    def test_no_accepted_text_is_on_them(self, alices, client, begin, form):
        question, url = begin(lambda owner: typed(form, owner=owner))
        assert question.stem in alices.get(url).content.decode()
        for response in (alices.get(url), alices.get("/"), alices.get(LINK), client.get(LINK)):
            assert leaked(response, question) == set()

    def test_a_planted_leak_on_the_page_of_a_link_is_found(self, alices, begin, monkeypatch):
        question, _ = begin(choice)
        told_by = decks_views.deck_by_link

        def telling(token):
            deck = told_by(token)
            deck.about = Question.objects.get(pk=question.pk).answer
            return deck

        monkeypatch.setattr(decks_views, "deck_by_link", telling)
        assert is_key_told(lambda: alices.get(LINK), question)


def test_of_a_number_nothing_but_the_unit_is_told(alice, alices, clock, headers):
    key = {"type": "number", "number": "7412", "unit": "states", "tolerance": "31"}
    question = question_of("number", key=key | {"accepted": ["74 hundred"]}, answer="7,412")
    session = plan(alice, question, now=clock)
    url, data = f"/quiz/{session.token}/", {"item": next_item(session).token, "typed": "many"}
    for page in (
        alices.get(url, headers=headers),
        alices.post(url + "answer/", data, headers=headers),
    ):
        text = html.unescape(page.content.decode()).replace(session.token, "")
        text = _PER_REQUEST.sub("", text).replace(data["item"], "")
        assert ">states<" in text
        assert not [word for word in ("7412", "7,412", "74 hundred") if word in text]


def test_of_an_ordering_no_date_is_told(alice, alices, clock, headers):
    question = question_of("order")
    session = plan(alice, question, now=clock)
    page = alices.get(f"/quiz/{session.token}/", headers=headers).content.decode()
    assert all(part.text in page for part in question.parts.all())
    assert not [part for part in question.parts.all() if part.answer in page]


def test_only_a_flashcard_can_be_turned_over(alice, alices, clock, headers):
    for make in (choice, lambda: typed("cloze"), lambda: typed("typed")):
        question = make()
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token}
        response = alices.post(f"/quiz/{session.token}/reveal/", data, headers=headers)
        assert response.status_code == 404
        assert leaked(response, question) == set()


def test_turning_over_a_later_flashcard_does_not_show_its_back_on_the_one_before(
    alice, alices, clock
):
    first, later = question_of("flashcard"), typed("flashcard")
    session = plan(alice, first, later, now=clock)
    token = session.items.get(position=2).token
    response = alices.post(f"/quiz/{session.token}/reveal/", {"item": token}, headers=HTMX)
    assert leaked(response, first) == leaked(response, later) == set()


def test_the_feedback_is_not_there_before_the_response(alice, alices, clock, headers):
    session = plan(alice, typed("typed"), now=clock)
    item = next_item(session).token
    response = alices.get(f"/quiz/{session.token}/items/{item}/", headers=headers)
    assert response.status_code == 302
    assert response.url == f"/quiz/{session.token}/"


def test_the_trial_is_the_same_whichever_option_is_the_key(client, monkeypatch):
    monkeypatch.setattr("questions.views.trial.secrets.token_hex", lambda size: "5eed" * 4)
    question = choice(fact=FactFactory(topic=TopicFactory()))
    assert question.stem in client.get("/try/").content.decode()
    assert not is_key_told(lambda: client.get("/try/"), question)


class TestThatALeakIsFound:
    """The controls: what the tests above must not miss."""

    def test_in_the_order_of_the_options(self, alice, alices, clock, monkeypatch):
        question = choice()

        def key_first(session_id):
            asked = next_asked(session_id)
            key = Option.objects.get(question=question, is_key=True).text
            return replace(asked, options=tuple(sorted(asked.options, key=lambda o: o != key)))

        monkeypatch.setattr(quiz_views, "next_asked", key_first)
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert is_key_told(lambda: alices.get(url), question)

    def test_in_a_sign_that_nobody_sees(self, alice, alices, clock, monkeypatch):
        question = choice()

        def marked(session_id):
            asked = next_asked(session_id)
            key = Option.objects.get(question=question, is_key=True).text
            texts = (text + ("\u200b" if text == key else "") for text in asked.options)
            return replace(asked, options=tuple(texts))

        monkeypatch.setattr(quiz_views, "next_asked", marked)
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert is_key_told(lambda: alices.get(url, headers=HTMX), question)

    def test_in_a_header(self, alice, alices, clock):
        question = choice()
        url = f"/quiz/{plan(alice, question, now=clock).token}/"

        def with_header():
            response = alices.get(url)
            response["X-Key"] = Option.objects.get(question=question, is_key=True).pk
            return response

        assert is_key_told(with_header, question)

    @pytest.mark.parametrize("form", VARIED)
    def test_in_the_order_of_what_is_shown(self, alice, alices, clock, monkeypatch, form):
        question = question_of(form)

        def ordered(session_id):
            asked = next_asked(session_id)
            keys = {o.text: o.is_key for o in question.options.all()}
            parts = {p.text: (p.rank, p.answer) for p in question.parts.all()}
            return replace(
                asked,
                options=tuple(sorted(asked.options, key=lambda text: not keys[text])),
                parts=tuple(sorted(asked.parts, key=lambda text: parts[text])),
                unit=Question.objects.get(pk=question.pk).answer if asked.unit else "",
            )

        monkeypatch.setattr(quiz_views, "next_asked", ordered)
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert is_told(lambda: alices.get(url, headers=HTMX), VARIED[form](question))

    def test_in_right_sides_that_stand_as_their_left_ones_do(
        self, alice, alices, clock, monkeypatch
    ):
        question = question_of("match")

        def unsorted(session_id):
            sides = QuestionPart.objects.filter(question=question).values_list("answer", flat=True)
            return replace(next_asked(session_id), answers=tuple(dict.fromkeys(sides)))

        monkeypatch.setattr(quiz_views, "next_asked", unsorted)
        url = f"/quiz/{plan(alice, question, now=clock).token}/"
        assert is_told(lambda: alices.get(url), pairings(question))

    @pytest.mark.parametrize("form", ["cloze", "typed", "flashcard"])
    def test_in_the_back_of_a_card(self, alice, alices, clock, monkeypatch, form):
        def always(request, token, asked):
            return own_item(request, token, asked.token)

        monkeypatch.setattr(quiz_views, "_back_of", always)
        question = typed(form)
        session = plan(alice, question, now=clock)
        response = alices.get(f"/quiz/{session.token}/", headers=HTMX)
        assert "Council of Elders" in leaked(response, question)
