"""Load the texts of sources into the database."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.exchange.source_texts import SourceTextError, load_texts


class Command(BaseCommand):
    """Load a file, or all texts in a folder that belong to library sources."""

    help = "Loads the text of a source, if it is the very text that the library cites."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The file or folder, and whose text it is."""
        parser.add_argument("path", type=Path, help="a text in UTF-8, or a folder of them")
        parser.add_argument("--source", default="", help="id of the source")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report."""
        try:
            loaded = load_texts(path=options["path"], source=options["source"])
        except SourceTextError as error:
            raise CommandError(str(error)) from None
        for text in loaded:
            told = "was loaded already" if text.was_there else "is loaded"
            self.stdout.write(f"{text.source} {told} ({text.file})")
