"""Names of people and classrooms: which are refused and why, and which look alike."""

import unicodedata

from django.utils.translation import gettext as _

from questions.classrooms.errors import ClassroomError
from questions.language.scripts import look_latin, without_kazakh_letters
from questions.language.tidying import tidy

LONGEST = 80
_LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzабвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһіäöüūğñşıі"
)
_MARKS = frozenset(" -'’ʼ.")
# Drawn as nothing although Unicode counts them as letters or signs.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
# What one script draws like another, beyond what scripts.look_latin knows, in small letters.
_ALIKE = str.maketrans({"ё": "е", "ѕ": "s", "ј": "j", "ԁ": "d", "0": "o", "1": "i", "l": "i"})


def tidy_name(text: str) -> str:
    """The name with letters composed and single spaces, a no-break space being one of them."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_name(text: str, *, field: str = "name") -> str:
    """A person's name, tidied; ClassroomError where it has what a name in a class may not have."""
    name = tidy_name(text)
    _refuse_unseen(name, field)
    for char in name:
        if char.lower() not in _LETTERS and char not in _MARKS and not _is_digit(char):
            raise ClassroomError(field, "character", _not_in_name(char))
    if not any(char.lower() in _LETTERS for char in name):
        raise ClassroomError(field, "no-letter", _("A name needs at least one letter."))
    if not (name[0].isalnum()):
        raise ClassroomError(field, "start", _("A name begins with a letter or a digit."))
    return _not_too_long(name, field)


def check_title(text: str, *, field: str = "name") -> str:
    """A classroom's name, tidied: any characters that can be seen, with a letter or digit."""
    title = tidy_name(text)
    _refuse_unseen(title, field)
    if not any(char.isalnum() for char in title):
        raise ClassroomError(field, "no-letter", _("A name needs a letter or a digit."))
    return _not_too_long(title, field)


def look_of(name: str) -> str:
    """One text for all names that look, or are spelt, nearly the same."""
    plain = without_kazakh_letters(tidy(name).translate(_ALIKE))
    return "".join(char for char in look_latin(plain).translate(_ALIKE) if char.isalnum())


def is_garbled(text: str) -> bool:
    """Whether the text was read in a wrong encoding, as Cyrillic in CP1251 or UTF-8 often is."""
    if "\ufffd" in text:
        return True
    return any(_was_other(text, read, meant) for read, meant in _MISREADINGS)


_MISREADINGS = (("cp1251", "utf-8"), ("cp1252", "utf-8"), ("latin-1", "utf-8"), *(
    (read, "cp1251") for read in ("cp1252", "latin-1")
))  # fmt: skip


def _was_other(text: str, read: str, meant: str) -> bool:
    """Whether undoing the misreading gives words in Cyrillic."""
    if text.isascii():
        return False
    try:
        undone = text.encode(read).decode(meant)
    except UnicodeError:
        return False
    letters = [char for char in undone if char.isalpha()]
    cyrillic = sum("\u0400" <= char <= "\u04ff" for char in letters)
    return cyrillic >= max(3, len(letters) * 2 // 3)


def _is_digit(char: str) -> bool:
    return char.isascii() and char.isdigit()


def _refuse_unseen(name: str, field: str) -> None:
    for char in name:
        category = unicodedata.category(char)
        if category in _UNSEEN_CATEGORIES or char in _BLANKS:
            raise ClassroomError(
                field,
                "unseen",
                _("It holds a character that cannot be seen (%(code)s). Type the name by hand.")
                % {"code": _code(char)},
            )
        if category[0] == "M":
            raise ClassroomError(
                field,
                "mark",
                _("It holds a mark that is piled on a letter (%(code)s). Leave it out.")
                % {"code": _code(char)},
            )


def _not_too_long(name: str, field: str) -> str:
    if len(name) > LONGEST:
        raise ClassroomError(
            field,
            "too-long",
            _("A name has at most %(most)d characters; this one has %(number)d.")
            % {"most": LONGEST, "number": len(name)},
        )
    return name


def _not_in_name(char: str) -> str:
    return _(
        "“%(char)s” does not belong in a name: letters, digits, spaces, hyphens, apostrophes and"
        " dots do."
    ) % {"char": char}


def _code(char: str) -> str:
    return f"U+{ord(char):04X}"
