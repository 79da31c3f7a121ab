"""`manage.py prepare`: everything a first run needs, in one go."""

from argparse import ArgumentParser

from django.core.management import BaseCommand, call_command


class Command(BaseCommand):
    """Bring database, library, questions, demo accounts and static files up to date."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the server will listen."""
        parser.add_argument("--address", default="")

    def handle(self, *args: object, address: str, **options: object) -> None:
        """Run the steps in order; each leaves alone what is already there."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("import_library", "--yes", verbosity=0, stdout=self.stdout)
        call_command("generate_questions", verbosity=0, stdout=self.stdout)
        call_command("collectstatic", "--no-input", verbosity=0)
        call_command("seed_demo", stdout=self.stdout)
        if address:
            self.stdout.write(f"\nKazQuiz listens on {address}  (Ctrl-C stops it)\n")
