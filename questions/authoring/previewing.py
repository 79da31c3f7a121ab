"""Previewing: what a learner will see of a question that is perhaps not stored yet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from questions.authoring.keys import key_of_wish
from questions.authoring.meaning import Things
from questions.authoring.records import QuestionWish
from questions.models import SET_FORMS, Fact, Form, Outcome
from questions.quiz.answer import Verdict
from questions.quiz.asked import AskedItem, is_sorted_form, shown_order
from questions.quiz.rows import GivenItem, GivenOption, GivenPart

_TOKEN = "preview"  # noqa: S105 - it mixes the options, the same way each time
_WRITTEN = (Form.TYPED, Form.CLOZE, Form.NUMBER)


@dataclass(frozen=True)
class Shown:
    """What surrounds the question: its fact's words and where they are proved."""

    statement: str = ""
    explanation: str = ""
    caveat: str = ""
    as_of: str = ""
    fact: Fact | None = None
    source_name: str = ""
    source: str = ""
    section: str = ""
    paragraph: int = 0


def preview_forms(wish: QuestionWish) -> list[str]:
    """The forms in which the same stem and key can be asked, the written one first."""
    forms = [wish.form]
    if wish.form == Form.CHOICE:
        forms += [Form.TYPED, Form.FLASHCARD]
    elif wish.form in _WRITTEN:
        forms.append(Form.FLASHCARD)
    return [str(form) for form in forms]


def in_form(wish: QuestionWish, form: str) -> QuestionWish:
    """The same question asked in another form that it can take."""
    if form == wish.form or form not in preview_forms(wish):
        return wish
    key = next((option.text for option in wish.options if option.is_key), wish.answer)
    return replace(wish, form=form, answer=key, options=())


@dataclass(frozen=True)
class Preview:
    """A question as it is put, and what is told after it."""

    asked: AskedItem
    item: GivenItem
    back: GivenItem | None
    verdict: Verdict


def preview(wish: QuestionWish, shown: Shown, things: Things, *, is_right: bool) -> Preview:
    """The question, and the feedback on a right or a wrong response."""
    key = _key(wish, things)
    item = _item(wish, shown, key)
    return Preview(
        asked=_asked(item, shown),
        item=item,
        back=item if wish.form == Form.FLASHCARD else None,
        verdict=_verdict(item, is_right=is_right),
    )


def _key(wish: QuestionWish, things: Things) -> str | None:
    try:
        key = key_of_wish(wish, things)
    except ValueError:  # the tolerance is no number yet
        return None
    return json.dumps(key) if key is not None else None


def _mixed(form: str, key: str | None, count: int) -> Sequence[int]:
    return shown_order(_TOKEN, count, is_sorted=is_sorted_form(form, key))


def _item(wish: QuestionWish, shown: Shown, key: str | None) -> GivenItem:
    options = [
        GivenOption(place, place, option.text, option.is_key, option.reason, None)
        for place, option in enumerate(wish.options)
    ]
    parts = [
        GivenPart(place, part.text, part.answer, part.rank, part.fact.pk, part.fact.slug)
        for place, part in enumerate(wish.parts)
    ]
    answer = next((o.text for o in options if o.is_key), wish.answer)
    return GivenItem(
        pk=0, token=_TOKEN, position=1, is_drill=False, revealed_at=None, answered_at=None,
        option_id=None, typed="", outcome="", reason="", rating=None, points=0, drill_id=None,
        session_id=0, session_token="", started_at=None,  # type: ignore[arg-type]
        finished_at=None, mode="", question_id=0, form=wish.form, cue=wish.cue,
        language=wish.language, stem=wish.stem, answer=answer, key=key, fact_id=0,
        fact=shown.fact.slug if shown.fact else "", topic_id=0, as_of=shown.as_of,
        according_to=shown.fact.according_to if shown.fact else "", statement=shown.statement,
        explanation=shown.explanation, caveat=shown.caveat, card_id=None, memory=None,
        longest_interval=0, section=shown.section, paragraph=shown.paragraph,
        source=shown.source, source_name=shown.source_name, last_put=None, last_answer=None,
        options=tuple(options[i] for i in _mixed(wish.form, key, len(options))),
        parts=tuple(parts[i] for i in _mixed(wish.form, key, len(parts))),
        chosen=None, is_withdrawn=shown.fact is None or shown.fact.owner_id is not None,
    )  # fmt: skip


def _asked(item: GivenItem, shown: Shown) -> AskedItem:
    key = json.loads(item.key) if item.key else {}
    is_match = item.form == Form.MATCH
    return AskedItem(
        token=_TOKEN, is_drill=False, is_revealed=False, form=item.form, language=item.language,
        stem=item.stem, cue=item.cue,
        options=tuple(option.text for option in item.options), answered=0, total=1, repeats=0,
        unit=str(key.get("unit", "")) if item.form == Form.NUMBER else "",
        parts=tuple(part.text for part in item.parts),
        answers=tuple(sorted({part.answer for part in item.parts})) if is_match else (),
    )  # fmt: skip


def _verdict(item: GivenItem, *, is_right: bool) -> Verdict:
    wrong = next((option for option in item.options if not option.is_key), None)
    return Verdict(
        item=item,
        outcome=Outcome.CORRECT if is_right else Outcome.WRONG,
        reason="",
        chosen=None if is_right else wrong,
        typed="" if is_right or item.form not in _WRITTEN else "…",
        selected=_selected(item, is_right=is_right),
        is_rated=True,
        points=0,
        due=None,
        upcoming=None,
    )


def _selected(item: GivenItem, *, is_right: bool) -> list[int | None] | None:
    if item.form == Form.CHOOSE_ALL:
        return [option.pk for option in item.options if option.is_key == is_right]
    if item.form not in SET_FORMS:
        return None
    parts = sorted(item.parts, key=lambda part: part.position)
    if item.form == Form.ORDER:
        places = sorted(range(len(parts)), key=lambda i: parts[i].rank)
        right = [places.index(i) + 1 for i in range(len(parts))]
    else:
        right = [part.position for part in parts]
    return list(right if is_right else right[1:] + right[:1])
