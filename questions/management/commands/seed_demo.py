"""`manage.py seed_demo`: demo accounts with freshly made passwords."""

from random import SystemRandom

from django.core.management import BaseCommand
from django.utils import timezone

from questions.quiz.demo import make_demo_accounts


class Command(BaseCommand):
    """Make the demo accounts, or give them new passwords; what they learned stays."""

    help = __doc__

    def handle(self, *args: object, **options: object) -> None:
        """Print name and password of each."""
        self.stdout.write("Demo accounts (passwords are new at each start):")
        for name, password in make_demo_accounts(now=timezone.now(), rng=SystemRandom()):
            self.stdout.write(f"  {name:<14} {password}")
