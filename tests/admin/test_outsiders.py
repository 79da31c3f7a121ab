"""Every address of the desk, asked for by somebody to whom the rows do not belong.

A new address without its arguments in `tests/desk.py` fails here, so none can be forgotten.
"""

import pytest
from django.urls import reverse

from questions.models import (
    Assignment,
    Classroom,
    Deck,
    DeckEntry,
    Fact,
    FactText,
    Import,
    ImportLine,
    Invitation,
    League,
    LeagueEntry,
    LiveRound,
    Membership,
    Option,
    Question,
    Season,
    Source,
    User,
)
from tests.desk import ARGUMENTS, Rows, address_of, patterns, rows_of_a_teacher
from tests.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db
_KEPT = (
    Assignment, Classroom, Deck, DeckEntry, Fact, FactText, Import, ImportLine,
    Invitation, League, LeagueEntry, LiveRound, Membership, Option, Question, Season, Source,
    User,
)  # fmt: skip
NAMES = sorted(str(pattern.name) for pattern in patterns())


@pytest.fixture
def rows() -> Rows:
    return rows_of_a_teacher(TeacherFactory(username="owner"))


def state() -> dict[str, list]:
    """Everything that a teacher can have, row by row; who logged in when does not count."""
    kept = {model.__name__: list(model.objects.order_by("pk").values()) for model in _KEPT}
    for user in kept["User"]:
        user.pop("last_login")
    return kept


def payload(rows: Rows) -> dict[str, object]:
    """What a forged form might hold: the ids of another's rows under likely names."""
    return {
        "name": "Taken over", "stem": "Taken over?", "note": "x", "statement": "Taken over.",
        "deck": rows.deck.token, "question": rows.question.pk, "questions": [rows.question.pk],
        "entry": rows.entry.pk, "entries": [rows.entry.pk], "fact": rows.fact.pk,
        "source": rows.source.pk, "classroom": rows.classroom.token,
        "membership": rows.membership.pk, "assignment": rows.assignment.token,
        "action": "withdraw", "position": 2, "code": rows.league.join_code,
        "classrooms": [rows.classroom.token], "door": "renew", "away": "away",
        "first_day": rows.season.first_day, "last_day": rows.season.last_day,
        "exam_day": "2030-01-01", "is_right": "yes",
        "version": rows.live_round.version, "size": 1, "teams": 0,
    }  # fmt: skip


def test_every_address_has_its_arguments_here():
    assert sorted(ARGUMENTS) == NAMES


def takes_rows(name: str, rows: Rows) -> bool:
    return bool(ARGUMENTS[name](rows))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["another teacher", "learner", "guest"])
def test_to_outsiders_there_is_no_such_page(client, rows, name, who):
    outsider = {
        "another teacher": lambda: TeacherFactory(username="outsider"),
        "learner": lambda: rows.membership.user,
        "guest": lambda: UserFactory(is_guest=True),
    }[who]()
    url = address_of(name, rows)
    client.force_login(outsider)
    before = state()
    if who == "another teacher" and not takes_rows(name, rows):
        for response in (client.get(url), client.get(url, {"q": "league"})):
            assert "Alices" not in response.content.decode()
    else:
        assert client.get(url).status_code in (404, 405)
        assert client.post(url, payload(rows)).status_code in (404, 405)
        assert state() == before


@pytest.mark.parametrize("name", NAMES)
def test_a_forged_form_changes_nothing_of_anothers(client, rows, name):
    """Addresses that take no row: whatever ids a form names, another's rows stay as they are."""
    if takes_rows(name, rows):
        return
    client.force_login(TeacherFactory(username="outsider"))
    before = state()
    response = client.post(address_of(name, rows), payload(rows))
    assert response.status_code < 500
    assert "Alices" not in response.content.decode()
    after = state()
    for model, kept in before.items():
        assert [row for row in kept if row not in after[model]] == []


@pytest.mark.parametrize("name", NAMES)
def test_visitors_are_sent_to_the_log_in_page(client, rows, name):
    url = address_of(name, rows)
    before = state()
    for response in (client.get(url), client.post(url, payload(rows))):
        assert response.status_code == 405 or response["Location"].startswith(
            reverse("account_login")
        )
    assert state() == before


@pytest.mark.parametrize("name", NAMES)
def test_who_left_a_classroom_teaches_there_no_more(client, rows, name, now):
    """A former co-teacher is an outsider."""
    former = TeacherFactory()
    Membership.objects.create(
        classroom=rows.classroom, user=former, role="teacher", joined_at=now, left_at=now
    )
    client.force_login(former)
    if takes_rows(name, rows):
        assert client.get(address_of(name, rows)).status_code in (404, 405)
