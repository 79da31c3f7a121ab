"""Prove that points are what the log says, row by row, and set right what differs if asked to."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from questions.progress.point_proof import rebuild_points


class Command(BaseCommand):
    """Print each figure that differs; exit with 1 where any is left so."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Nothing is changed unless asked for."""
        parser.add_argument("--repair", action="store_true", help="Set right what differs.")

    def handle(self, *args: object, repair: bool, **options: object) -> None:
        """Compare and report."""
        found = rebuild_points(repair=repair)
        for one in found:
            self.stdout.write(f"{one.what} {one.pk}: {one.stored}, should be {one.wanted}")
        self.stdout.write(f"{len(found)} figures {'set right' if repair else 'differ'}")
        if found and not repair:
            raise SystemExit(1)
