"""Make the database follow the library files."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from questions.exchange.library_import import LibraryProblemsError, import_library
from questions.exchange.library_records import LIBRARY_DIR


class Command(BaseCommand):
    """Say what an import would change; with --yes change it."""

    help = "Says what importing the library files would change; with --yes changes it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Whether to do it, and from where."""
        parser.add_argument("--yes", action="store_true", help="do it")
        parser.add_argument("--library", type=Path, default=LIBRARY_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and report."""
        try:
            report = import_library(
                folder=options["library"], now=timezone.now(), apply=options["yes"]
            )
        except LibraryProblemsError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            raise CommandError(str(error)) from None
        if options["verbosity"] > 0:
            for line in report.details(with_added=options["verbosity"] > 1):
                self.stdout.write(line)
        for line in report.figures():
            self.stdout.write(line)
        if report.is_idle:
            self.stdout.write("nothing to do")
        elif not options["yes"]:
            self.stdout.write("nothing was changed yet: add --yes to do it")
