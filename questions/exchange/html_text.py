"""HTML as other systems export it, as plain text, saying what was left out."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from questions.exchange.remarks import Remark, remark
from questions.language.wordlists import word_set

_BLOCKS = word_set(
    "address article aside blockquote center dd div dl dt fieldset figure footer form h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section table tbody thead tr ul"
)
_HIDDEN = frozenset(("script", "style", "template", "head", "title", "noscript"))
_MEDIA = frozenset(("audio", "video", "object", "embed", "iframe", "svg", "math", "canvas"))
_EMPTY = word_set("area base br col embed hr img input link meta param source track wbr")
_KNOWN = (
    "p|br|b|i|u|em|strong|span|div|ul|ol|li|a|img|sub|sup|table|tr|td|th|h[1-6]|pre|code|font|hr|"
    "script|style|iframe|audio|video|object|embed|svg|math|blockquote|small|center|tt|strike|del"
)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.I)
_ENTITY = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6}|#x[0-9a-f]{2,5});", re.I)
_INLINE_DATA = re.compile(r"""(=\s?["']?)data:[^"'\s>]*""", re.I)
_NO_TAG = re.compile(r"<(?![^<>]*>)")
_LONGEST = 20_000
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class PlainText:
    """The text, and what was left out of it."""

    text: str
    notes: tuple[Remark, ...] = ()


def looks_like_html(text: str) -> bool:
    """Whether it has tags or entities that HTML knows."""
    return bool(_TAG.search(text) or _ENTITY.search(text))


def html_to_text(html: str, line: int = 0) -> PlainText:
    """The text that a browser would show, paragraphs and list items in lines of their own."""
    # A picture in the text itself is long; all the rest of a question is not.
    html = _INLINE_DATA.sub(r"\1data:", html)[:_LONGEST]
    parser = _Parser(line)
    # Of many tags that never end, the parser would read each to the end of the text.
    parser.feed(_NO_TAG.sub("&lt;", _without_comments(html)))
    parser.close()
    return PlainText(parser.text(), tuple(parser.notes))


def _without_comments(html: str) -> str:
    kept, start = [], 0
    while (begin := html.find("<!--", start)) >= 0:
        end = html.find("-->", begin)
        if end < 0:
            break
        kept.append(html[start:begin])
        start = end + 3
    return "".join(kept) + html[start:]


@dataclass
class _Words:
    """The words of the text as they come; a break is "\\n", a run of spaces one space."""

    parts: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        if text := _SPACES.sub(" ", text):
            self.parts.append(text)

    def end_line(self) -> None:
        self.parts.append("\n")

    def end_block(self, sign: str = "\n") -> None:
        """Go to a new line, or leave a blank one, where that is not done yet."""
        if self.parts and not self.parts[-1].endswith(sign):
            self.parts.append(sign)

    def __str__(self) -> str:
        text = re.sub(r" {2,}", " ", "".join(self.parts).replace("\u00a0", " "))
        return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text)).strip()


class _Parser(HTMLParser):
    def __init__(self, line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.notes: list[Remark] = []
        self._line = line
        self._words = _Words()
        self._hidden: list[str] = []
        self._pre = 0

    def text(self) -> str:
        return str(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._note(tag, given)
        if tag in _HIDDEN or tag in _MEDIA:
            if tag not in _EMPTY:
                self._hidden.append(tag)
        elif tag == "br":
            self._words.end_line()
        elif tag in _BLOCKS:
            self._words.end_block()
            if tag == "li":
                self._words.add("– ")
        elif tag in ("td", "th"):
            self._words.add(" ")
        self._pre += tag == "pre"

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # To a browser <script/> is open; here it would hide all the rest.
        self.handle_starttag(tag, attrs)
        if self._hidden and self._hidden[-1] == tag:
            self._hidden.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            while self._hidden.pop() != tag:
                pass
        elif tag in _BLOCKS:
            self._words.end_block("\n\n" if tag == "p" else "\n")
        self._pre -= tag == "pre" and self._pre > 0

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._pre:
            for number, part in enumerate(data.split("\n")):
                if number:
                    self._words.end_line()
                self._words.add(part)
        else:
            self._words.add(data)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "img":
            name = given.get("src", "").split("?")[0].rsplit("/", 1)[-1]
            # A picture in the text itself has no name.
            name = given.get("alt", "") if given.get("src", "").startswith("data:") else name
            self._add("image", name=name or given.get("alt", "") or "–")
        elif tag == "script":
            self._add("script")
        elif tag in _MEDIA:
            self._add("media", kind=tag)
        elif tag == "table":
            self._add("table")
        elif tag == "a" and given.get("href", "").startswith(("http:", "https:", "@@")):
            self._add("link", address=given["href"])

    def _add(self, code: str, **arguments: str) -> None:
        self.notes.append(remark(code, self._line, **arguments))
