"""How many statements a request takes, and that more rows do not make them more."""

from datetime import timedelta
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.models import (
    Card,
    Deck,
    Fact,
    FactText,
    Question,
    QuizSession,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from questions.progress.tallies import rebuild_tallies
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    EntityFactory,
    FactFactory,
    MembershipFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.playing import (
    FORMS,
    NAME_KEY,
    SETS,
    next_item,
    plan,
    play_once,
    posted,
    question_of,
    respond,
    response_to,
    set_of,
)
from tests.views.conftest import HTMX

pytestmark = pytest.mark.django_db

AT_MOST = 12
DAY = timedelta(days=1)


def add_facts(number: int) -> list[Fact]:
    """More facts of the library, with their words and one question each."""
    topic = TopicFactory()
    entity = EntityFactory()
    have = Fact.objects.count()
    facts = Fact.objects.bulk_create(
        Fact(slug=f"bulk-{have + n}", topic=topic, subject=entity, importance=2)
        for n in range(number)
    )
    FactText.objects.bulk_create(
        FactText(fact=fact, language="en", statement=f"Statement of {fact.slug}.") for fact in facts
    )
    Question.objects.bulk_create(
        Question(
            fact=fact,
            cue="value",
            form="cloze",
            language="en",
            stem=fact.slug,
            answer="x",
            key={"type": "text", "texts": ["x"]},
            status="approved",
            digest="",
        )
        for fact in facts
    )
    return facts


def add_questions(facts: list[Fact]) -> list[Fact]:
    """The facts, each with a question of its own."""
    for fact in facts:
        QuestionFactory(fact=fact)
    return facts


def add_history(learner: User, facts: list[Fact], logs: int, now) -> None:
    """Cards, items and log rows of long ago, as many as asked for."""
    first = learner.study_day(now) - timedelta(days=900)
    day_before = learner.study_day(now) - DAY
    session = QuizSession.objects.create(
        token=f"h{QuizSession.objects.count():031d}", learner=learner, mode="review", started_at=now
    )
    QuizSession.objects.filter(pk=session.pk).update(finished_at=now)
    cards = Card.objects.bulk_create(
        Card(
            learner=learner,
            fact=fact,
            cue="value",
            stability=9,
            difficulty=5,
            due=day_before,
            last_study_day=day_before - DAY,
        )
        for fact in facts
    )
    questions = dict(Question.objects.values_list("fact_id", "pk"))
    pairs = [(n, card) for n in range(logs // len(cards) + 1) for card in cards]
    chosen = list(islice(pairs, logs))
    SessionItem.objects.bulk_create(
        [
            SessionItem(
                token=f"h{session.pk}-{place}",
                session=session,
                position=place,
                learner=learner,
                fact_id=card.fact_id,
                card=card,
                question_id=questions[card.fact_id],
                outcome="correct",
                rating=3,
                study_day=first + n * DAY,
                answered_at=now - 900 * DAY,
            )
            for place, (n, card) in enumerate(chosen)
        ],
        batch_size=2000,
    )
    ReviewLog.objects.bulk_create(
        [
            ReviewLog(
                card=card,
                learner=learner,
                question_id=questions[card.fact_id],
                rating=3,
                study_day=first + n * DAY,
                at=now - 900 * DAY,
            )
            for n, card in chosen
        ],
        batch_size=2000,
    )
    rebuild_tallies(repair=True)


def statements(ask) -> list[str]:
    """The statements that a request takes, BEGIN and COMMIT (savepoints in a test) among them."""
    with CaptureQueriesContext(connection) as captured:
        response = ask()
    assert response.status_code in (200, 302)
    return [query["sql"].split(None, 1)[0] for query in captured.captured_queries]


def answers(learner, client, now) -> dict:
    """The statements of the answer post by form, place in the session, and right or wrong."""
    counts = {}
    for form in (*FORMS, *SETS):
        for is_right in (True, False):
            for following in ("none", "choice", "order", "match"):
                session = planned(learner, form, following, now)
                if form == "flashcard":
                    data = {"item": next_item(session).token}
                    client.post(f"/quiz/{session.token}/reveal/", data)
                data = {"item": next_item(session).token, **sent(next_item(session), is_right)}
                url = f"/quiz/{session.token}/answer/"
                taken = statements(lambda u=url, d=data: client.post(u, d, headers=HTMX))
                counts[form, is_right, following] = taken
    return counts


def planned(learner, form: str, following: str, now) -> QuizSession:
    """A question that was met before, and what comes after it."""
    named = {"key": NAME_KEY, "answer": "Council of Elders"} if form == "typed" else {}
    question = question_of(form, **named)
    play_once(learner, question, now=now - 5 * DAY)
    others = [] if following == "none" else [question_of(following)]
    return plan(learner, question, *others, now=now)


def sent(item, is_right: bool) -> dict:
    """A response that is graded the long way: no text is empty, no set is given up."""
    if is_right:
        return posted(response_to(item))
    if item.form in SETS:
        response = response_to(item)
        return {name: several[::-1] for name, several in posted(response).items()}
    if item.form == "number":
        return {"typed": "3 states"}
    return posted(response_to(item, right=False)) if item.options else ANYTHING


ANYTHING = {"typed": "Somebody else", "rating": "1"}


class TestAnswer:
    def test_at_most_twelve_statements_whatever_the_form_and_the_number_of_rows(
        self, alice, alices, clock
    ):
        facts = add_facts(150)
        add_history(alice, facts[:50], 100, clock)
        few = answers(alice, alices, clock)
        facts += add_facts(1_350)
        add_history(alice, facts[100:600], 9_900, clock)
        TopicFactory.create_batch(5, slug="another-topic")
        places = [
            MembershipFactory(user=alice, joined_at=clock - 400 * DAY, classroom__time_zone=zone)
            for zone in ("UTC", "Asia/Almaty", "America/New_York")
        ]
        many = answers(alice, alices, clock)
        paid = Tally.objects.filter(scope="membership", points__gt=0)
        assert set(paid.values_list("scope_id", flat=True)) == {place.pk for place in places}
        assert many == few
        assert {case: len(taken) for case, taken in few.items() if len(taken) > AT_MOST} == {}
        # One transaction, and nothing in it but the writes.
        for taken in few.values():
            inside = taken[taken.index("SAVEPOINT") + 1 : taken.index("RELEASE")]
            assert set(inside) <= {"UPDATE", "INSERT"}
            assert taken.count("SAVEPOINT") == 1

    @pytest.mark.django_db(transaction=True)
    def test_begin_and_commit_are_counted_where_no_test_stands_around_them(
        self, alice, alices, clock
    ):
        session = plan(alice, question_of("choice"), question_of("choice"), now=clock)
        data = {"item": next_item(session).token, "choice": "1"}
        url = f"/quiz/{session.token}/answer/"
        taken = statements(lambda: alices.post(url, data, headers=HTMX))
        assert taken.count("COMMIT") == taken.count("BEGIN") == 1
        assert len(taken) <= AT_MOST

    def test_a_repeat_writes_nothing(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        data = {"item": next_item(session).token, "choice": "1"}
        url = f"/quiz/{session.token}/answer/"
        alices.post(url, data)
        assert set(statements(lambda: alices.post(url, data, headers=HTMX))) == {"SELECT"}


PAGES = {
    "home": "/",
    "progress": "/progress/",
    "one topic": "/progress/sco/",
    "library": "/library/",
    "search": "/library/?q=statement",
    "topic": "/library/topics/sco/",
    "page 2": "/library/?page=2",
    "fact": "/library/facts/bulk-0/",
    "settings": "/settings/",
    "about": "/about/",
}


@pytest.mark.parametrize("url", PAGES.values(), ids=PAGES.keys())
def test_a_page_takes_as_many_queries_for_many_rows_as_for_few(alice, alices, clock, url):
    facts = add_facts(40)
    add_history(alice, facts, 80, clock)
    few = statements(lambda: alices.get(url))
    facts = add_facts(160)
    add_history(alice, facts, 400, clock)
    TopicFactory(slug="csto", position=2)
    QuestionFactory(fact=FactFactory(topic=TopicFactory(slug="cica", position=3)))
    many = statements(lambda: alices.get(url))
    assert many == few
    assert len(few) <= 14


def test_a_session_is_planned_in_as_many_queries_for_many_facts_as_for_few(alice, alices, clock):
    def start():
        QuizSession.objects.update(finished_at=clock)
        return alices.post("/quiz/start/", {"mode": "review"})

    facts = add_facts(30)
    add_history(alice, facts[:20], 60, clock)
    few = statements(start)
    facts = add_facts(600)
    add_history(alice, facts[:400], 800, clock)
    assert statements(start) == few


def test_so_is_a_practice_that_ends_with_a_set_and_a_session_of_sets(alice, alices, clock):
    topic = TopicFactory(slug="sco")

    def start(mode):
        QuizSession.objects.update(finished_at=clock)
        return statements(lambda: alices.post("/quiz/start/", {"mode": mode, "topic": topic.slug}))

    def add_sets(number):
        for form in SETS:
            for _ in range(number):
                facts = [part.fact for part in set_of(form, topic=topic).parts.all()]
                add_history(alice, add_questions(facts), len(facts), clock)

    add_history(alice, add_facts(30)[:20], 60, clock)
    add_sets(1)
    few = [start(mode) for mode in ("practice", "sets")]
    assert SessionItem.objects.filter(question__form__in=SETS, answered_at=None).count() == 3
    add_history(alice, add_facts(300)[:200], 400, clock)
    add_sets(12)
    assert [start(mode) for mode in ("practice", "sets")] == few


def add_decks(learner: User, number: int, now) -> Deck:
    """Decks of a teacher's own and of library questions, assigned with an exam and taken up."""
    bob = TeacherFactory()
    classroom = ClassroomFactory(teacher=bob, learners=[learner])
    for _ in range(number):
        questions = [own_question(bob), QuestionFactory(), set_of("match", owner=bob)]
        deck = DeckFactory(owner=bob, questions=questions)
        exam = learner.study_day(now) + 9 * DAY
        AssignmentFactory(classroom=classroom, deck=deck, exam_day=exam, due_day=exam)
        taken = DeckFactory(owner=bob, questions=questions, study_token=deck.token)
        taken.learners.add(learner)
        play_once(learner, questions[0], now=now - 5 * DAY)
    return deck


@pytest.mark.parametrize("url", ["/", "/progress/", "/progress/sco/"])
def test_a_page_takes_as_many_queries_for_many_decks_as_for_one(alice, alices, clock, url):
    add_decks(alice, 1, clock)
    few = statements(lambda: alices.get(url))
    add_decks(alice, 6, clock)
    assert statements(lambda: alices.get(url)) == few
    assert len(few) <= 16


@pytest.mark.parametrize("mode", ["review", "deck"])
def test_so_does_the_plan_of_a_session(alice, alices, clock, mode):
    def start(deck):
        QuizSession.objects.update(finished_at=clock)
        return statements(lambda: alices.post("/quiz/start/", {"mode": mode, "deck": deck.token}))

    few = start(add_decks(alice, 1, clock))
    assert start(add_decks(alice, 6, clock)) == few


def test_the_page_of_a_link_takes_as_many_queries_for_many_questions(alices, alice, clock):
    decks = [add_decks(alice, 1, clock) for _ in range(2)]
    for question in QuestionFactory.create_batch(20):
        decks[1].entries.create(question=question, position=9)
    Deck.objects.filter(study_token=decks[0].token).delete()
    counts = []
    for deck in decks:
        Deck.objects.filter(study_token=deck.token).update(study_token=None)
        Deck.objects.filter(pk=deck.pk).update(study_token=deck.token)
        counts.append(len(statements(lambda d=deck: alices.get(f"/decks/{d.token}/"))))
    assert counts[0] == counts[1] <= 6


def test_answering_in_a_session_of_a_deck_takes_no_statement_more(alice, alices, clock):
    deck = add_decks(alice, 3, clock)
    QuizSession.objects.update(finished_at=clock)
    url = alices.post("/quiz/start/", {"mode": "deck", "deck": deck.token}).url
    session = QuizSession.objects.get(token=url.split("/")[2])
    counts = []
    while (item := next_item(session)) is not None:
        data = {"item": item.token, **posted(response_to(item, right=item.is_drill))}
        taken = statements(lambda d=data: alices.post(f"{url}answer/", d, headers=HTMX))
        counts.append(len(taken))
    assert len(counts) == 5  # two of them once more
    assert max(counts) <= AT_MOST


def test_a_summary_of_sets_takes_as_many_queries_for_five_as_for_two(alice, alices, clock):
    def summary(size):
        sets = [set_of(SETS[number % 2]) for number in range(size)]
        session = plan(alice, *sets, now=clock)
        for number in range(size):
            respond(session, now=clock, right=bool(number % 2))
        QuizSession.objects.update(finished_at=clock)
        return statements(lambda: alices.get(f"/quiz/{session.token}/summary/"))

    assert summary(5) == summary(2)


def test_a_summary_takes_as_many_queries_for_ten_facts_as_for_two(alice, alices, clock):
    def summary(size):
        session = plan(alice, *(question_of("choice") for _ in range(size)), now=clock)
        for number in range(size):
            respond(session, now=clock, right=bool(number % 2))
        QuizSession.objects.update(finished_at=clock)
        return statements(lambda: alices.get(f"/quiz/{session.token}/summary/"))

    assert summary(10) == summary(2)


def test_tallies_stay_few(alice, clock):
    for _ in range(4):
        play_once(alice, question_of("choice"), now=clock)
    assert Tally.objects.count() == 1
