"""The map of the teacher's desk."""

from django.urls import URLPattern, path

from questions.admin import assignments, classrooms, desk, roster, teachers

app_name = "desk"

# One list per screen.
_decks: list[URLPattern] = []
_authoring: list[URLPattern] = []
_library: list[URLPattern] = []
_classroom = "classrooms/<slug:token>/"
_classrooms: list[URLPattern] = [
    path("classrooms/", classrooms.classrooms, name="classrooms"),
    path("classrooms/new/", classrooms.classroom_new, name="classroom-new"),
    path(_classroom, classrooms.classroom, name="classroom"),
    path(f"{_classroom}code/", classrooms.classroom_code, name="classroom-code"),
    path(f"{_classroom}door/", classrooms.classroom_door, name="classroom-door"),
    path(f"{_classroom}settings/", classrooms.classroom_settings, name="classroom-settings"),
    path(f"{_classroom}teachers/", classrooms.classroom_teachers, name="classroom-teachers"),
    path(f"{_classroom}away/", classrooms.classroom_away, name="classroom-away"),
    path(f"{_classroom}list/", roster.roster_list, name="roster-list"),
    path(f"{_classroom}passwords/", roster.roster_passwords, name="roster-passwords"),
    path(f"{_classroom}members/<int:pk>/", roster.member, name="classroom-member"),
    path(f"{_classroom}members/<int:pk>/password/", roster.member_password, name="member-password"),
    path(f"{_classroom}members/<int:pk>/remove/", roster.member_remove, name="member-remove"),
    path(f"{_classroom}assign/", assignments.assignment_new, name="assignment-new"),
    path("assignments/<slug:token>/", assignments.assignment, name="assignment"),
    path(
        "assignments/<slug:token>/withdraw/",
        assignments.assignment_withdraw,
        name="assignment-withdraw",
    ),
]
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
