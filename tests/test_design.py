"""One design: colours, type, space and motion are tokens."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", re.I)
SIZED = re.compile(r"\s*(font-size|gap|margin[\w-]*|padding[\w-]*):")
# The values of the tokens; where other ones are needed they are larger.
SIZES = re.compile(r"(?<![\w.])(\.25|\.375|\.5|\.625|\.75|\.8125|\.875|1|1\.125|1\.25|1\.5)rem")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
# On paper it is black on white whatever the theme, and behind a dialog everything is dimmed.
NO_TOKENS = re.compile(r"sheet|slip|backdrop|print")
SHEETS = ("kazquiz", "desk", "live")


def rules(name: str) -> list[tuple[str, str]]:
    """Selectors and declarations of a style sheet, without its comments."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / f"{name}.css").read_text(), flags=re.S)
    return [(selector.strip(), body) for selector, body in RULE.findall(text)]


def defined() -> set[str]:
    return {
        name for name, _ in re.findall(r"(--[\w-]+): *([^;]+);", (CSS / "kazquiz.css").read_text())
    }


@pytest.mark.parametrize("sheet", SHEETS)
def test_colours_are_tokens(sheet):
    named = [
        (selector, declaration)
        for selector, body in rules(sheet)
        for declaration in body.split(";")
        if COLOUR.search(declaration) and not declaration.strip().startswith("--")
        and not NO_TOKENS.search(selector)
    ]  # fmt: skip
    assert named == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_letters_and_distances_are_tokens(sheet):
    """But for em, which follows the letters, and for hairlines."""
    loose = [
        (selector, declaration.strip())
        for selector, body in rules(sheet)
        for declaration in body.split(";")
        if SIZED.match(declaration)
        and SIZES.search(declaration)
        and not NO_TOKENS.search(selector)
    ]  # fmt: skip
    assert loose == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_token_that_is_used_is_defined(sheet):
    text = (CSS / f"{sheet}.css").read_text()
    own = set(re.findall(r"(--[\w-]+):", text))
    assert set(re.findall(r"var\((--[\w-]+)", text)) - own - defined() == set()


def test_what_moves_stands_still_for_those_who_want_it_so():
    for sheet in (*SHEETS, "admin"):
        text = (CSS / f"{sheet}.css").read_text()
        if re.search(r"\b(transition|animation)\b", text):
            assert "prefers-reduced-motion" in text, sheet
