"""Erase a person who asks for it: no name and no words of theirs stay."""

from argparse import ArgumentParser
from random import SystemRandom

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from questions.classrooms.erasing import ErasingError, erase
from questions.models import User


class Command(BaseCommand):
    """Erase somebody by their user name; what they earned stays in their classes' totals."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who it is, and that it is meant."""
        parser.add_argument("username")
        parser.add_argument("--yes", action="store_true", help="It cannot be undone; do it.")

    def handle(self, *args: object, username: str, yes: bool, **options: object) -> None:
        """Erase, or say why not."""
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is nobody with the user name {username}.")
        if not yes:
            raise CommandError(f"Nothing was changed. Add --yes to erase {username} for good.")
        try:
            with override("en"):
                erase(person, now=timezone.now(), rng=SystemRandom())
        except ErasingError as error:
            rooms = ", ".join(room.name for room in error.hindrance.classrooms)
            raise CommandError(f"{error} {rooms}".strip()) from error
        self.stdout.write(f"{username} is erased")
