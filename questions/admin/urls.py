"""The map of the teacher's desk."""

from django.urls import URLPattern, path

from questions.admin import (
    assignments,
    authoring,
    boards,
    classrooms,
    deciding,
    decks,
    decks_contents,
    desk,
    facts,
    finding,
    goals,
    knowledge,
    leagues,
    live,
    printing,
    question_lookups,
    question_page,
    question_preview,
    question_status,
    queue,
    roster,
    seasons,
    sources,
    teachers,
    transfer,
    transfer_out,
)

app_name = "desk"

# One list per screen.
_decks: list[URLPattern] = [
    path("decks/", decks.decks, name="decks"),
    path("decks/<slug:token>/", decks_contents.deck, name="deck"),
    path("decks/<slug:token>/entries/", decks_contents.deck_entries, name="deck-entries"),
    path("decks/<slug:token>/entries/<int:pk>/swap/", decks_contents.deck_swap, name="deck-swap"),
    path("decks/<slug:token>/duplicates/", decks_contents.deck_duplicates, name="deck-duplicates"),
    path("decks/<slug:token>/add/", finding.deck_add, name="deck-add"),
    path("decks/<slug:token>/settings/", decks.deck_settings, name="deck-settings"),
    path("decks/<slug:token>/share/", decks.deck_share, name="deck-share"),
    path("decks/<slug:token>/link/", decks.deck_link, name="deck-link"),
    path("decks/<slug:token>/archive/", decks.deck_archive, name="deck-archive"),
    path("decks/<slug:token>/copy/", decks.deck_copy, name="deck-copy"),
    path("decks/<slug:token>/worksheet/", printing.deck_worksheet, name="deck-worksheet"),
    path("decks/<slug:token>/key/", printing.deck_key, name="deck-key"),
]
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
_classroom = "classrooms/<slug:token>/"
_classrooms: list[URLPattern] = [
    path("classrooms/", classrooms.classrooms, name="classrooms"),
    path("classrooms/new/", classrooms.classroom_new, name="classroom-new"),
    path(_classroom, classrooms.classroom, name="classroom"),
    path(f"{_classroom}code/", classrooms.classroom_code, name="classroom-code"),
    path(f"{_classroom}door/", classrooms.classroom_door, name="classroom-door"),
    path(f"{_classroom}settings/", classrooms.classroom_settings, name="classroom-settings"),
    path(f"{_classroom}goal/", goals.classroom_goal, name="classroom-goal"),
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
_boards: list[URLPattern] = [
    path(f"{_classroom}board/", boards.classroom_board, name="classroom-board"),
    path(f"{_classroom}board/settings/", boards.board_settings, name="board-settings"),
    path(f"{_classroom}members/<int:pk>/board/", boards.member_board, name="member-board"),
]
_leagues: list[URLPattern] = [
    path("leagues/", leagues.leagues, name="leagues"),
    path("leagues/new/", leagues.league_new, name="league-new"),
    path("leagues/join/", leagues.league_join, name="league-join"),
    path("leagues/<slug:token>/", leagues.league, name="league"),
    path("leagues/<slug:token>/settings/", leagues.league_settings, name="league-settings"),
    path("leagues/<slug:token>/door/", leagues.league_door, name="league-door"),
    path("leagues/<slug:token>/away/", leagues.league_away, name="league-away"),
    path("leagues/<slug:token>/entries/<int:pk>/out/", leagues.league_out, name="league-out"),
    path("leagues/<slug:token>/seasons/new/", seasons.season_new, name="season-new"),
    path("leagues/<slug:token>/seasons/<int:pk>/", seasons.season, name="season"),
    path("leagues/<slug:token>/seasons/<int:pk>/end/", seasons.season_end, name="season-end"),
]
_library: list[URLPattern] = [
    path("questions/", finding.questions, name="questions"),
    path("questions/change/", deciding.questions_change, name="questions-change"),
    path("facts/", facts.facts, name="facts"),
    path("facts/<int:pk>/", facts.fact, name="fact"),
    path("facts/<int:pk>/edit/", facts.fact_edit, name="fact-edit"),
    path("facts/<int:pk>/status/", facts.fact_status, name="fact-status"),
    path("facts/<int:pk>/note/", facts.fact_note, name="fact-note"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/", sources.source, name="source"),
    path("sources/<int:pk>/edit/", sources.source_edit, name="source-edit"),
]
_knowledge: list[URLPattern] = [
    path(f"{_classroom}knowledge/", knowledge.classroom_knowledge, name="classroom-knowledge"),
    path(f"{_classroom}weakest/", knowledge.weakest_deck, name="weakest-deck"),
    path(f"{_classroom}learners/<int:pk>/", knowledge.learner, name="learner"),
    path(f"{_classroom}gradebook/", knowledge.classroom_gradebook, name="classroom-gradebook"),
]
_live: list[URLPattern] = [
    path(f"{_classroom}live/new/", live.live_new, name="live-new"),
    path("live/<slug:token>/", live.live, name="live"),
    path("live/<slug:token>/state/", live.live_state, name="live-state"),
    path("live/<slug:token>/step/", live.live_step, name="live-step"),
    path("live/<slug:token>/end/", live.live_end, name="live-end"),
]
_queue: list[URLPattern] = [
    path("queue/", queue.queue, name="queue"),
    path("queue/texts/", queue.rule, name="queue-rule"),
    path("queue/questions/<int:pk>/", queue.settle, name="queue-settle"),
    path("queue/questions/<int:pk>/aside/", queue.aside, name="queue-aside"),
    path("questions/<int:pk>/figures/", queue.question_statistics, name="question-statistics"),
]
_transfer: list[URLPattern] = [
    path("transfer/", transfer.transfer, name="transfer"),
    path("transfer/template/", transfer.transfer_template, name="transfer-template"),
    path("transfer/imports/<slug:token>/", transfer.import_page, name="import"),
    path("transfer/imports/<slug:token>/step/", transfer.import_step, name="import-step"),
    path("transfer/imports/<slug:token>/begin/", transfer.import_begin, name="import-begin"),
    path("transfer/imports/<slug:token>/cancel/", transfer.import_cancel, name="import-cancel"),
    path("transfer/imports/<slug:token>/drop/", transfer.import_drop, name="import-drop"),
    path("transfer/export/", transfer_out.export, name="export"),
    path("transfer/export/file/", transfer_out.export_file, name="export-file"),
]
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
    *_boards,
    *_leagues,
    *_knowledge,
    *_live,
    *_queue,
    *_transfer,
    *_people,
]
