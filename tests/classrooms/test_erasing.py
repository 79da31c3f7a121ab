"""Erasing a person: what goes, what stays, and who cannot go yet."""

from datetime import timedelta
from random import Random

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Max, Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questions.authoring.deck_sharing import share_deck
from questions.classrooms.closing import close_weeks
from questions.classrooms.erasing import ErasingError, erase, hindrance_of
from questions.classrooms.gradebook import gradebook
from questions.models import (
    CURATORS,
    Card,
    Classroom,
    ClassroomWeek,
    Deck,
    Edit,
    Flag,
    Import,
    Membership,
    Question,
    QuizSession,
    ReviewLog,
    SessionItem,
    Tally,
    User,
    WeekLine,
)
from questions.progress.tallies import rebuild_tallies
from questions.quiz.response import Response
from questions.quiz.rulings import left_texts
from questions.quiz.trial import start_trial
from questions.scheduling.review import differences
from tests.desk import rows_of_a_teacher
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    MembershipFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import NAME_KEY, plan, play_once, question_of, respond
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECRET = "Zhuldyzay"


def texts_in_the_database() -> str:
    """Every value of every table, as text; `django_session` holds ids alone."""
    with connection.cursor() as cursor:
        tables = [t for t in connection.introspection.table_names(cursor) if t != "cache"]
        parts = []
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            parts += [str(row) for row in cursor.fetchall()]
    return "\n".join(parts).lower()


@pytest.fixture
def learner(now):
    """Somebody whose name and words stand wherever they can."""
    teacher = TeacherFactory(username="teacher")
    room = ClassroomFactory(teacher=teacher, name="10 A", kept_goal=5)
    learner = UserFactory(
        username=SECRET.lower(), first_name=SECRET, last_name=SECRET, email=f"{SECRET}@example.org",
        made_in=room, weekly_goal=4, target_day=now.date(), last_login=now,
    )  # fmt: skip
    learner.target_topics.add(TopicFactory())
    MembershipFactory(
        classroom=room, user=learner, name=f"{SECRET} B.", board_name=SECRET, board_since=now - DAY
    )
    MembershipFactory(
        classroom=ClassroomFactory(),
        user=learner,
        name=SECRET,
        joined_at=now - 2 * DAY,
        left_at=now - DAY,
    )
    typed = question_of("typed", answer="Council of Elders", key=NAME_KEY)
    for days in (6, 3):
        play_once(learner, typed, now=now - days * DAY)
        play_once(learner, question_of("choice"), now=now - days * DAY)
    session = plan(learner, typed, now=now)
    respond(session, now=now, response=Response(typed=f"Elders {SECRET}"))
    ReviewLog.objects.filter(learner=learner).update(response=SECRET)
    SessionItem.objects.filter(learner=learner).exclude(outcome="correct").update(
        typed=SECRET, outcome="review", ruled_at=None
    )
    Flag.objects.create(
        question=typed, learner=learner, reason="other", words=f"I am {SECRET}", flagged_at=now
    )
    DeckFactory(study_token="7" * 32).learners.add(learner)
    EmailAddress.objects.create(user=learner, email=f"{SECRET}@example.org")
    LogEntry.objects.create(
        user=teacher, content_type=ContentType.objects.get_for_model(User), object_id=learner.pk,
        object_repr=learner.username, action_flag=CHANGE, change_message=SECRET,
    )  # fmt: skip
    return learner


def erased(user, now) -> User:
    erase(user, now=now, rng=Random(user.pk))
    return User.objects.get(pk=user.pk)


