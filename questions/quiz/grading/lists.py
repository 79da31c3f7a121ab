"""Grading a typed list against the things it should name, in any order."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from questions.language.tidying import is_blank

from .keys import Item, ListKey, NameKey
from .outcome import Grade, Outcome, Reason, best, correct, partial, review, wrong

GradeItem = Callable[[str, Item, Sequence[str]], Grade]

_BULLET = re.compile(
    r"(?:^|(?<=[\s;,]))(?:\d{1,2}[.)](?=\s|[^\W\d])|[-*•·](?=\s))\s*", re.MULTILINE
)
_SEPARATORS = (
    re.compile(r"[;\n]+"),
    re.compile(r"[;,\n]+"),
    re.compile(
        r"[;,\n&+/]+|(?<!\w)(?:and|as well as|и|а также|ж[әа]не|мен|пен|бен)(?!\w)", re.IGNORECASE
    ),
)
_AROUND = frozenset({Reason.EXTRA_WORDS, Reason.SEVERAL})


def grade_list(typed: str, key: ListKey, rivals: Sequence[str], grade_item: GradeItem) -> Grade:
    """The kindest grade over the ways to cut the text into items, since names hold commas too."""
    rows = [_Row(parts, key, rivals, grade_item) for parts in _ways_to_cut(typed, len(key.items))]
    return best(row.grade() for row in rows)


def _ways_to_cut(typed: str, wanted: int) -> Iterator[tuple[str, ...]]:
    marked = _BULLET.sub("\n", typed)
    seen = set[tuple[str, ...]]()
    cuts = [pattern.split(marked) for pattern in _SEPARATORS]
    if all(len(cut) == 1 for cut in cuts):
        cuts.append(marked.split())
    for cut in cuts:
        parts = tuple(part.strip() for part in cut if not is_blank(part))
        # Far more parts than items is no list of them, and would only cost time.
        if parts and len(parts) <= 3 * wanted + 3 and parts not in seen:
            seen.add(parts)
            yield parts


@dataclass
class _Row:
    """One way to cut a text into parts, and which item each part names."""

    parts: Sequence[str]
    key: ListKey
    rivals: Sequence[str]
    grade_item: GradeItem
    matched: dict[int, Grade] = field(default_factory=dict)
    extra: int = 0

    def grade(self) -> Grade:
        for part in self.parts:
            self._place(part)
        grades = list(self.matched.values())
        if not grades:
            return wrong(Reason.NO_MATCH)
        if self.extra:
            return self._with_extra()
        sure = [one for one in grades if one.outcome is not Outcome.REVIEW]
        if len(grades) < len(self.key.items):
            return partial(Reason.MISSING_ITEMS) if sure else review(Reason.MISSING_ITEMS)
        for outcome in (Outcome.REVIEW, Outcome.PARTIAL):
            for one in grades:
                if one.outcome is outcome:
                    return one
        return correct(next((g.reason for g in grades if g.reason != Reason.EXACT), Reason.EXACT))

    def _with_extra(self) -> Grade:
        is_sure = any(one.outcome is not Outcome.REVIEW for one in self.matched.values())
        if len(self.matched) > self.extra:
            return (partial if is_sure else review)(Reason.EXTRA_ITEMS)
        # Without one sure item the others are words that happen to stand in some.
        is_even = is_sure and len(self.matched) == self.extra
        return review(Reason.EXTRA_ITEMS) if is_even else wrong(Reason.EXTRA_ITEMS)

    def _place(self, part: str) -> None:
        """Give the part to the item it fits best; one item named twice is named once."""
        grades = [
            self.grade_item(part, item, self._rivals_of(place))
            for place, item in enumerate(self.key.items)
        ]
        top = best(grades)
        # An item with more around it is several items, where a finer cut would part them.
        is_uncut = top.reason in _AROUND and _SEPARATORS[-1].search(part)
        if top.outcome is Outcome.WRONG or is_uncut:
            self.extra += 1
            return
        places = [place for place, one in enumerate(grades) if one.outcome is top.outcome]
        place = next((place for place in places if place not in self.matched), places[0])
        known = self.matched.get(place)
        self.matched[place] = best([known, top]) if known else top

    def _rivals_of(self, place: int) -> list[str]:
        others = [
            name
            for other, item in enumerate(self.key.items)
            if other != place and isinstance(item, NameKey)
            for name in item.names
        ]
        return [*self.rivals, *others]
