"""Compare the scores of running seasons with closed weeks, and set right those that differ."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from questions.classrooms.season_scores import rebuild


class Command(BaseCommand):
    """Print how many scores differ; exit with 1 where any is left so."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing is changed unless asked for."""
        parser.add_argument("--repair", action="store_true", help="Set right what differs.")

    def handle(self, *args: object, repair: bool, **options: object) -> None:
        """Compare and report."""
        count = len(rebuild(repair=repair))
        self.stdout.write(f"{count} scores {'set right' if repair else 'differ from their weeks'}")
        if count and not repair:
            raise SystemExit(1)
