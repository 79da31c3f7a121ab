"""Nouns: one module per noun, fields and constraints and questions about one row."""

from questions.models.facts import Entity, Fact, FactText, FactValue, Relation, ValueKind
from questions.models.memory import Card, ReviewLog, Tally
from questions.models.people import User
from questions.models.questions import SET_FORMS, Cue, Form, Option, Question, QuestionPart
from questions.models.quiz import Outcome, QuizSession, SessionItem
from questions.models.sets import FactSet
from questions.models.sources import Citation, Source
from questions.models.topics import Topic, in_language

__all__ = [
    "SET_FORMS",
    "Card",
    "Citation",
    "Cue",
    "Entity",
    "Fact",
    "FactSet",
    "FactText",
    "FactValue",
    "Form",
    "Option",
    "Outcome",
    "Question",
    "QuestionPart",
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
