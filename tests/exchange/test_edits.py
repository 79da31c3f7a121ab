"""Edits of the library as its learners meet them: cards, logs and open sessions after an import."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.exchange.library_import import import_library
from questions.generation.publish import generate_questions
from questions.models import Card, Fact, Question, QuizSession, ReviewLog, SessionItem, Tally, User
from questions.progress.tallies import rebuild_tallies
from questions.quiz.answer import find_item
from questions.quiz.asked import next_asked
from questions.quiz.response import ResponseError
from questions.quiz.start import Wish, start_session
from questions.quiz.summary import summarise
from questions.scheduling.review import rebuild_cards
from tests.exchange.conftest import MadeUpLibrary
from tests.factories import UserFactory
from tests.playing import next_item, plan, play_once, respond

pytestmark = pytest.mark.django_db
FACTS = "facts/league.toml"
DAY = timedelta(days=1)
FIRST, SECOND = date(2026, 2, 22), date(2026, 3, 2)


@pytest.fixture
def library(made_up: MadeUpLibrary, now) -> MadeUpLibrary:
    """The made-up library, imported and with its questions."""
    imported(made_up, now - 20 * DAY)
    return made_up


def imported(made_up: MadeUpLibrary, now, *, apply: bool = True, generate: bool = True):
    report = import_library(folder=made_up.folder, now=now, apply=apply)
    if apply and generate:
        generate_questions(seed=1, now=now)
    return report


def question(slug: str, cue: str = "value", form: str = "") -> Question:
    """The question of that form, else the one that is typed, words or a number."""
    forms = [form] if form else ["typed", "number"]
    approved = Question.objects.approved()
    return approved.get(fact__slug=slug, cue=cue, form__in=forms, language="en")


def learn(learner: User, slug: str, now, *, cue: str = "value") -> Card:
    """Answer it ten and two days ago; the card."""
    for days in (10, 2):
        play_once(learner, question(slug, cue), now=now - days * DAY)
    return card(learner, slug, cue)


def card(learner: User, slug: str, cue: str = "value") -> Card:
    return Card.objects.get(learner=learner, fact__slug=slug, cue=cue)


def events(found: Card) -> list[tuple[str, date]]:
    return list(found.logs.order_by("pk").values_list("kind", "study_day"))


def told(report) -> list[str]:
    return list(report.details(with_added=False))


def everything() -> list[tuple]:
    models = (Fact, Question, Card, ReviewLog, QuizSession, SessionItem, Tally)
    return [row for model in models for row in model.objects.order_by("pk").values_list()]


@pytest.fixture(autouse=True)
def proved():
    """After each of these, cards and counters are what the rows say."""
    yield
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []


REWORDINGS = {
    "stem": ("On what date was the Lantern League founded?", "When was the Lantern League born?"),
    "statement": ("came into being on", "was born on"),
    "explanation": ("lamplighters'", "lamp makers'"),
    "caveat": ("Other chronicles name", "Others name"),
    "claim": ("The Lantern League was founded on {}.", "The Lantern League began on {}."),
    "accepted subject": ("[fact.ru]", 'accept_subject = ["the lamp folk"]\n\n[fact.ru]'),
    "another language": ("Когда основана", "Какого числа основана"),
    "importance": ("importance = 3", "importance = 2"),
}


class TestReworded:
    @pytest.mark.parametrize("change", REWORDINGS.values(), ids=REWORDINGS)
    def test_what_is_only_worded_anew_keeps_its_memory(self, library, alice, now, change):
        before = learn(alice, "league-founded", now)
        library.edit(FACTS, *change)

        report = imported(library, now)

        assert [row.effects for row in report.changed] == [("memory kept",)]
        after = card(alice, "league-founded")
        assert {n: v for n, v in vars(after).items() if n != "_state"} == {
            n: v for n, v in vars(before).items() if n != "_state"
        }
        assert events(after) == [("rated", FIRST), ("rated", SECOND)]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"letting in whoever knocks"', '"Letting in whoever knocks"'),
            ('"letting in whoever knocks"', '"the letting in, whoever knocks"'),
            ('"letting in whoever knocks"', '"open doors"'),
            ('accept = ["open doors"]', 'accept = ["wide open doors"]'),
        ],
        ids=["case", "article and punctuation", "accepted before", "other words accepted"],
    )
    def test_a_text_that_says_the_same_keeps_its_memory(self, library, alice, now, old, new):
        before = learn(alice, "league-rule", now)
        library.edit(FACTS, old, new)

        report = imported(library, now)

        assert [row.effects for row in report.changed] == [("memory kept",)]
        assert card(alice, "league-rule").due == before.due

    def test_a_question_that_was_replaced_can_still_be_answered(self, library, alice, now):
        session = plan(alice, question("league-founded"), now=now)
        item = next_item(session)
        library.edit(FACTS, "On what date was the Lantern League", "When was the Lantern League")

        imported(library, now)

        assert Question.objects.get(pk=item.question_id).status == "withdrawn"
        assert respond(session, now=now, item=item).is_rated

    def test_an_entity_under_another_id_is_the_same_thing(self, library, alice, now):
        learn(alice, "league-founded-in", now)
        library.edit("entities.toml", 'id = "brightwater"', 'id = "bright-water"')
        library.edit(FACTS, '"brightwater"', '"bright-water"')

        report = imported(library, now)

        assert "changed fact league-founded-in: value (memory kept)" in told(report)
        assert card(alice, "league-founded-in").stability is not None

    def test_a_list_in_another_order_keeps_its_memory(self, library, alice, now):
        learn(alice, "league-admitted", now)
        library.edit(FACTS, '["norland", "sudland"]', '["sudland", "norland"]')

        report = imported(library, now)

        assert told(report) == ["changed fact league-admitted: value (memory kept)"]


KEYS = {
    "entity": ("league-founded-in", 'value = "brightwater"', 'value = "dimwater"'),
    "list": ("league-admitted", '["norland", "sudland"]', '["sudland"]'),
    "text": ("league-rule", '"letting in whoever knocks"', '"keeping strangers out"'),
}


class TestAnotherKey:
    @pytest.fixture
    def library(self, library):
        library.append(
            "entities.toml", '[[entity]]\nid = "dimwater"\nkind = "city"\nname.en = "Dimwater"'
        )
        # So that both towns are used, whatever the edit.
        library.append(
            FACTS,
            '[[fact]]\nid = "towns"\nsubject = "norland"\nrelation = "admitted-in"\n'
            'value = ["brightwater", "dimwater"]\nimportance = 1\n'
            f"cite = {library_cite(library)}\n[fact.en]\n"
            'statement = "Norland came in by two towns."\nask.value = "By which towns?"',
        )
        library.append(
            "relations.toml",
            '[[relation]]\nid = "admitted-in"\nname.en = "in"\nvalue = "entity"\n'
            'kinds = ["city"]\nseveral = true',
        )
        return library

    @pytest.mark.parametrize(("slug", "old", "new"), KEYS.values(), ids=KEYS)
    def test_a_card_whose_key_is_another_becomes_new(self, library, alice, now, slug, old, new):
        imported(library, now - 15 * DAY)
        before = learn(alice, slug, now)
        points = Tally.objects.values_list("points", flat=True)
        paid = sum(points)
        library.edit(FACTS, old, new)

        report = imported(library, now)

        (changed,) = report.changed
        assert (changed.slug, changed.effects) == (slug, ("memory reset: 1 card",))
        after = card(alice, slug)
        assert (after.stability, after.difficulty, after.due, after.last_study_day) == (None,) * 4
        assert after.longest_interval == before.longest_interval == 8
        assert events(after) == [
            ("rated", FIRST),
            ("rated", SECOND),
            ("reset", date(2026, 3, 4)),
        ]
        log = after.logs.order_by("pk").last()
        assert (log.learner_id, log.at, log.rating, log.stability) == (alice.pk, now, None, None)
        assert sum(points.all()) == paid > 0

    def test_a_reset_card_is_learned_anew_and_paid_only_for_what_lasts_longer(
        self, library, alice, now
    ):
        imported(library, now - 15 * DAY)
        learn(alice, "league-rule", now)
        library.edit(FACTS, *KEYS["text"][1:])
        imported(library, now)

        first = play_once(alice, question("league-rule"), now=now + DAY)
        second = play_once(alice, question("league-rule"), now=now + 4 * DAY)

        assert (first.is_rated, first.points, second.points) == (True, 0, 0)
        item = SessionItem.objects.get(pk=first.item.pk)
        assert item.is_first
        assert card(alice, "league-rule").stability is not None
        assert rebuild_cards(repair=False) == []

    def test_another_subject_resets_its_cue_and_the_other_one_is_asked_soon(
        self, library, alice, now
    ):
        imported(library, now - 15 * DAY)
        learn(alice, "league-founded", now - 20 * DAY, cue="subject")
        learn(alice, "league-founded", now)
        library.append(
            "entities.toml",
            '[[entity]]\nid = "lamp-union"\nkind = "organisation"\nname.en = "Lamp Union"',
        )
        library.edit(FACTS, 'subject = "lantern-league"', 'subject = "lamp-union"')

        report = imported(library, now)

        assert told(report) == [
            "changed fact league-founded: subject (memory reset: 1 card, asked again soon: 1 card)"
        ]
        assert card(alice, "league-founded", "subject").stability is None
        assert card(alice, "league-founded").stability is not None

    def test_a_date_that_becomes_a_number_resets(self, library, alice, now):
        imported(library, now - 15 * DAY)
        learn(alice, "league-founded", now)
        library.edit(
            "relations.toml",
            'id = "member-count"',
            'id = "age"\nname.en = "age"\nvalue = "number"\n\n[[relation]]\nid = "member-count"',
        )
        library.append("relations.toml", "")
        library.edit(
            FACTS,
            'relation = "founded-on"\nvalue = "2002-06-07"',
            'relation = "age"\nvalue = { number = 24, unit = "%" }',
        )
        text = (library.folder / "relations.toml").read_text("utf-8")
        dates = '[[relation]]\nid = "founded-on"\nname.en = "was founded on"\nvalue = "date"\n'
        (library.folder / "relations.toml").write_text(text.replace(dates, ""), "utf-8")

        report = imported(library, now)

        (effects,) = [row.effects for row in report.changed]
        assert effects == ("memory reset: 1 card",)
        assert card(alice, "league-founded").stability is None


def library_cite(library: MadeUpLibrary) -> str:
    """Any citation that the library has."""
    text = (library.folder / FACTS).read_text("utf-8")
    return next(line for line in text.splitlines() if line.startswith("cite = [")).removeprefix(
        "cite = "
    )


FIGURES = {
    "another day": ("league-founded", '"2002-06-07"', '"2002-06-08"'),
    "a range": ("league-founded", '"2002-06-07"', '"2002-06-07/2002-06-09"'),
    "coarser": ("league-founded", '"2002-06-07"', '"2002-06"'),
    "another number": ("league-size", "number = 6", "number = 7"),
    "a bound": ("league-size", "number = 6", 'bound = "over", number = 6'),
    "another unit": ("league-size", 'unit = "members"', 'unit = "towns"'),
}


class TestCorrectedFigure:
    @pytest.mark.parametrize(("slug", "old", "new"), FIGURES.values(), ids=FIGURES)
    def test_a_corrected_figure_is_asked_again_on_the_next_day(
        self, library, alice, now, slug, old, new
    ):
        before = learn(alice, slug, now)
        assert before.due > date(2026, 3, 5)
        library.edit(FACTS, old, new)

        report = imported(library, now)

        (changed,) = report.changed
        assert (changed.slug, changed.effects) == (slug, ("asked again soon: 1 card",))
        after = card(alice, slug)
        assert after.due == date(2026, 3, 5)
        assert (after.stability, after.difficulty, after.last_study_day) == (
            before.stability,
            before.difficulty,
            before.last_study_day,
        )
        assert events(after)[2:] == [("reschedule", date(2026, 3, 4))]
        assert after.logs.order_by("pk").last().stability == before.stability

    def test_a_year_that_becomes_a_month_is_a_corrected_figure(self, library, alice, now):
        library.edit(FACTS, '"2002-06-07"', '"2002"')
        imported(library, now - 15 * DAY)
        learn(alice, "league-founded", now)
        library.edit(FACTS, '"2002"\nimportance', '"2002-06"\nimportance')

        report = imported(library, now)

        assert told(report) == ["changed fact league-founded: value (asked again soon: 1 card)"]

    def test_later_ratings_go_on_from_the_memory_that_stayed(self, library, alice, now):
        learn(alice, "league-size", now)
        library.edit(FACTS, "number = 6", "number = 7")
        imported(library, now)

        verdict = play_once(alice, question("league-size"), now=now + DAY)

        after = card(alice, "league-size")
        assert verdict.is_rated
        assert after.stability > 20
        assert (after.last_study_day, after.due) == (date(2026, 3, 5), verdict.due)
        assert rebuild_cards(repair=False) == []

    def test_a_card_that_is_due_earlier_stays_so(self, library, alice, now):
        before = learn(alice, "league-size", now - 90 * DAY)
        assert before.due < date(2026, 3, 4)
        library.edit(FACTS, "number = 6", "number = 7")

        imported(library, now)

        assert card(alice, "league-size").due == before.due

    def test_both_cues_are_asked_again_since_the_other_stem_gives_the_figure(
        self, library, alice, now
    ):
        learn(alice, "league-founded", now - 20 * DAY, cue="subject")
        learn(alice, "league-founded", now)
        library.edit(FACTS, '"2002-06-07"', '"2002-06-08"')

        report = imported(library, now)

        assert told(report) == ["changed fact league-founded: value (asked again soon: 2 cards)"]

    def test_a_wider_tolerance_keeps_memory_and_a_narrower_one_asks_again(
        self, library, alice, now
    ):
        learn(alice, "league-size", now)
        library.edit(FACTS, "number = 6", "tolerance = 2, number = 6")
        assert imported(library, now).changed[0].effects == ("memory kept",)
        library.edit(FACTS, "tolerance = 2", "tolerance = 1")
        assert imported(library, now).changed[0].effects == ("asked again soon: 1 card",)

    def test_each_learner_has_the_own_day(self, library, alice, now):
        late = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)  # Thursday in Almaty, Wednesday in Lisbon
        bob = UserFactory(username="bob", time_zone="Europe/Lisbon")
        for learner in (alice, bob):
            learn(learner, "league-size", now)
        library.edit(FACTS, "number = 6", "number = 7")

        report = imported(library, late)

        assert report.changed[0].effects == ("asked again soon: 2 cards",)
        assert events(card(alice, "league-size"))[2:] == [("reschedule", date(2026, 3, 5))]
        assert card(alice, "league-size").due == date(2026, 3, 6)
        assert events(card(bob, "league-size"))[2:] == [("reschedule", date(2026, 3, 4))]
        assert card(bob, "league-size").due == date(2026, 3, 5)

    def test_a_learner_who_travels_back_a_day_is_replayed_as_it_was(self, library, alice, now):
        alice.time_zone = "Pacific/Kiritimati"
        alice.save(update_fields=["time_zone"])
        learn(alice, "league-rule", now)
        library.edit(FACTS, *KEYS["text"][1:])
        evening = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)  # the fifth in Kiritimati
        imported(library, evening)
        alice.time_zone = "America/New_York"
        alice.save(update_fields=["time_zone"])

        assert play_once(alice, question("league-rule"), now=evening + timedelta(hours=1)).is_rated

        assert [kind for kind, _ in events(card(alice, "league-rule"))][2:] == ["reset", "rated"]
        assert rebuild_cards(repair=False) == []


class TestOpenSessions:
    def withdraw(self, library, slug: str) -> str:
        """Take a fact out of the file; what stood there before."""
        path = library.folder / FACTS
        whole = path.read_text("utf-8")
        kept = [e for e in whole.split("[[fact]]") if f'id = "{slug}"' not in e]
        path.write_text("[[fact]]".join(kept).replace('near = ["league-rule"]', ""), "utf-8")
        relations = library.folder / "relations.toml"
        rows = relations.read_text("utf-8").split("[[relation]]")
        relations.write_text("[[relation]]".join(r for r in rows if '"rule"' not in r), "utf-8")
        return whole

    def test_a_withdrawn_fact_is_asked_no_more(self, library, alice, now):
        asked = [question(slug) for slug in ("league-founded", "league-rule", "league-size")]
        session = plan(alice, *asked, now=now)
        respond(session, now=now)
        item = next_item(session)
        self.withdraw(library, "league-rule")

        report = imported(library, now)

        assert "withdrawn fact league-rule (left 1 open session)" in told(report)
        upcoming = next_asked(session.pk)
        assert (upcoming.answered, upcoming.total, upcoming.number) == (1, 2, 2)
        assert next_item(session).fact == "league-size"
        before = everything()
        with pytest.raises(ResponseError, match="withdrawn"):
            respond(session, now=now, item=item)
        assert everything() == before
        respond(session, now=now)
        session.refresh_from_db()
        assert session.finished_at == now
        summary = summarise(session, learner=alice, today=now.date())
        assert (summary.right, summary.answered, summary.open) == (2, 2, 0)

    def test_a_miss_that_waits_for_its_repeat_is_left_too(self, library, alice, now):
        session = plan(alice, question("league-rule"), question("league-size"), now=now)
        respond(session, now=now, right=False)
        assert next_asked(session.pk).repeats == 1
        self.withdraw(library, "league-rule")

        imported(library, now)

        upcoming = next_asked(session.pk)
        assert (upcoming.repeats, upcoming.answered, upcoming.total) == (0, 1, 2)

    def test_a_session_whose_last_questions_vanish_ends(self, library, alice, now):
        session = plan(alice, question("league-founded"), question("league-rule"), now=now)
        respond(session, now=now)
        self.withdraw(library, "league-rule")

        imported(library, now + DAY / 24)

        session.refresh_from_db()
        assert session.finished_at == now + DAY / 24
        assert summarise(session, learner=alice, today=now.date()).answered == 1
        started = start_session(
            learner=alice, wish=Wish(mode="practice", size=3), now=now + DAY / 12, rng=Random(1)
        )
        assert started != session

    def test_other_open_sessions_stay_open(self, library, alice, charlie, now):
        session = plan(alice, question("league-founded"), now=now)
        plan(charlie, question("league-rule"), now=now)
        empty = QuizSession.objects.create(
            token="e" * 32, learner=charlie, mode="review", started_at=now
        )
        self.withdraw(library, "league-rule")

        imported(library, now)

        assert set(QuizSession.objects.filter(finished_at=None)) == {session, empty}

    def test_a_card_goes_on_when_its_fact_comes_back(self, library, alice, now):
        before = learn(alice, "league-rule", now)
        whole = self.withdraw(library, "league-rule")
        relations = (library.folder / "relations.toml").read_text("utf-8")
        imported(library, now)
        assert card(alice, "league-rule").due == before.due

        (library.folder / FACTS).write_text(whole, "utf-8")
        (library.folder / "relations.toml").write_text(
            relations + '[[relation]]\nid = "rule"\nname.en = "rule"\nvalue = "text"\n', "utf-8"
        )
        report = imported(library, now + DAY)

        assert "changed fact league-rule: withdrawn_at (memory kept)" in told(report)
        assert play_once(alice, question("league-rule"), now=now + 6 * DAY).is_rated
        assert len(events(card(alice, "league-rule"))) == 3

    def test_a_fact_that_comes_back_with_another_key_is_learned_anew(self, library, alice, now):
        learn(alice, "league-rule", now)
        relations = (library.folder / "relations.toml").read_text("utf-8")
        whole = self.withdraw(library, "league-rule")
        imported(library, now)

        (library.folder / FACTS).write_text(whole, "utf-8")
        (library.folder / "relations.toml").write_text(relations, "utf-8")
        library.edit(FACTS, *KEYS["text"][1:])
        imported(library, now)

        assert card(alice, "league-rule").stability is None

    def test_a_question_with_the_old_key_is_asked_no_more(self, library, alice, now):
        session = plan(alice, question("league-size"), question("league-rule"), now=now)
        library.edit(FACTS, "number = 6", "number = 7")

        report = imported(library, now, generate=False)

        assert told(report) == [
            "changed fact league-size: value (asked again soon: 0 cards, left 1 open session)"
        ]
        assert next_item(session).fact == "league-rule"
        asked = Question.objects.approved()
        assert not asked.filter(fact__slug="league-size").exists()
        generate_questions(seed=1, now=now)
        assert question("league-size").key["number"] == "7"

    def test_an_answered_question_of_a_withdrawn_fact_keeps_its_verdict(self, library, alice, now):
        session = plan(alice, question("league-rule"), question("league-size"), now=now)
        item = next_item(session)
        first = respond(session, now=now, item=item)
        self.withdraw(library, "league-rule")
        imported(library, now)

        again = respond(session, now=now, item=refreshed(session, item))

        assert (again.outcome, again.is_repeat) == (first.outcome, False)


def refreshed(session, item):
    return find_item(token=item.token, session_token=session.token, learner_id=session.learner_id)


EDITS = [
    ("number = 6", "number = 7"),
    ('"letting in whoever knocks"', '"keeping strangers out"'),
    ("lamplighters'", "lamp makers'"),
]


class TestTheWholeImport:
    def edited(self, library, alice, now) -> None:
        for slug in ("league-size", "league-rule", "league-founded"):
            learn(alice, slug, now)
        plan(alice, question("league-size"), question("league-founded-in"), now=now)
        for old, new in EDITS:
            library.edit(FACTS, old, new)

    def test_a_second_import_does_nothing(self, library, alice, now):
        self.edited(library, alice, now)
        first = imported(library, now)
        before = everything()

        second = imported(library, now + DAY)

        assert {e for row in first.changed for e in row.effects} == {
            "memory kept",
            "memory reset: 1 card",
            "asked again soon: 1 card",
            "left 1 open session",
        }
        assert second.is_idle
        assert everything() == before

    def test_a_dry_run_says_the_same_and_changes_nothing(self, library, alice, now):
        self.edited(library, alice, now)
        before = everything()

        dry = imported(library, now, apply=False)

        assert everything() == before
        assert dry == imported(library, now)

    def test_the_number_of_statements_does_not_grow_with_the_learners(self, library, alice, now):
        def count(value: int, verb: str, other: str) -> int:
            library.edit(FACTS, f"number = {value}", f"number = {value + 1}")
            library.edit(FACTS, f'answer = "{verb}', f'answer = "{other}')
            with CaptureQueriesContext(connection) as queries:
                imported(library, now, generate=False)
            generate_questions(seed=1, now=now)
            return len(queries)

        def learned_by(name: str) -> None:
            learner = UserFactory(username=name)
            for slug in ("league-size", "league-rule"):
                learn(learner, slug, now)
            plan(learner, question("league-size"), question("league-rule"), now=now)

        learned_by("one")
        few = count(6, "letting", "taking")
        for name in ("two", "three", "four", "five"):
            learned_by(name)
        assert count(7, "taking", "pulling") == few
        assert ReviewLog.objects.filter(kind="reset").count() == 5
