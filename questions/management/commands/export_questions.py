"""Write approved questions to a file or to standard output."""

import argparse
import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questions.exchange.question_dump import dump_questions
from questions.models import Topic


class Command(BaseCommand):
    """Write one JSON object per approved question."""

    help = "Writes the approved questions with their options, keys and citations."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """The format, where to, and which topic."""
        parser.add_argument("--format", choices=["jsonl"], default="jsonl")
        parser.add_argument("--out", type=Path, help="a file; standard output where none is given")
        parser.add_argument("--topic", default="", help="id of a topic")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them."""
        topic, path = options["topic"], options["out"]
        if topic and not Topic.objects.filter(slug=topic).exists():
            raise CommandError(f"there is no topic “{topic}”")
        with path.open("w", encoding="utf-8") if path else nullcontext(self.stdout) as out:
            for question in dump_questions(topic):
                out.write(json.dumps(question, ensure_ascii=False) + "\n")
