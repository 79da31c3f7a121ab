"""Who may see what, asked of the functions through which every view fetches its rows."""

import ast
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.test import RequestFactory

from questions.views import access
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    SourceFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import next_item, plan, question_of

pytestmark = pytest.mark.django_db

VIEWS = Path(access.__file__).parent


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def test_a_session_and_its_items_are_their_learners(alice, charlie, now):
    session = plan(alice, question_of("choice"), now=now)
    token = next_item(session).token
    assert access.own_session(asked_by(alice), session.token) == session
    assert access.own_item(asked_by(alice), session.token, token).token == token
    with pytest.raises(Http404):
        access.own_session(asked_by(charlie), session.token)
    with pytest.raises(Http404):
        access.own_item(asked_by(charlie), session.token, token)


def test_the_latest_unfinished_session_is_ones_own(alice, charlie, now):
    plan(alice, question_of("choice"), now=now)
    latest = plan(alice, question_of("choice"), now=now.replace(hour=9))
    assert access.latest_unfinished(asked_by(alice)) == latest
    assert access.latest_unfinished(asked_by(charlie)) is None


def test_a_deck_is_for_whom_it_was_assigned_to_or_who_took_it_up(alice, charlie, now):
    teacher = TeacherFactory()
    assigned = AssignmentFactory(classroom=ClassroomFactory(learners=[alice])).deck
    taken = DeckFactory(owner=teacher, study_token="f" * 32)
    taken.learners.add(alice)
    for deck in (assigned, taken):
        assert access.studied_deck(asked_by(alice), deck.token) == deck
        assert access.may_study(alice, deck)
        for other in (charlie, teacher):
            assert not access.may_study(other, deck)
            with pytest.raises(Http404):
                access.studied_deck(asked_by(other), deck.token)
    assert access.taken_deck(asked_by(alice), taken.token) == taken
    for asker, deck in ((alice, assigned), (charlie, taken)):
        with pytest.raises(Http404):
            access.taken_deck(asked_by(asker), deck.token)
    assert access.deck_by_link("f" * 32) == taken
    assert access.deck_by_link(taken.token) is None
    assert not access.may_study(AnonymousUser(), taken)
    assert not access.may_study(alice, None)


def test_facts_and_sources_of_a_teacher_are_not_the_librarys(now):
    teacher = UserFactory(is_staff=True)
    FactFactory(slug="owned", owner=teacher)
    FactFactory(slug="withdrawn", withdrawn_at=now)
    shown = FactFactory(slug="shown")
    SourceFactory(slug="owned", owner=teacher)
    assert list(access.visible_facts()) == [shown]
    assert access.visible_fact("shown") == shown
    for find, slug in (
        (access.visible_fact, "owned"),
        (access.visible_fact, "withdrawn"),
        (access.visible_source, "owned"),
        (access.visible_topic, "nowhere"),
        (access.visible_topic, "\0"),
    ):
        with pytest.raises(Http404):
            find(slug)
    assert access.visible_topic(TopicFactory(slug="sco").slug).slug == "sco"


def test_every_view_of_a_learners_rows_is_guarded():
    """A view that takes a LearnerRequest says whom it lets in, but where visitors are met."""
    unguarded = []
    for path in VIEWS.glob("*.py"):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            first = node.args.args[0].annotation if node.args.args else None
            guards = {d.id for d in node.decorator_list if isinstance(d, ast.Name)}
            is_view = any(
                isinstance(d, ast.Call) or getattr(d, "id", "").startswith("require")
                for d in node.decorator_list
            )
            is_learners = isinstance(first, ast.Name) and first.id == "LearnerRequest"
            if is_view and is_learners and not guards & {"learner_required", "member_required"}:
                unguarded.append(f"{path.stem}.{node.name}")
    assert set(unguarded) <= {"trial.trial", "teaching.teach", "join.join", "join.join_code"}
