"""Taking the question elements out of a Moodle XML file one by one, in bounded memory."""

import re
from collections.abc import Iterator
from typing import TextIO
from xml.etree.ElementTree import Element, ParseError, TreeBuilder  # parsed by defusedxml only

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from questions.exchange.remarks import FileRefusedError

_CHUNK = 32 * 1024
_MOST_DEPTH = 40
_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_ENDS = ("no element found", "unclosed token", "unclosed CDATA section")


def question_elements(stream: TextIO) -> Iterator[tuple[int, Element]]:
    """Each question element with its line; FileRefusedError where the XML cannot be read on."""
    target = _Questions()
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    target.parser = parser.parser
    try:
        # The text is decoded already, whatever encoding its declaration names.
        head = stream.read(_CHUNK).lstrip("\ufeff \t\r\n")
        declared = _DECLARATION.match(head)
        if declared:
            head = "\n" * declared.group().count("\n") + head[declared.end() :]
        parser.feed(head)
        yield from target.take()
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
            yield from target.take()
        parser.close()
        yield from target.take()
    except DefusedXmlException:
        raise FileRefusedError("xml-entities") from None
    except ParseError as error:
        reason = str(error).partition(":")[0]
        if reason in _ENDS:
            raise FileRefusedError("truncated") from None
        raise FileRefusedError("xml-broken", error.position[0], reason=reason) from None


class _Questions:
    """What the parser calls: keeps the tree of one question at a time."""

    def __init__(self) -> None:
        self.parser: object = None
        self._depth = 0
        self._line = 0
        self._tree: TreeBuilder | None = None
        self._ready: list[tuple[int, Element]] = []

    def take(self) -> list[tuple[int, Element]]:
        """The questions that were finished since the last call."""
        ready, self._ready = self._ready, []
        return ready

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MOST_DEPTH:
            raise FileRefusedError("xml-deep", self._at())
        if self._depth == 1 and tag != "quiz":
            raise FileRefusedError("xml-root", self._at(), name=tag)
        if self._depth == 2 and tag == "question":
            self._tree, self._line = TreeBuilder(), self._at()
        if self._tree is not None:
            self._tree.start(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        if self._tree is None:
            return
        self._tree.end(tag)
        if self._depth == 1:
            self._ready.append((self._line, self._tree.close()))
            self._tree = None

    def data(self, text: str) -> None:
        if self._tree is not None:
            self._tree.data(text)

    def close(self) -> None:
        """Nothing is left to be done at the end."""

    def _at(self) -> int:
        return int(getattr(self.parser, "CurrentLineNumber", 0))
