"""A small made-up library with its made-up source, so that the tests run anywhere."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import override

from questions.exchange.coverage_files import written_map
from questions.exchange.coverage_records import CoverageMap, SentenceRecord, sentence_places
from questions.grounding.citations import find_places
from questions.grounding.documents import Document
from questions.grounding.outline import outline

LEAGUE_TEXT = """
# **The Lantern League. A short history**

Founding

The Lantern League was founded on 7 June 2002 in Brightwater. Its char-

ter names six members and a fund worth \\$2.5bn for bridges.

Members

The League admitted Norland and Sudland in 2010. It keeps to the rule of “open doors”.

- It met from June 28 to July 3, 2008 at the lake.
"""

SOURCES = """
[[source]]
id = "league-history"
title = "The Lantern League. A short history"
authors = "A. Chronicler"
short_name = "Chronicler 2011"
year = "2011"
language = "en"
digest = "{digest}"
sections = [
    {{ title = "Founding", start = {founding} }},
    {{ title = "Members", start = {members} }},
]
paragraphs = {paragraphs}
"""

TOPICS = """
[[topic]]
id = "league"
position = 1
name.en = "League"
name.ru = "Лига"
title.en = "Lantern League"
"""

ENTITIES = """
[[entity]]
id = "lantern-league"
kind = "organisation"
name.en = "Lantern League"
the = true
aliases.en = ["LL"]

[[entity]]
id = "brightwater"
kind = "city"
name.en = "Brightwater"

[[entity]]
id = "norland"
kind = "country"
name.en = "Norland"

[[entity]]
id = "sudland"
kind = "country"
name.en = "Sudland"
"""

RELATIONS = """
[[relation]]
id = "founded-on"
name.en = "was founded on"
value = "date"

[[relation]]
id = "founded-in"
name.en = "was founded in"
value = "entity"
kinds = ["city"]

[[relation]]
id = "member-count"
name.en = "has this many members"
value = "number"

[[relation]]
id = "admitted"
name.en = "admitted"
value = "entity"
kinds = ["country"]
several = true

[[relation]]
id = "rule"
name.en = "follows the rule"
value = "text"
"""

FACTS = """
[[fact]]
id = "league-founded"
subject = "lantern-league"
relation = "founded-on"
value = "2002-06-07"
importance = 3
cite = ["{The Lantern League was founded ... 2002}"]

[fact.en]
statement = "The Lantern League came into being on 7 June 2002."
ask.value = "On what date was the Lantern League founded?"
ask.subject = "Which organisation was founded on 7 June 2002?"
claim.value = "The Lantern League was founded on {}."
claim.subject = "{} was founded on 7 June 2002."
explanation = "It grew out of a lamplighters' guild."
caveat = "Other chronicles name the eighth of June."

[fact.ru]
statement = "Лига фонарей основана 7 июня 2002 года."
ask.value = "Когда основана Лига фонарей?"
caveat = "Другие летописи называют восьмое июня."

[[fact]]
id = "league-founded-in"
subject = "lantern-league"
relation = "founded-in"
value = "brightwater"
importance = 2
cite = ["{The Lantern League was founded ... Brightwater}"]
near = ["league-rule"]

[fact.en]
statement = "The Lantern League was set up in Brightwater."
ask.value = "In which town was the Lantern League set up?"
claim.value = "The Lantern League was set up in {}."

[[fact]]
id = "league-size"
subject = "lantern-league"
relation = "member-count"
value = { number = 6, unit = "members" }
importance = 2
cite = [{ at = "{Its charter names six members}", subject = "Its charter" }]
as_of = "2002"
according_to = "A. Chronicler"

[fact.en]
statement = "According to Chronicler, the Lantern League began with six members in 2002."
ask.value = "How many members did the Lantern League have in 2002, according to Chronicler?"
claim.value = "According to Chronicler, the Lantern League of 2002 had {}."

[[fact]]
id = "league-admitted"
subject = "lantern-league"
relation = "admitted"
value = ["norland", "sudland"]
importance = 1
cite = [{ at = "{admitted Norland and Sudland}", subject = "The League" }]
never = ["league-founded-in"]
skip = ["choice"]

[fact.en]
statement = "Two countries joined the Lantern League in 2010."
ask.value = "Which two countries joined the Lantern League in 2010?"

[[fact]]
id = "league-rule"
subject = "lantern-league"
relation = "rule"
importance = 1
cite = [{ at = "{It keeps to the rule}", subject = "The League", value = "open doors" }]

