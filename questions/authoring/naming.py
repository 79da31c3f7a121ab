"""What forms and facts are called at the desk."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questions.models import Fact, Form

FORM_LABELS: list[tuple[str, Promise]] = [
    (Form.CHOICE, _("One right option")),
    (Form.TRUE_FALSE, _("True or false")),
    (Form.CLOZE, _("Fill the gap")),
    (Form.TYPED, _("Typed answer")),
    (Form.NUMBER, _("Number")),
    (Form.CHOOSE_ALL, _("Choose all that apply")),
    (Form.FLASHCARD, _("Flashcard")),
    (Form.ORDER, _("Put in order")),
    (Form.MATCH, _("Match pairs")),
]


def statement_of(fact: Fact, language: str) -> str:
    """What the fact says in the language, or in English, or in any; its texts are read."""
    texts = {text.language: text.statement for text in fact.texts.all()}
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), fact.slug)
