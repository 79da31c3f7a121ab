"""Responses of which nobody may know yet whether they are right."""

from django.db.models import F, QuerySet

from questions.models import LiveRound, SessionItem, User


def unrevealed_items(learner: User) -> QuerySet[SessionItem]:
    """The learner's response to what a live round asks at this moment; elsewhere there is none."""
    return SessionItem.objects.filter(
        learner=learner,
        answered_at__isnull=False,
        session__live_player__round__phase=LiveRound.Phase.ASKING,
        session__live_player__round__finished_at=None,
        session__live_player__round__position=F("position"),
    )
