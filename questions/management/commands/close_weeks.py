"""Close every week that is over: to be run each night, so that nobody's page has to."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from questions.classrooms.closing import close_weeks
from questions.models import Classroom


class Command(BaseCommand):
    """Store what stood at the end of each classroom's weeks."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Close and report."""
        weeks = close_weeks(list(Classroom.objects.order_by("pk")), now=timezone.now())
        self.stdout.write(f"{len(weeks)} weeks closed")
