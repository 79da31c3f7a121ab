"""What a class knows: predicted shares by topic and learner, its weakest facts, and its work.

All of it rests on the cards of the learners who are there now, on facts of the library and of the
decks that the classroom was given. A fact that was not met counts as not known.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from questions.classrooms.assigning import day_in
from questions.classrooms.behind import Behind, behind_of, medians_of
from questions.classrooms.firsts import first_responses
from questions.classrooms.given import Given, given_to
from questions.classrooms.learners import Learner, learners_of
from questions.classrooms.memories import Memories, memories_of, topics_of_facts
from questions.classrooms.shares import Share, class_share, learner_shares
from questions.classrooms.work import LearnerWork, Work, work_on
from questions.models import Classroom, Topic


@dataclass(frozen=True)
class LearnerKnowledge:
    """What one learner knows, what they did of each assignment, and in what they are behind."""

    learner: Learner
    memories: Memories
    last_day: date | None  # the last day on which a response rated one of the facts
    overall: Share
    topics: Sequence[Share]
    work: Sequence[LearnerWork]
    behind: Sequence[Behind]


@dataclass(frozen=True)
class ClassKnowledge:
    """What a class knows as of a moment."""

    classroom: Classroom
    as_of: datetime
    today: date  # in the classroom's time zone
    given: Sequence[Given]
    learners: Sequence[LearnerKnowledge]
    overall: Share
    topics: Sequence[Share]
    works: Sequence[Work]

    @property
    def behind(self) -> list[LearnerKnowledge]:
        """The learners who need a word."""
        return [one for one in self.learners if one.behind]

    @property
    def memories(self) -> list[Memories]:
        """What each of the learners remembers."""
        return [one.memories for one in self.learners]


def class_knowledge(classroom: Classroom, *, now: datetime) -> ClassKnowledge:
    """What the class knows now, in six queries however large it is."""
    today = day_in(classroom, now)
    given = given_to(classroom)
    learners = learners_of(classroom)
    topics = topics_of_facts(given)
    memories = memories_of(
        [learner.user_id for learner in learners], topics=topics, given=given, today=today
    )
    works = [work_on(one, learners, memories, today=today) for one in given]
    named = _named(topics)
    told = _learners(learners, memories, works, topics, named, today)
    return ClassKnowledge(
        classroom=classroom,
        as_of=now,
        today=today,
        given=given,
        learners=told,
        overall=class_share([one.overall for one in told], None, len(topics)),
        topics=[
            class_share([one.topics[n] for one in told], topic, total)
            for n, (topic, total) in enumerate(named)
        ],
        works=works,
    )


def learner_knowledge(known: ClassKnowledge, membership_id: int) -> LearnerKnowledge | None:
    """One of the learners, with how their first responses went; None where nobody is there."""
    found = next(
        (one for one in known.learners if one.learner.membership_id == membership_id), None
    )
    if found is None:
        return None
    responses = first_responses(known.given, [found.learner])
    memories = {found.learner.user_id: found.memories}
    works = (
        work_on(one, [found.learner], memories, today=known.today, responses=responses)
        for one in known.given
    )
    return replace(found, work=[work.rows[0] for work in works])


def _named(topics: Mapping[int, int]) -> list[tuple[Topic, int]]:
    """Topics that have facts, with how many."""
    totals = Counter(topics.values())
    return [(topic, totals[topic.pk]) for topic in Topic.objects.all() if topic.pk in totals]


def _learners(
    learners: Sequence[Learner],
    memories: Mapping[int, Memories],
    works: Sequence[Work],
    topics: Mapping[int, int],
    named: Sequence[tuple[Topic, int]],
    today: date,
) -> list[LearnerKnowledge]:
    medians = medians_of(works)
    told = []
    for n, learner in enumerate(learners):
        mine = memories[learner.user_id]
        overall, by_topic = learner_shares(mine, topics, named)
        work = [one.rows[n] for one in works]
        told.append(
            LearnerKnowledge(
                learner=learner,
                memories=mine,
                last_day=mine.last_day(today),
                overall=overall,
                topics=by_topic,
                work=work,
                behind=behind_of(learner, mine, work, medians, today=today),
            )
        )
    return told
