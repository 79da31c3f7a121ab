"""What a live round shows of a question: first without its key, then how the class answered it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from questions.models import (
    Citation,
    FactText,
    Form,
    LivePlayer,
    LiveQuestion,
    LiveRound,
    Option,
    Outcome,
    SessionItem,
)
from questions.quiz.asked import shown_order

# A stem that gets smaller letters, so that the page needs no scrolling.
_LONG_STEM = 150
_SORTED_TYPES = ("date", "number")
_GAVE_UP = "gave-up"
_CHOSEN = (Form.CHOICE, Form.TRUE_FALSE, Form.CHOOSE_ALL)


@dataclass(frozen=True, slots=True)
class Shown:
    """The question that stands on the projector; no key is among it, and none was read."""

    number: int
    total: int
    form: str
    language: str
    stem: str
    unit: str  # of a number
    options: tuple[str, ...]  # in the order shown
    is_long: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """How many of those who answered responded so: chose an option, or typed what was right."""

    text: str
    count: int
    share: float
    is_key: bool = False
    language: str = ""  # of the text, where that is not the interface's


@dataclass(frozen=True, slots=True)
class Told:
    """How the class answered the question, and why the key is the key."""

    shown: Shown
    bars: tuple[Bar, ...]
    answered: int
    right: int
    answer: str  # the key as shown
    statement: str
    explanation: str
    caveat: str
    as_of: str
    according_to: str
    source_name: str
    section: str
    paragraph: int
    place: str

    @property
    def is_typed(self) -> bool:
        """Whether the key stands in no bar."""
        return self.shown.form not in _CHOSEN


def with_progress(rounds: "QuerySet[LiveRound]") -> "QuerySet[LiveRound]":
    """The rounds with how many are in, and how many of them have answered what stands there."""
    players = LivePlayer.objects.filter(membership__left_at=None)
    answered = players.filter(
        session__items__position=OuterRef("position"), session__items__answered_at__isnull=False
    )
    return rounds.annotate(players_in=_counted(players), answered_now=_counted(answered))


def _counted(players: "QuerySet[LivePlayer]") -> Coalesce:
    rows = players.filter(round=OuterRef("pk")).order_by().values("round")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def progress(round: LiveRound) -> tuple[int, int]:
    """How many have answered the question that stands there, and how many are in."""
    row: Any = with_progress(LiveRound.objects.filter(pk=round.pk)).get()
    return row.answered_now, row.players_in


def shown(round: LiveRound) -> Shown | None:
    """The question that stands there, without its key; None before the first one."""
    total = LiveQuestion.objects.filter(round=OuterRef("round")).order_by().values("round")
    row = (
        LiveQuestion.objects.filter(round=round, position=round.position)
        .values("question_id")
        .annotate(
            form=F("question__form"),
            language=F("question__language"),
            stem=F("question__stem"),
            # All that is taken of the stored key: what kind it is, and what a number counts.
            kind=KeyTextTransform("type", "question__key"),
            unit=KeyTextTransform("unit", "question__key"),
            total=Subquery(total.annotate(n=Count("pk")).values("n")),
        )
        .first()
    )
    if row is None:
        return None
    texts = list(
        Option.objects.filter(question=row["question_id"])
        .order_by("position")
        .values_list("text", flat=True)
    )
    return Shown(
        number=round.position,
        total=row["total"],
        form=row["form"],
        language=row["language"],
        stem=row["stem"],
        unit=(row["unit"] or "") if row["form"] == Form.NUMBER else "",
        options=tuple(texts[i] for i in _order(round, row, len(texts))),
        is_long=len(row["stem"]) > _LONG_STEM,
    )


def _order(round: LiveRound, row: Mapping[str, Any], count: int) -> Sequence[int]:
    """Mixed by the round's token, which nobody could choose; dates and numbers as they stand."""
    is_sorted = row["form"] == Form.TRUE_FALSE or row["kind"] in _SORTED_TYPES
    return shown_order(f"{round.token}{round.position}", count, is_sorted=is_sorted)


def told(round: LiveRound) -> Told | None:
    """How the class answered; only for what has been revealed, so None before that."""
    asked = shown(round)
    entry = (
        LiveQuestion.objects.filter(round=round, position=round.position)
        .exclude(revealed_at=None)
        .select_related("question__fact")
        .first()
    )
    if asked is None or entry is None:
        return None
    question, fact = entry.question, entry.question.fact
    items = list(responses(round).filter(position=round.position))
    words = FactText.objects.filter(fact=fact, language=question.language).first()
    cited = Citation.objects.with_names().filter(fact=fact, position=0).first()
    return Told(
        shown=asked,
        bars=_bars(asked, entry.question_id, items),
        answered=len(items),
        right=_sums(items)[0],
        answer=question.answer,
        statement=words.statement if words else "",
        explanation=words.explanation if words else "",
        caveat=words.caveat if words else "",
        as_of=fact.as_of,
        according_to=fact.according_to,
        source_name=cited.source.short_name if cited else "",
        section=cited.section if cited else "",
        paragraph=cited.paragraph if cited else 0,
        place=cited.place if cited else "",
    )


def responses(round: LiveRound) -> "QuerySet[SessionItem]":
    """What was answered in the round, without the texts that were typed."""
    rows = SessionItem.objects.filter(session__live_player__round=round, is_drill=False)
    return rows.exclude(answered_at=None).only(
        "position", "option_id", "chosen", "outcome", "reason"
    )


def _bars(asked: Shown, question_id: int, items: Sequence[SessionItem]) -> tuple[Bar, ...]:
    """What could be responded, in the order in which it was shown, with how many did."""
    whole = max(len(items), 1)
    unsure = sum(item.reason == _GAVE_UP for item in items)
    if asked.form in _CHOSEN:
        bars = _option_bars(asked, question_id, items)
    else:
        right, nearly = _sums(items)
        bars = [
            Bar(_("Right"), right, right / whole),
            Bar(_("Nearly right"), nearly, nearly / whole),
            Bar(
                _("Something else"),
                len(items) - right - nearly - unsure,
                (len(items) - right - nearly - unsure) / whole,
            ),
        ]
    if unsure:
        bars.append(Bar(_("I don't know"), unsure, unsure / whole))
    return tuple(bars)


def _sums(items: Sequence[SessionItem]) -> tuple[int, int]:
    """How many are right, and how many are partly right or wait for a teacher."""
    outcomes = Counter(item.outcome for item in items)
    return outcomes[Outcome.CORRECT], outcomes[Outcome.PARTIAL] + outcomes[Outcome.REVIEW]


def _option_bars(asked: Shown, question_id: int, items: Sequence[SessionItem]) -> list[Bar]:
    counts = Counter(pk for item in items for pk in item.chosen or [item.option_id])
    options = {row.text: row for row in Option.objects.filter(question=question_id)}
    is_claim = asked.form == Form.TRUE_FALSE
    claims = (_("True"), _("False"))
    return [
        Bar(
            text=claims[place] if is_claim else text,
            count=counts[options[text].pk],
            share=counts[options[text].pk] / max(len(items), 1),
            is_key=options[text].is_key,
            language="" if is_claim else asked.language,
        )
        for place, text in enumerate(asked.options)
    ]
