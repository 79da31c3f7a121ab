"""A question as the editor's field values: from a stored row, and from what was posted."""

from collections.abc import Mapping, Sequence

from django.http import QueryDict

from questions.authoring.records import QuestionWish
from questions.authoring.rows import wish_of
from questions.forms.questions import FIELDS_OF, MOST_OPTIONS, MOST_PARTS
from questions.models import Form, Question

Values = dict[str, list[str]]
OPTION_FIELDS = ("text", "reason", "true_of")
PART_FIELDS = ("fact", "fact_query", "text", "answer")
_FIRST_OPTIONS = 4
_FIRST_PARTS = 3
_LONGEST = 1_000_000


def posted_values(posted: QueryDict) -> Values:
    """What was posted, without what no database could hold; “nul” names the fields that had it."""
    values = {
        name: [text.replace("\0", "")[:_LONGEST] for text in texts]
        for name, texts in posted.lists()
    }
    values["nul"] = [name for name, texts in posted.lists() if any("\0" in text for text in texts)]
    return values


def new_values(*, form: str, language: str, topic: str = "") -> Values:
    """An empty question."""
    values = {
        "form": [form],
        "language": [language],
        "options-count": [str(_FIRST_OPTIONS)],
        "parts-count": [str(_FIRST_PARTS)],
    }
    return {**values, "fact-topic": [topic]} if topic else values


def stored_values(question: Question) -> Values:
    """A stored question, whose options and parts are read."""
    wish = wish_of(question)
    values: Values = {
        name: [getattr(wish, name)]
        for name in ("form", "language", "cue", "title", "stem", "unit", "tolerance")
    }
    values["accepted"] = ["\n".join(wish.accepted)]
    values["fact"] = [str(question.fact_id)]
    is_statement = wish.form == Form.TRUE_FALSE
    values |= _part_values(wish) | (_truth_values(wish) if is_statement else _option_values(wish))
    if wish.form in (Form.CLOZE, Form.TYPED, Form.NUMBER, Form.FLASHCARD):
        values["answer"] = [wish.answer]
    return values


def _truth_values(wish: QuestionWish) -> Values:
    keys = [option.is_key for option in wish.options]
    return {
        "truth": ["True" if keys[:1] == [True] else "False"] if any(keys) else [""],
        "reason": [next((option.reason for option in wish.options if option.reason), "")],
        "options-count": [str(_FIRST_OPTIONS)],
    }


def _option_values(wish: QuestionWish) -> Values:
    values: Values = {"options-count": [str(max(len(wish.options), _FIRST_OPTIONS))]}
    for place, option in enumerate(wish.options):
        values[f"options-{place}-text"] = [option.text]
        values[f"options-{place}-reason"] = [option.reason]
        values[f"options-{place}-true_of"] = [str(option.true_of.pk) if option.true_of else ""]
    values["key"] = [str(place) for place, option in enumerate(wish.options) if option.is_key]
    return values


def _part_values(wish: QuestionWish) -> Values:
    parts = list(wish.parts)
    if wish.form == Form.ORDER:
        parts.sort(key=lambda part: part.rank)
    values: Values = {"parts-count": [str(max(len(parts), _FIRST_PARTS))]}
    for place, part in enumerate(parts):
        values[f"parts-{place}-fact"] = [str(part.fact.pk)]
        values[f"parts-{place}-text"] = [part.text]
        values[f"parts-{place}-answer"] = [part.answer]
    return values


def first(values: Mapping[str, Sequence[str]], name: str) -> str:
    """The field's value, empty where there is none."""
    given = values.get(name) or [""]
    return given[-1]


def count_of(values: Mapping[str, Sequence[str]], kind: str) -> int:
    """How many rows of options or parts there are."""
    most = {"options": MOST_OPTIONS, "parts": MOST_PARTS}[kind]
    least = {"options": 2, "parts": 2}[kind]
    text = first(values, f"{kind}-count")
    # A question that came from elsewhere may have more rows than are offered here.
    return min(max(int(text), least), 2 * most) if text.isdecimal() and len(text) < 4 else least


def form_of(values: Mapping[str, Sequence[str]]) -> str:
    """The form that is written, a choice where what was posted is none."""
    form = first(values, "form")
    return form if form in FIELDS_OF else str(Form.CHOICE)


def add_row(values: Values, kind: str, fields: Sequence[str], row: Mapping[str, str] | None) -> str:
    """Fill the first empty row, or a new one; returns the name of its text's field."""
    count = count_of(values, kind)
    most = {"options": MOST_OPTIONS, "parts": MOST_PARTS}[kind]
    place = count
    if row is not None:
        empty = (i for i in range(count) if not first(values, f"{kind}-{i}-text").strip())
        place = next(empty, count)
    if place >= most:
        return f"{kind}-{count - 1}-text"
    for field in fields:
        values[f"{kind}-{place}-{field}"] = [(row or {}).get(field, "")]
    values[f"{kind}-count"] = [str(max(count, place + 1))]
    return f"{kind}-{place}-text"


def move_row(values: Values, kind: str, fields: Sequence[str], order: str) -> str:
    """Move a row by an order such as “2-up”; returns the name of its text's field."""
    number, _, direction = order.partition("-")
    count = count_of(values, kind)
    if not (number.isdecimal() and len(number) < 4 and int(number) < count):
        return "stem"
    place = int(number)
    other = place - 1 if direction == "up" else place + 1
    if not 0 <= other < count:
        return f"{kind}-{place}-text"
    for field in fields:
        here, there = f"{kind}-{place}-{field}", f"{kind}-{other}-{field}"
        values[here], values[there] = values.get(there, [""]), values.get(here, [""])
    if kind == "options":
        swap = {str(place): str(other), str(other): str(place)}
        values["key"] = [swap.get(key, key) for key in values.get("key", [])]
    return f"{kind}-{other}-text"


def carry_over(values: Values) -> None:
    """After another form was chosen, let it begin with the key that stands there already."""
    form = form_of(values)
    keys = [key for key in values.get("key", []) if key.isdecimal()]
    texts = [first(values, f"options-{key}-text") for key in keys]
    if "answer" in FIELDS_OF[form] and not first(values, "answer"):
        values["answer"] = texts[:1] or [""]
    if "options" in FIELDS_OF[form]:
        if not any(texts) and first(values, "answer"):
            add_row(values, "options", OPTION_FIELDS, {"text": first(values, "answer")})
            values["key"] = ["0"]
        if form == Form.CHOICE:
            values["key"] = values.get("key", [])[:1]
