"""Nouns: one module per noun, fields and constraints and questions about one row."""

from questions.models.facts import Entity, Fact, FactText, FactValue, Relation, ValueKind
from questions.models.memory import Card, ReviewLog, Tally
from questions.models.people import User
from questions.models.questions import Cue, Form, Option, Question
from questions.models.quiz import Outcome, QuizSession, SessionItem
from questions.models.sources import Citation, Source
from questions.models.topics import Topic, in_language

__all__ = [
    "Card",
    "Citation",
    "Cue",
    "Entity",
    "Fact",
    "FactText",
    "FactValue",
    "Form",
    "Option",
    "Outcome",
    "Question",
    "QuizSession",
    "Relation",
    "ReviewLog",
    "SessionItem",
    "Source",
    "Tally",
    "Topic",
    "User",
    "ValueKind",
    "in_language",
]
