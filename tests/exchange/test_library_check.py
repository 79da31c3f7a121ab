import re
from decimal import Decimal

import pytest

from questions.exchange.library_check import TopicFigures, check_library
from tests.exchange.conftest import MadeUpLibrary, cited

FACTS = "facts/league.toml"


def problems(made_up: MadeUpLibrary, *, proved: bool = True) -> list[str]:
    report = check_library(made_up.folder, made_up.sources if proved else None)
    return [str(problem) for problem in report.problems]


def with_file(expected: str) -> str:
    """The pattern of a problem; it is one of the facts' file where it names no other."""
    return expected if re.match(r"[\w/]+\.toml: ", expected) else rf"facts/league\.toml: {expected}"


def test_a_sound_library_has_no_problems_and_its_figures_are_told(made_up):
    report = check_library(made_up.folder, made_up.sources)

    assert report.problems == ()
    assert report.figures == (TopicFigures("league", facts=5, essential=1, citations=5, caveats=1),)


def test_what_the_files_say_is_read_as_it_is_meant(made_up):
    library = check_library(made_up.folder).library
    facts = {fact.id: fact for fact in library.facts}

    assert facts["league-founded"].values[0].date_start == "2002-06-07"
    assert facts["league-size"].values[0].number == Decimal(6)
    assert [value.entity for value in facts["league-admitted"].values] == ["norland", "sudland"]
    assert [text.language for text in facts["league-founded"].texts] == ["en", "ru"]
    assert facts["league-rule"].citations[0].value_words == "open doors"
    assert library.topics[0].names == {"en": "League", "ru": "Лига"}


