"""`manage.py seed_demo`: demo accounts with freshly made passwords."""

from random import SystemRandom

from django.core.management import BaseCommand
from django.utils import timezone

from questions.classrooms.demo import make_demo_classroom
from questions.quiz.demo import make_demo_accounts


class Command(BaseCommand):
    """Make the demo accounts and classroom, or give the accounts new passwords; the rest stays."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Print name and password of each."""
        now, rng = timezone.now(), SystemRandom()
        self.stdout.write("Demo accounts (passwords are new at each start):")
        for name, password in make_demo_accounts(now=now, rng=rng):
            self.stdout.write(f"  {name:<14} {password}")
        make_demo_classroom(now=now, rng=rng)
