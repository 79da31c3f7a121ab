"""Rows for tests: as few fields as a row needs, in English, made with factory_boy."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from questions.models import (
    Assignment,
    Citation,
    Classroom,
    Deck,
    DeckEntry,
    Entity,
    Fact,
    FactText,
    FactValue,
    Membership,
    Option,
    Question,
    QuestionPart,
    Relation,
    Source,
    Topic,
    User,
)


class UserFactory(DjangoModelFactory):
    """A member whose password is `password`."""

    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"learner-{n}")
    password = factory.django.Password("password")
    time_zone = "Asia/Almaty"


class TeacherFactory(UserFactory):
    """A member to whom the desk is open."""

    username = factory.Sequence(lambda n: f"teacher-{n}")
    is_staff = True


class TopicFactory(DjangoModelFactory):
    """One of the topics; the same slug gives the same row."""

    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = "sco"
    position = 1
    names = factory.LazyAttribute(lambda topic: {"en": topic.slug.upper()})
    titles = factory.LazyAttribute(lambda topic: {"en": f"Title of {topic.slug}"})


class SourceFactory(DjangoModelFactory):
    """A source whose text is not loaded."""

    class Meta:
        model = Source

    slug = factory.Sequence(lambda n: f"source-{n}")
    title = factory.LazyAttribute(lambda source: f"Title of {source.slug}")
    short_name = factory.LazyAttribute(lambda source: f"Author of {source.slug}")
    digest = factory.Sequence(lambda n: f"{n:064x}")


class EntityFactory(DjangoModelFactory):
    """A body with an English name."""

    class Meta:
        model = Entity

    slug = factory.Sequence(lambda n: f"body-{n}")
    kind = Entity.Kind.BODY
    names = factory.LazyAttribute(lambda entity: {"en": entity.slug.replace("-", " ").title()})


class RelationFactory(DjangoModelFactory):
    """A relation that is answered by one date."""

    class Meta:
        model = Relation
        django_get_or_create = ("slug",)

    slug = "founded-on"
    names = factory.LazyAttribute(lambda relation: {"en": relation.slug.replace("-", " ")})
    value_kind = "date"


class FactTextFactory(DjangoModelFactory):
    """The English words of a fact."""

    class Meta:
        model = FactText

    language = "en"
    statement = factory.LazyAttribute(lambda text: f"Statement of {text.fact.slug}.")


class FactValueFactory(DjangoModelFactory):
    """A date."""

    class Meta:
        model = FactValue

    date_start = factory.Sequence(lambda n: f"{1950 + n % 50}-06-{1 + n % 28:02d}")


class CitationFactory(DjangoModelFactory):
    """A place in a source."""

    class Meta:
        model = Citation

    source = factory.SubFactory(SourceFactory)
    start = 10
    end = 20
    span_digest = "0123456789ab"


class FactFactory(DjangoModelFactory):
    """A library fact with words, one date and one citation."""

    class Meta:
        model = Fact
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"fact-{n}")
    topic = factory.SubFactory(TopicFactory)
    subject = factory.SubFactory(EntityFactory)
    relation = factory.SubFactory(RelationFactory)
    importance = 3
    text = factory.RelatedFactory(FactTextFactory, factory_related_name="fact")
    value = factory.RelatedFactory(FactValueFactory, factory_related_name="fact")
    citation = factory.RelatedFactory(CitationFactory, factory_related_name="fact")


class QuestionFactory(DjangoModelFactory):
    """An approved question of the library; `options` are texts, the first `options__keys` right."""

    class Meta:
        model = Question
        skip_postgeneration_save = True

    fact = factory.SubFactory(FactFactory)
    cue = "value"
    form = "choice"
    language = "en"
    stem = factory.LazyAttribute(lambda question: f"On what date was {question.fact.slug} founded?")
    answer = "7 June 2002"
    key = factory.LazyFunction(lambda: {"type": "date", "start": "2002-06-07", "end": ""})
    status = Question.Status.APPROVED
    digest = factory.Sequence(lambda n: f"{n:064x}")

    @factory.post_generation
    def options(self, create, extracted, keys=None, **kwargs):
        """The options in the order given; choice and true/false get some of their own."""
        texts = extracted
        if texts is None:
            texts = {
                "choice": ["7 June 2002", "15 June 2001", "26 April 1996"],
                "true-false": ["True", "False"],
                "choose-all": ["Kazakhstan", "China", "Russia", "Japan", "Brazil"],
            }.get(self.form, [])
        keys = keys or (3 if self.form == "choose-all" else 1)
        for position, text in enumerate(texts):
            Option.objects.create(
                question=self,
                position=position,
                text=text,
                is_key=position < keys,
                reason="" if position < keys else f"{text} is true of something else.",
                true_of=None if position < keys else self.fact,
            )


class QuestionPartFactory(DjangoModelFactory):
    """A part of an ordering or a matching, with a fact of its own."""

    class Meta:
        model = QuestionPart

    fact = factory.SubFactory(FactFactory)
    text = factory.LazyAttribute(lambda part: f"{part.fact.slug} happened")
    answer = factory.LazyAttribute(lambda part: f"in {1990 + part.rank}")


_MADE = datetime(2026, 3, 1, 7, 0, tzinfo=UTC)


def own_question(teacher, **fields):
    """A teacher's approved question about a fact of their own that is a statement alone."""
    fact = fields.pop("fact", None) or FactFactory(
        owner=teacher, subject=None, relation=None, value=None, citation__source__owner=teacher
    )
    return QuestionFactory(owner=teacher, fact=fact, key=None, made_at=_MADE, **fields)


