"""A made-up library: twelve bodies of two leagues, each with its seat, asked in every form."""

from dataclasses import dataclass

from django.db import transaction

from questions.grounding.text import digest
from questions.models import Entity, Fact, Question, Relation, Source, Topic
from tests.factories import (
    CitationFactory,
    EntityFactory,
    FactFactory,
    FactTextFactory,
    FactValueFactory,
    QuestionFactory,
    RelationFactory,
    SourceFactory,
    TopicFactory,
)

SEATS = {
    "harbour": {
        "Council of Elders": "Marblewick",
        "Court of Merchants": "Oakenmere",
        "Board of Envoys": "Port Sallow",
        "House of Pilots": "Greyhollow",
        "Guild of Weavers": "Fernquay",
        "Chamber of Maps": "Tidesend",
    },
    "caravan": {
        "Assembly of Riders": "Sandrivel",
        "Office of Wells": "Thornwater",
        "Bureau of Bridges": "Longspan",
        "Forum of Scribes": "Inkstone",
        "Union of Shepherds": "Woolmoor",
        "Academy of Stars": "Nightfell",
    },
}
PARAGRAPH = 2
EXPLANATION = "It moved there when the old hall burned down."
CAVEAT = "An older list names another town."


@dataclass(frozen=True)
class Seat:
    """One fact with its words."""

    fact: Fact
    body: str
    city: str

    @property
    def statement(self) -> str:
        return statement_of(self.body, self.city)


def statement_of(body: str, city: str) -> str:
    """The fact as a sentence."""
    return f"The {body} has its seat in {city}."


@transaction.atomic
def make_bank() -> None:
    """Make the library anew."""
    source = _source()
    relation = RelationFactory(slug="seat", names={"en": "seat"}, value_kind="entity")
    seats = [
        _fact(body, city, _topic(slug, position), relation, source)
        for position, (slug, several) in enumerate(SEATS.items(), start=1)
        for body, city in several.items()
    ]
    for seat in seats:
        _questions(seat, [other for other in seats if other.fact.topic_id == seat.fact.topic_id])


def _topic(slug: str, position: int) -> Topic:
    name = slug.title()
    return TopicFactory(
        slug=slug,
        position=position,
        names={"en": f"{name} League", "kk": f"{name} одағы", "ru": f"Лига {name}"},
        titles={"en": f"The League of the {name}"},
    )


def _source() -> Source:
    text = "\n".join(statement_of(*pair) for several in SEATS.values() for pair in several.items())
    return SourceFactory(
        slug="chronicle",
        title="A Chronicle of Two Leagues",
        short_name="Chronicle 1999",
        authors="A. Chronicler",
        year="1999",
        note="A later edition corrects some towns.",
        text=text,
    )


def _fact(body: str, city: str, topic: Topic, relation: Relation, source: Source) -> Seat:
    statement = statement_of(body, city)
    fact = FactFactory(
        slug=f"{body.lower().replace(' ', '-')}-seat",
        topic=topic,
        subject=EntityFactory(slug=body.lower().replace(" ", "-"), names={"en": body}),
        relation=relation,
        text=None,
        value=None,
        citation=None,
    )
    FactTextFactory(
        fact=fact,
        statement=statement,
        explanation=EXPLANATION,
        caveat=CAVEAT if city == "Oakenmere" else "",
        answer=city,
        ask_value=f"Where does the {body} have its seat?",
        claim_value=f"The {body} has its seat in {{}}.",
    )
    town = EntityFactory(
        slug=city.lower().replace(" ", "-"), kind=Entity.Kind.CITY, names={"en": city}
    )
    FactValueFactory(fact=fact, date_start="", entity=town)
    start = source.text.index(statement)
    CitationFactory(
        fact=fact,
        source=source,
        start=start,
        end=start + len(statement),
        span_digest=digest(statement)[:12],
        section="On seats",
        paragraph=PARAGRAPH,
    )
    return Seat(fact, body, city)


def _questions(seat: Seat, league: list[Seat]) -> None:
    """One question per form; the wrong options are the seats of the next bodies of the league."""
    place = league.index(seat)
    others = [league[(place + step) % len(league)] for step in (1, 2, 3)]
    key = {"type": "name", "kind": "city", "names": [seat.city]}
    stems = {
        "choice": f"Where does the {seat.body} have its seat?",
        "true-false": statement_of(seat.body, others[0].city),
        "cloze": f"The {seat.body} has its seat in ____.",
        "typed": f"In which town does the {seat.body} sit?",
        "flashcard": f"The seat of the {seat.body}",
    }
    for form, stem in stems.items():
        question = QuestionFactory(
            fact=seat.fact, form=form, stem=stem, answer=seat.city, key=key, options=[]
        )
        if form == "choice":
            _options(question, seat, others)
        elif form == "true-false":
            Question.objects.filter(pk=question.pk).update(answer="False", key=None)
            _claims(question, others[0])


def _options(question: Question, seat: Seat, others: list[Seat]) -> None:
    question.options.create(position=0, text=seat.city, is_key=True)
    for position, other in enumerate(others, start=1):
        question.options.create(
            position=position, text=other.city, reason=other.statement, true_of=other.fact
        )


def _claims(question: Question, other: Seat) -> None:
    """The claim is false, and what it says is true of another body."""
    question.options.create(position=0, text="True", reason=other.statement, true_of=other.fact)
    question.options.create(position=1, text="False", is_key=True)
