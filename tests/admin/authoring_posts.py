"""What the question editor posts, as a browser fills it in."""

from django.urls import reverse

from questions.models import Fact, Source, User
from tests.factories import FactFactory, SourceFactory

OPTIONS = ("7 June 2002", "15 June 2001", "26 April 1996")


def choice(**more) -> dict:
    """A choice with three options, the first of them right; other fields as given."""
    fields = {"form": "choice", "language": "en", "stem": "When was the charter adopted?"}
    fields |= {"options-count": "4", "key": "0", "fact_from": "existing"}
    for place, text in enumerate(OPTIONS):
        fields[f"options-{place}-text"] = text
    fields["options-1-reason"] = "The organisation was founded then."
    return fields | {"save": "1"} | more


def typed(**more) -> dict:
    """A typed answer with another spelling that is right too."""
    fields = {"form": "typed", "language": "en", "stem": "Where is the seat of the secretariat?"}
    fields |= {"answer": "Beijing", "accepted": "Peking\n\nBei Jing", "fact_from": "existing"}
    return fields | {"save": "1"} | more


def truth(**more) -> dict:
    """A statement that is false."""
    fields = {"form": "true-false", "language": "en", "stem": "The seat is in Astana."}
    fields |= {"truth": "False", "reason": "It is in Beijing.", "fact_from": "existing"}
    return fields | {"save": "1"} | more


def new_fact(**more) -> dict:
    """A fact that is made on the spot, proved by a source that is new as well."""
    fields = {"fact_from": "new", "fact-topic": "sco", "fact-importance": "3"}
    fields |= {"fact-statement": "The SCO adopted its charter on 7 June 2002."}
    fields |= {"fact-place": "article 1", "source_from": "new"}
    fields |= {"source-title": "Charter of the SCO", "source-year": "2002"}
    return fields | more


def own_fact(teacher: User, **more) -> Fact:
    """A fact of the teacher's that is a statement alone."""
    source = SourceFactory(owner=teacher)
    return FactFactory(
        owner=teacher, subject=None, relation=None, value=None, citation__source=source, **more
    )


def own_source(teacher: User, **more) -> Source:
    return SourceFactory(owner=teacher, digest="", **more)


def new_url(deck, after=None):
    url = reverse("desk:question-new", args=[deck.token])
    return url if after is None else f"{url}?after={after.pk}"


def edit_url(question, deck=None):
    url = reverse("desk:question-edit", args=[question.pk])
    return url if deck is None else f"{url}?deck={deck.token}"


def told_at(reply, field, uid="new0"):
    """What is told at a field."""
    text = reply.content.decode()
    place = text.split(f'id="{uid}-{field}-flaws"', 1)[1]
    return place.split("</div>", 1)[0]
