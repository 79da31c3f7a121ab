from questions.exchange.library_check import check_library
from tests.exchange.conftest import STATUSES, mapped

MAP = "coverage/league-history.toml"


def problems(made_up, *, proved: bool = True) -> list[str]:
    report = check_library(made_up.folder, made_up.sources if proved else None)
    return [str(problem) for problem in report.coverage.problems]


def test_the_figures_of_each_source_are_told(made_up):
    (row,) = check_library(made_up.folder).coverage.figures

    assert (row.source, row.sentences, row.percent) == ("league-history", 8, 100)
    assert {status: count for status, count in row.counts if count} == {
        "cited": 4,
        "context": 1,
        "matter": 3,
    }


def test_the_share_is_rounded_down_so_that_all_means_all(made_up):
    made_up.edit(MAP, "context", "unaccounted")

    (row,) = check_library(made_up.folder).coverage.figures

    assert row.percent == 87
    assert str(row).endswith(", 3 matter, 1 unaccounted; 87 % accounted for")


def test_every_source_must_have_a_map(made_up):
    (made_up.folder / MAP).unlink()

    assert problems(made_up) == [f"{MAP}: file: the file is missing"]


def test_a_map_of_no_source_is_told(made_up):
    (made_up.folder / "coverage" / "moon.toml").write_text(mapped(*STATUSES), "utf-8")

    assert problems(made_up) == [
        "coverage/moon.toml: file: the file is named after no source of sources.toml"
    ]


def test_what_is_left_open_is_no_problem_of_the_facts_and_stops_no_import(made_up):
    made_up.edit(MAP, "context", "unaccounted")

    assert check_library(made_up.folder, made_up.sources).problems == ()


def test_where_facts_cannot_be_read_nobody_says_that_a_sentence_is_not_cited(made_up):
    (made_up.folder / "facts" / "league.toml").write_text("[[fact]\n", "utf-8")

    assert problems(made_up) == []


def test_a_moved_cut_is_named_from_both_sides(made_up):
    made_up.edit(MAP, '"1-42:', '"1-41:')

    assert problems(made_up) == [
        f"{MAP}: 1-41: no sentence there",
        f"{MAP}: sentences: unaccounted sentence at 1-42",
    ]
