"""The first page: what a learner does now, and what KazQuiz is for a visitor."""

import json
import re
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import Fact, QuizSession, Topic
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
)
from tests.playing import plan, play_once, question_of, respond
from tests.progress.test_today import due_cards

pytestmark = pytest.mark.django_db


def test_a_visitor_is_invited_to_try(client):
    QuestionFactory()
    page = client.get("/").content.decode()
    assert 'href="/try/"' in page
    assert "1 facts, 1 questions, 1 sources" in page.replace("1 fact,", "1 facts,")


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_how_much_is_asked_in_the_readers_language_is_told(client, path):
    both = FactFactory()
    for language, form in (("en", "choice"), ("ru", "choice"), ("ru", "typed")):
        question_of(form, fact=both, language=language)
    question_of("order", language="ru")
    told = "На русском языке спрашивается о "
    assert "for now" not in client.get(path).content.decode()
    client.post("/language/", {"language": "ru"})
    assert f"{told}1 из этих фактов" in client.get(path).content.decode()
    for fact in Fact.objects.exclude(pk=both.pk):
        question_of("choice", fact=fact, language="ru")
    assert told not in client.get(path).content.decode()


def test_a_learner_sees_what_waits_and_how_today_went(alice, alices, clock):
    questions = [question_of("choice") for _ in range(5)]
    for question in questions[:2]:
        play_once(alice, question, now=clock - timedelta(days=10), right=False)
    QuizSession.objects.update(finished_at=clock)
    assert "2 facts are ready to be refreshed" in alices.get("/").content.decode()
    session = plan(alice, questions[2], questions[3], now=clock)
    respond(session, now=clock)
    respond(session, now=clock, right=False)
    respond(session, now=clock)
    page = alices.get("/").content.decode()
    assert "<b>4</b> <span>of 5 facts met" in page
    assert "<b>1 / 2</b>" in page  # the drill is not counted


@pytest.mark.parametrize(("days_ago", "title"), [(1, "Step by step"), (9, "Welcome back")])
def test_more_than_a_sitting_is_planned_and_only_after_a_break_welcomed(
    alice, alices, clock, days_ago, title
):
    due_cards(alice, 21, day=clock.date())
    play_once(alice, question_of("choice"), now=clock - timedelta(days=days_ago))
    QuizSession.objects.update(finished_at=clock)
    page = " ".join(alices.get("/").content.decode().split())
    assert f">{title}<" in page
    assert "The plan: 3 short sessions, two a day" in page


def test_when_all_is_done_the_way_leads_to_the_topics(alice, alices, clock):
    play_once(alice, question_of("choice"), now=clock)
    QuizSession.objects.update(finished_at=clock)
    page = alices.get("/").content.decode()
    assert "Done for today" in page
    assert 'href="#practise">Practise a topic</a>' in page
    assert 'id="practise"' in page
    assert 'value="review"' not in page


def test_an_unfinished_session_is_offered_first(alice, alices, clock):
    session = plan(alice, question_of("choice"), now=clock)
    assert f'href="/quiz/{session.token}/"' in alices.get("/").content.decode()
    assert alices.get("/quiz/").url == f"/quiz/{session.token}/"


def test_one_learners_unfinished_session_is_not_anothers(charlie, alice, client, clock):
    session = plan(alice, question_of("choice"), now=clock)
    client.force_login(charlie)
    assert session.token not in client.get("/").content.decode()
    assert client.get("/quiz/").url == "/"


def test_the_exam_is_announced(alice, alices, clock):
    alice.target_day = alice.study_day(clock) + timedelta(days=3)
    alice.save()
    assert "The exam in your settings is in 3 days" in alices.get("/").content.decode()


def test_what_the_home_page_counts_as_due_can_be_asked(alice, alices, clock):
    """A fact whose other cue was answered today waits until tomorrow."""
    fact = FactFactory()
    value, subject = (question_of("choice", fact=fact, cue=cue) for cue in ("value", "subject"))
    play_once(alice, value, now=clock - timedelta(days=9))
    play_once(alice, subject, now=clock)
    page = alices.get("/").content.decode()
    assert "ready to be refreshed" not in page


def test_each_topic_can_be_practised(alices):
    for number in range(3):
        FactFactory(topic__slug=f"topic-{number}")
    page = alices.get("/").content.decode()
    for topic in Topic.objects.all():
        assert f'name="topic" value="{topic.slug}"' in page


def test_about_says_how_much_there_is(client):
    QuestionFactory()
    assert client.get("/about/").status_code == 200


def test_health_reaches_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health/")
    assert json.loads(response.content) == {"status": "ok"}


def test_order_and_match_is_offered_where_there_is_something(alices, alice, clock):
    sco, csto = TopicFactory(slug="sco"), TopicFactory(slug="csto", position=2)
    QuestionFactory(fact__topic=csto)
    question_of("order", topic=sco, status="draft")
    assert "Order and match" not in alices.get("/").content.decode()
    question_of("match", topic=sco)
    page = alices.get("/").content.decode()
    offered = page[page.index("Order and match") : page.index("Flashcards")]
    assert 'name="mode" value="sets"' in offered
    assert '<option value="sco">' in offered
    assert '<option value="csto">' not in offered


def test_offering_it_takes_no_query_more(alices):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            alices.get("/")
        return len(captured)

    TopicFactory(slug="sco")
    without = queries()
    question_of("match", topic=TopicFactory(slug="sco"))
    assert queries() == without


