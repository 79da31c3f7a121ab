import re
import tomllib
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import pytest

from questions.exchange.coverage_refresh import refresh_map
from questions.exchange.library_check import TopicFigures, check_library
from tests.exchange.conftest import MORE_FACTS, SETS, TOPICS, MadeUpLibrary, cited

FACTS, MAP = "facts/league.toml", "coverage/league-history.toml"
FAULTS = tomllib.loads(Path(__file__).with_name("planted_faults.toml").read_text("utf-8"))


def problems(made_up: MadeUpLibrary, *, proved: bool = True) -> list[str]:
    report = check_library(made_up.folder, made_up.sources if proved else None)
    return [str(problem) for problem in (*report.problems, *report.coverage.problems)]


def plant(made_up: MadeUpLibrary, fault: dict[str, str], files: tuple[str, ...]) -> None:
    """Put the fault into the first of the files that has a place for it."""
    for file in files:
        path = made_up.folder / file
        text = path.read_text("utf-8")
        changed = re.sub(fault["find"], fault["put"], text, count=1)
        if changed != text:
            path.write_text(changed, "utf-8")
            return
    pytest.fail("the fault was not planted")


def with_file(expected: str) -> str:
    """The pattern of a problem; it is one of the facts' file where it names no other."""
    return (
        expected if re.match(r"[\w/-]+\.toml: ", expected) else rf"facts/league\.toml: {expected}"
    )


def test_a_sound_library_has_no_problems_and_its_figures_are_told(made_up):
    report = check_library(made_up.folder, made_up.sources)

    assert (report.problems, report.coverage.problems) == ((), ())
    assert report.figures == (
        TopicFigures("league", facts=5, essential=1, citations=5, caveats=1, lists=1, sentences=4),
    )


def test_what_the_files_say_is_read_as_it_is_meant(made_up):
    library = check_library(made_up.folder).library
    facts = {fact.id: fact for fact in library.facts}

    assert facts["league-founded"].values[0].date_start == "2002-06-07"
    assert facts["league-size"].values[0].number == Decimal(6)
    assert [value.entity for value in facts["league-admitted"].values] == ["norland", "sudland"]
    assert [text.language for text in facts["league-founded"].texts] == ["en", "ru"]
    assert facts["league-rule"].citations[0].value_words == "open doors"
    assert library.topics[0].names == {"en": "League", "ru": "Лига"}


@pytest.mark.parametrize("fault", [*FAULTS["form"], *FAULTS["wording"]], ids=itemgetter("name"))
def test_a_planted_fault_is_named_with_file_and_entry(made_up, fault):
    made_up.edit(fault.get("file", FACTS), fault["find"], fault["put"])

    found = problems(made_up, proved=False)

    assert any(re.match(with_file(fault["says"]), line) for line in found), found


@pytest.mark.parametrize("fault", FAULTS["sets"], ids=itemgetter("name"))
def test_a_fault_planted_in_a_set_is_named_with_file_and_entry(with_sets, fault):
    with_sets.edit(fault.get("file", "sets/league.toml"), fault["find"], fault["put"])

    found = problems(with_sets, proved=fault.get("proved", False))

    assert any(re.match(rf"sets/[\w-]+\.toml: {fault['says']}", line) for line in found), found


def test_sound_sets_have_no_problems(with_sets):
    assert problems(with_sets) == []


def test_sets_are_read_as_they_are_meant(with_sets):
    ordering, matching = check_library(with_sets.folder).library.sets

    assert (ordering.id, ordering.form, ordering.topic) == ("league-years", "order", "league")
    assert ordering.stems.keys() == {"en", "ru"}
    assert [part.fact for part in ordering.parts] == ["league-founded", "league-met", "league-grew"]
    assert (matching.id, matching.form) == ("league-ways", "match")
    assert [dict(part.answers) for part in matching.parts] == [{}, {}, {"en": "half a dozen"}]


def test_events_of_one_year_are_ties_and_the_others_must_be_of_three_years(with_sets):
    twin = MORE_FACTS.split("[[fact]]")[2].replace("league-grew", "league-went")
    twin = twin.replace("grew-in", "went-in").replace("took in", "won").replace("take in", "win")
    with_sets.append(FACTS, cited("[[fact]]" + twin))
    with_sets.append(
        "relations.toml", '[[relation]]\nid = "went-in"\nname.en = "went in"\nvalue = "date"\n'
    )
    with_sets.edit(
        "sets/league.toml",
        '{ fact = "league-grew"',
        '{ fact = "league-went", text.en = "Two are won", text.ru = "Ещё" },\n'
        '    { fact = "league-grew"',
    )
    assert problems(with_sets, proved=False) == []

    with_sets.edit(FACTS, '"2008-06-28/2008-07-03"', '"2010-06"')

    assert problems(with_sets, proved=False) == [
        "sets/league.toml: league-years: parts: their dates are of 2 years; 3 are wanted"
    ]


def test_an_id_stands_once_over_the_sets_of_all_topics(with_sets):
    with_sets.append("topics.toml", TOPICS.replace("league", "other").replace("= 1", "= 2"))
    (with_sets.folder / "sets" / "other.toml").write_text(SETS, "utf-8")

    found = problems(with_sets, proved=False)

    assert "sets/other.toml: league-years: the id stands twice" in found


