"""The question editor: its fields as shown, what is wrong with them, what they wish for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.urls import reverse

from questions.authoring.errors import FieldFlaw
from questions.authoring.naming import statement_of
from questions.authoring.records import FactWish, QuestionWish
from questions.forms.question_faults import question_faults
from questions.forms.question_proof import fact_faults, fact_wish
from questions.forms.question_values import Values, count_of, first, form_of
from questions.forms.question_wishes import number_in, question_wish, written_rows
from questions.forms.questions import (
    ANSWERS,
    FIELDS_OF,
    MOST_OPTIONS,
    MOST_PARTS,
    STEMS,
    FactForm,
    OptionForm,
    PartForm,
    QuestionForm,
    SourceForm,
)
from questions.models import Fact, Form, Source


@dataclass(frozen=True)
class Row:
    """An option or a part as it is shown."""

    place: int
    form: forms.Form
    is_key: bool = False
    is_last: bool = False
    fact: Fact | None = None

    @property
    def number(self) -> int:
        """What it is called by, from 1."""
        return self.place + 1

    @property
    def fact_name(self) -> str:
        """The name of the field that holds its fact."""
        return f"parts-{self.place}-fact"


class QuestionEditor:
    """What is being written, whether it can be stored or not.

    `facts` are those of the ids among the values that the teacher may use, `source` likewise.
    """

    def __init__(
        self, values: Values, *, uid: str, facts: Mapping[int, Fact], source: Source | None
    ) -> None:
        self.values, self.uid, self.facts, self.source = values, uid, facts, source
        self.form = form_of(values)
        self.shown = FIELDS_OF[self.form]
        self.fact = facts.get(number_in(first(values, "fact")))
        self.fact_from = _one_of(first(values, "fact_from"), "existing", "new")
        self.source_from = _one_of(first(values, "source_from"), "existing", "new")
        self.told: dict[str, list[FieldFlaw]] = {}
        self.question = self._form(QuestionForm)
        self.fact_form = self._form(FactForm, "fact")
        self.source_form = self._form(SourceForm, "source")
        self.options = list(self._options()) if "options" in self.shown else []
        self.parts = list(self._parts()) if "parts" in self.shown else []
        self._label()

    @property
    def can_add_option(self) -> bool:
        """Whether there is room for one more option."""
        return len(self.options) < MOST_OPTIONS

    @property
    def can_add_part(self) -> bool:
        """Whether there is room for one more part."""
        return len(self.parts) < MOST_PARTS

    @property
    def statement(self) -> str:
        """What the fact says in the question's language, or in any."""
        if self.fact_from == "new":
            return first(self.values, "fact-statement").strip()
        return statement_of(self.fact, first(self.values, "language")) if self.fact else ""

    def _form(self, kind: type[forms.Form], prefix: str | None = None) -> forms.Form:
        dashed = f"{prefix}-" if prefix else ""
        given = {
            name: first(self.values, dashed + name)
            for name in kind.base_fields
            if dashed + name in self.values
        }
        made = kind(initial=given, prefix=prefix, auto_id=f"{self.uid}-%s")
        for field in made:
            flaws = f"{self.uid}-{_told_at(field.html_name)}-flaws"
            told = f"{field.auto_id}-help {flaws}" if field.help_text else flaws
            field.field.widget.attrs["aria-describedby"] = told
            if field.name in _SEARCHES:
                field.field.widget.attrs.update(_combobox(field))
        return made

    def _options(self) -> Iterator[Row]:
        count = count_of(self.values, "options")
        keys = self.values.get("key", [])
        for place in range(count):
            form = self._form(OptionForm, f"options-{place}")
            yield Row(place, form, is_key=str(place) in keys, is_last=place == count - 1)

    def _parts(self) -> Iterator[Row]:
        count = count_of(self.values, "parts")
        for place in range(count):
            form = self._form(PartForm, f"parts-{place}")
            fact = self.facts.get(number_in(first(self.values, f"parts-{place}-fact")))
            yield Row(place, form, is_last=place == count - 1, fact=fact)

    def _label(self) -> None:
        stem = self.question["stem"]
        stem.label, stem.help_text = map(str, STEMS[self.form])
        if self.form in ANSWERS:
            self.question["answer"].label = str(ANSWERS[self.form])

    def fields(self) -> Iterator[BoundField]:
        """The fields that are shown."""
        for name in ("form", "language", "title", "stem"):
            yield self.question[name]
        yield from self.own_fields
        for row in self.options:
            yield from (row.form["text"], row.form["reason"])
        for row in self.parts:
            yield from (row.form["text"], row.form["answer"], row.form["fact_query"])
        if "parts" not in self.shown:
            yield from self.fact_form
            yield from self.source_form

    @property
    def own_fields(self) -> list[BoundField]:
        """The fields that this form has and others have not, but for options and parts."""
        return [self.question[name] for name in self.shown if name not in ("options", "parts")]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was written in fields that this form does not show, so that nothing is lost."""
        shown = {field.html_name for field in self.fields()}
        hidden = [name for name in _SWITCHED if name not in shown]
        kinds = [kind for kind in ("options", "parts") if kind not in self.shown]
        hidden += [n for n in self.values if n.partition("-")[0] in kinds]
        if "options" not in self.shown:
            hidden.append("key")
        if "parts" in self.shown:
            hidden += [n for n in self.values if n.startswith(_PROOF)]
        return [(name, text) for name in hidden for text in self.values.get(name, []) if text]

    @property
    def told_anywhere(self) -> list[FieldFlaw]:
        """What concerns no single field."""
        return self.told.get("", [])

    def tell(self, flaws: Iterable[FieldFlaw], *, is_refusal: bool = False) -> None:
        """Show flaws at the fields they concern; what concerns none of them stands at the top."""
        kinds = [name for name in ("options", "parts") if name in self.shown]
        proof = [] if "parts" in self.shown else ["fact", "source"]
        self.told = {name: [] for name in ("", *kinds, *proof)}
        fields = {field.html_name: field for field in self.fields()}
        for field in fields.values():
            field.told = self.told.setdefault(field.html_name, [])  # type: ignore[attr-defined]
        for flaw in flaws:
            name = flaw.field if flaw.field in self.told else ""
            if flaw not in self.told[name]:
                self.told[name].append(flaw)
            if is_refusal and flaw.is_gate and name in fields:
                fields[name].field.widget.attrs["aria-invalid"] = "true"

    def focus_on(self, name: str) -> None:
        """Have the field of that name take the focus when the editor is shown."""
        searches = [self.question["fact_query"], self.question["source_query"]]
        for field in (*self.fields(), *searches):
            if field.html_name == name:
                field.field.widget.attrs["data-focus"] = True

    def tell_wish(self, flaws: Iterable[FieldFlaw], *, is_refusal: bool = False) -> None:
        """The same for flaws of the wish, which knows nothing of rows that were left empty."""
        self.tell(map(self._placed, flaws), is_refusal=is_refusal)

    def _placed(self, flaw: FieldFlaw) -> FieldFlaw:
        kind, _, rest = flaw.field.partition("-")
        number, _, field = rest.partition("-")
        if kind not in ("options", "parts") or not number.isdecimal():
            return flaw
        rows = written_rows(self.values, kind)
        if self.form == Form.TRUE_FALSE or int(number) >= len(rows):
            return FieldFlaw(
                "truth" if kind == "options" else "", flaw.code, flaw.message, flaw.is_gate
            )
        # What is wrong with a fact is told where it is looked for.
        field = {"": "text", "fact": "fact_query", "true_of": "text"}.get(field, field)
        name = f"{kind}-{rows[int(number)]}-{field}"
        return FieldFlaw(name, flaw.code, flaw.message, flaw.is_gate)

    def wish(self) -> QuestionWish:
        """The question that is wished for, as far as it is written."""
        return question_wish(self.values, form=self.form, facts=self.facts)

    def fact_wish(self) -> Fact | FactWish | None:
        """The fact that was picked, or the one that is to be made; None where neither is."""
        if "parts" in self.shown:
            parts = self.wish().parts
            return parts[0].fact if parts else None
        if self.fact_from == "existing":
            return self.fact
        return fact_wish(self.values, source=self.source)

    def faults(self) -> list[FieldFlaw]:
        """What keeps the editor's content from being stored at all."""
        found = question_faults(self)
        if "parts" not in self.shown:
            found += fact_faults(
                self.values, fact=self.fact, source=self.source, is_new=self.fact_from == "new"
            )
        return found

    @property
    def containers(self) -> list[tuple[str, list[FieldFlaw]]]:
        """The ids of the places where flaws are told, each with what is told there."""
        return [(f"{self.uid}-{name or 'all'}-flaws", told) for name, told in self.told.items()]

    @property
    def gate_count(self) -> int:
        """How many things must be mended."""
        return sum(flaw.is_gate for told in self.told.values() for flaw in told)

    @property
    def hint_count(self) -> int:
        """How many things could be better."""
        return sum(not flaw.is_gate for told in self.told.values() for flaw in told)


_SWITCHED = ("answer", "accepted", "unit", "tolerance", "truth", "reason")
_PROOF = ("fact", "source", "cue")


_SEARCHES = {"fact_query": "desk:question-facts", "source_query": "desk:question-sources"}


def _combobox(field: BoundField) -> dict[str, str]:
    """What makes a field look up what it is given, while somebody types."""
    return {
        "role": "combobox",
        "autocomplete": "off",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": f"{field.auto_id}-list",
        "hx-get": reverse(_SEARCHES[field.name]),
        "hx-trigger": "input changed delay:250ms",
        "hx-target": f"#{field.auto_id}-list",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def _told_at(name: str) -> str:
    """Where the flaws of a field are told: a search tells those of what it finds."""
    return {"fact_query": "fact", "source_query": "source", "cue": "all"}.get(name, name)


def _one_of(text: str, *allowed: str) -> str:
    return text if text in allowed else allowed[0]
