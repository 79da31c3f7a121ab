"""The map of the teacher's desk."""

from django.urls import URLPattern, path

from questions.admin import desk, teachers

app_name = "desk"

# One list per screen.
_decks: list[URLPattern] = []
_authoring: list[URLPattern] = []
_library: list[URLPattern] = []
_classrooms: list[URLPattern] = []
_knowledge: list[URLPattern] = []
_queue: list[URLPattern] = []
_transfer: list[URLPattern] = []
_people: list[URLPattern] = [
    path("people/", teachers.people, name="people"),
    path(
        "people/invitations/<int:pk>/revoke/",
        teachers.invitation_revoke,
        name="invitation-revoke",
    ),
    path("people/<int:pk>/end/", teachers.teacher_end, name="teacher-end"),
    path("people/<int:pk>/curator/", teachers.teacher_curator, name="teacher-curator"),
]

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
