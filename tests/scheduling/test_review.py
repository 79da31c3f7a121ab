"""Folding the log: after any history each card and counter is what the events made it."""

import ast
import inspect
from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import call_command

from questions.models import Card, QuizSession, ReviewLog, Tally
from questions.progress.tallies import rebuild_tallies
from questions.quiz.response import Response
from questions.quiz.start import NothingToAskError, Wish, start_session
from questions.quiz.summary import end_session
from questions.scheduling import memory, review
from questions.scheduling.memory import Memory, Rating, rate
from questions.scheduling.review import Folded, fold, rebuild_cards
from tests.factories import FactFactory, TopicFactory
from tests.playing import FORMS, next_item, play_once, question_of, respond

WEDNESDAY = date(2026, 3, 4)
ZONES = ("Asia/Almaty", "America/New_York", "Pacific/Auckland", "Europe/Lisbon")
MODES = ("review", "practice", "flashcards", "weakest")


def log(day: int, rating: int | None = 3, kind: str = "rated", survived: int = 0) -> ReviewLog:
    """An event on the n-th day."""
    study_day = WEDNESDAY + timedelta(days=day)
    return ReviewLog(kind=kind, rating=rating, study_day=study_day, survived_interval=survived)


def library() -> list:
    """Ten facts in two topics, each asked in every form, half of them by either cue."""
    questions = []
    for number in range(10):
        topic = TopicFactory(slug=("sco", "csto")[number % 2], position=number % 2)
        fact = FactFactory(topic=topic)
        for cue in ("value", "subject")[: 1 + number % 2]:
            questions += [question_of(form, fact=fact, cue=cue) for form in FORMS]
    return questions


def live(learner, *, start, rng: Random, sessions: int) -> None:
    """A history: sessions of all modes at any hour, in any zone, some of them left."""
    moment = start
    for _ in range(sessions):
        moment += timedelta(hours=rng.choice([1, 5, 9, 14, 20, 27, 70]))
        if rng.random() < 0.2:
            learner.time_zone = rng.choice(ZONES)
            learner.save(update_fields=["time_zone"])
        try:
            session = start_session(
                learner=learner, wish=Wish(mode=rng.choice(MODES), size=4), now=moment, rng=rng
            )
        except NothingToAskError:
            continue
        for _ in range(rng.randint(1, 9)):
            if next_item(session) is None:
                break
            moment += timedelta(minutes=rng.randint(0, 40))
            respond(session, now=moment, right=rng.random() < 0.7, response=_odd(session, rng))
        if rng.random() < 0.5:
            end_session(session, now=moment)


def _odd(session: QuizSession, rng: Random) -> Response | None:
    """Now and then something between right and wrong."""
    form = next_item(session).form
    if form in ("cloze", "typed") and rng.random() < 0.3:
        return Response(typed=rng.choice(["2002", "6/7/2002", "June 2002", "nothing like it"]))
    if form == "flashcard" and rng.random() < 0.5:
        return Response(rating=rng.choice("1234"))
    return None


