"""`manage.py prepare`: everything a first run needs, in one go."""

from argparse import ArgumentParser
from io import StringIO

from django.core.management import BaseCommand, call_command

_STEPS: list[tuple[str, list[tuple[str, ...]]]] = [
    ("Database", [("migrate",), ("createcachetable",)]),
    ("Library", [("import_library", "--yes")]),
    ("Questions", [("generate_questions",)]),
    ("Static files", [("collectstatic", "--no-input")]),
]


class Command(BaseCommand):
    """Bring database, library, questions, static files and demo accounts up to date."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the server will listen."""
        parser.add_argument("--address", default="")

    def handle(self, *args: object, address: str, **options: object) -> None:
        """Run the steps in order; each leaves alone what is already there."""
        for title, commands in _STEPS:
            self.stdout.write(f"{title} ... ", ending="")
            self.stdout.flush()
            for command in commands:
                call_command(*command, verbosity=0, stdout=StringIO())
            self.stdout.write("ready")
        call_command("seed_demo", stdout=self.stdout)
        if address:
            self.stdout.write(f"\nKazQuiz listens on {address}  (Ctrl-C stops it)\n")
