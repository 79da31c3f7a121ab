from questions.grounding.outline import outline
from questions.grounding.text import digest

RAW = "## **A Pact**\n\nThe Lake Council (LC)\n\nIt met.\n\n- an item\n\n“It is so”\n\nThe end.\n"


def test_short_lines_that_end_no_sentence_are_headings():
    shape = outline(RAW)

    assert shape.headings == (("A Pact", 0), ("The Lake Council (LC)", 15))
    assert [RAW[start : start + 4] for start in shape.paragraphs] == [
        "It m",
        "- an",
        "“It ",
        "The ",
    ]
    assert shape.digest == digest(RAW)
