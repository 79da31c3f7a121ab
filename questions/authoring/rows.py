"""A question as a teacher wants it, as the rows that are stored."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import AuthoringError
from questions.authoring.keys import Key, key_of_wish
from questions.authoring.meaning import Things
from questions.authoring.plain_text import one_line, required, some_lines
from questions.authoring.records import OptionWish, PartWish, QuestionWish
from questions.generation.records import FactRecord
from questions.generation.wording import GAP, TRUE_FALSE
from questions.models import SET_FORMS, Cue, Fact, Form, Option, Question, QuestionPart

MOST_OPTIONS = 12
MOST_PARTS = 10
MOST_ACCEPTED = 30
_MOST_SHOWN = 300
_GAPS = re.compile("_{3,}")
_TRUE = frozenset({"t", "yes", "1", *(words[0].casefold() for words in TRUE_FALSE.values())})
_FALSE = frozenset({"f", "no", "0", *(words[1].casefold() for words in TRUE_FALSE.values())})


@dataclass(frozen=True)
class Written:
    """All that a learner sees of a question, and what a response is graded against."""

    fact: Fact
    wish: QuestionWish  # made plain
    cue: str
    variant: str
    answer: str
    key: Key | None

    @property
    def columns(self) -> dict[str, object]:
        """The question's own columns, but for owner and status."""
        return {
            "fact": self.fact,
            "cue": self.cue,
            "form": self.wish.form,
            "language": self.wish.language,
            "variant": self.variant,
            "title": self.wish.title,
            "stem": self.wish.stem,
            "answer": self.answer,
            "key": self.key,
            "digest": self.digest(),
        }

    def options(self, question: Question) -> list[Option]:
        """The rows of its options."""
        return [
            Option(
                question=question,
                position=position,
                text=option.text,
                is_key=option.is_key,
                reason=option.reason,
                true_of=option.true_of,
            )
            for position, option in enumerate(self.wish.options)
        ]

    def parts(self, question: Question) -> list[QuestionPart]:
        """The rows of its parts."""
        return [
            QuestionPart(
                question=question,
                position=position,
                fact=part.fact,
                text=part.text,
                answer=part.answer,
                rank=part.rank,
            )
            for position, part in enumerate(self.wish.parts)
        ]

    def digest(self) -> str:
        """SHA-256 of all that the learner sees and of what a response is graded against."""
        wish = self.wish
        options = [
            [o.text, o.is_key, o.reason, o.true_of.slug if o.true_of else ""] for o in wish.options
        ]
        parts = [[p.fact.slug, p.text, p.answer, p.rank] for p in wish.parts]
        recipe = [self.fact.slug, str(self.cue), str(wish.form), wish.language, self.variant]
        content = [*recipe, wish.stem, self.answer, self.key, options, parts]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def written(
    wish: QuestionWish, fact: Fact, things: Things, record: FactRecord | None = None
) -> Written:
    """The question as it would be stored; AuthoringError at stem, answer, options-0-text and so on.

    A draft may want much, but not its stem.
    """
    wish = plain_wish(wish)
    try:
        key = key_of_wish(wish, things, record)
    except ValueError:
        message = _("Write how far off is right as a number, or as a share such as 5%.")
        raise AuthoringError("tolerance", "tolerance", message) from None
    is_set = wish.form in SET_FORMS
    return Written(
        fact=wish.parts[0].fact if is_set and wish.parts else fact,
        wish=wish,
        cue="" if is_set else wish.cue,
        variant=_variant(wish),
        answer=answer_of_wish(wish),
        key=key,
    )


def plain_wish(wish: QuestionWish, *, wants_stem: bool = True) -> QuestionWish:
    """The wish with its texts made plain, holding what its form uses and nothing else."""
    if wish.form not in Form.values:
        raise AuthoringError("form", "form", _("Choose one of the forms."))
    if wish.language not in dict(settings.LANGUAGES):
        raise AuthoringError("language", "language", _("Choose one of the languages."))
    if wish.form not in SET_FORMS and wish.cue not in Cue.values:
        raise AuthoringError("cue", "cue", _("Choose what is asked of the fact."))
    stem = _GAPS.sub(GAP, some_lines("stem", wish.stem, most=1000))
    is_written = wish.form in (Form.TYPED, Form.CLOZE, Form.NUMBER)
    return replace(
        wish,
        title=one_line("title", wish.title, most=120),
        stem=required("stem", stem, _("Write what is asked.")) if wants_stem else stem,
        answer=one_line("answer", wish.answer, most=_MOST_SHOWN),
        accepted=_accepted(wish) if is_written else (),
        unit=one_line("unit", wish.unit, most=40) if is_written else "",
        tolerance=one_line("tolerance", wish.tolerance, most=40) if is_written else "",
        options=_options(wish),
        parts=_parts(wish),
    )


def _accepted(wish: QuestionWish) -> tuple[str, ...]:
    lines = [one_line("accepted", text, most=_MOST_SHOWN) for text in wish.accepted]
    texts = tuple(dict.fromkeys(text for text in lines if text))
    if len(texts) > MOST_ACCEPTED:
        raise _too_many("accepted", MOST_ACCEPTED)
    return texts


def _too_many(field: str, most: int) -> AuthoringError:
    return AuthoringError(field, "too-many", format_lazy(_("Use at most {most}."), most=most))


