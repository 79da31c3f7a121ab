"""Telling in which encoding a file of text is written."""

import codecs
from collections import Counter
from itertools import pairwise

from questions.exchange.remarks import FileRefusedError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    # The four-byte marks begin with the two-byte ones.
    (codecs.BOM_UTF32_LE, "", "UTF-32"),
    (codecs.BOM_UTF32_BE, "", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16 BE"),
)
_READ = {"cp1251": "CP1251", "kz1048": "KZ-1048"}
_REFUSED = {"koi8-r": "KOI8-R", "cp866": "CP866 (DOS)", "mac-cyrillic": "Mac Cyrillic"}
# How often the letters stand in a thousand of Russian text; the rare ones count little.
_FREQUENT = {
    "о": 110, "е": 85, "а": 80, "и": 74, "н": 67, "т": 63, "с": 55, "р": 47, "в": 45, "л": 44,
    "к": 35, "м": 32, "д": 30, "п": 28, "у": 26, "я": 20, "ы": 19, "ь": 17, "г": 17, "з": 16,
    "б": 16, "ч": 14, "й": 12, "х": 10, "ж": 9, "ш": 7, "ю": 6, "ц": 5, "щ": 4, "э": 3, "ф": 3,
}  # fmt: skip
_KAZAKH = frozenset("әғқңөұүһі")
_SAMPLE = 64 * 1024


def text_encoding(data: bytes) -> tuple[str, str]:
    """The codec that reads the whole file, and its name for people; else FileRefusedError."""
    if not data.strip(b" \t\r\n"):
        raise FileRefusedError("empty")
    codec, name = _codec(data)
    # A generator of lines would fail only halfway.
    line = 1
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for start in range(0, len(data), _SAMPLE):
            text = decoder.decode(data[start : start + _SAMPLE])
            if "\0" in text:
                raise FileRefusedError("nul", line + text[: text.index("\0")].count("\n"))
            line += text.count("\n")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        is_cut = error.reason in ("unexpected end of data", "truncated data")
        if is_cut:
            raise FileRefusedError("truncated") from None
        raise FileRefusedError("broken-encoding", line, encoding=name) from None
    return codec, name


def _codec(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            if not codec:
                raise FileRefusedError("wrong-encoding", encoding=name)
            return codec, name
    if wide := _unmarked_utf16(data):
        return wide
    if _is_utf8(data):
        return "utf-8", "UTF-8"
    return _cyrillic(data)


def _unmarked_utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 shows by its high bytes: 0 and 4 beside letters of the Latin and Cyrillic scripts."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    pairs = len(sample) // 2
    high = {side: sum(byte in (0, 4) for byte in sample[side::2]) / pairs for side in (0, 1)}
    if high[1] > 0.8 and high[0] < 0.4:
        return "utf-16-le", "UTF-16 LE"
    if high[0] > 0.8 and high[1] < 0.4:
        return "utf-16-be", "UTF-16 BE"
    return None


def _is_utf8(data: bytes) -> bool:
    """Whether it is UTF-8 but for a character cut at the end, and not by chance."""
    try:
        data.decode()
    except UnicodeDecodeError as error:
        # A single stray byte can end any text of one byte a character.
        whole = data[: error.start]
        return error.reason == "unexpected end of data" and not whole.isascii()
    return True


def _cyrillic(data: bytes) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    scores = {codec: _likeness(sample, codec) for codec in ("cp1251", *_REFUSED)}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < 15:
        if b"\0" in data:
            raise FileRefusedError("nul", data[: data.index(b"\0")].count(b"\n") + 1)
        raise FileRefusedError("unknown-encoding")
    if best in _REFUSED:
        raise FileRefusedError("wrong-encoding", encoding=_REFUSED[best])
    # KZ-1048 puts Kazakh letters where CP1251 has Serbian and Ukrainian ones.
    codec = "kz1048" if _kazakh(sample, "kz1048") > _kazakh(sample, "cp1251") else "cp1251"
    return codec, _READ[codec]


def _likeness(sample: bytes, codec: str) -> float:
    """How much it reads like Russian: the mean frequency of its letters, less for odd shapes."""
    text = sample.decode(codec, errors="replace")
    foreign = [char for char in text if not char.isascii()]
    if not foreign:
        return 0
    letters = Counter(char.casefold() for char in foreign)
    frequency = sum(_FREQUENT.get(char, 0) * count for char, count in letters.items())
    odd = sum(_is_odd(a, b) for a, b in pairwise(text))
    return (frequency - 60 * odd) / len(foreign)


def _is_odd(one: str, next_one: str) -> bool:
    """Letters that do not stand side by side: of two scripts, or a capital after a small one."""
    if not (one.isalpha() and next_one.isalpha()) or (one.isascii() and next_one.isascii()):
        return False
    return one.isascii() != next_one.isascii() or (one.islower() and next_one.isupper())


def _kazakh(sample: bytes, codec: str) -> int:
    """How many Kazakh letters it has, less the letters that neither Kazakh nor Russian has."""
    text = sample.decode(codec, errors="replace").casefold()
    cyrillic = [char for char in text if "\u0400" <= char <= "\u04ff"]
    kazakh = sum(char in _KAZAKH for char in cyrillic)
    strange = sum(
        char not in _KAZAKH and char not in _FREQUENT and char not in "ёъ" for char in cyrillic
    )
    return kazakh - strange
