"""The signs of GIFT: escapes, comments, and where one question ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from questions.exchange.html_text import PlainText, html_to_text, looks_like_html
from questions.exchange.remarks import FileRefusedError, remark

# An escaped sign is a control character while the rest is taken apart.
_HIDDEN = {"\\": "\x01", "~": "\x02", "=": "\x03", "#": "\x04", "{": "\x05", "}": "\x06",
           ":": "\x07", "n": "\x08", "/": "\x0e"}  # fmt: skip
_SHOWN = str.maketrans({hidden: sign for sign, hidden in _HIDDEN.items()} | {"\x08": "\n"})
_ESCAPED = re.compile(r"\\([\\~=#{}:n/])")
_SPECIAL = re.compile(r"[\\~=#{}:\n]")
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]")
_LONGEST_BLOCK = 200_000
_LONGEST_COMMENT, _MOST_COMMENTS = 2000, 50


def escape(text: str) -> str:
    """The text with every sign that means something to GIFT escaped."""
    return _SPECIAL.sub(lambda found: "\\n" if found[0] == "\n" else "\\" + found[0], text)


def hide(text: str) -> str:
    """The text with its escaped signs as control characters, so that the bare ones stand out."""
    return _ESCAPED.sub(lambda found: _HIDDEN[found[1]], text)


def show(text: str) -> str:
    """The hidden signs as themselves."""
    return text.translate(_SHOWN).strip()


def plain(text: str, default: str, line: int) -> tuple[PlainText, str]:
    """What a piece says in plain text, and the format that it names, else the default."""
    text = text.strip()
    named = _FORMAT.match(text)
    form = named[1] if named else default
    text = show(text[named.end() :] if named else text)
    if form == "html" or (form == "moodle" and looks_like_html(text)):
        return html_to_text(text, line), form
    notes = (remark("markdown", line),) if form == "markdown" and _is_marked_down(text) else ()
    return PlainText(text, notes), form


def begins_with_format(text: str) -> bool:
    """Whether the text would be taken for one that names its format."""
    return bool(_FORMAT.match(text))


def _is_marked_down(text: str) -> bool:
    return bool(re.search(r"\*\*|__|`|!\[|\]\(|^#|^[-*] ", text, re.M))


@dataclass
class Block:
    """The lines of one question or command, and the comments among them."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    depth: int = 0
    has_answers: bool = False
    size: int = 0

    def add(self, number: int, line: str) -> None:
        """Take one more line."""
        if not self.lines:
            self.line = number
        self.lines.append(line)
        self.size += len(line)
        if self.size > _LONGEST_BLOCK:
            raise FileRefusedError("too-long-line", self.line)
        for sign in re.findall(r"[{}]", hide(line)):
            self.depth += 1 if sign == "{" else -1
            self.has_answers = self.has_answers or sign == "{"

    def note(self, comment: str) -> None:
        """Take a comment; of very many or long ones none is about the question."""
        if len(comment) <= _LONGEST_COMMENT and len(self.comments) < _MOST_COMMENTS:
            self.comments.append(comment)

    @property
    def text(self) -> str:
        """All of it, its escapes hidden."""
        return hide("\n".join(self.lines)).strip()

    @property
    def is_command(self) -> bool:
        """Whether it is one of the lines that begin with a dollar sign."""
        return self.lines[0].lstrip().startswith("$CATEGORY:")


def blocks(stream: TextIO) -> Iterator[Block]:
    """The blocks of a file; blank lines part them, but not inside of the answers."""
    block = Block()
    for number, raw in enumerate(stream, 1):
        line = raw.rstrip("\r\n")
        bare = line.strip().lstrip("\ufeff")
        if bare.startswith("//"):
            if block.has_answers and block.depth <= 0:
                yield block
                block = Block()
            block.note(bare[2:].strip())
        elif not bare:
            if block.lines and block.depth <= 0:
                yield block
                block = Block()
            elif not block.lines:
                block.comments.clear()
            else:
                block.add(number, "")
        else:
            if block.lines and _begins_next(block, bare):
                yield block
                block = Block()
            block.add(number, line)
            if block.is_command:
                yield block
                block = Block()
    if block.lines:
        yield block


def _begins_next(block: Block, line: str) -> bool:
    """Whether a line begins a question although no blank line stands before it."""
    if line.startswith("$CATEGORY:"):
        return True
    if line.startswith("::"):
        return block.has_answers or block.depth > 0
    # Answers that were not closed end where other answers begin.
    return block.depth > 0 and block.lines[-1] == "" and "{" in hide(line)
