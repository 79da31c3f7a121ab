"""The map of KazQuiz's own addresses."""

from django.urls import URLPattern

app_name = "questions"
urlpatterns: list[URLPattern] = []
account_urlpatterns: list[URLPattern] = []