# Each plants one fault: file, what stood there, what stands there now, and what must be said.
FORM_FAULTS = {
    "syntax": (FACTS, "[fact.en]", "[fact.en", r"facts/league.toml: file: .*TOML.*line"),
    "unknown key": (FACTS, "importance = 3", "importance = 3\ncolour = 1", "league-founded: colour: is no known key"),
    "unknown key in the wording": (FACTS, "ask.value =", "ask.valeu =", r"league-founded: en.ask.valeu: is no known key"),
    "wrong type": (FACTS, "importance = 3", 'importance = "3"', "league-founded: importance: must be a whole number"),
    "importance out of range": (FACTS, "importance = 3", "importance = 4", "league-founded: importance: must be a whole number from 1 to 3"),
    "true for a number": (FACTS, "importance = 3", "importance = true", "league-founded: importance"),
    "missing field": (FACTS, "importance = 3", "", "league-founded: importance: is missing"),
    "missing statement": (FACTS, 'statement = "The Lantern League came into being on 7 June 2002."', "", "league-founded: en.statement: is missing"),
    "no English": (FACTS, '[fact.en]\nstatement = "The Lantern League was set up in Brightwater."', '[fact.kk]\nstatement = "x"', "league-founded-in: en: is missing"),
    "bad date": (FACTS, '"2002-06-07"', '"2002-06-31"', "league-founded: value: “2002-06-31” is no date"),
    "date without quotes": (FACTS, '"2002-06-07"', "2002-06-07", "league-founded: value: “2002-06-07” is no date in quotes"),
    "range that runs back": (FACTS, '"2002-06-07"', '"2002-06-07/2002-06-01"', "league-founded: value: the range"),
    "range of two precisions": (FACTS, '"2002-06-07"', '"2002-06-07/2003"', "league-founded: value: the range"),
    "bad number": (FACTS, "number = 6", 'number = "six"', "league-size: value.number: must be a number"),
    "number that is none": (FACTS, "number = 6", "number = nan", "league-size: value.number: must be a number"),
    "number too fine": (FACTS, "number = 6", "number = 6.00001", "league-size: value.number: has more than 4 places"),
    "number too large": (FACTS, "number = 6", "number = 1e400", "league-size: value.number: is too large"),
    "number without unit": (FACTS, ', unit = "members"', "", "league-size: value.unit: is missing"),
    "unknown bound": (FACTS, 'unit = "members"', 'unit = "members", bound = "roughly"', "league-size: value.bound: “roughly” is none of about, over, up-to"),
    "bare number": (FACTS, '{ number = 6, unit = "members" }', "6", "league-size: value: write the number as"),
    "unknown subject": (FACTS, 'subject = "lantern-league"', 'subject = "lamp-league"', "league-founded: subject: unknown entity “lamp-league”"),
    "unknown value": (FACTS, '"brightwater"', '"brightwatr"', "league-founded-in: value: unknown entity “brightwatr”"),
    "unknown relation": (FACTS, '"founded-in"', '"set-up-in"', "league-founded-in: relation: unknown relation “set-up-in”"),
    "unknown near": (FACTS, 'near = ["league-rule"]', 'near = ["league-ruler"]', "league-founded-in: near: unknown fact “league-ruler”"),
    "near itself": (FACTS, 'near = ["league-rule"]', 'near = ["league-founded-in"]', "league-founded-in: near: names the fact itself"),
    "near and never": (FACTS, 'near = ["league-rule"]', 'near = ["league-rule"]\nnever = ["league-rule"]', "league-founded-in: near: “league-rule” stands in never too"),
    "unknown never": (FACTS, 'never = ["league-founded-in"]', 'never = ["x"]', "league-admitted: never: unknown fact “x”"),
    "unknown form": (FACTS, 'skip = ["choice"]', 'skip = ["chioce"]', "league-admitted: skip: “chioce” is not one of"),
    "duplicate fact": (FACTS, 'id = "league-founded-in"', 'id = "league-founded"', "league-founded: the id stands twice"),
    "duplicate entity": ("entities.toml", 'id = "sudland"', 'id = "norland"', "entities.toml: norland: the id stands twice"),
    "value of the wrong kind": (FACTS, '"2002-06-07"', '"brightwater"', "league-founded: value: a entity where “founded-on” wants a date"),
    "entity of the wrong kind": (FACTS, '"brightwater"', '"norland"', "league-founded-in: value: “norland” is a country, “founded-in” wants city"),
    "value for a text": (FACTS, 'relation = "rule"', 'relation = "rule"\nvalue = "2002"', "league-rule: value: “rule” is answered by a text"),
    "text without answer": (FACTS, 'answer = "letting in whoever knocks"', "", "league-rule: en.answer: is missing"),
    "date without value": (FACTS, 'value = "2002-06-07"', "", "league-founded: value: is missing"),
    "list where one is promised": ("relations.toml", "several = true", "several = false", "league-admitted: value: a list, but “admitted” promises one value"),
    "mixed list": (FACTS, '["norland", "sudland"]', '["norland", "2002"]', "league-admitted: value: the list mixes kinds"),
    "no citation": (FACTS, 'cite = ["', 'cite = []\nwas = ["', "league-founded: cite: must be a list of at least one citation"),
    "garbled citation": (FACTS, 'cite = ["league-history@', 'cite = ["league-history#', "league-founded: cite: .*not of the form"),
    "unknown source": (FACTS, 'cite = ["league-history@', 'cite = ["legue-history@', "league-founded: cite: unknown source “legue-history”"),
    "sentence declared": (FACTS, 'subject = "Its charter"', 'subject = "a b c d e f g h i"', "league-size: cite.1.subject: declare at most 8 words"),
    "unknown entity kind": ("entities.toml", 'kind = "city"', 'kind = "town"', "entities.toml: brightwater: kind: “town” is none of"),
    "entity without name": ("entities.toml", 'name.en = "Norland"', 'name.ru = "Норланд"', "entities.toml: norland: name.en: is missing"),
    "unknown language": ("entities.toml", 'name.en = "Norland"', 'name.en = "Norland"\nname.de = "Nordland"', "entities.toml: norland: name.de: is no known key"),
    "relation of no kind": ("relations.toml", 'value = "date"', 'value = "day"', "relations.toml: founded-on: value: “day” is none of"),
    "relation without kinds": ("relations.toml", 'kinds = ["city"]', "", "relations.toml: founded-in: kinds: must be given"),
    "orphan entity": ("entities.toml", "[[entity]]", '[[entity]]\nid = "x"\nkind = "city"\nname.en = "X"\n[[entity]]', "entities.toml: x: no fact uses the entity"),
    "orphan relation": ("relations.toml", "[[relation]]", '[[relation]]\nid = "x"\nvalue = "date"\nname.en = "x"\n[[relation]]', "relations.toml: x: no fact uses the relation"),
    "bad digest": ("sources.toml", 'digest = "', 'digest = "zz', "sources.toml: league-history: digest: must be the 64"),
    "positions that fall": ("sources.toml", "paragraphs = [", "paragraphs = [999, ", "sources.toml: league-history: paragraphs: must rise"),
    "unnamed topic": ("topics.toml", 'id = "league"', 'id = "liga"', "league-founded: the file is named after no topic"),
    "control character": (FACTS, "It grew", "It\\u0000grew", "league-founded: en.explanation: has a control character"),
    "space around": (FACTS, '"It grew', '" It grew', "league-founded: en.explanation: has space around it"),
    "id with capitals": (FACTS, 'id = "league-rule"', 'id = "League-Rule"', "League-Rule: id: .*is no id"),
}  # fmt: skip

