"""Sharing decks: with whom, by what link, and how they are put away."""

import pytest
from django.core.exceptions import PermissionDenied

from questions.authoring.deck_sharing import (
    archive_deck,
    change_deck,
    close_study_link,
    open_study_link,
    restore_deck,
    share_deck,
)
from questions.models import Deck, Edit, Question
from tests.factories import DeckFactory, TeacherFactory, UserFactory, own_question

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def colleague(db):
    return TeacherFactory(username="bob")


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher, name="Week 1", questions=[own_question(teacher)])


def test_colleagues_see_what_is_shared_with_them_until_it_is_not(deck, teacher, colleague, now):
    share_deck(deck, colleagues=[colleague, teacher], with_all=False, actor=teacher, now=now)
    assert list(deck.shared_with.all()) == [colleague]
    assert Deck.objects.visible_to(colleague).get() == deck
    assert Question.objects.visible_to(colleague).count() == 1
    share_deck(deck, colleagues=[], with_all=False, actor=teacher, now=now)
    assert not Deck.objects.visible_to(colleague).exists()
    assert not Question.objects.visible_to(colleague).exists()
    told = [edit.changes["shared_with"] for edit in deck.edits.all()]
    assert told == [["bob", ""], ["", "bob"]]


def test_a_deck_can_be_shared_with_every_teacher(deck, teacher, colleague, now):
    share_deck(deck, colleagues=[], with_all=True, actor=teacher, now=now)
    assert Deck.objects.visible_to(colleague).exists()
    share_deck(deck, colleagues=[], with_all=True, actor=teacher, now=now)
    assert deck.edits.count() == 1


def test_the_link_stays_the_same_until_it_is_closed(deck, teacher, now):
    learner = UserFactory()
    deck.learners.add(learner)
    first = open_study_link(deck, token="1" * 32, actor=teacher, now=now)
    assert open_study_link(deck, token="2" * 32, actor=teacher, now=now) == first == "1" * 32
    assert Deck.objects.studied_by(learner).exists()
    close_study_link(deck, actor=teacher, now=now)
    close_study_link(deck, actor=teacher, now=now)
    assert not Deck.objects.studied_by(learner).exists()
    assert open_study_link(deck, token="3" * 32, actor=teacher, now=now) == "3" * 32
    assert [edit.action for edit in deck.edits.all()] == ["shared"] * 3


def test_what_is_put_away_is_the_owners_alone_and_comes_back(deck, teacher, colleague, now):
    share_deck(deck, colleagues=[colleague], with_all=False, actor=teacher, now=now)
    archive_deck(deck, actor=teacher, now=now)
    assert not Deck.objects.visible_to(colleague).exists()
    assert Deck.objects.visible_to(teacher).exists()
    restore_deck(deck, actor=teacher, now=now)
    assert Deck.objects.visible_to(colleague).exists()
    assert [e.action for e in deck.edits.all()] == ["restored", "withdrawn", "shared"]


def test_a_new_name_is_noted_with_the_old_one(deck, teacher, now):
    change_deck(deck, name="Week 2", about="", language="kk", actor=teacher, now=now)
    change_deck(deck, name="Week 2", about="", language="kk", actor=teacher, now=now)
    deck.refresh_from_db()
    assert (deck.name, deck.language, deck.changed_at) == ("Week 2", "kk", now)
    assert deck.edits.get().changes == {"name": ["Week 1", "Week 2"], "language": ["en", "kk"]}


def test_a_colleague_changes_nothing(deck, teacher, colleague, now):
    share_deck(deck, colleagues=[colleague], with_all=False, actor=teacher, now=now)
    given = {"actor": colleague, "now": now}
    for attempt in (
        lambda: change_deck(deck, name="Mine", about="", language="en", **given),
        lambda: share_deck(deck, colleagues=[], with_all=True, **given),
        lambda: open_study_link(deck, token="1" * 32, **given),
        lambda: close_study_link(deck, **given),
        lambda: archive_deck(deck, **given),
        lambda: restore_deck(deck, **given),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert Edit.objects.count() == 1
