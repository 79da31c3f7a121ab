"""Check the library files, and prove them against the sources' texts."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from questions.exchange.library_check import check_library
from questions.exchange.library_records import LIBRARY_DIR


class Command(BaseCommand):
    """Print one line per problem and exit with 1, or figures per topic."""

    help = "Checks the library files; with --sources proves every citation against the texts."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The two folders."""
        parser.add_argument("--sources", type=Path, help="folder with <source>.txt files")
        parser.add_argument("--library", type=Path, default=LIBRARY_DIR)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        report = check_library(options["library"], options["sources"])
        for problem in report.problems:
            self.stderr.write(str(problem))
        for row in report.figures:
            self.stdout.write(
                f"{row.topic}: {row.facts} facts, {row.essential} of importance 3, "
                f"{row.citations} citations, {row.caveats} caveats"
            )
        count = len(report.problems)
        self.stdout.write(f"{count} problem{'' if count == 1 else 's'}")
        if count:
            raise SystemExit(1)
