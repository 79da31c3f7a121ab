"""Reading a page as a person does, to find English where another language was asked for."""

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser

import polib
from django.db.models import Model

from questions.models import (
    Classroom,
    Deck,
    Entity,
    FactText,
    Flag,
    Import,
    Invitation,
    League,
    Membership,
    Option,
    Question,
    Season,
    SessionItem,
    Source,
    Topic,
    User,
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
# From so many words on, a text is looked for inside others; "All" alone would be found in "Allow".
SENTENCE = 3
# What reads the same in every language, the names of commands, and the learner's own name.
LATIN = {"KazQuiz", "FSRS", "import", "library", "generate", "questions", "alice"}

# Addresses of pages, and names of time zones.
_ADDRESS = re.compile(r"https?://\S+|\btestserver/\S+|\b[A-Z][a-z]+/[A-Z]\w+")


@cache
def _sought(msgid: str) -> tuple[re.Pattern[str], bool]:
    """What finds the text with its placeholders filled, and whether it may be part of another."""
    words = " ".join(PLACEHOLDER.sub("\0", msgid.replace("%%", "%")).split())
    if not re.search("[a-z]", words):
        return re.compile("(?!)"), False
    is_sentence = len(words.replace("\0", "").split()) >= SENTENCE
    return re.compile(re.escape(words).replace("\0", ".+?")), is_sentence


class Reader(HTMLParser):
    """The texts of a page that a person sees or hears, without what is marked as English."""

    VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})
    SPOKEN = ("alt", "aria-label", "data-title", "placeholder", "title")

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[str] = set()
        self.language = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = given.get("lang") or ""
        is_zone = tag == "option" and "/" in (given.get("value") or "")
        is_left_out = given.get("lang") == "en" or tag in ("script", "style") or is_zone
        if tag not in self.VOID:
            self._open.append((tag, is_left_out and tag != "html"))
        self._take(*(given[name] or "" for name in self.SPOKEN if name in given))
        if given.get("name") == "description":
            self._take(given["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._take(data)

    def _take(self, *texts: str) -> None:
        if not any(is_left_out for _, is_left_out in self._open):
            self.texts |= {" ".join(text.split()) for text in texts if text.strip()}

    def english_of(self, entries: Iterable[polib.POEntry]) -> set[str]:
        """The English texts of a catalogue that stand on the page."""
        return {entry.msgid for entry in entries if self._shows(entry.msgid)}

    def _shows(self, msgid: str) -> bool:
        pattern, is_sentence = _sought(msgid)
        found = pattern.search if is_sentence else pattern.fullmatch
        return any(found(text) for text in self.texts)

    def latin_words(self) -> set[str]:
        """Words in Latin letters, which in Kazakh and Russian are left-over English."""
        return {w for text in self.texts for w in _latin(text)} - LATIN

    def left_in_english(self, entries: Iterable[polib.POEntry], *, known: set[str]) -> set[str]:
        """Texts that are not in the reader's language; a name that somebody gave is no text."""
        return self.english_of(entries) | (self.latin_words() - known)


def _latin(text: str) -> list[str]:
    return re.findall("[A-Za-z]{3,}", _ADDRESS.sub(" ", text))


# What people have written, which no page translates.
_WRITTEN: dict[type[Model], tuple[str, ...]] = {
    User: ("username",),
    Topic: ("names", "titles"),
    Entity: ("names",),
    Source: ("title", "short_name", "authors"),
    FactText: ("statement", "explanation", "answer"),
    Question: ("stem", "answer"),
    Option: ("text",),
    Deck: ("name", "about"),
    Classroom: ("name", "join_code"),
    Membership: ("name", "board_name"),
    League: ("name", "join_code"),
    Season: ("name",),
    Flag: ("words",),
    Import: ("name",),
    SessionItem: ("typed",),
    Invitation: ("note",),
}


def words_of_people() -> set[str]:
    """The words in Latin letters of all names and texts in the database."""
    return {
        word
        for model, fields in _WRITTEN.items()
        for row in model._default_manager.values_list(*fields)
        for value in row
        for word in _latin(str(value))
    }


def read(content: str) -> Reader:
    reader = Reader()
    reader.feed(content)
    return reader