class DeckFactory(DjangoModelFactory):
    """A teacher's deck; `questions` are put into it in their order."""

    class Meta:
        model = Deck
        skip_postgeneration_save = True

    owner = factory.SubFactory(TeacherFactory)
    token = factory.Sequence(lambda n: f"{n:032x}")
    name = factory.Sequence(lambda n: f"Deck {n}")
    created_at = changed_at = _MADE

    @factory.post_generation
    def questions(self, create, extracted, **kwargs):
        """The entries."""
        for position, question in enumerate(extracted or [], start=1):
            DeckEntry.objects.create(deck=self, question=question, position=position)


class ClassroomFactory(DjangoModelFactory):
    """A classroom; `teacher` and `learners` are made its members."""

    class Meta:
        model = Classroom
        skip_postgeneration_save = True

    token = factory.Sequence(lambda n: f"c{n:031x}")
    name = factory.Sequence(lambda n: f"Classroom {n}")
    join_code = factory.Sequence(lambda n: f"CODE{n:04d}")
    created_at = _MADE

    @factory.post_generation
    def teacher(self, create, extracted, **kwargs):
        """Its teacher."""
        if extracted:
            MembershipFactory(classroom=self, user=extracted, role=Membership.Role.TEACHER)

    @factory.post_generation
    def learners(self, create, extracted, **kwargs):
        """Its learners."""
        for learner in extracted or []:
            MembershipFactory(classroom=self, user=learner)


class MembershipFactory(DjangoModelFactory):
    """A learner in a classroom."""

    class Meta:
        model = Membership

    classroom = factory.SubFactory(ClassroomFactory)
    user = factory.SubFactory(UserFactory)
    role = Membership.Role.LEARNER
    joined_at = _MADE


class AssignmentFactory(DjangoModelFactory):
    """A deck given to a classroom with an exam date."""

    class Meta:
        model = Assignment

    token = factory.Sequence(lambda n: f"a{n:031x}")
    classroom = factory.SubFactory(ClassroomFactory)
    deck = factory.SubFactory(DeckFactory)
    exam_day = datetime(2026, 4, 1, tzinfo=UTC).date()
    assigned_at = _MADE
