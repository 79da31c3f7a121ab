"""Texts in cells of a spreadsheet that no program takes for a formula, and back again."""

import re

# What begins a formula somewhere, also in the wide letters of East Asian keyboards.
_BEGINS = "=+\\-@\t\r＝＋－＠"
# In CSV a program that splits at another separator, or misses a quotation mark, begins cells here.
_CSV_PLACES = re.compile(rf"(?:^|(?<=[;,\t\r\n|]))(?='*[{_BEGINS}])")
_CSV_MARKED = re.compile(rf"(?:^|(?<=[;,\t\r\n|]))'(?='*[{_BEGINS}])")
_CELL_START = re.compile(rf"^(?='*[{_BEGINS}])")
_CELL_MARKED = re.compile(rf"^'(?='*[{_BEGINS}])")


def harmless(text: str) -> str:
    """The text for a cell of a workbook: an apostrophe goes before what could be a formula."""
    return _CELL_START.sub("'", text)


def unharmed(text: str) -> str:
    """The text as it was before it was made harmless."""
    return _CELL_MARKED.sub("", text)


def harmless_csv(text: str) -> str:
    """The text for a cell of a CSV file, whatever separator a program takes."""
    return _CSV_PLACES.sub("'", text)


def unharmed_csv(text: str) -> str:
    """The text as it was before it was made harmless for CSV."""
    return _CSV_MARKED.sub("", text)
