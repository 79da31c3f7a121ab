"""Responses of which nobody may know yet whether they are right."""

from datetime import datetime

from django.db.models import F, QuerySet

from questions.models import LiveRound, SessionItem, User


def unrevealed_items(learner: User, *, now: datetime) -> QuerySet[SessionItem]:
    """The learner's response to what a live round asks at this moment; elsewhere there is none."""
    asking = LiveRound.objects.going_on(now).filter(phase=LiveRound.Phase.ASKING)
    return SessionItem.objects.filter(
        learner=learner,
        answered_at__isnull=False,
        session__live_player__round__in=asking,
        session__live_player__round__position=F("position"),
    )