def _options(wish: QuestionWish) -> tuple[OptionWish, ...]:
    if wish.form == Form.TRUE_FALSE:
        return _true_false(wish)
    if wish.form not in (Form.CHOICE, Form.CHOOSE_ALL):
        return ()
    if len(wish.options) > MOST_OPTIONS:
        raise _too_many("options", MOST_OPTIONS)
    plain = [
        replace(
            option,
            text=one_line(f"options-{i}-text", option.text, most=_MOST_SHOWN),
            reason=some_lines(f"options-{i}-reason", option.reason, most=1000),
        )
        for i, option in enumerate(wish.options)
    ]
    return tuple(option for option in plain if option.text)


def _true_false(wish: QuestionWish) -> tuple[OptionWish, ...]:
    """True and False in the question's language, as generation stores them."""
    is_true = says_true(wish)
    reasons = [
        some_lines(f"options-{i}-reason", option.reason, most=1000)
        for i, option in enumerate(wish.options[:2])
    ]
    reasons += [""] * (2 - len(reasons))
    true_of = [option.true_of for option in wish.options[:2]] + [None, None]
    return tuple(
        OptionWish(text, is_key=is_key, reason="" if is_key else reasons[i], true_of=true_of[i])
        for i, (text, is_key) in enumerate(
            zip(TRUE_FALSE[wish.language], (is_true is True, is_true is False), strict=True)
        )
    )


def says_true(wish: QuestionWish) -> bool | None:
    """Whether the statement is said to be true; None where nothing is said of it."""
    if any(option.is_key for option in wish.options[:2]):
        return wish.options[0].is_key
    said = wish.answer.strip().casefold()
    return True if said in _TRUE else False if said in _FALSE else None


def _parts(wish: QuestionWish) -> tuple[PartWish, ...]:
    if wish.form not in SET_FORMS:
        return ()
    if len(wish.parts) > MOST_PARTS:
        raise _too_many("parts", MOST_PARTS)
    plain = [
        replace(
            part,
            text=one_line(f"parts-{i}-text", part.text, most=_MOST_SHOWN),
            answer=one_line(f"parts-{i}-answer", part.answer, most=_MOST_SHOWN),
        )
        for i, part in enumerate(wish.parts)
    ]
    facts: set[int] = set()
    for i, part in enumerate(plain):
        if part.fact.pk in facts:
            message = _("Each row asks a fact of its own; this one is there already.")
            raise AuthoringError(f"parts-{i}-fact", "fact-twice", message)
        facts.add(part.fact.pk)
    return tuple(plain)


def answer_of_wish(wish: QuestionWish) -> str:
    """The key as it is shown, as far as the column holds it."""
    if wish.form == Form.CHOOSE_ALL:
        return _cut("; ".join(option.text for option in wish.options if option.is_key))
    if wish.form in (Form.CHOICE, Form.TRUE_FALSE):
        return next((option.text for option in wish.options if option.is_key), "")
    if wish.form in SET_FORMS:
        return _cut("; ".join(f"{part.text} – {part.answer}" for part in _in_order(wish.parts)))
    return wish.answer


def _in_order(parts: Sequence[PartWish]) -> list[PartWish]:
    return sorted(parts, key=lambda part: part.rank)


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[: _MOST_SHOWN - 1]}…"


def _variant(wish: QuestionWish) -> str:
    """Of a true or false statement, which it is."""
    if wish.form != Form.TRUE_FALSE or not any(option.is_key for option in wish.options):
        return ""
    return "true" if wish.options[0].is_key else "false"


def wish_of(question: Question, things: Things | None = None) -> QuestionWish:
    """What somebody would wish for who wants the question as it is.

    Options and parts are best at hand. The accepted texts are those that the key takes as right
    beyond the answer; with the things at hand, also beyond all names of the one that is the answer.
    """
    key: Mapping[str, object] = question.key or {}
    return QuestionWish(
        form=question.form,
        language=question.language,
        stem=question.stem,
        answer=question.answer,
        cue=question.cue or Cue.VALUE,
        title=question.title,
        accepted=_accepted_by(question, things),
        unit=str(key.get("unit", "")) if question.form == Form.NUMBER else "",
        tolerance=_tolerance(key) if question.form in (Form.NUMBER, Form.TYPED, Form.CLOZE) else "",
        options=tuple(
            OptionWish(option.text, option.is_key, option.reason, option.true_of)
            for option in question.options.all()
        ),
        parts=tuple(
            PartWish(part.fact, part.text, part.answer, part.rank) for part in question.parts.all()
        ),
    )


def _accepted_by(question: Question, things: Things | None) -> tuple[str, ...]:
    key = question.key or {}
    if question.form not in (Form.TYPED, Form.CLOZE, Form.NUMBER) or key.get("type") == "list":
        return ()
    texts = [*key.get("names", ()), *key.get("texts", ()), *key.get("accepted", ())]
    thing = things.named(question.answer) if things else None
    known = {question.answer, *(thing.all_names if thing else ())}
    return tuple(text for text in texts if text not in known)


def _tolerance(key: Mapping[str, object]) -> str:
    figures = str(key.get("tolerance") or "")
    return "" if not figures.strip("0.") else figures
