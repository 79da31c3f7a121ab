"""The gate: faults that keep a question from learners, each a small function over a draft."""

import re
from collections.abc import Callable

from questions.generation.answers import normalised
from questions.generation.drafts import Draft, Flaw
from questions.generation.flaws import find_flaws
from questions.generation.keys import accepted_texts
from questions.generation.knowledge import Knowledge, is_named, occurs
from questions.generation.wording import GAP
from questions.models import SET_FORMS, Form

LEAST_DISTRACTORS = 2
_ASKING = (Form.CHOICE, Form.TYPED, Form.NUMBER, Form.CHOOSE_ALL)
_CHOOSING = (Form.CHOICE, Form.CHOOSE_ALL)
_ABOVE = re.compile(r"\b(none|all|both|neither|any|either) of (the above|these|those|them)\b", re.I)
# What only makes sense beside the source, or on the day it was written.
_CONTEXT = re.compile(
    r"\b(this|these|those(?! (of|who|whose|that|which|in))|currently|nowadays|now|today|recently|"
    r"at present|so far|"
    r"(last|next|the current|the same|the previous|the following) (year|month)|"
    r"(the|our|its|his) (article|author|text|source|passage|paragraph)(?! (of|and))|"
    r"(mentioned|described) (above|below)|the above|the following|of these|our)\b"
    r"|\bthe (?i:Head of State|Kazakh leader)\b"
    r"|\b[Tt]he (Organi[sz]ation|Forum|Conference|Meeting|President|Association|Charter|Summit)\b"
    r"(?! (of|for|on)\b)(?! [A-Z])",
)
_YEAR = re.compile(r"\d{4}")
# What stands below the stem is no context: these states, these events.
_POINTING = (Form.CHOOSE_ALL, *SET_FORMS)
_THESE = re.compile(r"\bthese\b", re.I)


def check(draft: Draft, knowledge: Knowledge) -> list[Flaw]:
    """Every fault and flaw that a program can find in the draft, the gates first."""
    faults = [flaw for gate in GATES if (flaw := gate(draft, knowledge))]
    return [*faults, *find_flaws(draft)]


def no_citation(draft: Draft, _: Knowledge) -> Flaw | None:
    """A fact without a place in a source."""
    return None if draft.fact.is_cited else _gate("no-citation", "the fact cites nothing")


def few_distractors(draft: Draft, _: Knowledge) -> Flaw | None:
    """A choice with fewer than two wrong options."""
    found = len(draft.distractors)
    if draft.form in _CHOOSING and found < LEAST_DISTRACTORS:
        return _gate("few-distractors", f"{found} usable wrong options")
    return None


def equal_options(draft: Draft, _: Knowledge) -> Flaw | None:
    """Two options that are the same words for a reader."""
    forms = [normalised(option.text) for option in draft.options]
    if len(set(forms)) < len(forms):
        return _gate("equal-options", "two options are equal")
    return None


def true_distractor(draft: Draft, knowledge: Knowledge) -> Flaw | None:
    """A wrong option, or a false statement, that facts say is true."""
    for option in draft.distractors:
        if option.answer and knowledge.is_right(draft.fact, draft.cue, option.answer):
            return _gate("true-distractor", f"facts say that “{option.answer.text}” is right too")
        if option.answer and knowledge.is_barred(
            draft.fact, draft.cue, option.answer, option.true_of
        ):
            return _gate("barred-distractor", f"“{option.answer.text}” must not be used here")
    return None


def all_of_the_above(draft: Draft, _: Knowledge) -> Flaw | None:
    """An option that speaks of the other options."""
    if any(_ABOVE.search(option.text) for option in draft.options):
        return _gate("all-of-the-above", "an option speaks of the others")
    return None


def mixed_options(draft: Draft, _: Knowledge) -> Flaw | None:
    """Options of different kinds or granularities."""
    answers = [draft.asked, *(option.answer for option in draft.options if option.answer)]
    if len({(answer.kind, answer.grain) for answer in answers}) > 1:
        return _gate("mixed-options", "the options are of different kinds or granularities")
    return None


def key_in_stem(draft: Draft, _: Knowledge) -> Flaw | None:
    """A stem that holds the key, or, where it is typed, any text that counts as right."""
    if draft.form == Form.TRUE_FALSE:
        return None
    if is_named(draft.asked, draft.stem):
        return _gate("key-in-stem", "the stem names the key")
    accepted = accepted_texts(draft.key) if draft.key else []
    leaked = next((text for text in accepted if occurs(text, draft.stem)), None)
    return _gate("key-in-stem", f"the stem holds “{leaked}”") if leaked else None


def needs_context(draft: Draft, _: Knowledge) -> Flaw | None:
    """A stem that cannot be read on its own."""
    stem = _THESE.sub("", draft.stem) if draft.form in _POINTING else draft.stem
    found = _CONTEXT.search(stem)
    return _gate("needs-context", f"“{found.group()}” needs a context") if found else None


def missing_year(draft: Draft, _: Knowledge) -> Flaw | None:
    """A stem of an ageing fact that does not say as of when."""
    missing = [year for year in _YEAR.findall(draft.fact.as_of) if year not in draft.stem]
    return _gate("missing-year", f"the stem does not say “{missing[0]}”") if missing else None


def missing_attribution(draft: Draft, _: Knowledge) -> Flaw | None:
    """A stem of somebody's claim that does not say whose; the name is known in English alone."""
    if draft.language != "en" or not draft.fact.according_to:
        return None
    speaker = set(normalised(draft.fact.according_to))
    named = speaker & set(normalised(draft.stem))
    if speaker and len(named) * 2 < len(speaker):
        return _gate("missing-attribution", f"the stem does not name {draft.fact.according_to}")
    return None


def no_question_mark(draft: Draft, _: Knowledge) -> Flaw | None:
    """A question that is none."""
    if draft.form in _ASKING and not draft.stem.rstrip().endswith("?"):
        return _gate("no-question-mark", "the stem does not end in a question mark")
    return None


def empty_stem(draft: Draft, _: Knowledge) -> Flaw | None:
    """Nothing asked."""
    has_words = bool(draft.stem.replace(GAP, "").strip(" .?"))
    return None if has_words else _gate("empty-stem", "the stem is empty")


def no_key(draft: Draft, _: Knowledge) -> Flaw | None:
    """An answer that is empty or too long to be shown or stored."""
    if not draft.answer.strip():
        return _gate("no-key", "the key is empty")
    longest = max(len(text) for text in (draft.answer, *(o.text for o in draft.options)))
    return _gate("too-long", f"an answer has {longest} characters") if longest > 300 else None


def _gate(code: str, message: str) -> Flaw:
    return Flaw(code, message, is_gate=True)


GATES: tuple[Callable[[Draft, Knowledge], Flaw | None], ...] = (
    no_citation,
    empty_stem,
    no_key,
    few_distractors,
    equal_options,
    true_distractor,
    mixed_options,
    all_of_the_above,
    key_in_stem,
    needs_context,
    missing_year,
    missing_attribution,
    no_question_mark,
)