class TestALearner:
    def test_nothing_that_names_them_or_that_they_typed_stays(self, learner, now):
        before = texts_in_the_database()
        assert before.count(SECRET.lower()) > 10
        erased(learner, now)
        assert SECRET.lower() not in texts_in_the_database()

    def test_the_row_is_a_tombstone(self, learner, now):
        row = erased(learner, now)
        assert row.erased_at == now
        assert (row.is_active, row.is_staff, row.made_in) == (False, False, None)
        assert not row.has_usable_password()
        assert (row.weekly_goal, row.target_day, row.last_login) == (None, None, None)
        assert not row.target_topics.exists()
        assert not row.taken_decks.exists()
        assert str(row) == row.shown_name == "somebody who left"

    def test_log_cards_points_and_totals_stay(self, learner, now):
        def totals():
            return (
                list(Card.objects.order_by("pk").values()),
                list(ReviewLog.objects.order_by("pk").values("rating", "points", "study_day")),
                list(Tally.objects.order_by("pk").values()),
                SessionItem.objects.aggregate(Sum("points")),
            )

        before = totals()
        assert before[3]["points__sum"] > 0
        erased(learner, now)
        assert totals() == before
        assert rebuild_tallies(repair=False) == []
        assert list(differences()) == []

    def test_closed_weeks_and_a_classs_totals_stay(self, now):
        learner = UserFactory(username="gulnara")
        room = ClassroomFactory(kept_goal=5, created_at=now - 20 * DAY)
        row = MembershipFactory(
            classroom=room, user=learner, board_since=now - 15 * DAY, joined_at=now - 20 * DAY
        )
        question = question_of("choice")
        for days in (12, 8, 1):
            play_once(learner, question, now=now - days * DAY)

        def totals():
            return (
                list(ClassroomWeek.objects.order_by("pk").values("first_day", "points", "kept")),
                list(WeekLine.objects.order_by("pk").values("membership", "points", "stayed")),
                list(Tally.objects.filter(scope="membership").order_by("pk").values()),
            )

        close_weeks([room], now=now)
        weeks, lines, tallies = totals()
        assert sum(week["points"] for week in weeks) > 0
        assert len(tallies) == 2
        erased(learner, now)
        assert totals() == (weeks, lines, tallies)
        # The running week is closed with what they earned in it.
        close_weeks([room], now=now + 7 * DAY)
        last = ClassroomWeek.objects.latest("first_day")
        assert (last.learners, last.points) == (0, WeekLine.objects.latest("pk").points)
        assert last.points > 0
        line = WeekLine.objects.select_related("membership__user").latest("pk")
        assert line.membership == row
        assert line.membership.shown_name == "somebody who left"
        assert not line.membership.is_on_board

    def test_weeks_that_are_due_are_closed_before_somebody_goes(self, now):
        learner = UserFactory()
        room = ClassroomFactory(created_at=now - 20 * DAY, learners=[learner])
        erased(learner, now)
        assert ClassroomWeek.objects.filter(classroom=room).count() == 3
        assert WeekLine.objects.filter(stayed=True).count() == 1  # who came in the last of them

    def test_a_membership_ends_after_the_last_response(self, learner, now):
        play_once(learner, question_of("choice"), now=now + timedelta(seconds=2))
        erased(learner, now)
        last = SessionItem.objects.aggregate(last=Max("answered_at"))["last"]
        row = Membership.objects.get(user=learner, classroom__name="10 A")
        assert row.left_at == last + timedelta(microseconds=1)
        assert row.board_until == now

    def test_texts_left_for_review_leave_the_queue(self, learner, now):
        facts = Question.objects.get(form="typed").fact.__class__.objects.all()
        assert left_texts(facts)
        erased(learner, now)
        assert left_texts(facts) == []

    def test_all_their_devices_are_logged_out(self, learner, now):
        phones = [browser_of(learner), browser_of(learner)]
        assert phones[0].get("/settings/").status_code == 200
        others = browser_of(UserFactory())
        erased(learner, now)
        assert Session.objects.count() == 1
        assert others.get("/settings/").status_code == 200
        for phone in phones:
            assert phone.get("/settings/").status_code == 302
        assert not Client().login(username=learner.username, password="password")

    def test_the_user_name_is_free_for_somebody_else(self, learner, now, client):
        erased(learner, now)
        response = client.post(
            "/account/signup/",
            {
                "username": SECRET.lower(),
                "password1": "quiet-harbour-9",
                "password2": "quiet-harbour-9",
                "time_zone": "Asia/Almaty",
            },
        )
        assert response.status_code == 302
        assert User.objects.get(username=SECRET.lower()).erased_at is None

    def test_rosters_and_gradebooks_do_not_list_them(self, learner, now):
        room = Classroom.objects.get(name="10 A")
        AssignmentFactory(classroom=room, deck=DeckFactory(questions=[question_of("choice")]))
        erased(learner, now)
        assert gradebook(room, now=now).rows == []
        desk = browser_of(User.objects.get(username="teacher"))
        for part in ("", "knowledge/", "gradebook/", "settings/"):
            page = desk.get(f"/admin/desk/classrooms/{room.token}/{part}").content.decode()
            assert "gone-" not in page
            assert SECRET not in page

    def test_boards_have_no_trace_of_them(self, learner, charlie, now):
        room = Classroom.objects.get(name="10 A")
        MembershipFactory(
            classroom=room, user=charlie, board_name="Fox", board_since=now, joined_at=now - DAY
        )
        urls = [f"/classrooms/{room.token}/?period={p}" for p in ("week", "last-week", "all")]
        browser = browser_of(charlie)
        close_weeks([room], now=timezone.now())
        shown = "".join(browser.get(url).content.decode() for url in urls)
        assert "Fox" in shown
        assert SECRET in shown
        erased(learner, now)
        for url in urls:
            response = browser.get(url)
            page = response.content.decode()
            assert response.status_code == 200
            assert "gone-" not in page
            assert "somebody who left" not in page
            assert SECRET.lower() not in page.lower()

    def test_others_keep_all_that_is_theirs(self, learner, charlie, now):
        MembershipFactory(
            classroom=Classroom.objects.get(name="10 A"), user=charlie, name="Charlie"
        )
        question = question_of("typed", answer="Council of Elders", key=NAME_KEY)
        play_once(charlie, question, now=now, response=Response(typed="Elders of the Council"))
        Flag.objects.create(
            question=question, learner=charlie, reason="other", words="mine", flagged_at=now
        )

        def theirs():
            return [
                list(model.objects.filter(**where).values())
                for model, where in (
                    (User, {"pk": charlie.pk}),
                    (Membership, {"user": charlie}),
                    (SessionItem, {"learner": charlie}),
                    (ReviewLog, {"learner": charlie}),
                    (Flag, {"learner": charlie}),
                )
            ]

        before = theirs()
        erased(learner, now)
        assert theirs() == before

    def test_erasing_twice_changes_nothing_more(self, learner, now):
        row = erased(learner, now)
        assert erased(row, now + DAY).username == row.username

    def test_a_long_history_takes_as_many_statements_as_a_short_one(self, alice, charlie, now):
        play_once(alice, question_of("choice"), now=now)
        for number in range(20):
            play_once(charlie, question_of("choice"), now=now + number * DAY)
            MembershipFactory(user=charlie)
        MembershipFactory(user=alice)
        counts = []
        for person in (alice, charlie):
            with CaptureQueriesContext(connection) as queries:
                erased(person, now)
            counts.append(len(queries))
        assert counts[0] == counts[1] < 50


