import os
from pathlib import Path
from random import Random

import pytest

from questions.grounding.sentences import sentences
from questions.grounding.text import unify_line_ends

SOURCES = Path(
    os.environ.get("KAZQUIZ_SOURCES") or Path(__file__).parents[3] / "shared" / "sources"
)


def cut(raw: str) -> list[str]:
    return [raw[start:end] for start, end in sentences(raw)]


def assert_each_character_stands_in_one_sentence(raw: str) -> None:
    spans = sentences(raw)
    held = [offset for span in spans for offset in range(*span)]

    assert held == sorted(set(held))
    assert all(raw[start:end].strip() == raw[start:end] != "" for start, end in spans)
    assert "".join(raw[o] for o in held if not raw[o].isspace()) == "".join(raw.split())


# A bar stands where the text is cut.
INSIDE_A_LINE = [
    "The League met.| It voted.| Nobody left!| Why?| Who knows.",
    "It met in St. Petersburg.| N. A. Lampwright spoke.",
    "It was led by N.A. Lampwright and V. A. Wick.| He left.",
    "Secretary N. Wick left.| He is Mr. Wick, or Dr. Wick.",
    "Lamps, wicks, etc. were sold.| Oil, etc.| The rest was kept.",
    "See No. 5 and pp. 3–7, vol. 2, art. IV, e.g. the list, i.e. all.| He said no.| Seven did.",
    "The U.S. Senate met in the U.S.| The lamp went out.",
    "It cost $7.5bn or 1.5 lamps.| Then 2.5 more.",
    "It cost 5.| Then it fell to 3.| 12 were sold.",
    "He said: “Light it.”| She did (at 5 p.m.) and left.",
    "'Light it now.'| «Done.»| (It was dark.)| Then it was light.",
    "It holds (Charter of the League. 2021) and (LL Charter. – Chapter VIII).| It stands.",
    "It holds (LL Charter.– Chapter VIII).| It stands (Wick Yu., 2008).| So be it.",
    "It waited ... and went on… slowly.| It ended...| Then dark.",
    "The wick; the oil; the lamp.| All three.",
    "It joined as a guest.| the Head of State agreed.",
    "Look at www. lamps. kz or lamps.kz for approx. the price.",
    "It lies in *Brightwater*.| **It shines.**| _So it does._",
    "The fund of \\$2.5bn grew.| \\$3bn came.",
    "Wick Yu. Northern lamps // Lamps.2008.– No. 4 (46).– P. 5–14.",
    "Wick M. A. Lamps of the north // Lamps.– No. 162.– June 28.2008.",
    "Cite: Wick B. (2023). *Lamps of the North*. *Lamps 2024, No 1–2*. <https://lamps.kz/1.2>",
    "Section 4. The political lamp",
    "It follows Article 5.| Norland agreed.",
    "“Why?” he asked.| “No!” she said.",
    "Is it so?!| It is.",
    "Лига основана в 2002 году.| Её глава — Н. А. Светлов.",
]
ACROSS_LINES = [
    "# **The League. Part 1**|\nIt met.",
    "Founding\n\n|The League met.",
    "**Founding. A note**\n|The League met.",
    "It has three aims:\n|- light for all;\n|- oil; and\n|- wicks.\n\n|It met.",
    "It has three aims:\n\n|1. Light.| More light.\n|2. Oil\n|3\\. Wicks",
    "It has aims:\n|the growth of light;\n|the trade of oil.\n|It met.",
    "It has aims:\n|a) light\n|b) oil\n|(c) wicks",
    "It keeps to these: light, even in the dark; oil;\n\nwicks of all kinds.| It met.",
    "The Char-\n\nter of the League\n\nwas signed.| It met.",
    "Norland,\n\nSudland and the rest met.",
    "The Norland-\nSudland line was\nlaid by\nNorland.| It runs.",
    "It met with N. A.\nLampwright.| Lamp No.\n5 was lit.",
    "It ended.\n\n|and yet it went on.",
    "It was cut by\fa page.| It met.",
    "It met\n\n|***\n\n|It left",
    "It met.\n|- It voted\n  by lamp.\n|- It left.",
    "Of the streets\n12 were lit.| So was\n7.| It stayed.",
    "It met\n– as ever –\nin the dark.| It left.",
    "Lamps light up.\n|A. Wick",
    "Wick Yu.\n\n|Master of Lamps",
    "published 23.03.2024;\n\n|accepted 20.09.2023",
    "",
    " \n\t\n",
]


@pytest.mark.parametrize("marked", [*INSIDE_A_LINE, *ACROSS_LINES])
def test_a_text_is_cut_where_a_reader_would(marked):
    raw = marked.replace("|", "")

    assert cut(raw) == [part.strip() for part in marked.split("|") if part.strip()]
    assert_each_character_stands_in_one_sentence(raw)


def test_offsets_are_those_of_the_text_with_its_line_ends_unified():
    raw = unify_line_ends("\ufeffIt met.\r\n\r\nIt left.\r")

    assert sentences(raw) == [(0, 7), (9, 17)]


def test_each_character_of_any_text_stands_in_one_sentence():
    rng = Random(7)
    pieces = [
        *"aBé.!?…;:,-–—()“”'*#•\\ \n\n\f",
        "\n\n",
        " ",
        "1. ",
        "No. ",
        "N. A. ",
        "lamp ",
        "- ",
    ]
    for _ in range(300):
        assert_each_character_stands_in_one_sentence("".join(rng.choices(pieces, k=60)))


@pytest.mark.sources
@pytest.mark.skipif(not SOURCES.is_dir(), reason="the sources' texts are not at hand")
def test_each_character_of_the_sources_stands_in_one_sentence():
    texts = [path.read_text("utf-8") for path in sorted(SOURCES.glob("*.txt"))]

    assert len(texts) >= 5
    for text in texts:
        raw = unify_line_ends(text)
        assert_each_character_stands_in_one_sentence(raw)
        assert max(end - start for start, end in sentences(raw)) < 700
