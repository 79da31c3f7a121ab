"""A made-up library: twelve bodies of two leagues, each with its seat, asked in every form."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from questions.grounding.text import digest
from questions.models import Entity, Fact, Option, Question, Relation, Source, Topic
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
from tests.playing import set_of

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
MEMBERS = "40"
MEMBERS_KEY = {"type": "number", "number": MEMBERS, "unit": "members", "tolerance": "5"}
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
    asked = [
        pair
        for seat in seats
        for pair in _questions(seat, [s for s in seats if s.fact.topic_id == seat.fact.topic_id])
    ]
    asked += [_choose_all(seat, seats) for seat in seats]
    Question.objects.bulk_create(question for question, _ in asked)
    Option.objects.bulk_create(option for _, options in asked for option in options)
    for slug in SEATS:
        league = [seat for seat in seats if seat.fact.topic.slug == slug]
        _order(league, slug)
        _match(league[:4], slug)


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


def _questions(seat: Seat, league: list[Seat]) -> Iterator[tuple[Question, list[Option]]]:
    """One question per form; the wrong options are the seats of the next bodies of the league."""
    place = league.index(seat)
    others = [league[(place + step) % len(league)] for step in (1, 2, 3)]
    stems = {
        "choice": f"Where does the {seat.body} have its seat?",
        "true-false": statement_of(seat.body, others[0].city),
        "cloze": f"The {seat.body} has its seat in ____.",
        "typed": f"In which town does the {seat.body} sit?",
        "number": f"How many members has the {seat.body}?",
        "flashcard": f"The seat of the {seat.body}",
    }
    for form, stem in stems.items():
        is_claim = form == "true-false"
        key = MEMBERS_KEY if form == "number" else {"type": "name", "kind": "city"}
        question = QuestionFactory.build(
            fact=seat.fact,
            form=form,
            stem=stem,
            answer={"true-false": "False", "number": MEMBERS}.get(form, seat.city),
            key=None if is_claim else key | ({"names": [seat.city]} if "kind" in key else {}),
            options=[],
        )
        yield question, list(_options(question, seat, others))


def _choose_all(seat: Seat, seats: list[Seat]) -> tuple[Question, list[Option]]:
    """The towns of the body's own league among those of the other one."""
    own = [s for s in seats if s.fact.topic_id == seat.fact.topic_id]
    place = own.index(seat)
    right = [own[(place + step) % len(own)] for step in range(3)]
    wrong = [s for s in seats if s.fact.topic_id != seat.fact.topic_id][:3]
    question = QuestionFactory.build(
        fact=seat.fact,
        form="choose-all",
        stem=f"Which towns belong to the league of the {seat.body}?",
        answer=", ".join(s.city for s in right),
        key=None,
        options=[],
    )
    options = [
        Option(question=question, position=position, text=one.city, is_key=True)
        for position, one in enumerate(right)
    ]
    return question, [*options, *(_wrong(question, n, s.city, s) for n, s in enumerate(wrong, 3))]


def _order(league: list[Seat], slug: str) -> None:
    """When the bodies of a league moved, the second and the fifth in the same year."""
    ranks = [3, 1, 4, 0, 1, 5]
    rows = [
        (f"The {seat.body} moved to {seat.city}", str(1700 + rank), rank)
        for seat, rank in zip(league, ranks, strict=True)
    ]
    stem = f"In which order did the bodies of the {slug.title()} League move, the earliest first?"
    set_of("order", rows=rows, facts=[seat.fact for seat in league], stem=stem)


def _match(league: list[Seat], slug: str) -> None:
    set_of(
        "match",
        rows=[(seat.body, seat.city, 0) for seat in league],
        facts=[seat.fact for seat in league],
        stem=f"Which body of the {slug.title()} League has its seat where?",
    )


def _options(question: Question, seat: Seat, others: list[Seat]) -> Iterator[Option]:
    """The claim is false, since what it says is true of another body."""
    if question.form == "choice":
        yield Option(question=question, position=0, text=seat.city, is_key=True)
        for position, other in enumerate(others, start=1):
            yield _wrong(question, position, other.city, other)
    elif question.form == "true-false":
        yield _wrong(question, 0, "True", others[0])
        yield Option(question=question, position=1, text="False", is_key=True)


def _wrong(question: Question, position: int, text: str, other: Seat) -> Option:
    return Option(
        question=question,
        position=position,
        text=text,
        reason=other.statement,
        true_of=other.fact,
    )
