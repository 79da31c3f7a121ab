"""Check the library files, and prove them against the sources' texts."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from questions.exchange.library_check import check_library
from questions.exchange.library_records import LIBRARY_DIR


class Command(BaseCommand):
    """Print one line per problem and exit with 1, and figures per topic and source."""

    help = "Checks the library files; with --sources proves every citation against the texts."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The two folders, and how much to check."""
        parser.add_argument("--sources", type=Path, help="folder with <source>.txt files")
        parser.add_argument("--library", type=Path, default=LIBRARY_DIR)
        parser.add_argument("--facts-only", action="store_true", help="leave out the maps")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        report = check_library(options["library"], options["sources"])
        maps = None if options["facts_only"] else report.coverage
        problems = [*report.problems, *(maps.problems if maps else ())]
        for problem in problems:
            self.stderr.write(str(problem))
        for row in (*report.figures, *(maps.figures if maps else ())):
            self.stdout.write(str(row))
        count = len(problems)
        self.stdout.write(f"{count} problem{'' if count == 1 else 's'}")
        if count:
            raise SystemExit(1)
