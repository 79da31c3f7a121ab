"""Accounts that a teacher makes for learners: user names, passwords, new passwords."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from random import Random

from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.language.alphabet import by_alphabet
from questions.language.scripts import romanise
from questions.language.tidying import tidy
from questions.models import User
from questions.models.classrooms import MembershipQuerySet

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
# Twelve of 31 letters are 59 bits, which nobody guesses even where a guess costs little. The full
# cost would keep a server busy for a minute with 200 accounts; Django stores the password anew at
# full cost at the first log-in.
_GROUPS, _GROUP_LENGTH = 3, 4
_ITERATIONS = 10_000
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,28})[a-z0-9]")
_LONGEST_BASE = 24
_KAZAKH_Y = str.maketrans("йЙ", "иИ")


@dataclass(frozen=True)
class Account:
    """What is printed once: a person with a password that is stored nowhere in clear."""

    name: str
    username: str
    password: str = field(repr=False)


@dataclass(frozen=True)
class MadePassword:
    """A password with what is stored of it."""

    clear: str = field(repr=False)
    stored: str = field(repr=False)


def make_passwords(count: int, rng: Random) -> list[MadePassword]:
    """So many readable passwords; about 4 ms each."""
    return [_made_password(rng) for _number in range(count)]


def _made_password(rng: Random) -> MadePassword:
    groups = ("".join(rng.choices(_LETTERS, k=_GROUP_LENGTH)) for _group in range(_GROUPS))
    clear = "-".join(groups)
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return MadePassword(clear, hasher.encode(clear, hasher.salt(), iterations=_ITERATIONS))
    return MadePassword(clear, make_password(clear))


def username_base(name: str) -> str:
    """The user name that follows from a person's: “Айгерім Серікқызы” gives “aigerim-s”."""
    words = [_plain(word) for word in tidy(name.translate(_KAZAKH_Y)).split()]
    first, *others = [word for word in words if word] or ["learner"]
    initial = next((word[0] for word in others if word[0].isalpha()), "")
    base = f"{first[:_LONGEST_BASE]}-{initial}" if initial else first[:_LONGEST_BASE]
    return base if len(base) >= 3 else f"{base}-learner"


def _plain(word: str) -> str:
    return re.sub(r"[^a-z0-9]", "", romanise(word).replace("ii", "i"))


def username_candidates(base: str, rng: Random) -> list[str]:
    """The base and what it becomes where it is taken, the shortest first."""
    numbered = [f"{base}{number}" for number in range(2, 10)]
    return [base, *numbered, *(f"{base}{rng.randrange(10, 10_000)}" for _try in range(4))]


def taken_usernames(candidates: Collection[str]) -> set[str]:
    """Those of the names, in small letters, that somebody has in whatever case, or nobody may."""
    reserved = {name for name in candidates if name in settings.ACCOUNT_USERNAME_BLACKLIST}
    rows = User.objects.annotate(lower=Lower("username")).filter(lower__in=candidates)
    return reserved | set(rows.values_list("lower", flat=True))


def check_username(username: str) -> str:
    """A user name that a teacher wrote, in small letters; ClassroomError where it won't do."""
    name = username.strip().lower()
    if not _USERNAME.fullmatch(name):
        raise ClassroomError(
            "names",
            "username",
            _(
                "“%(name)s” cannot be a user name: 3 to 30 Latin letters, digits, dots and hyphens,"
                " a letter or digit at both ends."
            )
            % {"name": name[:40]},
        )
    if name.startswith("guest-"):
        raise ClassroomError("names", "username", _("User names with “guest-” are taken."))
    return name


def resettable(memberships: MembershipQuerySet) -> MembershipQuerySet:
    """Active learners whose account was made in this very classroom, and who teach nowhere."""
    return (
        memberships.active()
        .learners()
        .filter(
            user__made_in=F("classroom"),
            user__is_active=True,
            user__is_guest=False,
            user__is_staff=False,
            user__is_superuser=False,
        )
    )


def reset_passwords(memberships: MembershipQuerySet, *, rng: Random) -> list[Account]:
    """New passwords for those of the memberships that may get one; their sessions end."""
    # Before the transaction, so that nobody waits for the hashing.
    passwords = make_passwords(resettable(memberships).count(), rng)
    with transaction.atomic():
        found = resettable(memberships).select_related("user").order_by("pk")
        rows = sorted(found, key=lambda row: by_alphabet(row.shown_name))
        pairs = list(zip(rows, passwords, strict=False))
        for row, made in pairs:
            row.user.password = made.stored
        User.objects.bulk_update([row.user for row, _made in pairs], ["password"])
    return [Account(row.shown_name, row.user.username, made.clear) for row, made in pairs]
