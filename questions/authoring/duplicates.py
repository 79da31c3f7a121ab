"""Questions that ask the same: by the words of their stems, or by fact, cue and form."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import Message
from questions.language.scripts import look_latin
from questions.language.tidying import all_words, tidy, words
from questions.language.wordlists import word_set
from questions.models import Fact, Question, User

SAME_STEM, NEAR_STEM, SAME_FACT = "same-stem", "near-stem", "same-fact"
_WHY: dict[str, Message] = {
    SAME_STEM: _("The same words"),
    NEAR_STEM: _("Nearly the same words"),
    SAME_FACT: _("The same fact"),
}
_NEAR = 0.72
# A teacher with more than this has the newest compared.
_MOST_COMPARED = 30_000
_STEM_OF_WORD = 6
# Not “when” or “where”, which ask for different things.
_ASKING = word_set("which what does do did какой какая какое какие каком какую қандай қай")
_Row = tuple[int, int, str, str]


@dataclass(frozen=True)
class Similar:
    """A question that may ask the same."""

    question: Question
    code: str

    @property
    def why(self) -> Message:
        """What is alike."""
        return _WHY[self.code]


@lru_cache(maxsize=65536)
def fold_stem(text: str) -> str:
    """The words of a text in one case and in letters that look alike, without punctuation."""
    return " ".join(look_latin(word) for word in all_words(tidy(text)))


@lru_cache(maxsize=65536)
def _content(text: str) -> frozenset[str]:
    """Its words that carry meaning, cut short so that a case or a plural makes no difference."""
    found = (word for word in words(tidy(text)) if word not in _ASKING)
    return frozenset(look_latin(word.removesuffix("s"))[:_STEM_OF_WORD] for word in found)


def similar_questions(
    stem: str,
    *,
    teacher: User,
    fact: Fact | None = None,
    exclude: Question | None = None,
    size: int = 5,
    cue: str = "",
    form: str = "",
) -> list[Similar]:
    """Questions the teacher sees that ask the same, the likest first; one for each fact and cue.

    By stem, whatever case, punctuation, look-alike letters and order of words; and by fact, where
    cue and form are the same too, as far as they are given.
    """
    rows = _rows(teacher, exclude)
    found: dict[int, str] = {}
    folded, content = fold_stem(stem), _content(stem)
    if folded:
        found |= {pk: SAME_STEM for pk, _fact, _cue, other in rows if fold_stem(other) == folded}
        found = dict.fromkeys(_near(content, rows), NEAR_STEM) | found
    if fact is not None:
        for pk in _of_fact(teacher, exclude, fact, cue, form):
            found.setdefault(pk, SAME_FACT)
    order = (SAME_STEM, NEAR_STEM, SAME_FACT)
    ranked = sorted(found, key=lambda pk: order.index(found[pk]))
    chosen = _one_for_each_cue(ranked, rows)[:size]
    questions = Question.objects.select_related("fact__topic", "owner").in_bulk(chosen)
    return [Similar(questions[pk], found[pk]) for pk in chosen]


def _visible(teacher: User, exclude: Question | None) -> QuerySet[Question]:
    visible = Question.objects.visible_to(teacher).exclude(status=Question.Status.WITHDRAWN)
    return visible.exclude(pk=exclude.pk) if exclude is not None and exclude.pk else visible


def _rows(teacher: User, exclude: Question | None) -> list[_Row]:
    rows = _visible(teacher, exclude).order_by("-pk")
    return list(rows.values_list("pk", "fact_id", "cue", "stem")[:_MOST_COMPARED])


def _of_fact(
    teacher: User, exclude: Question | None, fact: Fact, cue: str, form: str
) -> Iterable[int]:
    rows = _visible(teacher, exclude).filter(fact=fact.pk)
    if cue:
        rows = rows.filter(cue=cue)
    if form:
        rows = rows.filter(form=form)
    return rows.order_by("pk").values_list("pk", flat=True)[:50]


def _near(content: frozenset[str], rows: Sequence[_Row]) -> list[int]:
    """Rows whose stems share most of the words that are rare, the likest first.

    Figures must be the same: what happened in 2001 is another question than what did in 2002.
    """
    contents = {pk: _content(stem) for pk, _fact, _cue, stem in rows}
    counts = Counter(word for words in contents.values() for word in words)
    weights = {word: log(1 + len(rows) / (1 + counts[word])) for word in {*counts, *content}}
    likeness = {
        pk: _likeness(content, other, weights)
        for pk, other in contents.items()
        if not content.isdisjoint(other) and _figures(content) == _figures(other)
    }
    near = [pk for pk, alike in likeness.items() if alike >= _NEAR]
    return sorted(near, key=lambda pk: (-likeness[pk], pk))


def _figures(content: Collection[str]) -> set[str]:
    return {word for word in content if any(char.isdigit() for char in word)}


def _likeness(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """The weight of the words that both have, of the weight of all, 0 to 1."""
    shared, every = (sum(weights[word] for word in found) for found in (one & other, one | other))
    return shared / every if every else 0.0


def _one_for_each_cue(ranked: Sequence[int], rows: Iterable[_Row]) -> list[int]:
    """The forms of one question share its stem, so that the first of them stands for all."""
    cues = {pk: (fact_id, cue) for pk, fact_id, cue, _stem in rows}
    firsts: dict[object, int] = {}
    for pk in ranked:
        firsts.setdefault(cues.get(pk, pk), pk)
    return list(firsts.values())
