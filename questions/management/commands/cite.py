"""Print the citation of words in a source."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.exchange.source_texts import SourceTextError, document_at_hand
from questions.grounding.citations import find_places

_SHOWN = 100


class Command(BaseCommand):
    """Print every place where the words stand, or the one that is chosen."""

    help = 'Prints the citation of "words" or "first words ... last words" in a source.'

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The source, the words, and which place."""
        parser.add_argument("source")
        parser.add_argument("words")
        parser.add_argument("--nth", type=int, help="which place, from 1, where there are several")
        parser.add_argument("--sources", type=Path, help="folder with <source>.txt files")

    def handle(self, *args: Any, **options: Any) -> None:
        """Find and print."""
        try:
            document = document_at_hand(options["source"], options["sources"])
        except SourceTextError as error:
            raise CommandError(str(error)) from None
        places = find_places(document.source, document.raw, options["words"])
        nth, count = options["nth"], len(places)
        if not places:
            raise CommandError(f"“{options['words']}” does not stand in {document.source}")
        if nth is not None:
            if not 1 <= nth <= count:
                raise CommandError(f"there is no place {nth}: the words stand there {count} times")
            places = [places[nth - 1]]
        for place in places:
            shown = " ".join(document.raw[place.start : place.end].split())
            self.stdout.write(f"{place}  {shown[:_SHOWN]}")
        if len(places) > 1:
            self.stderr.write(f"{count} places: choose one with --nth N")