class TestDecks:
    """What a teacher assigned comes first."""

    @pytest.fixture
    def assign(self, alice):
        classroom = ClassroomFactory(
            teacher=TeacherFactory(), learners=[alice], name="Group <3>", time_zone=alice.time_zone
        )

        def give(name, *questions, due_in=None, exam_in=None, today, **more):
            days = {"due_day": due_in, "exam_day": exam_in}
            return AssignmentFactory(
                classroom=classroom,
                deck=DeckFactory(name=name, questions=questions),
                **{k: None if v is None else today + timedelta(days=v) for k, v in days.items()},
                **more,
            )

        return give

    def test_each_with_its_day_in_words_and_how_far_it_is(self, alice, alices, clock, assign):
        today = alice.study_day(clock)
        questions = QuestionFactory.create_batch(3)
        play_once(alice, questions[0], now=clock - timedelta(days=2))
        QuizSession.objects.update(finished_at=clock)
        one = assign(
            "Treaties", *questions, due_in=1, exam_in=3, today=today, note="Mind <article> 5"
        )
        page = alices.get("/").content.decode()
        assert page.count("<h1>") == 1
        assert page.index("From your classroom") < page.index("Treaties") < page.index("<h2>Ten")
        for text in (
            "Group &lt;3&gt;",
            "due tomorrow",
            "exam in 3 days",
            "Mind &lt;article&gt; 5",
            "1 of 3 facts met",
            "If you stopped here, you would know about",
            'aria-label="Study Treaties"',
            f'name="deck" value="{one.deck.token}"',
        ):
            assert text in page

    def test_one_whose_day_has_passed_waits_without_reproach(self, alice, alices, clock, assign):
        today = alice.study_day(clock)
        assign("Late", QuestionFactory(), due_in=-2, today=today)
        assign("Soon", QuestionFactory(), due_in=5, today=today)
        page = alices.get("/").content.decode()
        assert page.index("Soon") < page.index("Late")
        assert "still open" in page[page.index("Late") :]
        assert not [word for word in ("overdue", "missed", "late!") if word in page]

    def test_what_is_done_is_quiet(self, alice, alices, clock, assign):
        question = QuestionFactory()
        play_once(alice, question, now=clock - timedelta(days=2))
        assign("Known", question, due_in=5, today=alice.study_day(clock))
        page = alices.get("/").content.decode()
        assert "From your classroom" not in page
        done = page[page.index("<details") : page.index("</details>")]
        assert "1 deck of your classroom is done" in done
        assert "Known" in done

    def test_a_deck_of_a_link_can_be_left(self, alice, alices):
        deck = DeckFactory(
            name="Open <to> all", study_token="f" * 32, questions=[QuestionFactory()]
        )
        deck.learners.add(alice)
        page = alices.get("/").content.decode()
        mine = page[page.index("Your decks") :]
        assert "Open &lt;to&gt; all" in mine
        assert 'action="/decks/leave/"' in mine
        assert "0 of 1 facts met" in mine

    def test_one_without_a_question_cannot_be_begun(self, alice, alices, clock, assign):
        assign("Empty", due_in=5, today=alice.study_day(clock))
        page = alices.get("/").content.decode()
        assert "There is no question in it yet." in page
        assert "Study Empty" not in page

    def test_another_classrooms_decks_are_not_ones_own(self, alice, charlie, clock, client, assign):
        assign("Treaties", QuestionFactory(), due_in=5, today=alice.study_day(clock))
        client.force_login(charlie)
        assert "Treaties" not in client.get("/").content.decode()


class TestTheWeek:
    def test_a_goal_is_offered_once(self, alices):
        page = alices.get("/").content.decode()
        assert page.count('href="/settings/#id_weekly_goal"') == 1
        assert "Set a goal for your week" in page

    def test_days_are_dots_with_words(self, alice, alices, clock):
        alice.weekly_goal = 7
        alice.save()
        play_once(alice, question_of("choice"), now=clock)
        page = alices.get("/").content.decode()
        assert page.count(": studied</span>") == 1
        assert "1 of 7 days" in page
        assert page.count('aria-current="date"') == 1
        section = page[page.index('id="own-week"') :].split("</section>")[0].lower()
        for guilt in ("streak", "missed", "lost", "failed"):
            assert guilt not in section

    def test_a_goal_that_is_reached_is_told(self, alice, alices, clock):
        alice.weekly_goal = 1
        alice.save()
        play_once(alice, question_of("choice"), now=clock)
        page = alices.get("/").content.decode()
        assert "Your goal is reached." in page
        assert "reached in 1 week so far" in page

    def test_a_classs_goal_is_shown_to_its_learners_alone(self, alices, alice, charlie, client):
        room = ClassroomFactory(name="10 A", learners=[alice], kept_goal=30)
        ClassroomFactory(name="10 B", learners=[alice])
        page = alices.get("/").content.decode()
        assert page.count("memories kept by all of you together") == 1
        assert "0 of 30 memories kept by all of you together" in page
        client.force_login(charlie)
        assert room.name not in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_a_link_that_is_shared_shows_a_picture(client, path):
    """By an address that others can fetch."""
    [image] = re.findall(r'property="og:image" content="([^"]+)"', client.get(path).text)
    assert image.startswith("http://testserver/static/")
    assert finders.find(image.removeprefix("http://testserver/static/"))
