"""Facts that teachers make, change and withdraw."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.authoring.errors import AuthoringError
from questions.authoring.facts import (
    change_fact,
    make_fact,
    make_facts,
    restore_facts,
    withdraw_facts,
)
from questions.authoring.records import PlaceWish
from questions.authoring.sources import make_source
from questions.models import CURATORS, Citation, Edit, Fact, Question, QuizSession, Source
from tests.authoring.wishes import BOOK, TEXT, fact_wish
from tests.factories import (
    DeckFactory,
    FactFactory,
    QuestionFactory,
    SourceFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.playing import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return TeacherFactory()


@pytest.fixture
def loaded(teacher, now) -> Source:
    """A source whose text is at hand."""
    return make_source(replace(BOOK, text=TEXT), owner=teacher, now=now)


def quoted(source: Source, quote: str, **fields) -> tuple[PlaceWish, ...]:
    return (PlaceWish(source, quote=quote, **fields),)


def edits(fact: Fact) -> list[str]:
    return list(fact.edits.order_by("pk").values_list("action", flat=True))


class TestMaking:
    def test_a_fact_is_a_statement_with_a_place_in_a_new_source(self, teacher, now):
        wish = fact_wish(explanation="First.\r\nSecond. ", caveat="Disputed.", as_of="2024")
        fact = make_fact(wish, owner=teacher, now=now)

        fact = Fact.objects.get(pk=fact.pk)
        text = fact.texts.get()
        assert (fact.owner, fact.slug) == (teacher, "the-lantern-league-was-founded-in-1950")
        assert (fact.subject, fact.relation, fact.triple) == (None, None, None)
        assert (fact.importance, fact.as_of) == (2, "2024")
        assert text.statement == "The Lantern League was founded in 1950."
        assert (text.explanation, text.caveat) == ("First.\nSecond.", "Disputed.")
        citation = fact.citations.get()
        assert (citation.place, citation.start) == ("page 12", None)
        assert citation.source.owner == teacher
        assert edits(fact) == ["made"]

    def test_two_equal_statements_are_two_facts(self, teacher, now):
        slugs = {make_fact(fact_wish(), owner=teacher, now=now).slug for _ in range(2)}
        assert len(slugs) == 2

    def test_two_facts_made_together_share_their_new_source(self, teacher, now):
        make_facts([fact_wish("One."), fact_wish("Two.")], owner=teacher, now=now)
        assert Source.objects.count() == 1

    def test_a_quote_is_found_and_located(self, teacher, now, loaded):
        wish = fact_wish(places=quoted(loaded, "secretariat   sits in marblewick"))
        citation = make_fact(wish, owner=teacher, now=now).citations.get()

        assert TEXT[citation.start : citation.end] == "secretariat sits in Marblewick"
        assert (citation.section, citation.paragraph) == ("Its seat", 1)
        assert len(citation.span_digest) == 12

    def test_a_quote_from_a_new_source_with_text_is_found_too(self, teacher, now):
        place = PlaceWish(replace(BOOK, text=TEXT), quote="six members")
        citation = make_fact(fact_wish(places=(place,)), owner=teacher, now=now).citations.get()
        assert (citation.section, citation.paragraph) == ("The Lantern League", 1)

    @pytest.mark.parametrize(
        ("quote", "code"), [("The league came", "several-places"), ("seven members", "not-found")]
    )
    def test_a_quote_must_stand_at_one_place(self, teacher, now, loaded, quote, code):
        with pytest.raises(AuthoringError) as caught:
            make_fact(fact_wish(places=quoted(loaded, quote)), owner=teacher, now=now)
        assert (caught.value.field, caught.value.code) == ("quote", code)

    def test_without_a_text_the_place_is_told_in_words(self, teacher, now):
        source = SourceFactory(owner=teacher)
        wish = fact_wish(places=quoted(source, "six members"))
        with pytest.raises(AuthoringError) as caught:
            make_fact(wish, owner=teacher, now=now)
        assert (caught.value.field, caught.value.code) == ("place", "no-place")

        wish = fact_wish(places=quoted(source, "six members", place="page 3"))
        assert make_fact(wish, owner=teacher, now=now).citations.get().place == "page 3"

    @pytest.mark.parametrize(
        ("fields", "field", "code"),
        [
            ({"places": ()}, "source", "no-source"),
            ({"places": (PlaceWish(BOOK),)}, "place", "no-place"),
            ({"places": (PlaceWish(replace(BOOK, title=""), place="p. 1"),)}, "source", "required"),
            ({"places": (PlaceWish(BOOK, place="x" * 201),)}, "place", "too-long"),
            ({"places": (PlaceWish(BOOK, place="p. 1"),) * 11}, "source", "too-many"),
            ({"statement": " "}, "statement", "required"),
            ({"statement": "x" * 1001}, "statement", "too-long"),
            ({"statement": "a\0"}, "statement", "nul"),
            ({"explanation": "x" * 2001}, "explanation", "too-long"),
            ({"as_of": "x" * 21}, "as_of", "too-long"),
            ({"importance": 4}, "importance", "importance"),
            ({"language": "xx"}, "language", "language"),
        ],
    )
    def test_bad_input_is_told_at_its_field_and_leaves_nothing(
        self, teacher, now, fields, field, code
    ):
        with pytest.raises(AuthoringError) as caught:
            make_fact(fact_wish(**fields), owner=teacher, now=now)

        assert (caught.value.field, caught.value.code) == (field, code)
        assert not Fact.objects.exists()
        assert not Source.objects.exists()

    def test_a_strangers_source_cannot_be_cited_until_it_is_shared(self, teacher, now):
        theirs = own_question(TeacherFactory())
        source = theirs.fact.citations.get().source
        wish = fact_wish(places=(PlaceWish(source, place="p. 1"),))
        with pytest.raises(AuthoringError) as caught:
            make_fact(wish, owner=teacher, now=now)
        assert caught.value.code == "no-such-source"

        DeckFactory(owner=theirs.owner, questions=[theirs], is_shared_with_all=True)
        assert make_fact(wish, owner=teacher, now=now).pk

    def test_many_facts_take_as_many_statements_as_two(self, teacher, now):
        source = SourceFactory(owner=teacher)

        def count(number: int) -> int:
            wishes = [
                fact_wish(f"Fact {i} of {number}.", places=(PlaceWish(source, place="p. 1"),))
                for i in range(number)
            ]
            with CaptureQueriesContext(
                connection,
            ) as queries:
                make_facts(wishes, owner=teacher, now=now)
            return len(queries)

        assert count(2) == count(40)


class TestChanging:
    def test_the_row_follows_and_the_history_tells_before_and_after(self, teacher, now):
        fact = make_fact(fact_wish(), owner=teacher, now=now)
        source = fact.citations.get().source
        wish = fact_wish(
            "The Lantern League was founded in 1951.",
            topic=TopicFactory(slug="csto"),
            places=(PlaceWish(source, place="page 13"),),
            importance=3,
        )
        change_fact(fact, wish, actor=teacher, now=now)

        fact = Fact.objects.get(pk=fact.pk)
        assert (fact.topic.slug, fact.importance) == ("csto", 3)
        assert fact.texts.get().statement.endswith("1951.")
        assert [c.place for c in fact.citations.all()] == ["page 13"]
        assert fact.edits.first().changes == {
            "statement": [
                "The Lantern League was founded in 1950.",
                "The Lantern League was founded in 1951.",
            ],
            "topic": ["sco", "csto"],
            "importance": ["2", "3"],
            "places": ["Lamp 2020, page 12", "Lamp 2020, page 13"],
        }

    def test_what_changes_nothing_leaves_no_edit(self, teacher, now):
        fact = make_fact(fact_wish(), owner=teacher, now=now)
        same = (PlaceWish(fact.citations.get().source, place="page 12"),)
        change_fact(fact, fact_wish(places=same), actor=teacher, now=now)
        assert edits(fact) == ["made"]

    def test_a_quoted_place_that_is_named_again_without_its_words_keeps_its_span(
        self, teacher, now, loaded
    ):
        places = quoted(loaded, "six members", place="first page")
        fact = make_fact(fact_wish(places=places), owner=teacher, now=now)
        span = fact.citations.get().start

        kept = (PlaceWish(loaded, place="first page"),)
        change_fact(fact, fact_wish("Another.", places=kept), actor=teacher, now=now)
        assert fact.citations.get().start == span

    def test_another_language_is_added_beside_the_first(self, teacher, now):
        fact = make_fact(fact_wish(), owner=teacher, now=now)
        wish = fact_wish("Лига основана в 1950 году.", language="ru")
        change_fact(fact, wish, actor=teacher, now=now)
        assert set(fact.texts.values_list("language", flat=True)) == {"en", "ru"}

    def test_its_last_place_cannot_be_taken(self, teacher, now):
        fact = make_fact(fact_wish(), owner=teacher, now=now)
        with pytest.raises(AuthoringError):
            change_fact(fact, fact_wish(places=()), actor=teacher, now=now)
        assert Citation.objects.filter(fact=fact).count() == 1

    def test_a_stranger_and_a_librarys_fact_are_refused(self, teacher, now):
        fact = make_fact(fact_wish(), owner=teacher, now=now)
        curator = TeacherFactory(is_superuser=True)
        for row, actor in ((fact, curator), (FactFactory(), teacher), (FactFactory(), curator)):
            with pytest.raises(AuthoringError) as caught:
                change_fact(row, fact_wish("Else."), actor=actor, now=now)
            assert caught.value.code == "not-own"
        assert not Edit.objects.filter(action="changed").exists()


class TestWithdrawing:
    def test_it_is_asked_no_more_also_where_it_is_open(self, teacher, alice, now):
        question = own_question(teacher)
        plan(alice, question, now=now)

        assert withdraw_facts([question.fact], actor=teacher, now=now) == 1

        assert not Question.objects.approved().exists()
        assert not QuizSession.objects.filter(finished_at=None).exists()
        assert edits(question.fact) == ["withdrawn"]
        assert withdraw_facts([question.fact], actor=teacher, now=now) == 0

    def test_it_can_be_brought_back(self, teacher, now):
        question = own_question(teacher)
        withdraw_facts([question.fact], actor=teacher, now=now)

        assert restore_facts([question.fact], actor=teacher, now=now) == 1
        assert Question.objects.approved().get() == question
        assert edits(question.fact) == ["withdrawn", "restored"]

    def test_a_curator_withdraws_a_fact_of_the_library(self, now):
        curator = TeacherFactory()
        curator.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
        question = QuestionFactory()
        withdraw_facts([question.fact], actor=curator, now=now)
        assert not Question.objects.approved().exists()

    def test_strangers_and_mere_teachers_are_refused_and_nothing_happens(self, teacher, now):
        own, theirs, shared = (
            own_question(teacher).fact,
            own_question(TeacherFactory()).fact,
            FactFactory(),
        )
        for other in (theirs, shared):
            with pytest.raises(AuthoringError):
                withdraw_facts([own, other], actor=teacher, now=now)
        assert Fact.objects.filter(withdrawn_at=None).count() == 3

    def test_many_take_as_many_statements_as_two(self, teacher, now):
        def count(number: int) -> int:
            facts = [own_question(teacher).fact for _ in range(number)]
            with CaptureQueriesContext(connection) as queries:
                withdraw_facts(facts, actor=teacher, now=now)
            return len(queries)

        assert count(2) == count(12)
