import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.exchange.library_import import import_library
from questions.exchange.question_dump import dump_questions
from questions.models import Fact, Option, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(made_up, now):
    """One approved question per fact, two of them about the founding."""
    import_library(folder=made_up.folder, now=now, apply=True)
    for fact in Fact.objects.all():
        question(fact)
    founded = Fact.objects.get(slug="league-founded")
    question(founded, language="ru", status=Question.Status.DRAFT)
    return founded


def question(fact: Fact, **fields: object) -> Question:
    values = {
        "language": "en",
        "status": Question.Status.APPROVED,
        "cue": "value",
        "form": "choice",
        "key": {"type": "date", "start": "2002-06-07", "end": ""},
    } | fields
    made = Question.objects.create(
        fact=fact, stem=f"About {fact.slug}?", answer="7 June 2002", digest="0" * 64, **values
    )
    if made.form != "choice":
        return made
    Option.objects.create(question=made, position=0, text="7 June 2002", is_key=True)
    Option.objects.create(
        question=made, position=1, text="2010", reason="Sudland joined then.", true_of=fact
    )
    return made


def test_a_question_is_told_with_all_that_judging_it_needs(asked):
    dumped = {question["fact"]: question for question in dump_questions()}
    question = dumped["league-founded"]
    citation = asked.citations.get()

    assert len(dumped) == 5
    assert question["topic"] == "league"
    assert question["statement"] == "The Lantern League came into being on 7 June 2002."
    assert question["caveat"] == "Other chronicles name the eighth of June."
    assert question["options"][1] == {
        "text": "2010",
        "key": False,
        "reason": "Sudland joined then.",
        "true_of": "league-founded",
    }
    assert question["accepted"] == {"type": "date", "start": "2002-06-07", "end": ""}
    assert question["citations"] == [
        {
            "at": f"league-history@{citation.start}-{citation.end}:{citation.span_digest}",
            "source": "Chronicler 2011",
            "section": "Founding",
            "paragraph": 1,
        }
    ]
    assert dumped["league-size"]["as_of"] == "2002"
    assert dumped["league-size"]["according_to"] == "A. Chronicler"


def test_a_set_is_told_with_its_parts_and_without_a_cue(asked):
    facts = list(Fact.objects.order_by("pk")[:3])
    made = question(facts[0], form="order", cue="", key=None)
    for position, fact in enumerate(facts):
        made.parts.create(
            position=position, fact=fact, text=f"Event {position}", answer="2002", rank=2 - position
        )
    (told,) = (question for question in dump_questions() if question["form"] == "order")
    assert (told["cue"], told["accepted"], told["fact"]) == ("", None, facts[0].slug)
    assert told["parts"] == [
        {"text": f"Event {n}", "answer": "2002", "rank": 2 - n, "fact": fact.slug}
        for n, fact in enumerate(facts)
    ]
    assert all(question["parts"] == [] for question in dump_questions() if question["cue"])


def test_drafts_and_questions_of_withdrawn_facts_are_left_out(asked, now):
    Fact.objects.filter(slug="league-rule").update(withdrawn_at=now)

    told = [(question["fact"], question["language"]) for question in dump_questions()]

    assert ("league-founded", "ru") not in told
    assert "league-rule" not in dict(told)


def test_one_topic_can_be_chosen(asked):
    assert len(list(dump_questions("league"))) == 5
    assert list(dump_questions("other")) == []


def test_the_number_of_queries_does_not_grow_with_the_questions(asked):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(dump_questions())
        return len(queries)

    few = count()
    for variant in "abc":
        for fact in Fact.objects.all():
            question(fact, variant=variant)

    assert count() == few
