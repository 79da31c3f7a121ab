"""Make the library's questions follow its facts."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from questions.generation.publish import generate_questions


class Command(BaseCommand):
    """Make the library's questions follow its facts, and say what changed."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The seed alone decides what is drawn."""
        parser.add_argument(
            "--seed", type=int, default=1, help="What the order of options follows."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run and print the report."""
        for line in generate_questions(seed=options["seed"], now=timezone.now()).lines():
            self.stdout.write(line)
