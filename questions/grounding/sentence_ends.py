"""Whether a full stop, question mark or ellipsis ends its sentence."""

import re

# What may open the next sentence before its first letter: quotes, brackets, Markdown marks.
_OPENERS = "\"'`“”‘’„«‹([{<*_#\\¿¡$€£"
_DASHES = tuple("-‐‑‒–—―−")
_LAST_WORD = re.compile(r"\S+$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
# What numbers a heading: "Section 4. Members" is one.
_HEADS = re.compile(r"\W*(?:section|chapter|part|article|annex)\s+(?:\d+|[IVXLC]+)", re.I)
# Initials of names that are spelt with several Latin letters.
_LONG_INITIALS = frozenset({"Yu", "Ya", "Ye", "Zh", "Kh", "Sh", "Ch", "Ts", "Dzh"})
# Abbreviations by where they may stand: never at a sentence's end; there where the next word starts
# one; there unless a number follows.
_NEVER_LAST = re.compile(
    r"st|mrs?|ms|dr|prof|gen|col|lt|maj|capt|sen|rep|hon|rev|vs|cf|viz|approx|ca|incl|esp|e\.g|i\.e"
)
_RARELY_LAST = re.compile(r"al|inc|ltd|co|corp|jr|sr|bros|ibid|[ap]\.m")
_BEFORE_A_NUMBER = re.compile(
    r"nos?|pp?|arts?|vols?|ch|chap|fig|sect?|para?|nn?|eds?|res|doc"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
# Words that so rarely follow a name's initial that they start a sentence there.
_STARTERS = re.compile(
    r"(?:the|this|that|these|those|it|its|in|on|at|by|for|from|he|she|they|we|as|if|when|while"
    r"|since|after|with|however|also|there|such|his|her|their|our|both|all|a|an|but|and)\b(?!\.)",
    re.I,
)
_SMALL_STARTERS = re.compile(r"(?:the|this|these|it|he|she|they)\b")
_SHORTEST_PLAIN_WORD = 4


def ends_sentence(before: str, stop: str, after: str) -> bool:
    """Whether the stop ends the sentence `before`, given the words `after` it."""
    following = after.lstrip(_OPENERS)
    if not following:
        return True
    if following.startswith(_DASHES):
        return False
    word = _last_word(before)
    if following[0].islower():
        return _starts_small(word, stop, following)
    if stop != ".":
        return True
    return _full_stop_ends(before, word, following)


def _last_word(before: str) -> str:
    found = _LAST_WORD.search(before)
    return found[0].lstrip(_OPENERS) if found else ""


def _starts_small(word: str, stop: str, following: str) -> bool:
    """A capital may have been lost, but an abbreviation goes on in small letters too."""
    is_plain = word.isalpha() and len(word) >= _SHORTEST_PLAIN_WORD
    is_known = any(
        known.fullmatch(word.lower()) for known in (_NEVER_LAST, _RARELY_LAST, _BEFORE_A_NUMBER)
    )
    starts = _SMALL_STARTERS.match(following) is not None
    return stop == "." and is_plain and not is_known and starts


def _full_stop_ends(before: str, word: str, following: str) -> bool:
    plain = word.lower()
    if _NEVER_LAST.fullmatch(plain) or _HEADS.fullmatch(before):
        return False
    if _BEFORE_A_NUMBER.fullmatch(plain) and _NUMBER.match(following):
        return False
    is_initial = _INITIALS.fullmatch(word) is not None and word[-1].isupper()
    if is_initial or word in _LONG_INITIALS or _RARELY_LAST.fullmatch(plain):
        return _STARTERS.match(following) is not None
    return True
