"""Coming to the board, leaving it, and the names that it may show."""

from datetime import timedelta

import pytest

from questions.classrooms.board_names import (
    fresh_handles,
    join_board,
    leave_board,
    rename_on_board,
)
from questions.classrooms.board_settings import set_board
from questions.classrooms.boards import Period, board_of
from questions.classrooms.enrolling import rename
from questions.classrooms.errors import ClassroomError
from questions.models import Classroom, Membership
from tests.classrooms.boarding import class_of, member
from tests.factories import ClassroomFactory, UserFactory
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


@pytest.fixture
def room():
    return ClassroomFactory()


@pytest.fixture
def row(room):
    return member(room, "Алия", on_board=False, user=UserFactory(username="aliya"))


def refused(work, *args, **kwargs) -> str:
    with pytest.raises(ClassroomError) as error:
        work(*args, **kwargs)
    return error.value.code


class TestJoin:
    def test_by_a_name_of_ones_own(self, row, now):
        join_board(membership=row, name="  Calm   Crane ", now=now)
        row.refresh_from_db()
        assert (row.is_on_board, row.board_since, row.name_on_board) == (True, now, "Calm Crane")

    def test_by_the_name_in_the_classroom(self, row, now):
        join_board(membership=row, name="", now=now)
        row.refresh_from_db()
        assert (row.board_name, row.name_on_board) == ("", "Алия")

    def test_without_any_name_there_a_name_is_asked_for(self, room, now):
        nameless = member(room, "", on_board=False)
        assert refused(join_board, membership=nameless, name="", now=now) == "empty"
        nameless.refresh_from_db()
        assert not nameless.is_on_board

    def test_another_name_later_keeps_the_day_of_coming(self, row, now):
        join_board(membership=row, name="Calm Crane", now=now)
        join_board(membership=row, name="Kind Lark", now=now + LATER)
        row.refresh_from_db()
        assert (row.board_since, row.board_name) == (now, "Kind Lark")

    def test_leaving_is_at_once_and_coming_back_counts_from_then(self, row, now):
        join_board(membership=row, name="", now=now)
        leave_board(membership=row, now=now + LATER)
        row.refresh_from_db()
        assert (row.is_on_board, row.board_until) == (False, now + LATER)
        leave_board(membership=row, now=now + 2 * LATER)  # once more changes nothing
        row.refresh_from_db()
        assert row.board_until == now + LATER
        join_board(membership=row, name="", now=now + 3 * LATER)
        row.refresh_from_db()
        assert (row.is_on_board, row.board_since) == (True, now + 3 * LATER)

    def test_neither_a_teacher_nor_who_left_nor_where_the_board_is_off(self, room, row, now):
        teacher = member(room, "T", on_board=False, role="teacher")
        gone = member(room, "G", on_board=False, left_at=now)
        assert refused(join_board, membership=teacher, name="X", now=now) == "left"
        assert refused(join_board, membership=gone, name="X", now=now) == "left"
        set_board(classroom=room, has_board=False, first_day=None, last_day=None)
        assert refused(join_board, membership=row, name="X", now=now) == "no-board"


