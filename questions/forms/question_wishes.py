"""What the editor's values wish for, and which rows they name."""

from collections.abc import Mapping

from questions.authoring.records import OptionWish, PartWish, QuestionWish
from questions.forms.question_values import Values, count_of, first
from questions.forms.questions import FIELDS_OF, QuestionForm
from questions.models import Fact, Form

_MISTAKEN = ("True", "False")


def question_wish(values: Values, *, form: str, facts: Mapping[int, Fact]) -> QuestionWish:
    """The question that is wished for, holding what its form uses; facts are by id."""
    value = {name: first(values, name) for name in QuestionForm.base_fields}
    shown = FIELDS_OF[form]
    has = {name: value[name] if name in shown else "" for name in value}
    return QuestionWish(
        form=form,
        language=value["language"],
        stem=value["stem"],
        answer=value["truth"] if form == Form.TRUE_FALSE else has["answer"],
        cue=value["cue"] or "value",
        title=value["title"],
        accepted=tuple(line for line in has["accepted"].splitlines() if line.strip()),
        unit=has["unit"],
        tolerance=has["tolerance"],
        options=_options(values, form, facts),
        parts=_parts(values, form, facts) if "parts" in shown else (),
    )


def _options(values: Values, form: str, facts: Mapping[int, Fact]) -> tuple[OptionWish, ...]:
    if form == Form.TRUE_FALSE:
        return _truth(values)
    if "options" not in FIELDS_OF[form]:
        return ()
    keys = values.get("key", [])
    return tuple(
        OptionWish(
            first(values, f"options-{place}-text"),
            is_key=str(place) in keys,
            reason="" if str(place) in keys else first(values, f"options-{place}-reason"),
            true_of=facts.get(number_in(first(values, f"options-{place}-true_of"))),
        )
        for place in written_rows(values, "options")
    )


def _truth(values: Values) -> tuple[OptionWish, ...]:
    """True and False; who takes a false statement for true is told the reason."""
    truth, reason = first(values, "truth"), first(values, "reason")
    return tuple(
        OptionWish(text, is_key=text == truth, reason=reason if (text, truth) == _MISTAKEN else "")
        for text in ("True", "False")
    )


def _parts(values: Values, form: str, facts: Mapping[int, Fact]) -> tuple[PartWish, ...]:
    found = []
    for rank, place in enumerate(written_rows(values, "parts")):
        fact = facts.get(number_in(first(values, f"parts-{place}-fact")))
        text, answer = (first(values, f"parts-{place}-{name}") for name in ("text", "answer"))
        if fact is not None:
            found.append(PartWish(fact, text, answer, rank=rank if form == Form.ORDER else 0))
    return tuple(found)


def written_rows(values: Values, kind: str) -> list[int]:
    """The places of the rows of options or parts in which something stands."""
    names = ("text",) if kind == "options" else ("text", "answer", "fact")
    return [
        place
        for place in range(count_of(values, kind))
        if any(first(values, f"{kind}-{place}-{name}").strip() for name in names)
    ]


def fact_ids(values: Values) -> set[int]:
    """The ids of all facts that the values name."""
    names = [
        "fact",
        *(f"options-{place}-true_of" for place in range(count_of(values, "options"))),
        *(f"parts-{place}-fact" for place in range(count_of(values, "parts"))),
    ]
    return {number for name in names if (number := number_in(first(values, name)))}


def source_id(values: Values) -> int:
    """The id of the source that the values name, 0 for none."""
    return number_in(first(values, "source"))


def number_in(text: str) -> int:
    """The id that the text is, 0 where it is none."""
    # Longer ones are no ids, and too large for a database.
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0
