"""Close every week and season that is over: to be run each night, so that nobody's page has to."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from questions.classrooms.closing import close_weeks
from questions.classrooms.seasons import close_seasons
from questions.models import Classroom


class Command(BaseCommand):
    """Store what stood at the end of each classroom's weeks, and of seasons."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Close and report."""
        now = timezone.now()
        weeks = close_weeks(list(Classroom.objects.order_by("pk")), now=now)
        self.stdout.write(f"{len(weeks)} weeks and {close_seasons(now=now)} seasons closed")
