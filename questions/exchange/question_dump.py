"""Approved questions as plain data, one JSON object each, for reading and checking elsewhere."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from questions.models import Citation, Fact, FactText, Option, Question, QuestionPart


def dump_questions(topic: str = "") -> Iterator[dict[str, Any]]:
    """Every approved question, or those of one topic, in an order that is always the same."""
    for question in _questions(topic):
        fact = question.fact
        text = _text(fact, question.language)
        yield {
            "topic": fact.topic.slug,
            "fact": fact.slug,
            "statement": text.statement if text else "",
            "cue": question.cue,
            "form": question.form,
            "language": question.language,
            "variant": question.variant,
            "stem": question.stem,
            "answer": question.answer,
            "options": [_option(option) for option in question.options.all()],
            "parts": [_part(part) for part in question.parts.all()],
            "accepted": question.key,
            "citations": [_citation(citation) for citation in fact.citations.all()],
            "as_of": fact.as_of,
            "according_to": fact.according_to,
            "caveat": text.caveat if text else "",
            "flaws": question.flaws,
        }


def _questions(topic: str) -> "QuerySet[Question]":
    questions = Question.objects.approved()
    if topic:
        questions = questions.filter(fact__topic__slug=topic)
    return (
        questions.select_related("fact__topic")
        .prefetch_related("options__true_of", "parts__fact")
        .prefetch_related("fact__citations__source", "fact__texts")
        .order_by(
            "fact__topic__position", "fact__topic__slug", "fact__slug", "cue", "form", "language",
            "variant", "pk",
        )
    )  # fmt: skip


def _text(fact: Fact, language: str) -> FactText | None:
    """The fact's words in the language, else in English."""
    texts = {text.language: text for text in fact.texts.all()}
    return texts.get(language) or texts.get("en")


def _option(option: Option) -> dict[str, Any]:
    return {
        "text": option.text,
        "key": option.is_key,
        "reason": option.reason,
        "true_of": option.true_of.slug if option.true_of else None,
    }


def _part(part: QuestionPart) -> dict[str, Any]:
    return {
        "text": part.text,
        "answer": part.answer,
        "rank": part.rank,
        "fact": part.fact.slug,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "at": f"{citation}:{citation.span_digest}",
        "source": citation.source.short_name,
        "section": citation.section,
        "paragraph": citation.paragraph,
    }
