"""Orderings and matchings of the files become rows, and follow them."""

from datetime import timedelta

import pytest

from questions.exchange.library_import import import_library
from questions.models import Fact, FactSet, QuizSession, SessionItem
from questions.quiz.asked import next_asked
from tests.exchange.conftest import SETS
from tests.factories import QuestionFactory
from tests.playing import plan

pytestmark = pytest.mark.django_db
FILE = "sets/league.toml"


def run(library, now, *, apply: bool = True):
    return import_library(folder=library.folder, now=now, apply=apply)


def told(changes) -> list[str]:
    return [str(change) for change in changes]


def rows() -> list[tuple]:
    return list(FactSet.objects.order_by("pk").values_list())


def without_matching(library) -> None:
    (library.folder / FILE).write_text(SETS.split("[[matching]]")[0], "utf-8")


def test_an_import_adds_the_sets(with_sets, now):
    report = run(with_sets, now)

    assert list(report.figures())[-1] == "sets: 2 added"
    ordering = FactSet.objects.get(slug="league-years")
    assert (ordering.topic.slug, ordering.form, ordering.owner) == ("league", "order", None)
    assert ordering.stems["ru"].startswith("Расположите")
    assert ordering.parts[0] == {
        "fact": "league-founded",
        "text": {"en": "The League is set up", "ru": "Основание"},
    }
    matching = FactSet.objects.get(slug="league-ways")
    assert matching.form == "match"
    assert [part.get("answer") for part in matching.parts] == [None, None, {"en": "half a dozen"}]


def test_a_dry_run_adds_none(with_sets, now):
    dry = run(with_sets, now, apply=False)

    assert rows() == []
    assert dry == run(with_sets, now)


def test_a_second_import_changes_none(with_sets, now):
    run(with_sets, now)
    before = rows()

    assert run(with_sets, now + timedelta(days=1)).is_idle
    assert rows() == before


def test_a_changed_set_is_told_with_its_fields(with_sets, now):
    run(with_sets, now)
    with_sets.edit(FILE, "half a dozen", "a handful and one")
    with_sets.edit(FILE, "the earliest first", "the oldest first")

    report = run(with_sets, now)

    assert told(report.changed) == ["set league-ways: parts", "set league-years: stems"]
    assert run(with_sets, now).is_idle


def test_a_set_that_vanished_is_withdrawn_and_comes_back(with_sets, now):
    run(with_sets, now)
    without_matching(with_sets)

    assert told(run(with_sets, now).withdrawn) == ["set league-ways"]
    assert FactSet.objects.get(slug="league-ways").withdrawn_at == now
    assert run(with_sets, now + timedelta(days=1)).is_idle

    (with_sets.folder / FILE).write_text(SETS, "utf-8")
    back = run(with_sets, now)

    assert told(back.changed) == ["set league-ways: parts, withdrawn_at"]
    found = FactSet.objects.get(slug="league-ways")
    assert found.withdrawn_at is None
    assert len(found.parts) == 3


def test_a_set_that_a_curator_withdrew_stays_withdrawn(with_sets, now):
    run(with_sets, now)
    FactSet.objects.filter(slug="league-ways").update(withdrawn_at=now)

    assert run(with_sets, now + timedelta(days=1)).is_idle
    assert FactSet.objects.get(slug="league-ways").withdrawn_at == now


def test_sets_of_people_are_left_alone(with_sets, now, alice):
    run(with_sets, now)
    topic = FactSet.objects.first().topic
    mine = FactSet.objects.create(owner=alice, slug="mine", topic=topic, form="order")

    assert run(with_sets, now).is_idle
    mine.refresh_from_db()
    assert mine.withdrawn_at is None


def test_a_withdrawn_set_leaves_open_sessions(with_sets, now, alice):
    run(with_sets, now)
    fact = Fact.objects.get(slug="league-founded-in")
    question = QuestionFactory(fact=fact, form="match", cue="", variant="league-ways", options=[])
    session = plan(alice, question, now=now)
    SessionItem.objects.update(card=None)
    without_matching(with_sets)

    report = run(with_sets, now)

    assert list(report.details(with_added=False)) == [
        "withdrawn set league-ways (left 1 open session)"
    ]
    assert next_asked(session.pk) is None
    assert QuizSession.objects.get().finished_at == now