class TestNames:
    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("Ali\u200bya", "unseen"),  # zero width
            ("Ali\u202eya", "unseen"),  # turns the direction
            ("\u2066Aliya\u2069", "unseen"),
            ("\u3164", "unseen"),
            ("Aliya\u0336", "mark"),
            ("Z\u0351\u0352algo", "mark"),
            ("<script>alert(1)</script>", "character"),
            ("Αliya", "character"),  # a Greek capital
            ("Алия 😀", "character"),
            ("123", "no-letter"),
            (" .", "no-letter"),
            ("-Aliya", "start"),
            ("A" * 81, "too-long"),
        ],
    )
    def test_what_no_name_may_hold_is_refused_here_too(self, row, now, name, code):
        assert refused(join_board, membership=row, name=name, now=now) == code
        row.refresh_from_db()
        assert not row.is_on_board

    @pytest.mark.parametrize("other", ["Serik", "sеrik", "S E R I K", "5erik"])
    def test_a_look_alike_of_a_name_in_the_classroom_is_refused(self, room, row, now, other):
        member(room, "Serik", on_board=False)
        expected = "alike" if other != "5erik" else None
        if expected:
            assert refused(join_board, membership=row, name=other, now=now) == expected
        else:
            join_board(membership=row, name=other, now=now)

    def test_a_look_alike_of_a_name_on_the_board_is_refused(self, room, row, now):
        member(room, "Serik", board_name="Қыран Cокол")
        assert refused(join_board, membership=row, name="Кыран Сокол", now=now) == "alike"

    def test_of_a_user_name_and_of_a_teacher_too_and_which_one_is_not_told(self, room, row, now):
        member(room, "", on_board=False, user=UserFactory(username="hidden-one"))
        member(room, "Mrs Bekova", on_board=False, role="teacher")
        for name in ("Hidden-One", "Mrs. Bekova"):
            with pytest.raises(ClassroomError) as error:
                join_board(membership=row, name=name, now=now)
            assert error.value.code == "alike"
        assert "Mrs Bekova" not in error.value.message

    def test_ones_own_names_are_free_and_so_is_that_of_who_left(self, room, row, now):
        member(room, "Serik", left_at=now, board_name="Kind Lark")
        for name in ("aliya", "Алия", "Serik", "Kind Lark"):
            join_board(membership=row, name=name, now=now)

    def test_the_name_in_the_classroom_is_looked_at_as_well(self, room, row, now):
        member(room, "Somebody else", board_name="Алия")
        assert refused(join_board, membership=row, name="", now=now) == "alike"

    def test_handles_are_free(self, room, row, rng, now):
        for name in fresh_handles(row, language="kk", rng=rng):
            join_board(membership=row, name=name, now=now)


class TestTeachers:
    def test_a_new_name_replaces_the_old_one(self, room, row, now):
        join_board(membership=row, name="Rude Name", now=now)
        rename_on_board(membership=row, name="Kind Lark")
        row.refresh_from_db()
        assert row.name_on_board == "Kind Lark"
        rename_on_board(membership=row, name="")
        row.refresh_from_db()
        assert row.name_on_board == "Алия"

    def test_the_same_rules_hold(self, room, row, now):
        member(room, "Serik")
        assert refused(rename_on_board, membership=row, name="X") == "not-on-board"
        join_board(membership=row, name="X", now=now)
        assert refused(rename_on_board, membership=row, name="serik") == "alike"
        assert refused(rename_on_board, membership=row, name="\u202e") == "unseen"

    def test_a_name_in_the_classroom_that_the_board_shows_may_not_look_like_anothers(
        self, room, row, now
    ):
        member(room, "Serik", board_name="Kind Lark")
        rename(membership=row, name="Kind Lark")  # not on the board: the teacher may
        rename(membership=row, name="Алия")
        join_board(membership=row, name="", now=now)
        row.refresh_from_db()
        assert refused(rename, membership=row, name="kind lark") == "alike-board"

    def test_term_days_are_both_or_none_and_in_order(self, room, now):
        day = now.date()

        def wish(first, last):
            return {"classroom": room, "has_board": True, "first_day": first, "last_day": last}

        assert refused(set_board, **wish(day, None)) == "half"
        assert refused(set_board, **wish(None, day)) == "half"
        assert refused(set_board, **wish(day, day)) == "order"
        set_board(**wish(day, day + LATER))
        assert Classroom.objects.get().term_last_day == day + LATER


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_names_that_look_alike_at_once_one_gets_it(now):
    room = ClassroomFactory()
    first, second = (member(room, name, on_board=False) for name in ("A", "B"))

    def work(row, name):
        def join():
            try:
                join_board(membership=row, name=name, now=now)
            except ClassroomError as error:
                return error.code
            return "joined"

        return join

    results = at_once(work(first, "Calm Crane"), work(second, "Cаlm  сrane"))
    assert sorted(results) == ["alike", "joined"]
    assert Membership.objects.exclude(board_name="").count() == 1


def test_a_hostile_name_in_the_table_comes_out_as_text(room, now, client):
    first, *_others = class_of(room, 20, 10, 5)
    Membership.objects.filter(pk=first.pk).update(board_name="<script>alert(1)</script>")
    client.force_login(first.user)
    assert board_of(first, period=Period.ALL, topic=None, now=now).lines
    page = client.get(f"/classrooms/{room.token}/?period=all").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
