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
_NEVER_LAST = frozenset(
    "st mr mrs ms dr prof gen col lt maj capt sen rep hon rev vs cf viz approx ca incl e.g i.e"
    " dept univ ed eds transl esp".split()
)
_LAST_IF_A_SENTENCE_STARTS = frozenset("al inc ltd co corp jr sr bros a.m p.m ibid".split())
_LAST_UNLESS_NUMBERED = frozenset(
    "no nos p pp art arts vol vols ch chap fig sec sect para par n nn ed res doc"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
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
    known = word.lower() in _NEVER_LAST | _LAST_UNLESS_NUMBERED | _LAST_IF_A_SENTENCE_STARTS
    return stop == "." and is_plain and not known and _SMALL_STARTERS.match(following) is not None


def _full_stop_ends(before: str, word: str, following: str) -> bool:
    plain = word.lower()
    if plain in _NEVER_LAST or _HEADS.fullmatch(before):
        return False
    if plain in _LAST_UNLESS_NUMBERED and _NUMBER.match(following):
        return False
    is_initial = _INITIALS.fullmatch(word) is not None and word[-1].isupper()
    if is_initial or word in _LONG_INITIALS or plain in _LAST_IF_A_SENTENCE_STARTS:
        return _STARTERS.match(following) is not None
    return True
