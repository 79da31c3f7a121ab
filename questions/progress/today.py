"""What waits for a learner today: a plan of sessions, never a guilt count."""

from dataclasses import dataclass
from datetime import date, datetime
from math import ceil
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

from questions.models import Card, Fact, Outcome, Question, QuizSession, SessionItem, Tally, User
from questions.progress.studied import of_studied_facts
from questions.progress.unrevealed import unrevealed_items

SESSION_SIZE = 10
_SESSIONS_A_DAY = 2
_AWAY_DAYS = 4  # a weekend off is no break


@dataclass(frozen=True)
class StudyPlan:
    """Today's work in sessions of ten, and how today went so far."""

    today: date
    due: int
    new_left: int
    met: int  # facts of the library; those of teachers are counted with their decks
    total: int
    answered_today: int
    right_today: int
    points: int
    unfinished: QuizSession | None
    days_to_target: int | None
    last_studied: date | None = None
    is_held: bool = False  # a live round is about to tell what is not counted yet

    @property
    def sessions(self) -> int:
        """Sessions that bring back all that is due."""
        return ceil(self.due / SESSION_SIZE)

    @property
    def days(self) -> int:
        """Days in which that is done at two sessions a day."""
        return ceil(self.sessions / _SESSIONS_A_DAY)

    @property
    def is_backlog(self) -> bool:
        """Whether more is due than one sitting should take."""
        return self.sessions > _SESSIONS_A_DAY

    @property
    def is_return(self) -> bool:
        """Whether the learner comes back after several days without a rated response."""
        return self.last_studied is not None and (self.today - self.last_studied).days >= _AWAY_DAYS

    @property
    def is_done(self) -> bool:
        """Whether today asks nothing more."""
        return not self.due and not self.new_left


def study_plan(learner: User, *, now: datetime) -> StudyPlan:
    """The learner's plan for today, in five queries."""
    today = learner.study_day(now)
    # What was put to the learner today by its other cue waits until tomorrow.
    seen = SessionItem.objects.filter(learner=learner, fact=OuterRef("fact"), study_day=today)
    cards = Card.objects.filter(
        of_studied_facts(learner), learner=learner, stability__isnull=False, fact__withdrawn_at=None
    ).aggregate(
        due=Count("fact", filter=Q(due__lte=today) & ~Q(Exists(seen)), distinct=True),
        met=Count("fact", filter=Q(fact__owner=None), distinct=True),
        met_all=Count("fact", distinct=True),
    )
    done = _done(learner, today, now)
    total, total_all = _totals(learner)
    return StudyPlan(
        today=today,
        due=cards["due"],
        new_left=max(0, min(learner.new_per_day - done["new"], total_all - cards["met_all"])),
        met=cards["met"],
        total=total,
        answered_today=done["answered"],
        right_today=done["right"],
        points=done["points"],
        unfinished=QuizSession.objects.filter(learner=learner, finished_at=None)
        # In a live round the teacher decides when it goes on.
        .exclude(mode=QuizSession.Mode.LIVE)
        .order_by("-started_at")
        .first(),
        last_studied=done["last"],
        is_held=done["held"],
        days_to_target=(learner.target_day - today).days if learner.target_day else None,
    )


def _done(learner: User, today: date, now: datetime) -> dict[str, Any]:
    """New cards and rated responses of today, all points and the last day; two queries."""
    tally = Tally.objects.filter(scope=Tally.Scope.LEARNER, scope_id=learner.pk)
    counted = tally.aggregate(
        new=Sum("new_cards", filter=Q(day=today), default=0),
        answered=Sum("rated", filter=Q(day=today), default=0),
        right=Sum("rated_right", filter=Q(day=today), default=0),
        points=Sum("points", default=0),
        last=Max("day", filter=Q(rated__gt=0)),
    )
    # What a live round still asks is not counted before it is told.
    rated = Q(rating__isnull=False, study_day=today)
    hidden = unrevealed_items(learner, now=now).aggregate(
        answered=Count("pk", filter=rated),
        right=Count("pk", filter=rated & Q(outcome=Outcome.CORRECT)),
        points=Sum("points", default=0),
        held=Count("pk"),
    )
    held = hidden.pop("held") > 0
    return (
        counted | {name: counted[name] - count for name, count in hidden.items()} | {"held": held}
    )


def _totals(learner: User) -> tuple[int, int]:
    """How many facts the library has, and how many with those of the learner's decks."""
    own = Question.objects.approved().in_decks_of(learner).exclude(fact__owner=None)
    facts = Fact.objects.published().filter(Q(owner=None) | Q(pk__in=own.values("fact")))
    counts = facts.aggregate(library=Count("pk", filter=Q(owner=None)), all=Count("pk"))
    return counts["library"], counts["all"]
