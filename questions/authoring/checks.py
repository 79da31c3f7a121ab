"""The checks of generated questions for those that people write, each flaw at its field.

Only what is needed to judge the question is read: its fact, what else the library says of the same
subject, and the names of things.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Q

from questions.authoring.drafting import Case, case_of
from questions.authoring.errors import AuthoringError, FieldFlaw
from questions.authoring.findings import find
from questions.authoring.flaw_words import words_for
from questions.authoring.meaning import Things
from questions.authoring.records import QuestionWish
from questions.authoring.rows import plain_wish
from questions.generation import checks as gates
from questions.generation import flaws, option_flaws
from questions.generation.drafts import Draft, Flaw
from questions.generation.knowledge import Knowledge
from questions.generation.records import FactRecord, records_by_id
from questions.models import SET_FORMS, Cue, Fact, User

__all__ = ["Checks", "FieldFlaw", "check_wish"]

_OPTION = re.compile(r"options-(\d+)(.*)")
_QUOTED = re.compile("“(.*?)”")
# By whether their lists of words are English.
_GATES: tuple[tuple[Callable[[Draft, Knowledge], Flaw | None], bool], ...] = (
    (gates.empty_stem, False),
    (gates.few_distractors, False),
    (gates.key_in_stem, False),
    (gates.needs_context, True),
    (gates.missing_year, False),
    (gates.missing_attribution, True),
    (gates.no_question_mark, False),
)
# A set's stem asks several facts, so it need not say what one of them wants said.
_GATES_OF_SETS = ((gates.empty_stem, False), (gates.needs_context, True))
_FLAWS: tuple[tuple[Callable[[Draft], Flaw | None], bool], ...] = (
    (option_flaws.longest_is_key, False),
    (option_flaws.clang, False),
    (option_flaws.convergence, False),
    (option_flaws.unsorted_options, False),
    (option_flaws.outlier, False),
    (option_flaws.number_gives_away, True),
    (option_flaws.article_stands_out, True),
    (flaws.absolute_terms, True),
    (flaws.vague_terms, True),
    (flaws.judging_terms, True),
    (flaws.gap_in_the_middle, False),
    (flaws.other_grain_asked, True),
    (flaws.article_gives_away, True),
    (flaws.negative_stem, True),
    (flaws.long_stem, False),
)
_AT_OPTIONS = frozenset({"few-distractors", "unsorted-options", "outlier"})
_AT_KEY = frozenset({"longest-is-key", "clang", "convergence", "number", "article-stands-out"})
_AT_OPTION = frozenset({"true-distractor", "barred-distractor", "absolute-terms", "vague-terms"})


def check_wish(wish: QuestionWish, *, fact: Fact | None, statement: str = "") -> list[FieldFlaw]:
    """Everything wrong with the question, the gates first, each at its field and with what to do.

    Without a fact, the statement is that of the fact about to be made with its source.
    """
    checks = Checks.for_questions([(fact, wish)], fact.owner_id if fact else None)
    return checks.of(wish, fact, statement)


@dataclass
class Checks:
    """What must be known to judge some questions, read in a constant number of statements."""

    things: Things
    records: Mapping[int, FactRecord] = field(default_factory=dict)
    related: Mapping[int, FactRecord] = field(default_factory=dict)

    @classmethod
    def for_questions(
        cls, pairs: Sequence[tuple[Fact | None, QuestionWish]], owner: User | int | None
    ) -> "Checks":
        """What is known to whoever owns the questions."""
        things = Things.known_to(owner)
        asked = {fact.pk: fact for fact, _ in pairs if fact is not None}
        facts = asked | {part.fact.pk: part.fact for _, wish in pairs for part in wish.parts}
        records = records_by_id(facts) if facts else {}
        ids = _related_ids(pairs, records, things)
        return cls(things, records, records_by_id(ids) if ids else {})

    def library_record(self, fact: Fact) -> FactRecord | None:
        """The fact as a record where it has a subject and a value."""
        return self.records.get(fact.pk) if fact.relation_id else None

    def of(self, wish: QuestionWish, fact: Fact | None, statement: str = "") -> list[FieldFlaw]:
        """Everything wrong with the question, the gates first."""
        try:
            plain = plain_wish(wish, wants_stem=False)
            record = self.records.get(fact.pk) if fact else None
            case = case_of(plain, fact=fact, record=record, statement=statement, things=self.things)
        except AuthoringError as error:
            return list(error.flaws)
        except ValueError:
            return [_flaw("tolerance", "tolerance", is_gate=True)]
        found = [*self._uncited(case), *_own(case), *self._generated(case)]
        rows = [i for i, option in enumerate(wish.options) if option.text.strip()]
        placed = (_in_row(flaw, rows) for flaw in _once(found))
        return sorted(placed, key=lambda flaw: not flaw.is_gate)

    def codes(self, wish: QuestionWish, fact: Fact | None) -> list[str]:
        """The codes of what is wrong, as they are stored with the question."""
        return list(dict.fromkeys(flaw.code for flaw in self.of(wish, fact)))

    def _uncited(self, case: Case) -> Iterator[FieldFlaw]:
        """Parts whose facts cite nothing."""
        for i, part in enumerate(case.wish.parts):
            record = self.records.get(part.fact.pk)
            if record is None or not record.is_cited:
                yield _flaw(f"parts-{i}-fact", "no-citation", is_gate=True)

    def _generated(self, case: Case) -> Iterator[FieldFlaw]:
        """What the checks of generated questions find, but for English lists in other languages."""
        draft, is_english = case.draft, case.wish.language == "en"
        known = {record.slug: record for record in (*self.related.values(), draft.fact)}
        knowledge = Knowledge(known, draft.language)
        if knowledge.answer(draft.fact, draft.cue) and (
            flaw := gates.true_distractor(draft, knowledge)
        ):
            yield _at_field(case, flaw)
        for gate, wants_english in _GATES if draft.form not in SET_FORMS else _GATES_OF_SETS:
            if (is_english or not wants_english) and (flaw := gate(draft, knowledge)):
                yield _at_field(case, flaw)
        for find_flaw, wants_english in _FLAWS:
            if (is_english or not wants_english) and (flaw := find_flaw(draft)):
                yield _at_field(case, flaw)


def _related_ids(
    pairs: Iterable[tuple[Fact | None, QuestionWish]],
    records: Mapping[int, FactRecord],
    things: Things,
) -> set[int]:
    """The library's facts that could say that a wrong option is right, or bar it.

    Three conditions for all questions together, since SQLite takes no thousand of them.
    """
    about, barred, named = set[tuple[int | None, int]](), set[str](), set[str]()
    kinds = set[str]()
    for fact, wish in pairs:
        record = records.get(fact.pk) if fact else None
        if fact is None or record is None or not fact.relation_id or not wish.options:
            continue
        barred |= record.never
        if wish.cue == Cue.VALUE:
            about.add((fact.subject_id, fact.relation_id))
        else:
            found = (things.named(option.text) for option in wish.options)
            named |= {thing.slug for thing in found if thing}
            kinds.add(record.value_kind)
    if not (about or barred or named):
        return set()
    wanted = Q(slug__in=barred)
    wanted |= Q(subject__in={s for s, _ in about}, relation__in={r for _, r in about})
    # What a subject is the answer of is known by its value, of whatever relation.
    wanted |= Q(subject__slug__in=named, relation__value_kind__in=kinds)
    return set(Fact.objects.library().published().filter(wanted).values_list("pk", flat=True))


def _own(case: Case) -> Iterator[FieldFlaw]:
    for place, code, is_gate, word in find(case):
        yield _flaw(place, code, is_gate=is_gate, word=word)


def _flaw(place: str, code: str, *, is_gate: bool = False, word: str = "") -> FieldFlaw:
    return FieldFlaw(place, code, words_for(code, word), is_gate)


def _at_field(case: Case, flaw: Flaw) -> FieldFlaw:
    # Generation tells its flaws in English on the command line; the word it found stands in quotes.
    quoted = _QUOTED.search(flaw.message)
    word = quoted[1] if quoted else ""
    if flaw.code == "missing-attribution":
        word = case.draft.fact.according_to
    place = _place(case, flaw.code, word)
    return _flaw(place, flaw.code, is_gate=flaw.is_gate, word=word)


def _place(case: Case, code: str, word: str) -> str:
    if code in _AT_OPTIONS:
        return "options"
    options = case.wish.options
    if code in _AT_KEY:
        return f"options-{next(i for i, o in enumerate(options) if o.is_key)}-text"
    if code in _AT_OPTION and word not in case.wish.stem:
        place = next((i for i, o in enumerate(options) if word in o.text), None)
        return "options" if place is None else f"options-{place}-text"
    return "stem"


def _in_row(flaw: FieldFlaw, rows: Sequence[int]) -> FieldFlaw:
    """The flaw at the row of the form, of which some may have been left empty."""
    row = _OPTION.match(flaw.field)
    if row is None or int(row[1]) >= len(rows):
        return flaw
    return replace(flaw, field=f"options-{rows[int(row[1])]}{row[2]}")


def _once(found: Iterable[FieldFlaw]) -> Iterator[FieldFlaw]:
    """Each flaw once at its field."""
    seen = set[tuple[str, str]]()
    for flaw in found:
        if (flaw.field, flaw.code) not in seen:
            seen.add((flaw.field, flaw.code))
            yield flaw
