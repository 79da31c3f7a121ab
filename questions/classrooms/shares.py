"""How much is known: shares of facts met and of facts known now, by learner, class and topic."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questions.classrooms.memories import Memories
from questions.models import Topic


@dataclass(frozen=True, slots=True)
class Share:
    """How much of some facts one learner knows, or a class in the mean; shares are 0 to 1."""

    topic: Topic | None  # None for all topics together
    total: int  # facts
    met: float = 0.0  # share of them met
    known: float = 0.0  # predicted share of them known now; what was not met is not known
    of_met: float | None = None  # predicted share known of those met; None where none was
    due: float = 0.0  # facts due
    studied: int = 0  # learners who met any of them
    learners: int = 1  # learners that the shares are means over

    @property
    def facts_met(self) -> int:
        """How many facts were met, in the mean."""
        return round(self.met * self.total)


def learner_shares(
    memories: Memories, topics: Mapping[int, int], named: Sequence[tuple[Topic, int]]
) -> tuple[Share, list[Share]]:
    """One learner's share of all facts, and of those of each topic; `topics` are by fact."""
    due = Counter(topics[fact_id] for fact_id in memories.due)
    by_topic = []
    for topic, total in named:
        chances = memories.recalls.get(topic.pk, {})
        by_topic.append(_share(topic, total, len(chances), sum(chances.values()), due[topic.pk]))
    recalled = sum(sum(chances.values()) for chances in memories.recalls.values())
    overall = _share(None, len(topics), memories.met, recalled, len(memories.due))
    return overall, by_topic


def _share(topic: Topic | None, total: int, met: int, chances: float, due: int) -> Share:
    return Share(
        topic=topic,
        total=total,
        met=met / total if total else 0.0,
        known=chances / total if total else 0.0,
        of_met=chances / met if met else None,
        due=due,
        studied=int(met > 0),
    )


def class_share(shares: Sequence[Share], topic: Topic | None, total: int) -> Share:
    """The mean over the learners; that of what was met, over those who met anything."""
    size = len(shares)
    of_met = [share.of_met for share in shares if share.of_met is not None]
    if not size:
        return Share(topic, total, learners=0)
    return Share(
        topic=topic,
        total=total,
        met=sum(share.met for share in shares) / size,
        known=sum(share.known for share in shares) / size,
        of_met=sum(of_met) / len(of_met) if of_met else None,
        due=sum(share.due for share in shares) / size,
        studied=len(of_met),
        learners=size,
    )
