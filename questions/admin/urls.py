"""The map of the teacher's desk."""

from django.urls import URLPattern, path

from questions.admin import desk

app_name = "desk"

# One list per screen.
_decks: list[URLPattern] = []
_authoring: list[URLPattern] = []
_library: list[URLPattern] = []
_classrooms: list[URLPattern] = []
_knowledge: list[URLPattern] = []
_queue: list[URLPattern] = []
_transfer: list[URLPattern] = []
_people: list[URLPattern] = []

urlpatterns = [
    path("", desk.home, name="home"),
    *_decks,
    *_authoring,
    *_library,
    *_classrooms,
    *_knowledge,
    *_queue,
    *_transfer,
    *_people,
]
