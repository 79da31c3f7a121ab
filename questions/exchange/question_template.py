"""The table to fill in: an example of every form, and what each column is for."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from questions.exchange import csv_file, xlsx_file
from questions.exchange.question_records import (
    CitedSource,
    NumberRecord,
    OptionRecord,
    PairRecord,
    QuestionRecord,
    true_false,
)
from questions.exchange.table_words import FORM_WORDS
from questions.models import Form

_CHARTER = CitedSource("Charter of the Shanghai Cooperation Organisation", "", "2002", "")


def template(ending: str) -> bytes:
    """The table as `xlsx`, with a sheet of explanations in the active language, or as `csv`."""
    if ending == "xlsx":
        return xlsx_file.write(examples(), list(explanations()))
    return csv_file.write(examples())


def examples() -> list[QuestionRecord]:
    """A question of every form, in the three languages."""
    return [*_chosen(), *_written(), *_others()]


def _chosen() -> list[QuestionRecord]:
    """Forms whose answer is chosen."""
    return [
        QuestionRecord(
            form=Form.CHOICE,
            topic="sco",
            language="en",
            importance="3",
            stem="In which year was the Charter of the SCO signed?",
            options=(
                OptionRecord("1996", reason="The Shanghai Five met for the first time then."),
                OptionRecord("2001", reason="The SCO itself was founded then."),
                OptionRecord("2002", is_key=True),
            ),
            statement="The Charter of the SCO was signed in 2002.",
            source=_CHARTER,
            place="last page",
            tags=("SCO", "dates"),
        ),
        QuestionRecord(
            form=Form.CHOOSE_ALL,
            topic="sco",
            language="ru",
            stem="Какие из этих государств основали ШОС?",
            options=(
                OptionRecord("Казахстан", is_key=True),
                OptionRecord("Узбекистан", is_key=True),
                OptionRecord("Индия", reason="Индия вступила позже."),
            ),
            explanation="Основателей было шесть.",
        ),
        QuestionRecord(
            form=Form.TRUE_FALSE,
            topic="osce",
            language="kk",
            stem="ЕҚЫҰ саммиті 2010 жылы Астанада өтті.",
            options=true_false(is_true=True),
        ),
    ]


def _written() -> list[QuestionRecord]:
    """Forms whose answer is written."""
    return [
        QuestionRecord(
            form=Form.TYPED,
            topic="osce",
            language="ru",
            stem="В каком городе прошёл саммит ОБСЕ 2010 года?",
            accepted=("Астана", "в Астане"),
        ),
        QuestionRecord(
            form=Form.CLOZE,
            topic="sco",
            language="en",
            stem="The SCO was founded in ____ in 2001.",
            accepted=("Shanghai",),
        ),
        QuestionRecord(
            form=Form.NUMBER,
            topic="sco",
            language="kk",
            stem="ШЫҰ-ны неше мемлекет құрды?",
            number=NumberRecord("6", "0", "мемлекет"),
        ),
    ]


def _others() -> list[QuestionRecord]:
    """Forms of several facts, and the flashcard."""
    return [
        QuestionRecord(
            form=Form.MATCH,
            topic="foreign-policy",
            language="en",
            stem="Match each organisation with the year of its founding.",
            pairs=(PairRecord("SCO", "2001"), PairRecord("CSTO", "2002"), PairRecord("UN", "1945")),
        ),
        QuestionRecord(
            form=Form.ORDER,
            topic="foreign-policy",
            language="ru",
            stem="Расположите по порядку, начиная с самого раннего.",
            items=("Основание ООН", "Основание ШОС", "Саммит ОБСЕ в Астане"),
        ),
        QuestionRecord(
            form=Form.FLASHCARD,
            topic="cica",
            language="en",
            stem="What does CICA stand for?",
            accepted=("Conference on Interaction and Confidence-Building Measures in Asia",),
        ),
    ]


def explanations() -> Iterator[tuple[str, str]]:
    """Each column's name and what to write there, in the active language."""
    yield "", _("One question a row. Delete the examples. Only the question is needed everywhere.")
    forms = ", ".join(f"{form} ({FORM_WORDS[form]})" for form in map(str, Form))
    yield (
        "form",
        _("How it is asked: %(forms)s. If empty, it is told by the rest.") % {"forms": forms},
    )
    yield "topic", _("The short name of a topic, such as sco. If empty, you choose one for all.")
    yield "language", "kk, ru, en"
    yield "importance", _("1 detail, 2 good to know, 3 essential.")
    yield "title", _("What you call it; learners do not see it.")
    yield "question", _("What learners read. A gap is four underscores: ____")
    yield "right", _("The number of the right option; several with commas; true or false.")
    yield (
        "option 1, 2, …",
        _(
            "Options; accepted texts of a typed answer or a gap; a number; left halves of pairs; "
            "items in their right order; the back of a flashcard."
        ),
    )
    yield "reason 1, 2, …", _("Why the option is wrong. Of true or false: 1 for true, 2 for false.")
    yield "match 1, 2, …", _("The right halves of pairs.")
    yield "tolerance", _("How far off a number may be.")
    yield "unit", _("The unit of a number.")
    yield "explanation", _("What is told after the answer.")
    yield "statement", _("The fact as one sentence that is true on its own.")
    yield "source", _("The title of the document that proves it. If empty, the file is the source.")
    yield "authors, year, address", _("Of the source; the address is a DOI or a link.")
    yield "place", _("Where in the source: page 12, article 5.")
    yield "tags", _("Words of your own, parted by semicolons.")
