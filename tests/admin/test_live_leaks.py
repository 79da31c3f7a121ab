"""Nothing that the projector gets before the reveal tells the key."""

import pytest
from django.urls import reverse

from questions.admin import live as doors
from tests.factories import QuestionFactory
from tests.live_rows import go_to, respond, round_of
from tests.playing import NAME_KEY, question_of
from tests.views.conftest import HTMX
from tests.views.test_leaks import (
    NAMES,
    VARIED,
    is_key_told,
    is_told,
    leaked,
    typed,
    undone,
)

pytestmark = pytest.mark.django_db

PAGES = ["live", "live-state"]
SEVERAL = ["choose-all", "number"]


@pytest.fixture(params=PAGES)
def page(request):
    return request.param


def asked(question, teacher):
    """A round that asks the question; somebody has answered, and somebody has not."""
    row = go_to(round_of(QuestionFactory(), question, teacher=teacher), 2, "asking")
    respond(row, 2, 0, "correct", option=question.options.first(), typed="Council of Elders")
    return row


def url_of(name, row):
    return reverse(f"desk:{name}", args=[row.token])


CHOOSING = {
    "names": lambda: question_of("choice", options=NAMES, key=NAME_KEY, answer=NAMES[0]),
    "dates": lambda: question_of("choice"),
    "true-false": lambda: question_of("true-false"),
}


@pytest.mark.parametrize("make", CHOOSING.values(), ids=CHOOSING)
def test_the_question_is_the_same_whichever_option_is_the_key(desk, teacher, page, make):
    question = make()
    url = url_of(page, asked(question, teacher))
    assert question.stem in desk.get(url).content.decode()
    assert not is_key_told(lambda: desk.get(url), question)


@pytest.mark.parametrize("form", SEVERAL)
def test_so_it_is_whatever_is_right(desk, teacher, page, form):
    question = question_of(form)
    url = url_of(page, asked(question, teacher))
    assert not is_told(lambda: desk.get(url), VARIED[form](question))


@pytest.mark.parametrize("form", ["cloze", "typed"])
def test_no_accepted_text_is_in_it(desk, teacher, page, form):
    question = typed(form)
    url = url_of(page, asked(question, teacher))
    response = desk.get(url)
    assert question.stem in response.content.decode()
    assert leaked(response, question) == set()


def test_nor_is_it_in_the_reply_to_the_step_that_asks(desk, teacher):
    question = CHOOSING["names"]()
    row = go_to(round_of(QuestionFactory(), question, teacher=teacher), 1, "revealed")
    data = {"version": row.version}
    ask = undone(lambda: desk.post(url_of("live-step", row), data, headers=HTMX))
    assert question.stem in ask().content.decode()
    assert not is_key_told(ask, question)


def test_nor_where_a_stale_button_is_pressed(desk, teacher):
    question = CHOOSING["names"]()
    row = asked(question, teacher)
    url = url_of("live-step", row)
    assert not is_key_told(lambda: desk.post(url, {"version": 0}, headers=HTMX), question)


def test_a_planted_leak_is_found(desk, teacher, page, monkeypatch):
    question = CHOOSING["names"]()
    url = url_of(page, asked(question, teacher))
    honest = doors._CONTEXTS[doors.LiveRound.Phase.ASKING]

    def leaking(request, row):
        found = honest(request, row)["shown"]
        key = question.options.get(is_key=True).text
        mixed = (key, *(text for text in found.options if text != key))
        return {"shown": type(found)(**{**_fields(found), "options": mixed})}

    monkeypatch.setitem(doors._CONTEXTS, doors.LiveRound.Phase.ASKING, leaking)
    assert is_key_told(lambda: desk.get(url), question)


def _fields(found) -> dict:
    return {name: getattr(found, name) for name in found.__slots__}
