"""The page about points, and what each feedback says of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from questions.progress.points import example, worth
from tests.factories import FactFactory
from tests.playing import next_item, plan, play_once, question_of, response_to
from tests.views.conftest import HTMX
from tests.views.test_query_counts import posted

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WORDS = {
    "first": "First meeting",
    "again": "Practice keeps it fresh",
    "guessable": "can be guessed",
    "no-longer": "a pause as long before",
    "earned": "+10 points",
}


def test_the_page_is_open_to_everybody_and_reckons_its_example(client):
    page = client.get("/points/").content.decode()
    assert "How points work" in page
    rows = example(((1, True), (2, True), (2, True), (5, True), (17, False), (20, True)))
    assert [row.points for row in rows] == [0, 10, 0, worth(3) - 10, 0, 0]
    for row in rows:
        assert not row.points or f"+{row.points}</span>" in page


def answered(client, learner, question, *, right=True) -> tuple[str, str]:
    """The feedback as it comes, and as it is loaded again."""
    session = plan(learner, question, now=timezone.now())
    item = next_item(session)
    data = {"item": item.token, **posted(response_to(item, right=right))}
    at_once = client.post(f"/quiz/{session.token}/answer/", data, headers=HTMX)
    again = client.get(f"/quiz/{session.token}/items/{item.token}/")
    return at_once.content.decode(), again.content.decode()


@pytest.mark.parametrize("code", WORDS)
def test_a_right_answer_says_what_it_earned_or_why_nothing_also_when_loaded_again(
    alice, alices, code
):
    form = "true-false" if code == "guessable" else "choice"
    question = question_of(form, fact=FactFactory())
    before = {"again": (0,), "guessable": (3,), "no-longer": (9, 1), "earned": (1,)}
    for days in before.get(code, ()):
        play_once(alice, question, now=timezone.now() - days * DAY)
    if code == "no-longer":
        question = question_of("choice", fact=question.fact)
    for page in answered(alices, alice, question):
        assert WORDS[code] in page
        assert not any(words in page for other, words in WORDS.items() if other != code)
        assert "/points/" in page


def test_a_wrong_answer_says_nothing_of_points(alice, alices):
    question = question_of("choice")
    play_once(alice, question, now=timezone.now() - 3 * DAY)
    for page in answered(alices, alice, question, right=False):
        assert not any(words in page for words in WORDS.values())
        assert "/points/" not in page


def test_what_is_forged_in_a_post_changes_nothing(alice, alices):
    question = question_of("choice")
    session = plan(alice, question, now=timezone.now())
    item = next_item(session)
    forged = {
        "points": "5000",
        "rating": "4",
        "duration_ms": "1",
        "answered_at": "2020-01-01",
        "study_day": "2020-01-01",
        "now": "2030-01-01",
        "is_first": "0",
        "survived_interval": "400",
    }
    data = {**forged, "item": item.token, **posted(response_to(item))}
    alices.post(f"/quiz/{session.token}/answer/", data)
    log = alice.reviewlog_set.get()
    assert (log.points, log.rating, log.survived_interval) == (0, 3, 0)
    assert log.study_day == alice.study_day(timezone.now())


def test_a_script_that_posts_all_day_earns_nothing(alice, alices):
    question = question_of("choice")
    for _ in range(30):
        answered(alices, alice, question)
    assert alice.reviewlog_set.get().points == 0
