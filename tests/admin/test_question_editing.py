"""Changing a stored question, and questions that ask several facts."""

import pytest
from django.urls import reverse

from questions.models import Deck, Fact, Question
from tests.admin.authoring_posts import (
    choice,
    edit_url,
    new_url,
    own_fact,
    told_at,
    truth,
    typed,
)
from tests.factories import DeckFactory, own_question
from tests.views.conftest import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(teacher) -> Deck:
    return DeckFactory(owner=teacher, name="Week 3", questions=[own_question(teacher)])


@pytest.fixture
def fact(teacher) -> Fact:
    return own_fact(teacher)


class TestEdit:
    def test_a_draft_is_changed_in_place(self, desk, teacher, deck, fact):
        desk.post(new_url(deck), choice(fact=fact.pk))
        draft = Question.objects.get(stem=choice()["stem"])
        post = choice(fact=fact.pk, stem="On what date was the charter adopted?")
        assert desk.post(edit_url(draft, deck), post).status_code == 302
        draft.refresh_from_db()
        assert draft.stem == post["stem"]

    def test_the_editor_shows_what_is_stored(self, desk, deck, fact):
        for post in (choice, typed, truth):
            desk.post(new_url(deck), post(fact=fact.pk))
            made = Question.objects.get(stem=post()["stem"])
            text = desk.get(edit_url(made, deck), headers=HTMX).content.decode()
            for name in ("stem", "answer", "reason", "options-1-reason"):
                assert post().get(name, "") in text
            assert f'name="fact" value="{fact.pk}"' in text

    def test_of_two_tabs_the_second_is_told_that_it_is_late(self, desk, deck, fact):
        desk.post(new_url(deck), choice(fact=fact.pk))
        draft = Question.objects.get(stem=choice()["stem"])
        opened = choice(fact=fact.pk, version=draft.digest)
        assert desk.post(edit_url(draft), opened | {"stem": "First?"}).status_code == 302
        late = desk.post(edit_url(draft), opened | {"stem": "Second?"})
        assert late.status_code == 422
        assert "flaw gate" in told_at(late, "all", uid=f"q{draft.pk}")
        draft.refresh_from_db()
        assert draft.stem == "First?"

    def test_a_card_is_shown_without_a_deck_too(self, desk, teacher):
        question = own_question(teacher)
        url = reverse("desk:question-card", args=[question.pk])
        assert desk.get(url, headers=HTMX).status_code == 200
        posted = desk.post(reverse("desk:question-status"), {"withdraw": question.pk}, headers=HTMX)
        assert posted.status_code == 200


class TestSets:
    """Put in order and match pairs."""

    def post(self, form, facts, **more):
        fields = {"form": form, "language": "en", "stem": "Put them in order.", "save": "1"}
        fields["parts-count"] = str(len(facts))
        for place, fact in enumerate(facts):
            fields[f"parts-{place}-fact"] = fact.pk
            fields[f"parts-{place}-text"] = f"Event {place}"
            fields[f"parts-{place}-answer"] = f"in {1990 + place}"
        return fields | more

    @pytest.mark.parametrize("form", ["order", "match"])
    def test_parts_are_stored_with_their_facts(self, desk, teacher, deck, form):
        facts = [own_fact(teacher) for _ in range(3)]
        assert desk.post(new_url(deck), self.post(form, facts)).status_code == 302
        made = Question.objects.get(form=form)
        parts = made.parts.order_by("position")
        assert [part.fact for part in parts] == facts
        assert [part.rank for part in parts] == ([0, 1, 2] if form == "order" else [0, 0, 0])
        text = desk.get(edit_url(made, deck)).content.decode()
        assert "Event 2" in text

    def test_a_part_without_a_fact_or_with_anothers_is_refused(self, desk, teacher, deck, outsider):
        facts = [own_fact(teacher) for _ in range(3)]
        for fact in ("", own_fact(outsider).pk, 999_999):
            post = self.post("order", facts) | {"parts-1-fact": fact}
            reply = desk.post(new_url(deck), post)
            assert reply.status_code == 422
            assert "flaw gate" in told_at(reply, "parts-1-fact_query")

    def test_a_fact_twice_is_told_at_its_part(self, desk, teacher, deck):
        one, two = own_fact(teacher), own_fact(teacher)
        reply = desk.post(new_url(deck), self.post("order", [one, two, one]))
        assert reply.status_code == 422
        assert "flaw gate" in told_at(reply, "parts-2-fact_query")

    @pytest.mark.parametrize("button", [{"add-part": "1"}, {"move-part": "0-down"}])
    def test_rows_are_added_and_moved_without_javascript(self, desk, teacher, deck, button):
        facts = [own_fact(teacher) for _ in range(3)]
        text = desk.post(new_url(deck), self.post("match", facts) | button).content.decode()
        assert "Event 2" in text
        assert ('name="parts-3-text"' in text) == ("add-part" in button)
