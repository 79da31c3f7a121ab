"""Coverage: which facts a deck asks, topic by topic, and which essential ones it leaves out."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from questions.authoring.searching import Search, covered_facts, find_questions, one_per_fact
from questions.models import Deck, Fact, Question, Topic, User

ESSENTIAL = 3


@dataclass(frozen=True)
class TopicCoverage:
    """What a deck asks of a topic."""

    topic: Topic
    covered: int
    total: int  # published facts that the teacher may ask
    missing: list[Question]  # one for each essential fact that is left out and can be asked
    more: int  # such questions beyond those


def deck_coverage(deck: Deck, *, teacher: User, most: int = 5) -> list[TopicCoverage]:
    """The topics that the deck touches, each with at most `most` questions it might want."""
    covered = covered_facts(deck)
    asked = Fact.objects.filter(pk__in=covered).values("topic").annotate(count=Count("pk"))
    counts = {row["topic"]: row["count"] for row in asked.order_by()}
    visible = Fact.objects.visible_to(teacher).published().filter(topic__in=counts)
    totals = Counter(visible.values_list("topic", flat=True))
    search = Search(topics=tuple(counts), importance=ESSENTIAL, language=deck.language)
    wanted = one_per_fact(find_questions(teacher, search), uncovered_by=deck)
    missing: dict[int, list[Question]] = {pk: [] for pk in counts}
    for question in wanted.select_related("fact__topic") if counts else ():
        missing[question.fact.topic_id].append(question)
    return [
        TopicCoverage(
            topic=topic,
            covered=counts[topic.pk],
            total=max(totals[topic.pk], counts[topic.pk]),
            missing=missing[topic.pk][:most],
            more=max(len(missing[topic.pk]) - most, 0),
        )
        for topic in Topic.objects.filter(pk__in=counts)
    ]
