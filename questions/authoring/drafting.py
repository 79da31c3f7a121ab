"""A hand-written question as the draft that the checks of generated questions read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from questions.authoring.keys import WRITTEN_FORMS, key_of_wish, listed_items, meaning_of_wish
from questions.authoring.meaning import Meaning, Things, meaning_of
from questions.authoring.records import QuestionWish
from questions.authoring.rows import answer_of_wish
from questions.generation.answers import Answer, answer_of, are_same, text_answer
from questions.generation.drafts import Draft, DraftOption
from questions.generation.records import FactRecord
from questions.generation.wording import listed
from questions.models import Cue, Fact, Form, ValueKind

# What a fact is of which nothing is known yet.
_NO_FACT = FactRecord(
    slug="",
    topic="",
    subject=None,
    relation="",
    value_kind=ValueKind.TEXT,
    several=True,
    values=(),
    as_of="",
    according_to="",
    near={Cue.VALUE: (), Cue.SUBJECT: ()},
    untrue=(),
    never=frozenset(),
    skip=frozenset(),
    is_cited=True,
    wordings={},
)


@dataclass(frozen=True)
class Case:
    """One question under examination: the wish made plain, and as a draft."""

    wish: QuestionWish
    draft: Draft
    fact: Fact | None
    # What the options say, in their order.
    meanings: tuple[Meaning, ...]
    # What the fact says in the question's language, or is about to say.
    statement: str


def case_of(
    wish: QuestionWish,
    *,
    fact: Fact | None,
    record: FactRecord | None,
    statement: str,
    things: Things,
) -> Case:
    """The plain wish as a case; ValueError where its tolerance is no number."""
    language = wish.language
    has_choices = wish.form in (Form.CHOICE, Form.CHOOSE_ALL)
    meanings = tuple(meaning_of(o.text, things) for o in wish.options if has_choices)
    wording = record.wordings.get(language) if record else None
    options = tuple(
        DraftOption(
            text=option.text,
            is_key=option.is_key,
            reason=option.reason,
            true_of=option.true_of.slug if option.true_of else "",
            answer=meanings[i].answer(language) if meanings else None,
        )
        for i, option in enumerate(wish.options)
    )
    draft = Draft(
        fact=record or _NO_FACT,
        cue=wish.cue,
        form=wish.form,
        language=language,
        variant="",
        stem=wish.stem,
        asked=_asked(wish, meanings, record, things),
        answer=answer_of_wish(wish),
        key=key_of_wish(wish, things, record) if wish.form in WRITTEN_FORMS else None,
        options=options,
    )
    return Case(wish, draft, fact, meanings, statement or (wording.statement if wording else ""))


def _asked(
    wish: QuestionWish, meanings: Sequence[Meaning], record: FactRecord | None, things: Things
) -> Answer:
    """What the question asks: the fact's answer where the key is that, else what the key says."""
    if wish.form in (Form.CHOICE, Form.CHOOSE_ALL):
        keys = [m for m, o in zip(meanings, wish.options, strict=True) if o.is_key]
    elif wish.form in WRITTEN_FORMS:
        items = listed_items(wish)
        keys = [meaning_of(i, things) for i in items] if items else [meaning_of_wish(wish, things)]
    else:
        keys = [meaning_of(wish.answer, things)]
    if len(keys) != 1:
        return _several((key.answer(wish.language) for key in keys), wish.language)
    answer = keys[0].answer(wish.language)
    known = answer_of(record, wish.cue, wish.language) if record else None
    # Shown in the words of the question, compared by all names that the fact knows.
    is_known = known is not None and not known.is_list and are_same(known, answer)
    return replace(known, text=answer.text) if known and is_known else answer


def _several(keys: Iterable[Answer], language: str) -> Answer:
    answers = tuple(keys)
    together = text_answer(listed([answer.text for answer in answers], language))
    if not answers:
        return together
    return replace(together, kind=answers[0].kind, grain=answers[0].grain, parts=answers)
