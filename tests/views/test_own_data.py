"""Own data: told, downloaded and erased, by the one whose it is and by nobody else."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.models import (
    Card,
    Flag,
    LivePlayer,
    LiveQuestion,
    LiveRound,
    Membership,
    Question,
    QuizSession,
    User,
)
from questions.quiz.trial import start_trial
from tests.desk import rows_of_a_teacher
from tests.factories import (
    ClassroomFactory,
    DeckFactory,
    MembershipFactory,
    TeacherFactory,
    UserFactory,
)
from tests.playing import NAME_KEY, plan, play_once, question_of, respond
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db

PAGES = ("/settings/data/", "/settings/data/file/", "/settings/data/erase/")
DAY = timedelta(days=1)


def downloaded(client: Client) -> dict:
    response = client.post("/settings/data/file/")
    assert response.status_code == 200
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in response.headers["Cache-Control"]
    return json.loads(b"".join(response.streaming_content))


@pytest.fixture
def no_limits(settings):
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS, "own-data": "1000/m/user", "erase": "1000/m/user",
    }  # fmt: skip


class TestTheDoor:
    @pytest.mark.parametrize("url", PAGES)
    def test_visitors_are_sent_to_log_in(self, client, url):
        ask = client.post if url.endswith("file/") else client.get
        assert ask(url).url.startswith("/account/login/")

    def test_a_visitor_erases_nobody(self, client, alice):
        client.post("/settings/data/erase/", {"password": "password"})
        assert User.objects.get(pk=alice.pk).is_active

    def test_the_settings_lead_there(self, alices):
        assert 'href="/settings/data/"' in alices.get("/settings/").content.decode()
        page = alices.get("/settings/data/").content.decode()
        assert 'action="/settings/data/file/"' in page
        assert 'href="/settings/data/erase/"' in page

    def test_a_guest_is_led_there_too(self, clock):
        question_of("choice")
        guest, _session = start_trial(seed="s", language="en", now=clock)
        assert 'href="/settings/data/"' in browser_of(guest).get("/about/").content.decode()

    def test_limits_hold(self, alices, settings):
        settings.ACCOUNT_RATE_LIMITS = {
            **settings.ACCOUNT_RATE_LIMITS, "own-data": "1/m/user", "erase": "1/m/user",
        }  # fmt: skip
        assert [alices.post("/settings/data/file/").status_code for _ in range(2)] == [200, 429]
        wrong = {"password": "wrong"}
        posts = [alices.post("/settings/data/erase/", wrong).status_code for _ in range(2)]
        assert posts == [422, 429]


class TestTheFile:
    def test_all_of_ones_own_is_in_it(self, alice, alices, clock):
        alice.weekly_goal = 4
        alice.save()
        room = ClassroomFactory(name="10 A", learners=[UserFactory()])
        MembershipFactory(classroom=room, user=alice, name="Алия «Б»", board_name="Steppe fox")
        DeckFactory(name="Taken deck", study_token="8" * 32).learners.add(alice)
        typed = question_of("typed", answer="Council of Elders", key=NAME_KEY)
        several = question_of("choose-all")
        for days in (4, 1):
            play_once(alice, typed, now=clock - days * DAY)
        play_once(alice, several, now=clock - DAY)
        play_once(alice, question_of("choice"), now=clock - DAY, right=False)
        Flag.objects.create(
            question=typed, learner=alice, reason="other", words="too long", flagged_at=clock,
            reply="shortened", resolved_by=TeacherFactory(username="rulingteacher"),
        )  # fmt: skip
        found = downloaded(alices)
        assert found["account"]["user_name"] == "alice"
        assert found["account"]["days_of_study_a_week"] == 4
        (there,) = found["classrooms"]
        assert (there["classroom_name"], there["my_name"]) == ("10 A", "Алия «Б»")
        assert there["my_name_on_the_board"] == "Steppe fox"
        assert found["decks_taken_by_a_link"][0]["name"] == "Taken deck"
        assert len(found["sessions"]) == 4
        responses = found["responses"]
        assert [one["typed"] for one in responses] == ["Council of Elders"] * 2 + ["", ""]
        assert responses[2]["chose"] == ["Kazakhstan", "China", "Russia"]
        assert [one["outcome"] for one in responses] == ["correct"] * 3 + ["wrong"]
        assert {one["stem"] for one in found["log"]} == {one["stem"] for one in responses}
        assert len(found["memory"]) == 3
        assert sum(one["points"] for one in found["days"]) == sum(
            one["points"] for one in responses
        )
        assert found["reports"][0]["words"] == "too long"
        assert found["reports"][0]["reply"] == "shortened"

    def test_nobody_elses_data_is_in_it(self, alice, alices, clock):
        teacher = TeacherFactory(username="othersteacher")
        other = UserFactory(username="othersname", email="others@example.org")
        room = ClassroomFactory(name="10 A", teacher=teacher, learners=[alice])
        MembershipFactory(classroom=room, user=other, name="Others Name", board_name="Others fox")
        question = question_of("typed", answer="Council of Elders", key=NAME_KEY)
        for learner in (alice, other):
            play_once(learner, question, now=clock)
        Flag.objects.create(
            question=question, learner=other, reason="other", words="others words", flagged_at=clock
        )
        rows_of_a_teacher(teacher)
        text = json.dumps(downloaded(alices))
        assert "othersname" not in text
        assert "others" not in text.lower()
        assert "Alices" not in text  # as the teacher's rows are called
        assert len(downloaded(alices)["responses"]) == 1

    def test_nothing_is_told_of_questions_that_are_not_answered(self, alice, alices, clock):
        plan(alice, question_of("choice", stem="Unanswered?", options=["Key", "No"]), now=clock)
        text = json.dumps(downloaded(alices))
        assert "Unanswered" not in text
        assert "Key" not in text
        assert Card.objects.filter(learner=alice).exists()
        assert downloaded(alices)["memory"] == []

    def test_a_live_question_is_told_once_it_is_revealed(self, alice, alices, clock):
        room = ClassroomFactory(learners=[alice])
        question = question_of("choice")
        going = LiveRound.objects.create(
            token="1" * 32, classroom=room, opened_at=clock, phase="asking", position=1
        )
        LiveQuestion.objects.create(round=going, position=1, question=question, asked_at=clock)
        session = plan(alice, question, now=clock, mode="live")
        LivePlayer.objects.create(
            round=going, membership=Membership.objects.get(user=alice), session=session,
            joined_at=clock,
        )  # fmt: skip
        respond(session, now=clock)
        found = downloaded(alices)
        assert found["responses"][0]["stem"] == question.stem
        assert "outcome" not in found["responses"][0]
        assert "rating" not in found["responses"][0]
        assert found["memory"] == found["log"] == found["days"] == []
        LiveRound.objects.update(phase="revealed")
        found = downloaded(alices)
        assert found["responses"][0]["outcome"] == "correct"
        assert len(found["memory"]) == len(found["log"]) == len(found["days"]) == 1

    def test_a_teacher_gets_what_they_wrote(self, clock):
        teacher = TeacherFactory()
        rows_of_a_teacher(teacher)
        found = downloaded(browser_of(teacher))
        assert found["decks"][0]["name"] == "Alices deck"
        assert len(found["decks"][0]["question_ids"]) == 2
        assert [len(one["options"]) for one in found["questions"]] == [3, 3]
        assert found["sources"][0]["short_name"] == "Alices notes"
        assert found["imports"][0]["name"] == "Alices file.csv"
        assert "near miss" not in json.dumps(found)  # which a learner typed

    def test_a_guest_has_a_file(self, clock):
        question_of("choice")
        guest, session = start_trial(seed="s", language="en", now=clock)
        respond(session, now=clock)
        found = downloaded(browser_of(guest))
        assert found["account"]["is_guest"] is True
        assert len(found["responses"]) == 1

    def test_more_rows_take_as_many_queries(self, alice, alices, clock, no_limits):
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                downloaded(alices)
            return len(queries)

        question = question_of("choose-all")
        play_once(alice, question, now=clock - 100 * DAY)
        few = count()
        for days in range(40):
            play_once(alice, question, now=clock - days * DAY)
        MembershipFactory.create_batch(5, user=alice)
        assert count() == few < 45


class TestErasing:
    URL = "/settings/data/erase/"

    def test_the_password_is_asked_for(self, alice, alices):
        for wrong in ({}, {"password": ""}, {"password": "wrong"}, {"password": "pass\0word"}):
            response = alices.post(self.URL, wrong)
            assert response.status_code == 422
            assert 'class="errorlist"' in response.content.decode()
        assert alices.post(self.URL, {"username": "alice"}).status_code == 422
        assert User.objects.get(pk=alice.pk).erased_at is None

    def test_whoever_means_it_is_gone(self, alice, alices):
        response = alices.post(self.URL, {"password": "password"}, follow=True)
        page = response.content.decode()
        assert "You are erased" in page
        assert 'href="/account/login/"' in page
        assert User.objects.get(pk=alice.pk).erased_at
        assert not Client().login(username="alice", password="password")

    def test_without_a_password_the_user_name_is_asked_for(self, clock):
        user = UserFactory(username="slips")
        user.set_unusable_password()
        user.save()
        browser = browser_of(user)
        assert browser.post(self.URL, {"username": "slip"}).status_code == 422
        assert browser.post(self.URL, {"password": ""}).status_code == 422
        assert browser.post(self.URL, {"username": "slips"}).status_code == 302
        assert User.objects.get(pk=user.pk).erased_at

    def test_a_learner_whose_account_a_teacher_made_may_go(self, alice, alices):
        alice.made_in = ClassroomFactory(learners=[alice])
        alice.save()
        assert alices.post(self.URL, {"password": "password"}).status_code == 302
        assert User.objects.get(pk=alice.pk).made_in is None

    def test_another_persons_password_erases_nobody(self, alice, alices, charlie):
        charlie.set_password("another-password")
        charlie.save()
        assert alices.post(self.URL, {"password": "another-password"}).status_code == 422
        posted = {"password": "password", "user": charlie.pk, "username": "charlie"}
        alices.post(self.URL, posted)
        assert User.objects.get(pk=charlie.pk).erased_at is None
        assert User.objects.get(pk=alice.pk).erased_at

    def test_a_guest_just_goes(self, clock):
        question_of("choice")
        guest, _session = start_trial(seed="s", language="en", now=clock)
        browser = browser_of(guest)
        assert "Delete everything" in browser.get(self.URL).content.decode()
        assert browser.post(self.URL).status_code == 302
        assert not User.objects.filter(pk=guest.pk).exists()
        assert not QuizSession.objects.exists()

    def test_a_teacher_on_whom_learners_depend_is_told_what_to_do(self):
        teacher = TeacherFactory()
        room = ClassroomFactory(teacher=teacher, learners=[UserFactory()], name="10 A")
        browser = browser_of(teacher)
        for response in (
            browser.get(self.URL),
            browser.post(self.URL, {"password": "password"}),
        ):
            page = response.content.decode()
            assert "only teacher" in page
            assert f'href="/admin/desk/classrooms/{room.token}/settings/"' in page
            assert "Erase me for good" not in page
        assert User.objects.get(pk=teacher.pk).erased_at is None

    def test_what_stays_is_said_beforehand(self, alices):
        page = alices.get(self.URL).content.decode()
        assert "What was earned for a class stays in its totals" in page
        assert "Decks, facts and questions you wrote" not in page
        teachers = browser_of(TeacherFactory()).get(self.URL).content.decode()
        assert "Decks, facts and questions you wrote" in teachers

    def test_a_tombstones_decks_tell_no_name(self, clock):
        teacher = TeacherFactory(username="nurlan")
        deck = DeckFactory(
            owner=teacher, study_token="9" * 32, is_shared_with_all=True,
            questions=[question_of("choice")],
        )  # fmt: skip
        assert browser_of(teacher).post(self.URL, {"password": "password"}).status_code == 302
        learners = browser_of(UserFactory())
        desk = browser_of(TeacherFactory())
        for page in (
            learners.get("/decks/" + "9" * 32 + "/"),
            desk.get(f"/admin/desk/decks/{deck.token}/"),
            desk.get("/admin/desk/decks/?show=shared"),
            desk.get("/admin/desk/questions/"),
        ):
            assert page.status_code == 200
            assert "nurlan" not in page.content.decode()
            assert "gone-" not in page.content.decode()
        assert Question.objects.exists()
