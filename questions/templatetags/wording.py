"""How results, shares and days read in the learner's language."""

from datetime import date

from django import template
from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.translation import (
    get_language,
    get_language_info,
    gettext_lazy,
    gettext_noop,
    ngettext,
)
from django.utils.translation import gettext as _

from questions.generation.wording import TRUE_FALSE
from questions.models import Flag, Topic

register = template.Library()

_TRUE = {says_true for says_true, _says_false in TRUE_FALSE.values()}

_TITLES = {
    "correct": gettext_lazy("Right"),
    "partial": gettext_lazy("Partly right"),
    "review": gettext_lazy("Close, but not quite"),
    "wrong": gettext_lazy("Not this time"),
}
_REASONS = {
    "spelling": gettext_lazy("We let a small spelling slip pass."),
    "transliteration": gettext_lazy("Your spelling in the other alphabet was understood."),
    "coarser": gettext_lazy("Right as far as it goes; the full answer is more exact."),
    "rounded": gettext_lazy("Rounded, which is close enough here."),
    "one-end": gettext_lazy("One end of the range is right; the other is missing."),
    "incomplete": gettext_lazy("Part of the date is missing."),
    "unit": gettext_lazy("The number fits, but the unit is another one."),
    "several": gettext_lazy("You gave more than one answer."),
    "part-of-name": gettext_lazy("That is only a part of the answer."),
    "extra-words": gettext_lazy("The name is there, with other words around it."),
    "finer": gettext_lazy("You gave more detail than the source does."),
    "ambiguous-date": gettext_lazy("The day and the month can be read either way."),
    "magnitude": gettext_lazy("The digits fit, but the size is off by thousands."),
    "near-other": gettext_lazy("That is as near to another name as to this one."),
    "negation": gettext_lazy("A “not” or an “or” leaves open what you meant."),
    "missing-items": gettext_lazy("Something is missing from the list."),
    "extra-items": gettext_lazy("One item does not belong in the list."),
    "ruled": gettext_lazy("A teacher decided that this does not count as right."),
    "looked-up": gettext_lazy("No harm done: see how they go together."),
    "gave-up": gettext_lazy("No harm done: it comes back until it sticks."),
    "self-rated": gettext_lazy("You rated this card yourself."),
}

_PAY = {
    "again": gettext_lazy("Practice keeps it fresh; points come when you know it on a later day."),
    "guessable": gettext_lazy("True or false can be guessed, so it pays no points."),
    "first": gettext_lazy("First meeting: points come when you still know it on a later day."),
    "no-longer": gettext_lazy(
        "You knew it after a pause as long before; points come when the pause grows."
    ),
}

# Whom the library's facts name as their voice; who it is elsewhere is told as it was written.
VOICES = (
    gettext_noop("Kuppaeva"),
    gettext_noop("Makubayev"),
    gettext_noop("Nazarbayev"),
    gettext_noop("Tokayev"),
    gettext_noop("Kazakhstan's foreign ministry"),
    gettext_noop("a survey of about 2009 on Kazakhstan's foreign policy"),
    gettext_noop("a survey of about 2009 on Kazakhstan's multi-vector policy"),
    gettext_noop("the Concept of Kazakhstan's CICA chairmanship for 2020–2022"),
    gettext_noop("the member states"),
)
# Django's Kazakh calls Tuesday as others call Saturday.
WEEKDAYS = (
    gettext_noop("Mon"),
    gettext_noop("Tue"),
    gettext_noop("Wed"),
    gettext_noop("Thu"),
    gettext_noop("Fri"),
    gettext_noop("Sat"),
    gettext_noop("Sun"),
)


@register.filter
def short(topic: Topic) -> str:
    """A topic's short name as HTML, with what it stands for where it stands for something."""
    if topic.title == topic.name:
        return topic.name
    return format_html('<abbr title="{}">{}</abbr>', topic.title, topic.name)


@register.filter
def voice(name: str) -> str:
    """Whose words a fact gives, in the reader's language where the library knows them."""
    return _(name) if name in VOICES else name


@register.filter
def outcome_title(outcome: str) -> str:
    """“Right”, “Not this time” and so on."""
    return str(_TITLES.get(outcome, ""))


@register.filter
def reason_text(reason: str) -> str:
    """What grading a typed answer has to say; empty where nothing needs saying."""
    return str(_REASONS.get(reason, ""))


@register.filter
def pay_text(code: str) -> str:
    """Why a right response earned no points; empty where it did, or where nothing is to be said."""
    return str(_PAY.get(code, ""))


@register.filter
def percent(share: float | None) -> str:
    """A share of 0 to 1 as whole per cent; a dash for none."""
    if share is None:
        return "–"
    return _("%(share)d%%") % {"share": round(share * 100)}


@register.filter
def correlation(number: float | None) -> str:
    """A correlation with two digits, as one writes them here, and a real minus; a dash for none."""
    return "–" if number is None else number_format(number, 2).replace("-", "\u2212")


@register.filter
def hundredths(share: float) -> str:
    """A share as a length of at most a hundred, as SVG writes it whatever the language."""
    return f"{share * 100:.1f}"


@register.filter
def in_days(days: int | None) -> str:
    """When something comes back: today, tomorrow, in so many days."""
    if days is None:
        return ""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}


@register.filter
def days_from(day: date, today: date) -> int:
    """Days from today to a day."""
    return (day - today).days


@register.filter(expects_localtime=True)
def short_date(day: date) -> str:
    """“7 Jun 2026”; of a moment, the day that it has in the time zone of the page."""
    # The format is translated too: in Kazakh and Russian months have small letters.
    return date_format(day, _("j M Y"))


@register.filter
def short_day(day: date) -> str:
    """“7 Jun”."""
    return date_format(day, _("j M"))


@register.filter
def weekday(day: date) -> str:
    """“Monday”."""
    return date_format(day, "l")


@register.filter
def weekday_short(day: date) -> str:
    """“Mon”."""
    return date_format(day, "D")


@register.simple_tag
def flag_reasons() -> list[tuple[str, str]]:
    """What can be the matter with a question, as a list to choose from."""
    return [(code, str(text)) for code, text in Flag.Reason.choices]


@register.filter
def is_true(answer: str) -> bool:
    """Whether this key of a true-or-false question, in the question's language, says true."""
    return answer in _TRUE


def reader_language() -> str:
    """The language in which the page is read."""
    return (get_language() or "en")[:2]


@register.filter
def language_name(code: str) -> str:
    """What one of the site's languages is called in the reader's; nothing for any other code."""
    if code not in dict(settings.LANGUAGES):
        return ""
    return str(get_language_info(code)["name_translated"])
