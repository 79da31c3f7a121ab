"""What waits for a teacher: reports, texts left for review, and questions that look wrong."""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from questions.classrooms.item_analysis import Suspicion
from questions.models import (
    FactText,
    Flag,
    Option,
    Question,
    QuestionStatistic,
    Ruling,
    User,
)
from questions.models.facts import FactQuerySet
from questions.models.questions import QuestionQuerySet
from questions.quiz.rulings import LeftText, left_texts

_MOST_FLAGS = 500
_LATELY = 10
_GRAVE = (Flag.Reason.WRONG_KEY, Flag.Reason.ANOTHER_RIGHT, Flag.Reason.OUTDATED)
_WORST_FIRST = [str(code) for code in Suspicion]


@dataclass
class FlaggedQuestion:
    """A question with all its open reports; who reported it is not among them."""

    question: Question
    flags: list[Flag] = field(default_factory=list)
    kind: str = "flags"

    @property
    def urgency(self) -> tuple[int, int, int]:
        """A wrong key hurts with every answer, a spelling mistake does not."""
        is_grave = any(flag.reason in _GRAVE for flag in self.flags)
        return (0 if is_grave else 2, -len(self.flags), self.question.pk)

    @property
    def name(self) -> str:
        """Its id in the page."""
        return f"flags-{self.question.pk}"


@dataclass
class TextInQueue:
    """A text that was left for review, with what it was an answer to."""

    left: LeftText
    question: Question | None  # None where the wording is another teacher's
    statement: str
    kind: str = "texts"

    @property
    def urgency(self) -> tuple[int, int, int]:
        """Most written first."""
        return (3, -self.left.count, self.left.fact_id)

    @property
    def name(self) -> str:
        """Its id in the page."""
        return text_name(self.left.fact_id, self.left.cue, self.left.text)


@dataclass
class Suspect:
    """A question whose statistics look wrong."""

    question: Question
    statistic: QuestionStatistic
    bars: list["ChoiceBar"]
    words: list[str] = field(default_factory=list)  # filled in by the door
    kind: str = "suspects"

    @property
    def urgency(self) -> tuple[int, int, int]:
        """By the worst of what is suspected."""
        worst = min(map(_WORST_FIRST.index, self.statistic.suspicions), default=0)
        return (1 if worst < 2 else 4, worst, self.question.pk)

    @property
    def name(self) -> str:
        """Its id in the page."""
        return f"suspect-{self.question.pk}"


@dataclass(frozen=True)
class ChoiceBar:
    """An option with the shares of the weaker and the stronger third that picked it."""

    text: str
    is_key: bool
    weaker: float | None
    stronger: float | None
    all: float
    counts: Mapping[str, Any]  # as stored; see QuestionStatistic.choices

    @property
    def suspicion(self) -> str:
        """What looks wrong with it."""
        return str(self.counts.get("suspicion", ""))


Entry = FlaggedQuestion | TextInQueue | Suspect


@dataclass
class Queue:
    """All three in one, the most urgent first."""

    entries: list[Entry]

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        found = {"flags": 0, "texts": 0, "suspects": 0}
        for entry in self.entries:
            found[entry.kind] += 1
        return found

    def of(self, kind: str) -> list[Entry]:
        """Those of one kind, or all."""
        return [entry for entry in self.entries if kind in ("", entry.kind)]


def text_name(fact_id: int, cue: str, text: str) -> str:
    """The id in the page of a text: short, and the same each time."""
    return f"text-{fact_id}-{cue}-{zlib.crc32(text.encode()):08x}"


def queue_of(teacher: User, *, questions: QuestionQuerySet, facts: FactQuerySet) -> Queue:
    """What waits on these questions and facts, in a constant number of queries."""
    entries: list[Entry] = [
        *flagged(questions),
        *waiting_texts(teacher, facts),
        *suspects(questions),
    ]
    return Queue(sorted(entries, key=lambda entry: entry.urgency))


def flagged(questions: QuestionQuerySet) -> list[FlaggedQuestion]:
    """Questions with open reports."""
    rows = Flag.objects.filter(resolved_at=None, question__in=questions).select_related(
        "question__fact__topic"
    )
    found: dict[int, FlaggedQuestion] = {}
    for flag in rows.order_by("flagged_at", "pk")[:_MOST_FLAGS]:
        entry = found.setdefault(flag.question_id, FlaggedQuestion(flag.question))
        entry.flags.append(flag)
    return list(found.values())


def waiting_texts(teacher: User, facts: FactQuerySet) -> Iterator[TextInQueue]:
    """Texts that were left for review.

    A library fact may be asked by a teacher's own question, whose wording is nobody else's to see;
    then the fact's statement stands for it.
    """
    left = left_texts(facts)
    shown = Question.objects.filter(Q(owner=None) | Q(owner=teacher)).select_related("fact__topic")
    questions = shown.in_bulk({one.question_id for one in left})
    statements = dict(
        FactText.objects.filter(fact__in={one.fact_id for one in left})
        .order_by("-language")
        .values_list("fact_id", "statement")
    )
    for one in left:
        yield TextInQueue(one, questions.get(one.question_id), statements.get(one.fact_id, ""))


def suspects(questions: QuestionQuerySet) -> list[Suspect]:
    """Questions that are asked and whose statistics look wrong in a way nobody has looked at."""
    found = (
        QuestionStatistic.objects.filter(question__in=questions.approved())
        .exclude(suspicions=[])
        .select_related("question__fact__topic")
    )
    rows = [row for row in found if set(row.suspicions) - set(row.put_aside)]
    options = options_of(row.question_id for row in rows)
    return [Suspect(row.question, row, choice_bars(row, options)) for row in rows]


def options_of(question_ids: Iterable[int]) -> dict[int, Option]:
    """The options of these questions, by id."""
    return Option.objects.filter(question__in=list(question_ids)).in_bulk()


def choice_bars(statistic: QuestionStatistic, options: Mapping[int, Option]) -> list[ChoiceBar]:
    """The options of a question with how often each third picked it."""
    return [
        ChoiceBar(
            text=options[row["option"]].text,
            is_key=options[row["option"]].is_key,
            weaker=_share(row["weaker"], row["of"][0]),
            stronger=_share(row["stronger"], row["of"][1]),
            all=_share(row["all"], row["of"][2]) or 0.0,
            counts=row,
        )
        for row in statistic.choices
        if row["option"] in options
    ]


def _share(count: int, of: int) -> float | None:
    return count / of if of else None


def decided_lately(facts: FactQuerySet) -> QuerySet[Ruling]:
    """The last decisions on texts, so that one can be taken back."""
    rulings = Ruling.objects.filter(fact__in=facts).select_related("ruled_by")
    return rulings.order_by("-ruled_at", "-pk")[:_LATELY]
