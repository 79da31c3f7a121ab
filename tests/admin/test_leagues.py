"""Leagues at the desk: starting, coming in, seasons, and who may do what there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from questions.models import League, LeagueEntry, Season
from questions.progress.weeks import monday_of
from tests.classrooms.competing import league_of, season_of
from tests.factories import ClassroomFactory, MembershipFactory, TeacherFactory
from tests.views.conftest import browser_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return TeacherFactory()


@pytest.fixture
def room(owner):
    return ClassroomFactory(name="10 A", teacher=owner)


@pytest.fixture
def league(owner, room):
    return league_of([room], owner=owner, joined_at=timezone.now())


@pytest.fixture
def desk(owner):
    return browser_of(owner)


@pytest.fixture
def guest_room(league):
    """A classroom of another teacher in the league."""
    room = ClassroomFactory(name="Lyceum 5", teacher=TeacherFactory())
    LeagueEntry.objects.create(league=league, classroom=room, joined_at=timezone.now())
    return room


def address(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def text_of(response) -> str:
    return response.content.decode()


def this_monday():
    return monday_of((timezone.now() + timedelta(hours=14)).date())


class TestStarting:
    def test_a_league_is_started_and_shows_its_code(self, desk):
        assert "Start one" in text_of(desk.get(address("leagues")))
        response = desk.post(address("league-new"), {"name": " Schools  of Almaty "}, follow=True)
        league = League.objects.get()
        assert league.name == "Schools of Almaty"
        assert f"{league.join_code[:3]}-{league.join_code[3:]}" in text_of(response)

    @pytest.mark.parametrize("name", ["", "...", "a\0b", "я" * 81, "a\u200bb"])
    def test_a_name_that_will_not_do_is_refused_at_its_field(self, desk, name):
        response = desk.post(address("league-new"), {"name": name})
        assert response.status_code == 422
        assert 'aria-invalid="true"' in text_of(response)
        assert not League.objects.exists()

    def test_names_are_escaped(self, desk, league, guest_room):
        League.objects.update(name="<b>L</b>")
        guest_room.name = "<i>R</i>"
        guest_room.save()
        page = text_of(desk.get(address("league", league.token)))
        assert "<b>L</b>" not in page
        assert "<i>R</i>" not in page


class TestComingIn:
    def test_a_colleague_brings_in_their_classrooms_by_the_code(self, league):
        other = TeacherFactory()
        rooms = [ClassroomFactory(teacher=other, name=f"Lyceum {n}") for n in range(2)]
        response = browser_of(other).post(
            address("league-join"),
            {"code": league.join_code.lower(), "classrooms": [room.token for room in rooms]},
            follow=True,
        )
        assert "2 classrooms compete now." in text_of(response)
        assert league.join_code not in text_of(response)
        assert LeagueEntry.objects.active().filter(league=league).count() == 3

    def test_what_is_wrong_stands_at_its_field(self, desk, league, room):
        for data, field in (
            ({"code": "ZZZZZZ", "classrooms": [room.token]}, "id_code_error"),
            ({"code": "", "classrooms": [room.token]}, "id_code_error"),
            ({"code": "A\0", "classrooms": [room.token]}, "id_code_error"),
            ({"code": league.join_code}, "id_classrooms_error"),
            ({"code": league.join_code, "classrooms": ["x\0"]}, "id_classrooms_error"),
        ):
            response = desk.post(address("league-join"), data)
            assert response.status_code == 422
            assert f'id="{field}"' in text_of(response)

    def test_anothers_classroom_does_not_come_in(self, desk, league):
        foreign = ClassroomFactory(teacher=TeacherFactory())
        data = {"code": league.join_code, "classrooms": [foreign.token]}
        assert desk.post(address("league-join"), data).status_code == 422
        assert not foreign.league_entries.exists()

    def test_wrong_codes_are_limited_and_right_ones_are_not(self, desk, league, room, settings):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "join": "2/m/user"}
        right = {"code": league.join_code, "classrooms": [room.token]}
        wrong = right | {"code": "ZZZZZZ"}
        asked = [right, right, wrong, wrong, wrong, right]
        statuses = [desk.post(address("league-join"), data).status_code for data in asked]
        assert statuses == [302, 302, 422, 422, 429, 429]

    def test_without_a_classroom_there_is_nothing_to_bring(self):
        page = browser_of(TeacherFactory()).get(address("league-join"))
        assert "none that could compete" in text_of(page)


class TestOwner:
    def test_the_door(self, desk, league):
        old = league.join_code
        for wish in ("close", "open", "renew", "nonsense"):
            desk.post(address("league-door", league.token), {"door": wish})
            league.refresh_from_db()
            assert league.is_open == (wish != "close")
        assert league.join_code != old

    def test_putting_it_away_can_be_undone_at_once(self, desk, league):
        undo(desk, desk.post(address("league-away", league.token), follow=True).content.decode())
        league.refresh_from_db()
        assert league.archived_at is None

    def test_rename_put_away_and_bring_back(self, desk, league):
        desk.post(address("league-settings", league.token), {"name": "Other"})
        desk.post(address("league-away", league.token))
        league.refresh_from_db()
        assert league.name == "Other"
        assert league.archived_at is not None
        assert "put away" in text_of(desk.get(address("league", league.token)))
        assert "Put away" in text_of(desk.get(address("leagues")))
        desk.post(address("league-away", league.token), {"away": "back"})
        league.refresh_from_db()
        assert league.archived_at is None

    def test_a_season_is_planned_changed_and_dropped(self, desk, league):
        page = desk.get(address("season-new", league.token))
        assert f'value="{this_monday() + timedelta(weeks=1)}"' in text_of(page)
        data = {
            "name": "Autumn",
            "first_day": this_monday() + timedelta(weeks=1),
            "last_day": this_monday() + timedelta(weeks=5, days=-1),
        }
        desk.post(address("season-new", league.token), data)
        season = Season.objects.get()
        later = data | {"name": "Late", "last_day": data["last_day"] + timedelta(weeks=1)}
        desk.post(address("season", league.token, season.pk), later)
        season.refresh_from_db()
        assert (season.name, season.last_day) == ("Late", later["last_day"])
        desk.post(address("season-end", league.token, season.pk))
        assert not Season.objects.exists()

    def test_dates_of_a_season_that_runs_stay(self, desk, league):
        season = season_of(league, first=this_monday())
        data = {"name": "Renamed", "first_day": this_monday() + timedelta(weeks=1),
                "last_day": this_monday() + timedelta(weeks=60, days=-1)}  # fmt: skip
        desk.post(address("season", league.token, season.pk), data)
        last = season.last_day
        season.refresh_from_db()
        assert (season.name, season.first_day, season.last_day) == ("Renamed", this_monday(), last)
        desk.post(address("season-end", league.token, season.pk))
        season.refresh_from_db()
        assert season.last_day == this_monday() + timedelta(days=6)

    @pytest.mark.parametrize(
        "change",
        [{"first_day": "2026-13-45"}, {"first_day": ""}, {"name": "\0"}, {"last_day": "0001-01-07"},
         {"last_day": "9999-12-31"}],
    )  # fmt: skip
    def test_dates_that_cannot_be_are_told_at_their_field(self, desk, league, change):
        data = {"name": "x1", "first_day": this_monday(), "last_day": this_monday()} | change
        response = desk.post(address("season-new", league.token), data)
        assert response.status_code == 422
        assert 'aria-invalid="true"' in text_of(response)

    def test_a_classroom_is_taken_out(self, desk, league, guest_room):
        entry = guest_room.league_entries.get()
        url = address("league-out", league.token, entry.pk)
        assert "Lyceum 5" in text_of(desk.get(url))
        assert guest_room.league_entries.active().exists()
        assert desk.post(url)["Location"] == address("league", league.token)
        assert not guest_room.league_entries.active().exists()

    def test_look_alikes_are_marked(self, desk, league, guest_room):
        assert "looks like another" not in text_of(desk.get(address("league", league.token)))
        guest_room.name = "1O А"
        guest_room.save()
        assert text_of(desk.get(address("league", league.token))).count("looks like another") == 2


class TestOthers:
    @pytest.fixture
    def others(self, guest_room):
        return browser_of(guest_room.memberships.get(role="teacher").user)

    def test_who_takes_part_sees_the_league_without_its_code(self, others, league):
        for name in ("leagues", "league"):
            page = text_of(others.get(address(name, *([league.token] if name == "league" else []))))
            assert league.name in page
            assert league.join_code[3:] not in page

    def test_and_rules_nothing_in_it_but_their_own_part(self, others, league, room, guest_room):
        season = season_of(league, first=this_monday() + timedelta(weeks=2))
        before = list(League.objects.values()), list(Season.objects.values())
        for name, *args in (
            ("league-settings", league.token), ("league-door", league.token),
            ("league-away", league.token), ("season-new", league.token),
            ("season", league.token, season.pk), ("season-end", league.token, season.pk),
            ("league-out", league.token, room.league_entries.get().pk),
        ):  # fmt: skip
            data = {"name": "Mine", "door": "close", "first_day": this_monday(),
                    "last_day": this_monday() + timedelta(days=6)}  # fmt: skip
            assert others.post(address(name, *args), data).status_code == 404, name
        assert (list(League.objects.values()), list(Season.objects.values())) == before
        assert room.league_entries.active().exists()
        own = guest_room.league_entries.get()
        gone = others.post(address("league-out", league.token, own.pk))
        assert gone["Location"] == address("leagues")
        assert others.get(address("league", league.token)).status_code == 404

    def test_learners_of_a_class_do_not_reach_the_desk(self, league, room):
        learner = MembershipFactory(classroom=room).user
        assert browser_of(learner).get(address("league", league.token)).status_code == 404

    def test_a_teacher_who_only_learns_in_the_league_does_not_see_its_desk(self, league, room):
        teacher = TeacherFactory()
        MembershipFactory(classroom=room, user=teacher)
        browser = browser_of(teacher)
        assert browser.get(address("league", league.token)).status_code == 404
        assert browser.get(f"/leagues/{league.token}/").status_code == 200

    def test_a_season_is_not_reached_by_the_token_of_another_league(self, desk, league, owner):
        other = league_of([], owner=owner, joined_at=timezone.now())
        season = season_of(other, first=this_monday() + timedelta(weeks=2))
        assert desk.get(address("season", league.token, season.pk)).status_code == 404


def test_the_classrooms_page_names_its_leagues(desk, league, room):
    assert league.name in text_of(desk.get(address("classroom", room.token)))


def test_queries_do_not_grow_with_classrooms(desk, league, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(address(name, *args))
        return len(captured)

    few = asked("league", league.token), asked("leagues")
    for _ in range(8):
        room = ClassroomFactory(teacher=TeacherFactory())
        LeagueEntry.objects.create(league=league, classroom=room, joined_at=timezone.now())
    assert (asked("league", league.token), asked("leagues")) == few
