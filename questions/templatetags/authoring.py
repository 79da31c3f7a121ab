"""How the desk calls forms, facts, places and keys."""

from django import template
from django.utils.translation import gettext as _

from questions.authoring.naming import FORM_LABELS, statement_of
from questions.models import Citation, Fact
from questions.templatetags.wording import reader_language

register = template.Library()

_FORMS = dict(FORM_LABELS)


@register.filter
def form_label(form: str) -> str:
    """What a form is called at the desk."""
    return str(_FORMS.get(form, form))


@register.filter
def statement(fact: Fact) -> str:
    """What a fact says, in the reader's language where it does; its texts are read."""
    return statement_of(fact, reader_language())


@register.filter
def place(citation: Citation) -> str:
    """Where in its source a citation stands, in words."""
    if citation.place:
        return citation.place
    if not citation.paragraph:
        return citation.section
    paragraph = _("paragraph %(number)d") % {"number": citation.paragraph}
    return f"{citation.section}, {paragraph}" if citation.section else paragraph
