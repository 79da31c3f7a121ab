"""The map of KazQuiz's own addresses."""

from allauth.account import views as allauth_views
from django.urls import path

from questions.views import (
    boards,
    classrooms,
    decks,
    flags,
    home,
    join,
    leagues,
    library,
    live,
    members,
    offline,
    own_data,
    points,
    preferences,
    progress,
    quiz,
    teaching,
    timeline,
    trial,
)
from questions.views.access import member_required

app_name = "questions"

_quiz = [
    path("quiz/", quiz.resume, name="quiz-resume"),
    path("quiz/start/", quiz.start, name="quiz-start"),
    path("quiz/<slug:token>/", quiz.play, name="quiz-play"),
    path("quiz/<slug:token>/answer/", quiz.answer, name="quiz-answer"),
    path("quiz/<slug:token>/reveal/", quiz.reveal, name="quiz-reveal"),
    path("quiz/<slug:token>/items/<slug:item>/", quiz.feedback, name="quiz-feedback"),
    path("quiz/<slug:token>/items/<slug:item>/flag/", flags.flag, name="quiz-flag"),
    path("quiz/<slug:token>/end/", quiz.end, name="quiz-end"),
    path("quiz/<slug:token>/reopen/", quiz.reopen, name="quiz-reopen"),
    path("quiz/<slug:token>/summary/", quiz.summary, name="quiz-summary"),
]
_decks = [
    path("decks/leave/", decks.leave, name="deck-leave"),
    path("decks/<slug:token>/", decks.study, name="deck-study"),
    path("decks/<slug:token>/take/", decks.take, name="deck-take"),
]
_library = [
    path("library/", library.library, name="library"),
    path("library/timeline/", timeline.timeline, name="library-timeline"),
    path("library/members/", members.members, name="library-members"),
    path("library/topics/<slug:slug>/", library.library, name="library-topic"),
    path("library/facts/<slug:slug>/", library.fact, name="library-fact"),
    path("library/sources/<slug:slug>/", library.source, name="library-source"),
]
_classrooms = [
    path("join/", join.join, name="join"),
    path("join/<str:code>/", join.join_code, name="join-code"),
    path("classrooms/", classrooms.classrooms, name="classrooms"),
    path("classrooms/<slug:token>/", boards.classroom, name="classroom"),
    path("classrooms/<slug:token>/board/", boards.board_name, name="classroom-board"),
    path("classrooms/<slug:token>/board/leave/", boards.board_leave, name="classroom-board-leave"),
    path("classrooms/<slug:token>/leave/", classrooms.leave, name="classroom-leave"),
]
_own_data = [
    path("settings/data/", own_data.own_data, name="own-data"),
    path("settings/data/file/", own_data.own_data_file, name="own-data-file"),
    path("settings/data/erase/", own_data.own_data_erase, name="own-data-erase"),
]
_live = [
    path("live/<slug:token>/", live.live, name="live"),
    path("live/<slug:token>/state/", live.live_state, name="live-state"),
    path("live/<slug:token>/join/", live.live_join, name="live-join"),
    path("live/<slug:token>/answer/", live.live_answer, name="live-answer"),
    path("live/<slug:token>/items/<slug:item>/", live.live_item, name="live-item"),
]
_leagues = [
    path("leagues/<slug:token>/", leagues.league, name="league"),
    path("leagues/<slug:token>/seasons/<int:pk>/", leagues.season, name="league-season"),
]
urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("points/", points.points, name="points"),
    path("worker.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("offline/", offline.offline, name="offline"),
    path("health/", home.health, name="health"),
    path("try/", trial.trial, name="trial"),
    *_quiz,
    *_decks,
    *_library,
    *_classrooms,
    *_own_data,
    *_live,
    *_leagues,
    path("progress/", progress.progress, name="progress"),
    path("progress/<slug:slug>/", progress.progress, name="progress-topic"),
    path("flags/", flags.flags, name="flags"),
    path("flags/<int:pk>/take-back/", flags.flag_take_back, name="flag-take-back"),
    path("settings/", preferences.preferences, name="preferences"),
    path("teach/<str:token>/", teaching.teach, name="teach"),
    path("language/", preferences.language, name="language"),
]

# Name and password only, so none of allauth's e-mail pages is mapped.
account_urlpatterns = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("signup/", allauth_views.signup, name="account_signup"),
    # A guest has no password, and allauth would send it to a page that is not mapped.
    path(
        "password/", member_required(allauth_views.password_change), name="account_change_password"
    ),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
]
