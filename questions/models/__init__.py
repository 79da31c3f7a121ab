"""Nouns: one module per noun, fields and constraints and questions about one row."""

from questions.models.classrooms import Assignment, Classroom, Membership
from questions.models.decks import Deck, DeckEntry
from questions.models.edits import Edit
from questions.models.facts import Entity, Fact, FactText, FactValue, Relation, ValueKind
from questions.models.imports import Import, ImportLine
from questions.models.memory import Card, ReviewLog, Tally
from questions.models.people import CURATORS, Invitation, User
from questions.models.questions import SET_FORMS, Cue, Form, Option, Question, QuestionPart
from questions.models.queue import Flag, QuestionStatistic, Ruling
from questions.models.quiz import Outcome, QuizSession, SessionItem
from questions.models.sets import FactSet
from questions.models.sources import Citation, Source
from questions.models.topics import Topic, in_language

__all__ = [
    "CURATORS",
    "SET_FORMS",
    "Assignment",
    "Card",
    "Citation",
    "Classroom",
    "Cue",
    "Deck",
    "DeckEntry",
    "Edit",
    "Entity",
    "Fact",
    "FactSet",
    "FactText",
    "FactValue",
    "Flag",
    "Form",
    "Import",
    "ImportLine",
    "Invitation",
    "Membership",
    "Option",
    "Outcome",
    "Question",
    "QuestionPart",
    "QuestionStatistic",
    "QuizSession",
    "Relation",
    "ReviewLog",
    "Ruling",
    "SessionItem",
    "Source",
    "Tally",
    "Topic",
    "User",
    "ValueKind",
    "in_language",
]