def test_a_guest_goes_with_all_rows(now):
    question_of("choice")
    guest, session = start_trial(seed="s", language="en", now=now)
    respond(session, now=now)
    erase(guest, now=now, rng=Random(1))
    assert not User.objects.filter(pk=guest.pk).exists()
    assert not QuizSession.objects.exists()
    assert not Tally.objects.exists()


class TestATeacher:
    def test_what_they_made_stays_without_their_name(self, now):
        teacher = TeacherFactory(username=SECRET.lower())
        colleague = TeacherFactory(username="colleague")
        rows = rows_of_a_teacher(teacher)
        Membership.objects.filter(classroom=rows.classroom, role="teacher").delete()
        MembershipFactory(classroom=rows.classroom, user=colleague, role="teacher")
        MembershipFactory(classroom=rows.classroom, user=teacher, role="teacher")
        share_deck(
            rows.deck, with_all=False, colleagues=[colleague], actor=teacher, now=timezone.now()
        )
        others = DeckFactory(owner=colleague)
        both = [teacher, TeacherFactory(username="third")]
        share_deck(others, with_all=False, colleagues=both, actor=colleague, now=timezone.now())
        erased(teacher, now)
        assert SECRET.lower() not in texts_in_the_database()
        assert Deck.objects.filter(owner=teacher).count() == 1
        assert Question.objects.filter(owner=teacher).count() == 2
        assert not Import.objects.filter(owner=teacher).exists()
        assert Edit.objects.get(deck=others).changes["shared_with"][1] == "third"
        assert list(others.shared_with.values_list("username", flat=True)) == ["third"]
        desk = browser_of(colleague)
        page = desk.get(f"/admin/desk/decks/{rows.deck.token}/").content.decode()
        assert "somebody who left" in page
        assert "gone-" not in page

    def test_rights_are_taken(self, now):
        UserFactory(username="root", is_superuser=True)
        teacher = TeacherFactory(is_superuser=True)
        teacher.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
        row = erased(teacher, now)
        assert not any([row.is_staff, row.is_superuser, row.groups.exists(), row.is_teacher])

    def test_the_last_teacher_of_learners_cannot_go(self, now):
        teacher = TeacherFactory()
        room = ClassroomFactory(teacher=teacher, learners=[UserFactory()], name="10 A")
        ClassroomFactory(teacher=teacher)
        with pytest.raises(ErasingError) as caught:
            erased(teacher, now)
        assert caught.value.hindrance.code == "last-teacher"
        assert list(caught.value.hindrance.classrooms) == [room]
        assert User.objects.get(pk=teacher.pk).erased_at is None
        MembershipFactory(classroom=room, user=TeacherFactory(), role="teacher")
        assert erased(teacher, now).erased_at

    def test_or_puts_the_classroom_away(self, now):
        teacher = TeacherFactory()
        ClassroomFactory(teacher=teacher, learners=[UserFactory()], archived_at=now)
        assert hindrance_of(teacher) is None
        assert erased(teacher, now).erased_at

    def test_a_classroom_without_learners_is_put_away(self, now):
        teacher = TeacherFactory()
        room = ClassroomFactory(teacher=teacher)
        erased(teacher, now)
        room.refresh_from_db()
        assert room.archived_at == now

    def test_the_last_superuser_cannot_go(self, now):
        root = UserFactory(is_superuser=True)
        UserFactory(is_superuser=True, is_active=False)
        with pytest.raises(ErasingError) as caught:
            erased(root, now)
        assert caught.value.hindrance.code == "last-superuser"
        UserFactory(is_superuser=True)
        assert erased(root, now).erased_at


class TestTheCommand:
    def test_it_wants_to_be_told_that_it_is_meant(self, learner, capsys):
        with pytest.raises(CommandError, match="--yes"):
            call_command("erase_person", learner.username)
        assert User.objects.get(pk=learner.pk).erased_at is None
        call_command("erase_person", learner.username, "--yes")
        assert User.objects.get(pk=learner.pk).erased_at
        assert "is erased" in capsys.readouterr().out

    def test_it_says_who_cannot_be_erased(self, db):
        teacher = TeacherFactory()
        ClassroomFactory(teacher=teacher, learners=[UserFactory()], name="10 A")
        with pytest.raises(CommandError, match="10 A"):
            call_command("erase_person", teacher.username, "--yes")
        with pytest.raises(CommandError, match="nobody"):
            call_command("erase_person", "nobody-there", "--yes")
