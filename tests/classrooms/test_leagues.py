"""Leagues: who comes in by which code, and who goes out."""

from datetime import timedelta

import pytest

from questions.classrooms.errors import ClassroomError
from questions.classrooms.leagues import (
    bring_back,
    bring_in,
    find_league,
    leagues_of,
    put_away,
    rename_league,
    renew_code,
    set_open,
    start_league,
    take_out,
)
from questions.models import League, LeagueEntry, SeasonScore
from tests.classrooms.competing import FIRST, class_of, close_week, season_of
from tests.factories import ClassroomFactory, TeacherFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory()


@pytest.fixture
def league(teacher, now, rng) -> League:
    return start_league(name="Schools of Almaty", owner=teacher, now=now, token="1" * 32, rng=rng)


def refused(code: str):
    return pytest.raises(ClassroomError, check=lambda error: error.code == code)


def test_a_league_has_a_code_that_leads_to_it_however_it_is_typed(league):
    code = league.join_code
    assert find_league(f" {code[:3].lower()}-{code[3:]} ") == league


@pytest.mark.parametrize(
    ("name", "code"),
    [("", "no-letter"), (" - ", "no-letter"), ("a\u202eb", "unseen"), ("ш" * 81, "too-long"),
     ("o\u0316\u0316k", "mark")],
)  # fmt: skip
def test_names_of_leagues_are_checked(league, teacher, now, rng, name, code):
    with refused(code):
        start_league(name=name, owner=teacher, now=now, token="2" * 32, rng=rng)
    with refused(code):
        rename_league(league=league, name=name)
    assert League.objects.get().name == "Schools of Almaty"


def test_the_door_and_the_code(league, rng):
    old = league.join_code
    set_open(league=league, is_open=False)
    with refused("closed"):
        find_league(old)
    set_open(league=league, is_open=True)
    renew_code(league=league, rng=rng)
    with refused("unknown"):
        find_league(old)
    assert find_league(league.join_code) == league
    for nothing in ("", "--", "\0"):
        with refused("empty"):
            find_league(nothing)


def test_a_league_that_is_put_away_takes_nobody_in(league, teacher, now):
    room = ClassroomFactory(teacher=teacher)
    bring_in(code=league.join_code, classrooms=[room], teacher=teacher, now=now)
    put_away(league=league, now=now)
    with refused("unknown"):
        find_league(league.join_code)
    assert leagues_of(room) == []
    bring_back(league=league)
    assert leagues_of(room) == [league]


def test_only_classrooms_that_one_teaches_come_in(league, teacher, now):
    own = ClassroomFactory(teacher=teacher)
    others = ClassroomFactory(teacher=TeacherFactory())
    learnt = ClassroomFactory(learners=[teacher])
    away = ClassroomFactory(teacher=teacher, archived_at=now)
    for wrong in (others, learnt, away):
        with refused("not-own"):
            bring_in(code=league.join_code, classrooms=[own, wrong], teacher=teacher, now=now)
    with refused("none"):
        bring_in(code=league.join_code, classrooms=[], teacher=teacher, now=now)
    assert not LeagueEntry.objects.exists()


def test_coming_in_twice_is_coming_in_once(league, teacher, now):
    rooms = [ClassroomFactory(teacher=teacher) for _ in range(2)]
    code = league.join_code
    assert bring_in(code=code, classrooms=rooms[:1], teacher=teacher, now=now) == (league, 1)
    assert bring_in(code=code, classrooms=rooms, teacher=teacher, now=now) == (league, 1)
    assert LeagueEntry.objects.count() == 2


@pytest.mark.parametrize("name", ["10 A", "10 А", "1O a"])
def test_two_classes_of_a_league_must_not_look_the_same(league, teacher, now, name):
    there = ClassroomFactory(teacher=teacher, name="10 A")
    other = TeacherFactory()
    alike = ClassroomFactory(teacher=other, name=name)
    bring_in(code=league.join_code, classrooms=[there], teacher=teacher, now=now)
    with refused("alike"):
        bring_in(code=league.join_code, classrooms=[alike], teacher=other, now=now)
    both = [ClassroomFactory(teacher=other, name=text) for text in ("11 Б", "11 б")]
    with refused("alike"):
        bring_in(code=league.join_code, classrooms=both, teacher=other, now=now)
    assert LeagueEntry.objects.count() == 1


def test_going_out_leaves_running_seasons_and_stays_in_those_that_are_over(league, now):
    before = now - timedelta(days=90)
    room = class_of(3)
    entry = LeagueEntry.objects.create(league=league, classroom=room, joined_at=before)
    over = season_of(league, first=FIRST, weeks=1)
    running = season_of(league, first=FIRST + timedelta(weeks=1))
    for week in range(2):
        close_week(room, FIRST + timedelta(weeks=week), [1, 2, 3])
    over.closed_at = now
    over.save()
    take_out(entry=entry, now=now)
    entry.refresh_from_db()
    assert entry.left_at == now
    assert [score.season for score in SeasonScore.objects.all()] == [over]
    assert not running.scores.exists()
    # Once more changes nothing.
    take_out(entry=entry, now=now + timedelta(days=1))
    entry.refresh_from_db()
    assert entry.left_at == now
