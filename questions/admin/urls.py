"""The map of the teacher's desk."""

from django.urls import URLPattern, path

from questions.admin import (
    authoring,
    desk,
    question_lookups,
    question_page,
    question_preview,
    question_status,
    teachers,
)

app_name = "desk"

# One list per screen.
_decks: list[URLPattern] = []
_authoring: list[URLPattern] = [
    path("decks/<slug:token>/edit/", authoring.deck_edit, name="deck-edit"),
    path("decks/<slug:token>/edit/approve/", authoring.deck_approve, name="deck-approve"),
    path("decks/<slug:token>/edit/new/", authoring.question_new, name="question-new"),
    path("questions/check/", question_lookups.question_check, name="question-check"),
    path("questions/facts/", question_lookups.fact_search, name="question-facts"),
    path("questions/sources/", question_lookups.source_search, name="question-sources"),
    path("questions/preview/", question_preview.question_preview, name="question-preview"),
    path("questions/status/", question_status.question_status, name="question-status"),
    path("questions/<int:pk>/", question_page.question_page, name="question"),
    path("questions/<int:pk>/edit/", authoring.question_edit, name="question-edit"),
    path("questions/<int:pk>/card/", authoring.question_card, name="question-card"),
    path("questions/<int:pk>/note/", question_status.question_note, name="question-note"),
]
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
