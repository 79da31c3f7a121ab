"""Make or bring up to date the map of a source's sentences."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.exchange.coverage_refresh import CoverageMapError, refresh_map
from questions.exchange.library_records import LIBRARY_DIR


class Command(BaseCommand):
    """Say how the map would look; with --write write it."""

    help = "Says how the map of a source's sentences would look; with --write writes it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The source, where its text is, and what to do."""
        parser.add_argument("source")
        parser.add_argument("--sources", type=Path, help="folder with <source>.txt files")
        parser.add_argument("--library", type=Path, default=LIBRARY_DIR)
        parser.add_argument("--show", action="store_true", help="print unaccounted sentences")
        parser.add_argument("--write", action="store_true", help="write the map")

    def handle(self, *args: Any, **options: Any) -> None:
        """Bring up to date and report."""
        folder, source, sources = (options[name] for name in ("library", "source", "sources"))
        try:
            refreshed = refresh_map(folder=folder, source=source, sources=sources)
        except CoverageMapError as error:
            raise CommandError(str(error)) from None
        for line in refreshed.open_sentences() if options["show"] else ():
            self.stdout.write(line)
        for line in refreshed.lines():
            self.stdout.write(line)
        if options["write"]:
            refreshed.write()
        else:
            self.stdout.write("nothing was written yet: add --write to do it")
