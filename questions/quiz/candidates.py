"""The cards that a session could ask, with their questions and what is remembered of them."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, Q

from questions.models import SET_FORMS, Card, Cue, Deck, Form, Question, QuizSession, Topic, User
from questions.quiz.picking import first_of
from questions.quiz.studied import Key, Studied
from questions.scheduling.memory import Memory, remembered
from questions.scheduling.queue import Candidate

_FALLBACK = "en"
Asked = dict[Key, list[Question]]


def questions_for(
    learner: User, *, mode: str, topic: Topic | None, deck: Deck | None, studied: Studied
) -> Asked:
    """Approved questions that the learner may be asked, by fact and cue, in one query."""
    approved = Question.objects.approved().studied_by(learner)
    if topic is not None:
        approved = approved.filter(fact__topic=topic).exclude(_names(topic))
    if deck is not None:
        asked = Question.objects.filter(deck_entries__deck=deck)
        approved = approved.filter(fact__in=asked.values("fact"))
    if mode == QuizSession.Mode.FLASHCARDS:
        approved = approved.filter(form=Form.FLASHCARD)
    else:
        approved = approved.exclude(form__in=SET_FORMS)
    rows = (
        approved.only("pk", "fact_id", "cue", "form", "language", "variant")
        .annotate(topic_id=F("fact__topic_id"), importance=F("fact__importance"))
        .order_by("pk")
    )
    wanted = learner.questions_in
    questions = list(rows)
    if mode != QuizSession.Mode.FLASHCARDS:
        # In a session of a deck those that its teacher put there are asked too.
        kept = studied.own if mode == QuizSession.Mode.DECK else set()
        questions = _graded_where_they_are(questions, wanted, kept)
    grouped: Asked = defaultdict(list)
    for question in questions:
        grouped[question.fact_id, question.cue].append(question)
    if deck is not None:
        return _of_the_deck(grouped, studied)
    return {key: in_language_of(asked, wanted, studied.own) for key, asked in grouped.items()}


def _names(topic: Topic) -> Q:
    """Questions whose answer is the topic's organisation: who has chosen the topic knows it."""
    return Q(cue=Cue.SUBJECT, fact__subject__slug=topic.slug) | Q(
        cue=Cue.VALUE, fact__values__entity__slug=topic.slug
    )


def _graded_where_they_are(
    questions: list[Question], wanted: str, kept: Collection[int]
) -> list[Question]:
    """Flashcards only of facts that nothing else asks; in the wanted language, nothing else in it.

    What is to be kept stays all the same.
    """
    graded = {(q.fact_id, q.language) for q in questions if q.form != Form.FLASHCARD}
    facts = {fact for fact, _ in graded}
    return [
        q
        for q in questions
        if q.form != Form.FLASHCARD
        or q.pk in kept
        or q.fact_id not in facts
        or (q.language == wanted and (q.fact_id, wanted) not in graded)
    ]


def in_language_of(asked: list[Question], wanted: str, own: Collection[int] = ()) -> list[Question]:
    """The questions of a cue in the wanted language, and in English what it has no form of.

    A cue is one memory, whatever the language that asks for it, and how it is asked follows from
    the memory: rather in English by choice than typed at a first meeting, but nothing is to be
    typed in English that the learner's language asks in any way. What a deck holds that the learner
    studies stays, because its teacher chose the language.
    """
    if all(q.language == wanted for q in asked):
        return asked
    forms = {q.form for q in asked if q.language == wanted}
    if forms:
        forms |= {Form.TYPED, Form.NUMBER}
    found = [
        q
        for q in asked
        if q.language == wanted or q.pk in own or (q.language == _FALLBACK and q.form not in forms)
    ]
    return found or asked


def _of_the_deck(grouped: Asked, studied: Studied) -> Asked:
    """What the deck asks, with other forms of the same in the languages that it asks it in."""
    found: Asked = {}
    for key, asked in grouped.items():
        languages = {q.language for q in asked if q.pk in studied.own}
        if languages:
            found[key] = [q for q in asked if q.language in languages]
    return found


def memories_of(learner: User) -> dict[Key, Memory]:
    """What the learner remembers, by fact and cue, in one query."""
    rows = Card.objects.filter(learner=learner, stability__isnull=False).values_list(
        "fact_id", "cue", "stability", "difficulty", "last_study_day", "due"
    )
    memories = {(row[0], row[1]): remembered(*row[2:]) for row in rows}
    return {key: memory for key, memory in memories.items() if memory is not None}


def candidates_of(
    questions: Asked,
    memories: dict[Key, Memory],
    *,
    studied: Studied,
    met_today: frozenset[int],
) -> list[Candidate]:
    """The cards, each with its nearest target and the day by which a deck wants it met."""
    met = {fact_id for fact_id, _ in memories} - met_today
    candidates = []
    for (fact_id, cue), asked in questions.items():
        memory = memories.get((fact_id, cue))
        sibling = Cue.SUBJECT if cue == Cue.VALUE else Cue.VALUE
        topic_id: int = asked[0].topic_id  # type: ignore[attr-defined]
        candidates.append(
            Candidate(
                fact_id=fact_id,
                cue=cue,
                topic_id=topic_id,
                importance=asked[0].importance,  # type: ignore[attr-defined]
                memory=memory,
                form=first_of(asked, memory, studied.own).form,
                target=studied.target(fact_id, topic_id),
                meet_by=None if fact_id in met else studied.due.get((fact_id, cue)),
                place=studied.places.get((fact_id, cue), 0),
                is_second_cue=(fact_id, sibling) in memories
                or (cue == Cue.SUBJECT and (fact_id, sibling) in questions),
            )
        )
    return candidates
