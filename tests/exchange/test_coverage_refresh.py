import re

import pytest

from questions.exchange.coverage_refresh import CoverageMapError, RefreshedMap, refresh_map
from questions.grounding.text import digest
from tests.exchange.conftest import LEAGUE_TEXT, STATUSES, MadeUpLibrary, mapped

FACTS, MAP = "facts/league.toml", "coverage/league-history.toml"


def refresh(made_up: MadeUpLibrary) -> RefreshedMap:
    return refresh_map(folder=made_up.folder, source="league-history", sources=made_up.sources)


def statuses(refreshed: RefreshedMap) -> tuple[str, ...]:
    return tuple(sentence.status for sentence in refreshed.new.sentences)


def rewrite(made_up: MadeUpLibrary, text: str) -> None:
    """Another text for the source, its digest known to the library."""
    (made_up.sources / "league-history.txt").write_text(text, "utf-8")
    made_up.edit("sources.toml", digest(LEAGUE_TEXT), digest(text))


def test_without_a_map_only_what_facts_cite_is_accounted_for(made_up):
    (made_up.folder / MAP).unlink()

    refreshed = refresh(made_up)
    refreshed.write()

    open_, cited = ["unaccounted"], ["cited"]
    assert list(statuses(refreshed)) == open_ * 2 + cited * 2 + open_ + cited * 2 + open_
    assert refresh(made_up).old == refreshed.new


def test_a_map_that_is_up_to_date_stays_as_it_is_to_the_letter(made_up):
    before = (made_up.folder / MAP).read_text("utf-8")

    refresh(made_up).write()

    assert (made_up.folder / MAP).read_text("utf-8") == before == mapped(*STATUSES)


def test_no_words_of_the_source_stand_in_the_map(made_up):
    text = (made_up.folder / MAP).read_text("utf-8")

    assert not {"Lantern", "Founding", "Brightwater"} & set(re.findall(r"\w+", text))


def test_statuses_go_with_sentences_that_moved_and_new_sentences_are_open(made_up):
    (made_up.folder / FACTS).write_text("", "utf-8")
    made_up.edit(MAP, 'is = "cited"', 'is = "praise"')
    rewrite(made_up, LEAGUE_TEXT.replace("Founding\n", "Founding\n\nIt was dark before.\n"))

    refreshed = refresh(made_up)

    rest = ("praise", "unaccounted", "matter", "unaccounted", "unaccounted", "context")
    assert statuses(refreshed) == ("matter", "matter", "unaccounted", *rest)
    assert "places: 7 added, 6 gone; 0 with another status" in list(refreshed.lines())


def test_twins_keep_their_statuses_in_order(made_up):
    twins = "So it was.\n\nSo it was.\n"
    later = f"Once.\n\n{twins}"
    (made_up.folder / FACTS).write_text("", "utf-8")
    rewrite(made_up, twins)
    refresh(made_up).write()
    made_up.edit(MAP, "unaccounted", "praise")
    made_up.edit(MAP, "unaccounted", "repeated")
    (made_up.sources / "league-history.txt").write_text(later, "utf-8")
    made_up.edit("sources.toml", digest(twins), digest(later))

    assert statuses(refresh(made_up)) == ("unaccounted", "praise", "repeated")


def test_a_citation_that_came_or_went_changes_the_status(made_up):
    made_up.edit(MAP, 'is = "cited"', 'is = "opinion"')
    made_up.edit(MAP, '"context"', '"cited"')

    refreshed = refresh(made_up)

    assert statuses(refreshed) == (*STATUSES[:-1], "unaccounted")
    assert "places: 0 added, 0 gone; 2 with another status" in list(refreshed.lines())


def test_what_is_open_is_shown_with_its_words_in_one_line(made_up):
    made_up.edit(MAP, "context", "unaccounted")

    (line,) = refresh(made_up).open_sentences()

    assert re.fullmatch(r"\d+-\d+  - It met from .* lake\.", line)


@pytest.mark.parametrize("file", [FACTS, MAP, "entities.toml"])
def test_a_file_that_cannot_be_read_must_be_mended_first(made_up, file):
    made_up.append(file, "[[")

    with pytest.raises(CoverageMapError, match=f"mend this first:\n{file}: file: "):
        refresh(made_up)


def test_a_status_that_cannot_be_read_is_not_lost(made_up):
    made_up.edit(MAP, "context", "dull")

    with pytest.raises(CoverageMapError, match="“dull” is none of"):
        refresh(made_up)


def test_another_text_is_refused(made_up):
    (made_up.sources / "league-history.txt").write_text("Something else.", "utf-8")

    with pytest.raises(CoverageMapError, match="league-history: the text's digest is"):
        refresh(made_up)


def test_a_missing_text_and_an_unknown_source_are_told(made_up):
    (made_up.sources / "league-history.txt").unlink()

    with pytest.raises(CoverageMapError, match="cannot be read"):
        refresh(made_up)
    with pytest.raises(CoverageMapError, match="no such source"):
        refresh_map(folder=made_up.folder, source="moon", sources=made_up.sources)