def test_a_set_stands_in_the_file_of_its_first_facts_topic(with_sets):
    with_sets.append("topics.toml", TOPICS.replace("league", "other").replace("= 1", "= 2"))
    (with_sets.folder / "sets" / "league.toml").rename(with_sets.folder / "sets" / "other.toml")

    found = problems(with_sets, proved=False)

    assert (
        "sets/other.toml: league-years: parts.1.fact: “league-founded” is of another topic (league)"
    ) in found

    with_sets.edit("topics.toml", 'id = "other"', 'id = "more"')

    found = problems(with_sets, proved=False)

    assert any("the file is named after no topic of topics.toml: “other”" in f for f in found)


def test_a_library_without_sets_is_sound(made_up):
    (made_up.folder / "sets").mkdir()

    assert problems(made_up) == []


@pytest.mark.parametrize("fault", FAULTS["proof"], ids=itemgetter("name"))
def test_what_the_text_does_not_bear_out_is_named(made_up, fault):
    plant(made_up, fault, (FACTS, "sources.toml", "entities.toml", MAP))

    found = problems(made_up)

    assert any(re.match(with_file(fault["says"]), line) for line in found), found


@pytest.mark.parametrize("fault", FAULTS["map"], ids=itemgetter("name"))
def test_a_fault_of_a_map_is_named_without_the_text(made_up, fault):
    plant(made_up, fault, (MAP,))

    found = problems(made_up, proved=False)

    assert any(re.match(with_file(fault["says"]), line) for line in found), found


def test_a_missing_text_is_named_and_the_other_checks_go_on(made_up):
    (made_up.sources / "league-history.txt").unlink()
    made_up.edit(FACTS, "League founded?", "League founded")

    found = problems(made_up)

    assert any("sources.toml: league-history: text:" in line for line in found)
    assert any("does not end in a question mark" in line for line in found)


def test_a_broken_file_hides_no_problem_of_another_and_calls_nothing_an_orphan(made_up):
    (made_up.folder / "facts" / "broken.toml").write_text("[[fact]\n", "utf-8")
    made_up.append("entities.toml", '[[entity]]\nid = "x"\nkind = "city"\nname.en = "X"')
    made_up.edit(FACTS, "importance = 3", "importance = 9")

    found = problems(made_up)

    assert [line.split(": ")[:2] for line in found] == [
        ["facts/broken.toml", "file"],
        ["facts/league.toml", "league-founded"],
    ]


def test_several_faults_of_one_entry_are_all_told(made_up):
    made_up.edit(FACTS, "importance = 3", "importance = 9\nsize = 1")
    made_up.edit(FACTS, '"2002-06-07"', '"2002-13-07"')

    found = " ".join(problems(made_up, proved=False))

    assert all(word in found for word in ("importance", "size: is no known key", "2002-13-07"))


def test_a_missing_library_file_is_a_problem(made_up):
    (made_up.folder / "relations.toml").unlink()

    assert "relations.toml: file: the file is missing" in problems(made_up)


def test_a_file_in_another_encoding_is_a_problem(made_up):
    (made_up.folder / FACTS).write_bytes("[[fact]]\nid = 'é'".encode("latin-1"))

    assert any(
        line.startswith(f"{FACTS}: file: the file is not UTF-8") for line in problems(made_up)
    )


OTHER_SIZE = """
[[fact]]
id = "league-size-later"
subject = "lantern-league"
relation = "member-count"
value = { number = 6, unit = "founders" }
importance = 1
cite = [{ at = "{Its charter names six members}", subject = "Its charter" }]
%s

[fact.en]
statement = "Six founders are counted in 2003."
ask.value = "How many founded the Lantern League, as counted in 2003?"
%s
"""


def test_two_values_where_one_is_promised_must_say_whose_or_of_when(made_up):
    made_up.append(FACTS, cited(OTHER_SIZE % ("", "")))

    found = problems(made_up)

    assert any("league-size-later: relation: “member-count” promises one value" in f for f in found)


def test_disputed_facts_must_carry_a_caveat(made_up):
    made_up.append(FACTS, cited(OTHER_SIZE % ('as_of = "2003"', 'caveat = "Counts differ."')))

    found = problems(made_up)

    assert found == [
        "facts/league.toml: league-size: is disputed by “league-size-later” and has no caveat"
    ]


def test_two_facts_that_say_the_same_are_told(made_up):
    same = OTHER_SIZE.replace("founders", "members") % ('as_of = "2003"', "")
    made_up.append(FACTS, cited(same))

    assert any("league-size-later: says the same as “league-size”" in f for f in problems(made_up))


def test_a_value_may_be_spelt_in_any_usual_way(made_up):
    made_up.edit(FACTS, '"2002-06-07"', '"2008-06-28/2008-07-03"')
    made_up.edit(FACTS, "{ number = 6, unit", '{ number = 2_500_000_000, bound = "about", unit')
    text = (made_up.folder / FACTS).read_text("utf-8")
    old = re.search(r'league-history@[^"]+', text)
    met = cited("{It met from June 28 ... lake}")
    assert old is not None
    made_up.edit(FACTS, f'["{old[0]}"]', f'[{{ at = "{met}", subject = "It met" }}]')
    refresh_map(folder=made_up.folder, source="league-history", sources=made_up.sources).write()

    assert problems(made_up) == []
