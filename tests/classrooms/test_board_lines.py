"""Who is shown to whom, as a pure function of points."""

from itertools import pairwise

import pytest

from questions.classrooms.board_lines import Entry, lines_for


def entries(*points: int, hidden: tuple[int, ...] = ()) -> list[Entry]:
    return [
        Entry(place, f"name {place:03d}", earned, is_hidden=place in hidden)
        for place, earned in enumerate(points)
    ]


def shown(rows: list[Entry], own: int | None) -> list[tuple[int | None, int]]:
    return [(line.rank, line.points) for line in lines_for(rows, own=own).lines]


def test_the_top_oneself_and_those_around():
    seen = lines_for(entries(*range(100, 0, -10)), own=4)
    assert [(line.rank, line.points) for line in seen.lines] == [
        (1, 100), (2, 90), (3, 80), (4, 70), (5, 60), (6, 50),
    ]  # fmt: skip
    assert [line.is_own for line in seen.lines].index(True) == 4
    assert seen.to_next == 10


def test_a_gap_is_marked():
    lines = lines_for(entries(*range(100, 0, -5)), own=8).lines
    assert [line.rank for line in lines] == [1, 2, 3, 8, 9, 10]
    assert [line.is_after_gap for line in lines] == [False] * 3 + [True] + [False] * 2


def test_equal_points_have_equal_ranks_and_the_next_one_counts_on():
    assert shown(entries(50, 50, 40, 30, 20, 10), None) == [(1, 50), (1, 50), (3, 40)]
    # oneself stands first among equals, so that nobody is pushed out of the top by their name
    own = lines_for(entries(50, 50, 40, 30, 20, 10), own=1).lines
    assert [(line.name, line.rank) for line in own[:2]] == [("name 001", 1), ("name 000", 1)]


def test_in_the_lower_half_one_sees_who_is_ahead_and_no_rank():
    rows = entries(*range(100, 0, -10))
    assert shown(rows, 6) == [(1, 100), (2, 90), (3, 80), (None, 60), (None, 50), (None, 40)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 12, 40])
def test_nobody_can_tell_that_they_are_last(size):
    """Whoever is last sees to the letter what they would see with somebody behind them."""
    rows = entries(*range(size * 10, 0, -10))
    last = rows[-1].membership_id
    more = [*rows, Entry(999, "one more", 5)]
    assert lines_for(more, own=last) == lines_for(rows, own=last)
    assert lines_for(rows, own=last).lines[-1].rank == (1 if size == 1 else None)


@pytest.mark.parametrize("points", [(20, 10), (30, 20, 10), (40, 30, 20, 10), (30, 20, 10, 10)])
def test_nobody_else_sees_who_is_last(points):
    rows = entries(*points)
    for row in [*rows, Entry(999, "without points", 0)]:
        others = [line for line in lines_for(rows, own=row.membership_id).lines if not line.is_own]
        assert 10 not in [line.points for line in others]


def test_no_viewer_is_shown_more_lines_than_these():
    rows = entries(*range(2000, 0, -10))
    assert all(len(lines_for(rows, own=row.membership_id).lines) <= 6 for row in rows)


def test_no_points_no_line():
    rows = entries(30, 20, 0, 0)
    assert shown(rows, 2) == [(1, 30)]
    assert shown(rows, 1) == [(1, 30), (None, 20)]
    assert shown(entries(0, 0), 0) == []
    assert lines_for(rows, own=2).to_next is None


def test_one_alone_is_first():
    seen = lines_for(entries(10), own=0)
    assert [(line.rank, line.is_own) for line in seen.lines] == [(1, True)]
    assert seen.to_next is None


def test_who_is_hidden_keeps_the_rank():
    assert shown(entries(50, 40, 30, 20, 10, hidden=(1,)), 0) == [(1, 50), (3, 30)]


def test_many_equals_at_the_top_are_cut_and_it_is_said():
    seen = lines_for(entries(*[50] * 20, 10), own=None)
    assert {line.rank for line in seen.lines} == {1}
    assert len(seen.lines) == 6
    assert seen.is_cut


def test_all_equal_is_a_tie_of_all():
    seen = lines_for(entries(*[20] * 4), own=3)
    assert [line.rank for line in seen.lines] == [1] * 4
    assert seen.to_next is None


def test_lines_fall():
    rows = entries(7, 5, 5, 90, 3, 3, 3, 1, 60, 60)
    for row in rows:
        points = [points for _rank, points in shown(rows, row.membership_id)]
        assert all(a >= b for a, b in pairwise(points))
