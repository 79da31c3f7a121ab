"""Delete the guests who never signed up, thirty days after their first answer."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from questions.quiz.trial import purge_guests


class Command(BaseCommand):
    """Delete old guests with all that they answered."""

    help = __doc__ or ""

    def handle(self, *args: object, **options: object) -> None:
        """Purge, and say how many there were."""
        count = purge_guests(now=timezone.now())
        self.stdout.write(f"{count} guest{'' if count == 1 else 's'} deleted")
