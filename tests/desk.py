"""One row of everything that a teacher can have, and the addresses of the desk that show it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import URLPattern, reverse
from django.utils import timezone

from questions.admin.urls import urlpatterns
from questions.authoring.invitations import invite
from questions.exchange.imports import begin
from questions.models import (
    Assignment,
    Citation,
    Classroom,
    Deck,
    DeckEntry,
    Fact,
    Flag,
    Import,
    Invitation,
    League,
    LeagueEntry,
    LiveRound,
    Membership,
    Question,
    QuestionStatistic,
    QuizSession,
    Season,
    SessionItem,
    Source,
    User,
)
from questions.progress.weeks import monday_of
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    UserFactory,
    own_question,
)
from tests.live_rows import go_to, live_round


@dataclass(frozen=True)
class Rows:
    """What one teacher has."""

    teacher: User
    deck: Deck
    entry: DeckEntry
    question: Question
    fact: Fact
    source: Source
    classroom: Classroom
    membership: Membership
    assignment: Assignment
    invitation: Invitation
    brought: Import
    league: League
    entry_in_league: LeagueEntry
    season: Season
    live_round: LiveRound


def rows_of_a_teacher(teacher: User) -> Rows:
    """A deck with two questions, a classroom with a learner and an assignment."""
    question = own_question(teacher, stem="When did Alices league meet first?")
    other = own_question(teacher, stem="When did Alices league meet last?")
    question.fact.texts.update(statement="Alices league met first on 7 June 2002.")
    Source.objects.filter(owner=teacher).update(title="Alices notes", short_name="Alices notes")
    deck = DeckFactory(
        owner=teacher, name="Alices deck", questions=[question, other], study_token="5" * 32
    )
    classroom = ClassroomFactory(name="Alices classroom", teacher=teacher, learners=[UserFactory()])
    _fill_queue(question, other)
    league = _league_of(classroom, teacher)
    return Rows(
        teacher=teacher,
        deck=deck,
        entry=deck.entries.get(question=question),
        question=question,
        fact=question.fact,
        source=Citation.objects.get(fact=question.fact).source,
        classroom=classroom,
        membership=classroom.memberships.get(role=Membership.Role.LEARNER),
        assignment=AssignmentFactory(classroom=classroom, deck=deck),
        brought=begin(
            data=b"question;option 1\nAlices question?;Alices answer\n",
            name="Alices file.csv",
            owner=teacher,
            token="6" * 32,
            now=timezone.now(),
        ),
        league=league,
        entry_in_league=league.entries.get(),
        season=league.seasons.get(),
        invitation=invite(note="", token=f"of {teacher}", actor=teacher, now=timezone.now()),
        live_round=_asking(classroom, deck),
    )


def _league_of(classroom: Classroom, teacher: User) -> League:
    """A league that the teacher started for the classroom, with a season that is to come."""
    now = timezone.now()
    league = League.objects.create(
        token="7" * 32, name="Alices league", join_code="ALLEAG", owner=teacher, created_at=now
    )
    LeagueEntry.objects.create(league=league, classroom=classroom, joined_at=now)
    monday = monday_of(now.date()) + timedelta(weeks=2)
    Season.objects.create(
        league=league, name="Alices season", first_day=monday, last_day=monday + timedelta(days=6)
    )
    return league


def _asking(classroom: Classroom, deck: Deck) -> LiveRound:
    """A round that stands at its first question."""
    row = live_round(classroom, deck=deck, opened_at=timezone.now())
    for entry in deck.entries.all():
        row.questions.create(position=entry.position, question_id=entry.question_id)
    return go_to(row, 1, "asking")


def _fill_queue(question: Question, other: Question) -> None:
    """A report, figures that look wrong, and a text that was left for review."""
    now, learner = timezone.now(), UserFactory()
    Flag.objects.create(
        question=question, learner=learner, reason="other", words="Alices slip", flagged_at=now
    )
    key, *wrong = question.options.all()
    QuestionStatistic.objects.create(
        question=question, as_of=now, asked=90, learners=90,
        facility=0.5, facility_low=0.4, facility_high=0.6,
        discrimination=-0.4, discrimination_low=-0.6, discrimination_high=-0.2,
        expected=0.9, observed=0.6, expected_count=90,
        choices=[
            {"option": option.pk, "weaker": count, "stronger": 30 - count, "all": 45,
             "of": [30, 30, 90], "suspicion": "" if option == key else "draws-strong"}
            for option, count in ((key, 25), (wrong[0], 5))
        ],
        suspicions=["negative", "draws-strong", "harder"],
    )  # fmt: skip
    session = QuizSession.objects.create(
        token=f"d{other.pk:031d}", learner=learner, mode="deck", started_at=now
    )
    SessionItem.objects.create(
        token=f"d{other.pk:031d}", session=session, position=1, learner=learner, question=other,
        fact_id=other.fact_id, typed="Alices near miss", outcome="review", reason="several",
        study_day=now.date(), answered_at=now,
    )  # fmt: skip


def patterns() -> list[URLPattern]:
    return [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]


# What each address takes; an address that is missing here fails the tests that visit all of them.
ARGUMENTS: dict[str, Any] = {
    "home": lambda rows: [],
    "classroom-knowledge": lambda rows: [rows.classroom.token],
    "weakest-deck": lambda rows: [rows.classroom.token],
    "learner": lambda rows: [rows.classroom.token, rows.membership.pk],
    "classroom-gradebook": lambda rows: [rows.classroom.token],
    "decks": lambda rows: [],
    "deck": lambda rows: [rows.deck.token],
    "deck-entries": lambda rows: [rows.deck.token],
    "deck-swap": lambda rows: [rows.deck.token, rows.entry.pk],
    "deck-duplicates": lambda rows: [rows.deck.token],
    "deck-add": lambda rows: [rows.deck.token],
    "deck-settings": lambda rows: [rows.deck.token],
    "deck-share": lambda rows: [rows.deck.token],
    "deck-link": lambda rows: [rows.deck.token],
    "deck-archive": lambda rows: [rows.deck.token],
    "deck-copy": lambda rows: [rows.deck.token],
    "deck-worksheet": lambda rows: [rows.deck.token],
    "deck-key": lambda rows: [rows.deck.token],
    "deck-edit": lambda rows: [rows.deck.token],
    "deck-approve": lambda rows: [rows.deck.token],
    "question-new": lambda rows: [rows.deck.token],
    "question-check": lambda rows: [],
    "question-facts": lambda rows: [],
    "question-sources": lambda rows: [],
    "question-preview": lambda rows: [],
    "question-status": lambda rows: [],
    "question": lambda rows: [rows.question.pk],
    "question-edit": lambda rows: [rows.question.pk],
    "question-card": lambda rows: [rows.question.pk],
    "question-note": lambda rows: [rows.question.pk],
    "questions": lambda rows: [],
    "questions-change": lambda rows: [],
    "facts": lambda rows: [],
    "fact": lambda rows: [rows.fact.pk],
    "fact-edit": lambda rows: [rows.fact.pk],
    "fact-status": lambda rows: [rows.fact.pk],
    "fact-note": lambda rows: [rows.fact.pk],
    "sources": lambda rows: [],
    "source": lambda rows: [rows.source.pk],
    "source-edit": lambda rows: [rows.source.pk],
    "transfer": lambda rows: [],
    "transfer-template": lambda rows: [],
    "import": lambda rows: [rows.brought.token],
    "import-step": lambda rows: [rows.brought.token],
    "import-begin": lambda rows: [rows.brought.token],
    "import-cancel": lambda rows: [rows.brought.token],
    "import-drop": lambda rows: [rows.brought.token],
    "export": lambda rows: [],
    "export-file": lambda rows: [],
    "people": lambda rows: [],
    "invitation-revoke": lambda rows: [rows.invitation.pk],
    "teacher-end": lambda rows: [rows.teacher.pk],
    "teacher-curator": lambda rows: [rows.teacher.pk],
    "classrooms": lambda rows: [],
    "classroom-new": lambda rows: [],
    "classroom": lambda rows: [rows.classroom.token],
    "classroom-code": lambda rows: [rows.classroom.token],
    "classroom-door": lambda rows: [rows.classroom.token],
    "classroom-settings": lambda rows: [rows.classroom.token],
    "classroom-goal": lambda rows: [rows.classroom.token],
    "classroom-teachers": lambda rows: [rows.classroom.token],
    "classroom-away": lambda rows: [rows.classroom.token],
    "roster-list": lambda rows: [rows.classroom.token],
    "roster-passwords": lambda rows: [rows.classroom.token],
    "classroom-member": lambda rows: [rows.classroom.token, rows.membership.pk],
    "member-password": lambda rows: [rows.classroom.token, rows.membership.pk],
    "member-remove": lambda rows: [rows.classroom.token, rows.membership.pk],
    "classroom-board": lambda rows: [rows.classroom.token],
    "board-settings": lambda rows: [rows.classroom.token],
    "member-board": lambda rows: [rows.classroom.token, rows.membership.pk],
    "assignment-new": lambda rows: [rows.classroom.token],
    "assignment": lambda rows: [rows.assignment.token],
    "assignment-withdraw": lambda rows: [rows.assignment.token],
    "leagues": lambda rows: [],
    "league-new": lambda rows: [],
    "league-join": lambda rows: [],
    "league": lambda rows: [rows.league.token],
    "league-settings": lambda rows: [rows.league.token],
    "league-door": lambda rows: [rows.league.token],
    "league-away": lambda rows: [rows.league.token],
    "league-out": lambda rows: [rows.league.token, rows.entry_in_league.pk],
    "season-new": lambda rows: [rows.league.token],
    "season": lambda rows: [rows.league.token, rows.season.pk],
    "season-end": lambda rows: [rows.league.token, rows.season.pk],
    "live-new": lambda rows: [rows.classroom.token],
    "live": lambda rows: [rows.live_round.token],
    "live-state": lambda rows: [rows.live_round.token],
    "live-step": lambda rows: [rows.live_round.token],
    "live-end": lambda rows: [rows.live_round.token],
    "queue": lambda rows: [],
    "queue-rule": lambda rows: [],
    "queue-settle": lambda rows: [rows.question.pk],
    "queue-aside": lambda rows: [rows.question.pk],
    "question-statistics": lambda rows: [rows.question.pk],
}
# They answer to POST alone.
ACTIONS = {
    "invitation-revoke",
    "teacher-end",
    "teacher-curator",
    "classroom-door",
    "classroom-teachers",
    "classroom-away",
    "member-password",
    "member-remove",
    "board-settings",
    "member-board",
    "assignment-withdraw",
    "deck-entries", "deck-share", "deck-link", "deck-archive", "deck-copy",
    "fact-status", "fact-note", "questions-change",
    "import-step", "import-begin", "import-cancel", "import-drop",
    "league-door", "league-away", "season-end",
    "deck-approve", "question-check", "question-preview", "question-status", "question-note",
    "queue-rule", "queue-settle", "queue-aside", "weakest-deck", "live-step",
}  # fmt: skip
# They give a part of a page alone.
PARTS = {"question-facts", "question-sources", "live-state"}
# They are saved, not shown.
DOWNLOADS = {"transfer-template", "export-file"}


def address_of(name: str, rows: Rows) -> str:
    """The address of that name, with the teacher's own rows in it."""
    return reverse(f"desk:{name}", args=ARGUMENTS[name](rows))


def pages_of(rows: Rows) -> list[str]:
    """The addresses of all pages."""
    names = [str(pattern.name) for pattern in patterns()]
    return [address_of(name, rows) for name in names if name not in ACTIONS | PARTS | DOWNLOADS]
