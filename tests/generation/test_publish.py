from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questions.generation.publish import generate_questions
from questions.models import Citation, Fact, FactText, Option, Question
from tests.factories import FactFactory, QuestionFactory, RelationFactory, UserFactory

pytestmark = pytest.mark.django_db
APPROVED, DRAFT, WITHDRAWN = "approved", "draft", "withdrawn"


def make(slug, date, **fields):
    return FactFactory(
        slug=slug,
        value__date_start=date,
        text__ask_value=f"On what date was {slug} founded?",
        text__claim_value=f"The body {slug} was founded on {{}}.",
        **fields,
    )


@pytest.fixture
def library():
    dates = {
        "alpha": "2002-06-07",
        "beta": "2001-06-15",
        "gamma": "1996-04-26",
        "delta": "2008-08-28",
    }
    return {slug: make(slug, date) for slug, date in dates.items()}


@pytest.fixture
def run(now):
    return lambda seed=1: generate_questions(seed=seed, now=now)


def content():
    """All that is served, without a database id."""
    questions = Question.objects.order_by(
        "fact__slug", "cue", "form", "language", "variant", "status"
    )
    return [
        (
            q.fact.slug, q.cue, q.form, q.variant, q.stem, q.answer, str(q.key), q.status, q.digest,
            [
                (o.position, o.text, o.is_key, o.reason, o.true_of and o.true_of.slug)
                for o in q.options.all()
            ],
        )
        for q in questions
    ]  # fmt: skip


def choice_of(slug, **wanted):
    return Question.objects.get(fact__slug=slug, form="choice", **({"status": APPROVED} | wanted))


def test_every_form_of_every_fact_is_approved(library, run, now):
    report = run()
    assert report.total("created") == Question.objects.count() == 4 * 6
    assert set(Question.objects.values_list("status", "approved_at", "approved_by")) == {
        (APPROVED, now, None)
    }
    assert report.counts["created"]["sco", "true-false"] == 8
    assert (report.balance.true_statements, report.balance.false_statements) == (4, 4)


def test_a_wrong_option_is_true_of_the_fact_it_names(library, run):
    run()
    for option in Option.objects.filter(is_key=False, question__form="choice"):
        assert option.true_of != option.question.fact
        assert option.reason == f"Statement of {option.true_of.slug}."


def test_dates_stand_in_order(library, run):
    run()
    texts = list(choice_of("alpha").options.values_list("text", flat=True))
    in_order = ["26 April 1996", "15 June 2001", "7 June 2002", "28 August 2008"]
    assert texts == [text for text in in_order if text in texts]
    assert len(texts) >= 3


def test_a_second_run_adds_and_writes_nothing(library, run):
    run()
    before = content()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        report = run()
    assert report.total("unchanged") == 24
    assert report.total("created") == report.total("replaced") == report.total("withdrawn") == 0
    assert content() == before
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


def test_more_facts_need_no_more_queries_to_read(library, run):
    run()
    with CaptureQueriesContext(connection) as few:
        run()
    for number in range(10, 20):
        make(f"more-{number}", f"20{number}-01-01")
    run()
    with CaptureQueriesContext(connection) as many:
        run()
    assert len(many) == len(few)


def test_the_same_library_gives_the_same_questions_whatever_its_ids(library, run):
    run()
    before = content()
    words = {slug: str(fact.values.get().date_start) for slug, fact in library.items()}
    Option.objects.all().delete()
    Question.objects.all().delete()
    Fact.objects.all().delete()
    for slug in reversed(words):
        make(slug, words[slug])
    run()
    assert content() == before


class TestChange:
    def test_changed_words_give_a_new_row_that_replaces_the_old_one(self, library, run):
        run()
        old = choice_of("alpha")
        FactText.objects.filter(fact__slug="alpha").update(ask_value="When was alpha founded?")
        report = run()
        old.refresh_from_db()
        new = choice_of("alpha")
        assert (old.status, old.stem) == (WITHDRAWN, "On what date was alpha founded?")
        assert (new.replaces, new.stem) == (old, "When was alpha founded?")
        assert report.total("replaced") == 3  # choice, typed, flashcard
        assert report.total("unchanged") == 21

    def test_a_withdrawn_fact_takes_its_questions_along(self, library, run, now):
        run()
        Fact.objects.filter(slug="delta").update(withdrawn_at=now)
        run()
        assert not Question.objects.approved().filter(fact__slug="delta").exists()
        assert not Option.objects.filter(question__status=APPROVED, true_of__slug="delta").exists()

    def test_a_form_that_is_left_out_later_is_withdrawn_and_can_come_back(self, library, run):
        run()
        Fact.objects.filter(slug="alpha").update(skip=["typed"])
        assert run().total("withdrawn") == 1
        Fact.objects.filter(slug="alpha").update(skip=[])
        assert run().total("replaced") == 1
        assert Question.objects.filter(fact__slug="alpha", form="typed").count() == 2
        assert run().total("unchanged") == 24

    def test_a_gate_that_fails_later_withdraws_and_one_that_holds_again_brings_back(
        self, library, run
    ):
        run()
        citation = Citation.objects.get(fact__slug="alpha")
        Citation.objects.filter(pk=citation.pk).delete()
        assert run().total("withdrawn") == 6
        assert run().total("withdrawn") == 0
        assert not Question.objects.approved().filter(fact__slug="alpha").exists()
        citation.save()
        run()
        assert Question.objects.approved().filter(fact__slug="alpha").count() == 6


