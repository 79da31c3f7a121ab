"""The one Django app of KazQuiz."""

from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    """Facts, questions, memory and the people who learn."""

    name = "questions"
    verbose_name = "KazQuiz"