[fact.en]
statement = "The Lantern League lets in whoever knocks."
answer = "letting in whoever knocks"
ask.value = "Which rule does the Lantern League keep to?"
claim.value = "The Lantern League keeps to the rule of {}."
accept = ["open doors"]
"""

STATUSES = ("matter", "matter", "cited", "cited", "matter", "cited", "cited", "context")

MORE_RELATIONS = """
[[relation]]
id = "met-on"
name.en = "met on"
value = "date"

[[relation]]
id = "grew-in"
name.en = "grew in"
value = "date"
"""

MORE_FACTS = """
[[fact]]
id = "league-met"
subject = "lantern-league"
relation = "met-on"
value = "2008-06-28/2008-07-03"
importance = 2
cite = [{ at = "{It met from June 28 ... lake}", subject = "It met" }]

[fact.en]
statement = "The Lantern League met by the lake in the summer of 2008."
ask.value = "On which days did the Lantern League meet by the lake?"

[[fact]]
id = "league-grew"
subject = "lantern-league"
relation = "grew-in"
value = "2010"
importance = 2
cite = [{ at = "{The League admitted ... 2010}", subject = "The League" }]

[fact.en]
statement = "The Lantern League took in two countries in 2010."
ask.value = "In which year did the Lantern League take in two countries?"
"""

SETS = """
[[ordering]]
id = "league-years"
stem.en = "Put these events of the Lantern League in order, the earliest first."
stem.ru = "Расположите события Лиги фонарей по порядку."
parts = [
    { fact = "league-founded", text.en = "The League is set up", text.ru = "Основание" },
    { fact = "league-met", text.en = "Its members meet by the water", text.ru = "Встреча" },
    { fact = "league-grew", text.en = "Two countries join", text.ru = "Новые члены" },
]

[[matching]]
id = "league-ways"
stem.en = "Match each side of the Lantern League with what is told of it."
parts = [
    { fact = "league-founded-in", text.en = "Birthplace" },
    { fact = "league-rule", text.en = "Rule" },
    { fact = "league-size", text.en = "First size", answer.en = "half a dozen" },
]
"""


@dataclass(frozen=True)
class MadeUpLibrary:
    """A library folder and the folder of its sources' texts."""

    folder: Path
    sources: Path

    def edit(self, file: str, old: str, new: str) -> None:
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")


def cited(written: str) -> str:
    """The text with each {words} replaced by the one citation of these words."""

    def citation(match: re.Match[str]) -> str:
        (place,) = find_places("league-history", LEAGUE_TEXT, match[1])
        return str(place)

    return re.sub(r"\{([A-Z][^{}=]+|admitted [^{}]+)\}", citation, written)


def mapped(*statuses: str) -> str:
    """The map of the made-up source with these statuses."""
    places = sentence_places(Document("league-history", LEAGUE_TEXT))
    records = tuple(SentenceRecord(*pair) for pair in zip(places, statuses, strict=True))
    return written_map(CoverageMap("league-history", records))


@pytest.fixture(autouse=True)
def in_english():
    """Messages are compared in English, whatever language an earlier test read a page in."""
    with override("en"):
        yield


@pytest.fixture
def made_up(tmp_path: Path) -> MadeUpLibrary:
    folder, sources = tmp_path / "library", tmp_path / "sources"
    (folder / "facts").mkdir(parents=True)
    (folder / "coverage").mkdir()
    sources.mkdir()
    shape = outline(LEAGUE_TEXT)
    headings = dict(shape.headings)
    described = SOURCES.format(
        digest=shape.digest,
        founding=headings["Founding"],
        members=headings["Members"],
        paragraphs=list(shape.paragraphs),
    )
    (sources / "league-history.txt").write_text(LEAGUE_TEXT, encoding="utf-8")
    for name, text in (
        ("sources", described),
        ("topics", TOPICS),
        ("entities", ENTITIES),
        ("relations", RELATIONS),
        ("facts/league", cited(FACTS)),
        ("coverage/league-history", mapped(*STATUSES)),
    ):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return MadeUpLibrary(folder, sources)


@pytest.fixture
def with_sets(made_up: MadeUpLibrary) -> MadeUpLibrary:
    """The same library with an ordering, a matching and what they need."""
    made_up.append("relations.toml", MORE_RELATIONS)
    made_up.append("facts/league.toml", cited(MORE_FACTS))
    made_up.edit("coverage/league-history.toml", "context", "cited")
    (made_up.folder / "sets").mkdir()
    (made_up.folder / "sets" / "league.toml").write_text(SETS, encoding="utf-8")
    return made_up
