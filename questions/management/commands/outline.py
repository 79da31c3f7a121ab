"""Print the shape of a source's text for sources.toml."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.exchange.source_texts import SourceTextError, document_at_hand
from questions.grounding.outline import outline


class Command(BaseCommand):
    """Print digest, probable sections and paragraph starts, as TOML."""

    help = "Prints the digest, the probable sections and the paragraph starts of a source's text."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The source and where its text is."""
        parser.add_argument("source")
        parser.add_argument("--sources", type=Path, help="folder with <source>.txt files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the outline."""
        try:
            document = document_at_hand(options["source"], options["sources"])
        except SourceTextError as error:
            raise CommandError(str(error)) from None
        shape = outline(document.raw)
        self.stdout.write(f'digest = "{shape.digest}"\nsections = [')
        for title, start in shape.headings:
            self.stdout.write(f'    {{ title = "{title}", start = {start} }},')
        self.stdout.write(f"]\nparagraphs = {list(shape.paragraphs)}")
