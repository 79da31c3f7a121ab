"""Compute what all responses say of each question and store it, for the teacher's desk."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from questions.classrooms.statistics import store_statistics


class Command(BaseCommand):
    """Print of how many questions statistics were stored."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Compute and store."""
        count = store_statistics(now=timezone.now())
        self.stdout.write(f"Statistics of {count} questions stored")