class TestGate:
    def test_what_fails_is_a_draft_and_the_report_says_why(self, run):
        make("alone", "2002-06-07")
        report = run()
        assert choice_of("alone", status=DRAFT).flaws == ["few-distractors"]
        held = {(held.fact, held.form): held.reasons for held in report.drafts}
        assert held["alone", "choice"] == ("few-distractors, 0 usable wrong options",)
        assert held["alone", "true-false"][0].startswith("no-false-twin")

    def test_a_draft_is_approved_when_the_fault_is_gone(self, library, run):
        Citation.objects.filter(fact__slug="alpha").delete()
        run()
        draft = choice_of("alpha", status=DRAFT)
        assert draft.approved_at is None
        other = library["beta"].citations.get()
        Citation.objects.create(
            fact=library["alpha"], source=other.source, start=1, end=2, span_digest="x"
        )
        run()
        draft.refresh_from_db()
        assert (draft.status, draft.flaws) == (APPROVED, [])
        assert draft.approved_at is not None


class TestPeople:
    """What a person decided is not overruled."""

    def test_what_somebody_withdrew_stays_withdrawn(self, library, run):
        run()
        Question.objects.filter(pk=choice_of("alpha").pk).update(status=WITHDRAWN)
        report = run()
        assert report.total("left withdrawn") == 1
        assert report.total("created") == report.total("replaced") == 0
        assert not Question.objects.approved().filter(fact__slug="alpha", form="choice").exists()

    def test_with_other_words_it_comes_again_as_a_draft_until_somebody_approves(self, library, run):
        run()
        Question.objects.filter(pk=choice_of("alpha").pk).update(status=WITHDRAWN)
        for words in ("When was alpha founded?", "In which year and month was alpha founded?"):
            FactText.objects.filter(fact__slug="alpha").update(ask_value=words)
            run()
            run()
            again = choice_of("alpha", status=DRAFT)
            assert again.stem == words
        again.status, again.approved_by, again.approved_at = APPROVED, UserFactory(), timezone.now()
        again.save()
        assert run().total("unchanged") == 24

    def test_what_somebody_set_back_to_draft_stays_so(self, library, run):
        run()
        Question.objects.filter(pk=choice_of("alpha").pk).update(status=DRAFT)
        run()
        assert choice_of("alpha", status=DRAFT)

    def test_what_somebody_approved_is_not_withdrawn_for_a_gate(self, library, run):
        Citation.objects.filter(fact__slug="alpha").delete()
        run()
        draft = choice_of("alpha", status=DRAFT)
        Question.objects.filter(pk=draft.pk).update(
            status=APPROVED, approved_by=UserFactory(), approved_at=timezone.now()
        )
        run()
        assert choice_of("alpha").pk == draft.pk

    def test_questions_of_teachers_are_left_alone(self, library, run, alice):
        own = QuestionFactory(owner=alice, fact=library["alpha"])
        run()
        run()
        own.refresh_from_db()
        assert own.status == APPROVED


def test_true_and_false_statements_are_as_many(library, run):
    make("far", "1950-01-01", relation=RelationFactory(slug="ended-on"))
    run()
    keys = list(
        Question.objects.filter(form="true-false", status=APPROVED).values_list("answer", flat=True)
    )
    assert keys.count("True") == keys.count("False") > 0


def test_the_command_prints_the_report(library):
    out = StringIO()
    call_command("generate_questions", "--seed", "3", stdout=out, skip_checks=True)
    printed = out.getvalue()
    assert "created: 24" in printed
    assert "statements: 4 true, 4 false" in printed
    assert "nothing held back" in printed