WORDING_FAULTS = {
    "slot missing": (FACTS, "was founded on {}.", "was founded once.", "league-founded: en.claim.value: has 0 slots"),
    "two slots": (FACTS, "was founded on {}.", "was {} on {}.", "league-founded: en.claim.value: has 2 slots"),
    "slot in a question": (FACTS, "On what date was", "On what {} was", "league-founded: en.ask.value: is a question and has a slot"),
    "no question mark": (FACTS, "League founded?", "League founded", "league-founded: en.ask.value: does not end in a question mark"),
    "date given away": (FACTS, "On what date was", "On which 7 June 2002 was", "league-founded: en.ask.value: contains its own answer"),
    "name given away": (FACTS, "In which town was", "Was it in Brightwater that", "league-founded-in: en.ask.value: contains its own answer"),
    "alias given away": (FACTS, "Which organisation was", "Which LL was", "league-founded: en.ask.subject: contains its own answer"),
    "number given away": (FACTS, "How many members", "How many of six members", "league-size: en.ask.value: contains its own answer"),
    "one of a list given away": (FACTS, "Which two countries joined", "Which two, one Norland, joined", "league-admitted: en.ask.value: contains its own answer"),
    "text given away": (FACTS, "Which rule does", "Letting in whoever knocks: what does", "league-rule: en.ask.value: contains its own answer"),
    "year not named": (FACTS, "League of 2002 had", "League had", r"league-size: en.claim.value: does not name the year of as_of \(2002\)"),
    "voice not named": (FACTS, "According to Chronicler, the Lantern League of", "The Lantern League of", "league-size: en.claim.value: does not say that it is according to A. Chronicler"),
    "as_of without year": (FACTS, 'as_of = "2002"', 'as_of = "long ago"', "league-size: en.ask.value: cannot name a year"),
    "nothing asked": (FACTS, 'ask.value = "Which rule does the Lantern League keep to?"', "", "league-rule: en.ask: neither"),
    "full stop": (FACTS, 'answer = "letting in whoever knocks"', 'answer = "letting in whoever knocks."', "league-rule: en.answer: ends in a full stop"),
    "long answer": (FACTS, "letting in whoever knocks", "a b c d e f g h i j", "league-rule: en.answer: has more than 9 words"),
    "same stem": (FACTS, "In which town was the Lantern League set up?", "On what date was the lantern league founded ?", "league-founded-in: en.ask.value: same stem as “league-founded”, which has another value"),
}  # fmt: skip


@pytest.mark.parametrize("fault", [*FORM_FAULTS, *WORDING_FAULTS])
def test_a_planted_fault_is_named_with_file_and_entry(made_up, fault):
    file, old, new, expected = (FORM_FAULTS | WORDING_FAULTS)[fault]
    made_up.edit(file, old, new)

    found = problems(made_up, proved=False)

    assert any(re.match(with_file(expected), line) for line in found), found


PROOF_FAULTS = {
    "span after the text": (r"@\d+-\d+:", "@9000-9100:", "league-founded: cite: .*ends after the text"),
    "span digest": (r"(@\d+-\d+):[0-9a-f]{12}", r"\1:000000000000", "league-founded: cite: .*the span's digest is"),
    "moved span": (r"@\d+-", "@0-", "league-founded: cite: .*the span's digest is"),
    "other date": ('"2002-06-07"', '"2002-06-08"', "league-founded: value: 2002-06-08 is not stated"),
    "other number": ("number = 6", "number = 7", "league-size: value: 7 members is not stated"),
    "other city": ('name.en = "Brightwater"', 'name.en = "Dimwater"', "league-founded-in: value: “brightwater” is not stated"),
    "one of a list": ('name.en = "Sudland"', 'name.en = "Estland"', "league-admitted: value: “sudland” is not stated"),
    "subject": ('name.en = "Lantern League"', 'name.en = "Candle League"', "league-founded: subject: “lantern-league” is not named"),
    "declared subject": ('subject = "Its charter"', 'subject = "Its treaty"', "league-size: cite: .*the subject words “Its treaty” do not stand there"),
    "declared value": ('value = "open doors"', 'value = "shut doors"', "league-rule: cite: .*the value words “shut doors” do not stand there"),
    "undeclared text": (', value = "open doors"', "", "league-rule: value: “letting in whoever knocks” .nor are its words declared. is not stated"),
    "borrowed sentence": ("It grew out", "It keeps to the rule of open doors it met from june 28 to july 3. It grew out", "league-founded: en: copies twelve words from league-history"),
    "document digest": ('digest = "....', 'digest = "0000', "sources.toml: league-history: digest: the text's digest is"),
    "section moved": (r'"Founding", start = \d+', '"Founding", start = 3', "sources.toml: league-history: sections: “Founding”: no paragraph starts at 3"),
    "section misnamed": ('title = "Members"', 'title = "People"', "sources.toml: league-history: sections: “People”: at .* stands “Members”"),
    "paragraph moved": (r"paragraphs = \[(\d+)", r"paragraphs = [\1, 61", "sources.toml: league-history: paragraphs: none starts at 61"),
    "paragraph left out": (r"paragraphs = \[\d+, ", "paragraphs = [", "league-founded: cite: .*stands in a paragraph that sources.toml does not list"),
}  # fmt: skip


@pytest.mark.parametrize("fault", PROOF_FAULTS)
def test_what_the_text_does_not_bear_out_is_named(made_up, fault):
    old, new, expected = PROOF_FAULTS[fault]
    for file in (FACTS, "sources.toml", "entities.toml"):
        path = made_up.folder / file
        text = path.read_text("utf-8")
        changed = re.sub(old, new, text, count=1)
        if changed != text:
            path.write_text(changed, "utf-8")
            break
    else:
        pytest.fail("the fault was not planted")

    found = problems(made_up)

    assert any(re.match(with_file(expected), line) for line in found), found


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

    assert problems(made_up) == []
