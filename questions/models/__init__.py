"""Nouns: one module per noun, fields and constraints and questions about one row."""

from questions.models.classrooms import Assignment, Classroom, Membership
from questions.models.decks import Deck, DeckEntry
from questions.models.edits import Edit
from questions.models.facts import Entity, Fact, FactText, FactValue, Relation, ValueKind
from questions.models.imports import Import, ImportLine
from questions.models.leagues import League, LeagueEntry, Season, SeasonScore
from questions.models.live import LivePlayer, LiveQuestion, LiveRound
from questions.models.memory import Card, ReviewLog, Tally
from questions.models.people import CURATORS, Invitation, User
from questions.models.questions import SET_FORMS, Cue, Form, Option, Question, QuestionPart
from questions.models.queue import Flag, QuestionStatistic, Ruling
from questions.models.quiz import Outcome, QuizSession, SessionItem
from questions.models.sets import FactSet
from questions.models.sources import Citation, Source
from questions.models.topics import Topic, in_language
from questions.models.weeks import ClassroomWeek, PastZone, WeekLine

__all__ = [
    "CURATORS",
    "SET_FORMS",
    "Assignment",
    "Card",
    "Citation",
    "Classroom",
    "ClassroomWeek",
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
    "League",
    "LeagueEntry",
    "LivePlayer",
    "LiveQuestion",
    "LiveRound",
    "Membership",
    "Option",
    "Outcome",
    "PastZone",
    "Question",
    "QuestionPart",
    "QuestionStatistic",
    "QuizSession",
    "Relation",
    "ReviewLog",
    "Ruling",
    "Season",
    "SeasonScore",
    "SessionItem",
    "Source",
    "Tally",
    "Topic",
    "User",
    "ValueKind",
    "WeekLine",
    "in_language",
]