@pytest.mark.django_db
class TestReplay:
    @pytest.mark.parametrize("seed", range(6))
    def test_cards_and_counters_are_what_any_history_made_them(self, alice, charlie, now, seed):
        rng = Random(seed)
        library()
        live(alice, start=now, rng=rng, sessions=25)
        live(charlie, start=now, rng=rng, sessions=5)
        assert ReviewLog.objects.filter(learner=alice).count() > 20
        assert rebuild_cards(repair=False) == []
        assert rebuild_tallies(repair=False) == []

    def test_the_zone_of_the_reader_changes_no_replay(self, alice, now):
        library()
        live(alice, start=now, rng=Random(3), sessions=10)
        alice.time_zone = "Pacific/Kiritimati"
        alice.save(update_fields=["time_zone"])
        assert rebuild_cards(repair=False) == []
        for module in (review, memory):
            names = {
                n.id
                for n in ast.walk(ast.parse(inspect.getsource(module)))
                if isinstance(n, ast.Name)
            }
            assert not names & {"ZoneInfo", "User", "timezone"}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"stability": 99.0},
            {"difficulty": 1.5},
            {"due": date(2030, 1, 1)},
            {"last_study_day": date(2026, 3, 3)},
            {"longest_interval": 50},
            {"stability": None, "difficulty": None, "due": None, "last_study_day": None},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_a_planted_wrong_card_is_found_and_set_right(self, alice, now, wrong):
        questions = [question_of("choice") for _ in range(3)]
        for question in questions:
            play_once(alice, question, now=now)
        true = list(Card.objects.order_by("pk").values())
        logs = list(ReviewLog.objects.order_by("pk").values())
        planted = Card.objects.order_by("pk")[1]
        Card.objects.filter(pk=planted.pk).update(**wrong)
        assert [d.card.pk for d in rebuild_cards(repair=False)] == [planted.pk]
        assert Card.objects.filter(pk=planted.pk, **wrong).exists()
        assert [d.card.pk for d in rebuild_cards(repair=True)] == [planted.pk]
        assert list(Card.objects.order_by("pk").values()) == true
        assert list(ReviewLog.objects.order_by("pk").values()) == logs
        assert rebuild_cards(repair=False) == []

    def test_a_card_without_events_that_claims_a_memory_is_found(self, alice):
        question = question_of("choice")
        Card.objects.create(
            learner=alice,
            fact=question.fact,
            cue="value",
            stability=5,
            difficulty=5,
            due=WEDNESDAY,
            last_study_day=WEDNESDAY,
        )
        assert len(rebuild_cards(repair=True)) == 1
        assert Card.objects.get().stability is None

    def test_rebuilding_takes_two_queries_for_any_number_of_cards(
        self, alice, now, django_assert_num_queries
    ):
        for _ in range(12):
            play_once(alice, question_of("choice"), now=now)
        with django_assert_num_queries(4):  # with the savepoint's two
            rebuild_cards(repair=False)

    def test_a_planted_wrong_tally_is_found_and_set_right(self, alice, now):
        play_once(alice, question_of("choice"), now=now)
        true = list(Tally.objects.values_list("day", "responses", "right", "rated", "points"))
        Tally.objects.update(points=500)
        key = ("learner", alice.pk, WEDNESDAY, Tally.objects.get().topic_id)
        assert rebuild_tallies(repair=False) == [key]
        assert rebuild_tallies(repair=True) == [key]
        assert true == list(
            Tally.objects.values_list("day", "responses", "right", "rated", "points")
        )


class TestFold:
    def test_no_events_make_a_new_card(self):
        assert fold([]) == Folded()

    def test_ratings_follow_one_another(self):
        first = rate(None, Rating.GOOD, WEDNESDAY)
        second = rate(first, Rating.AGAIN, WEDNESDAY + timedelta(days=2))
        assert fold([log(0), log(2, 1)]) == Folded(second, 0)

    def test_a_reset_forgets_the_memory_and_keeps_the_longest_interval(self):
        assert fold([log(0), log(4, survived=4), log(5, None, "reset")]) == Folded(None, 4)

    def test_after_a_reset_the_card_begins_anew(self):
        folded = fold([log(0), log(4), log(5, None, "reset"), log(6)])
        assert folded.memory == rate(None, Rating.GOOD, WEDNESDAY + timedelta(days=6))

    def test_the_longest_interval_is_the_longest_and_not_the_last(self):
        assert fold([log(0), log(9, survived=9), log(11, survived=2)]).longest_interval == 9

    def test_a_log_with_two_ratings_on_one_day_is_refused(self):
        with pytest.raises(ValueError, match="not later"):
            fold([log(0), log(0)])

    def test_the_fields_of_a_memory_are_the_cards(self):
        folded = Folded(Memory(2.0, 5.0, WEDNESDAY, WEDNESDAY + timedelta(days=2)), 3)
        card = Card(**folded.fields())
        assert (card.stability, card.longest_interval, card.last_study_day) == (2.0, 3, WEDNESDAY)


@pytest.mark.django_db
class TestCommands:
    @pytest.mark.parametrize(
        ("command", "model", "field", "noun"),
        [
            ("rebuild_cards", Card, "stability", "cards"),
            ("rebuild_tallies", Tally, "points", "tallies"),
        ],
    )
    def test_it_fails_until_what_differs_is_set_right(
        self, alice, now, capsys, command, model, field, noun
    ):
        play_once(alice, question_of("choice"), now=now)
        call_command(command)
        assert capsys.readouterr().out.startswith(f"0 {noun} differ")
        model.objects.update(**{field: 77})
        with pytest.raises(SystemExit) as caught:
            call_command(command)
        assert caught.value.code == 1
        assert capsys.readouterr().out.startswith(f"1 {noun} differ")
        call_command(command, "--repair")
        assert capsys.readouterr().out == f"1 {noun} set right\n"
        call_command(command)
        assert not model.objects.filter(**{field: 77}).exists()
