"""Compare every counter with the rows it counts, and set right those that differ if asked to."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from questions.progress.tallies import rebuild_tallies


class Command(BaseCommand):
    """Print how many tallies differ; exit with 1 where any is left so."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing is changed unless asked for."""
        parser.add_argument("--repair", action="store_true", help="Set right what differs.")

    def handle(self, *args: object, repair: bool, **options: object) -> None:
        """Compare and report."""
        count = len(rebuild_tallies(repair=repair))
        self.stdout.write(f"{count} tallies {'set right' if repair else 'differ from their rows'}")
        if count and not repair:
            raise SystemExit(1)
