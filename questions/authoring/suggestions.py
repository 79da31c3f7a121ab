"""Wrong options that facts offer: of the answer's kind, near it, and true of something else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case as SqlCase
from django.db.models import F, IntegerField, Q, Value, When

from questions.authoring.checks import Checks
from questions.authoring.drafting import Case, case_of
from questions.authoring.errors import AuthoringError
from questions.authoring.keys import WRITTEN_FORMS
from questions.authoring.meaning import Things, meaning_of
from questions.authoring.records import QuestionWish
from questions.authoring.rows import plain_wish
from questions.generation.answers import Answer, answer_of, are_same, collide
from questions.generation.distractors import candidates, fits, magnitudes_between, years_between
from questions.generation.knowledge import Knowledge, is_named
from questions.generation.records import FactRecord, records_by_id
from questions.models import Cue, Fact, FactText, Form, Question, User, ValueKind

# So many facts are weighed; more of one kind would cost time and bring nothing nearer.
_MOST_WEIGHED = 120
_OF_ANOTHER_TOPIC = 0.8
_LIKELY_KINDS = frozenset({"organisation", "person", "country", "city"})


@dataclass(frozen=True)
class Suggestion:
    """A wrong option, what the fact says that it is true of, and that fact."""

    text: str
    reason: str
    true_of: Fact


@dataclass(frozen=True)
class _Offer:
    """An answer of another fact, and how little it suits."""

    answer: Answer
    fact_id: int
    cost: float


def suggest_options(
    wish: QuestionWish, *, fact: Fact | None, teacher: User, size: int = 6
) -> list[Suggestion]:
    """At most `size` wrong options beside the key, the best first; none where there is no key yet.

    None is right for the fact, named in the stem or among the options, as far as facts tell.
    """
    if fact is None:
        return []
    checks = Checks.for_questions([(fact, wish)], teacher)
    case = _case(wish, fact, checks)
    if case is None or not case.draft.answer:
        return []
    record = checks.library_record(fact)
    others = records_by_id(_fact_ids(fact, record, case.draft.asked))
    offers = [*_by_rule(case, record, others), *_of_kind(case, fact, others)]
    offers += _own(case, fact, teacher, checks.things)
    return _told(_chosen(case, fact, record, others, offers, size), case.wish.language)


def _case(wish: QuestionWish, fact: Fact, checks: Checks) -> Case | None:
    try:
        plain = plain_wish(wish, wants_stem=False)
        record = checks.records.get(fact.pk)
        return case_of(plain, fact=fact, record=record, statement="", things=checks.things)
    except (AuthoringError, ValueError):
        return None


def _fact_ids(fact: Fact, record: FactRecord | None, asked: Answer) -> list[int]:
    """The library's facts worth weighing, those of the fact's topic first."""
    alike = _kind_of(asked)
    if record is not None:
        named = [*record.near[Cue.VALUE], *record.near[Cue.SUBJECT], *record.never]
        alike |= Q(slug__in=named)
    is_near = When(topic=fact.topic_id, then=Value(0))
    found = (
        Fact.objects.library()
        .published()
        .filter(alike)
        .exclude(pk=fact.pk)
        .annotate(far=SqlCase(is_near, default=Value(1), output_field=IntegerField()))
        .order_by("far", F("importance").desc(), "pk")
    )
    ids = list(dict.fromkeys(found.values_list("pk", flat=True)[: _MOST_WEIGHED * 2]))
    about = list(Fact.objects.library().filter(_said_of(fact)).values_list("pk", flat=True))
    return [*ids[:_MOST_WEIGHED], *about, fact.pk]


def _kind_of(asked: Answer) -> Q:
    if asked.kind == ValueKind.DATE:
        return Q(values__date_start__gt="")
    if asked.kind == ValueKind.NUMBER:
        return Q(values__number__isnull=False)
    if asked.kind == ValueKind.ENTITY:
        return Q(values__entity__kind=asked.grain) | Q(subject__kind=asked.grain)
    return Q(relation__value_kind=ValueKind.TEXT)


def _said_of(fact: Fact) -> Q:
    """What else is said of the subject in the same way, which is right as well."""
    if not fact.relation_id:
        return Q(pk__in=[])
    return Q(subject=fact.subject_id, relation=fact.relation_id, withdrawn_at=None)


def _by_rule(
    case: Case, record: FactRecord | None, others: Mapping[int, FactRecord]
) -> Iterator[_Offer]:
    """What generation would take for the library's fact, where the key is its answer."""
    asked = answer_of(record, case.wish.cue, case.wish.language) if record else None
    if record is None or asked is None or not are_same(asked, case.draft.asked):
        return
    ids = {other.slug: pk for pk, other in others.items()}
    known = {other.slug: other for other in (*others.values(), record)}
    knowledge = Knowledge(known, case.wish.language)
    if record.slug not in knowledge.facts:
        return
    found = candidates(knowledge, record, case.wish.cue, case.wish.stem)
    for place, candidate in enumerate(found):
        # Before all others: what people chose for the fact, then what the rules found fair.
        yield _Offer(candidate.answer, ids[candidate.true_of], float(place - len(found)))


def _of_kind(case: Case, fact: Fact, others: Mapping[int, FactRecord]) -> Iterator[_Offer]:
    """The answers of the key's kind that the library's facts have."""
    topic = fact.topic.slug
    for pk, other in others.items():
        if pk == fact.pk or case.wish.language not in other.wordings:
            continue
        for cue in (Cue.VALUE, Cue.SUBJECT):
            answer = answer_of(other, cue, case.wish.language)
            for each in answer.each if answer else ():
                if (each.kind, each.grain) == (case.draft.asked.kind, case.draft.asked.grain):
                    is_near = other.topic == topic or each.grain in _LIKELY_KINDS
                    far = 0 if is_near else _OF_ANOTHER_TOPIC
                    yield _Offer(each, pk, far + _distance(case.draft.asked, each))


def _own(case: Case, fact: Fact, teacher: User, things: Things) -> Iterator[_Offer]:
    """The keys of the teacher's own questions on other facts of the topic."""
    rows = (
        Question.objects.owned_by(teacher)
        .filter(
            fact__topic=fact.topic_id,
            fact__withdrawn_at=None,
            fact__texts__language=case.wish.language,
            language=case.wish.language,
            form__in=[Form.CHOICE, Form.FLASHCARD, *WRITTEN_FORMS],
        )
        .exclude(status=Question.Status.WITHDRAWN)
        .exclude(fact=fact.pk)
        .exclude(answer="")
        .order_by("-pk")
        .values_list("fact_id", "answer")
    )
    for fact_id, text in dict.fromkeys(rows[:_MOST_WEIGHED]):
        answer = meaning_of(text, things).answer(case.wish.language)
        if (answer.kind, answer.grain) == (case.draft.asked.kind, case.draft.asked.grain):
            yield _Offer(answer, fact_id, _distance(case.draft.asked, answer))


def _distance(key: Answer, answer: Answer) -> float:
    """How far apart: in years, in size, or in the length of the words."""
    if key.kind == ValueKind.DATE:
        return min(years_between(key.each[0], answer) / 8, 4.0)
    if key.kind == ValueKind.NUMBER:
        return min(magnitudes_between(key.each[0], answer), 1.5)
    length = len(key.each[0].text)
    return 0.3 * min(abs(length - len(answer.text)) / max(length, 1), 2.0)


def _chosen(
    case: Case,
    fact: Fact,
    record: FactRecord | None,
    others: Mapping[int, FactRecord],
    offers: Iterable[_Offer],
    size: int,
) -> list[_Offer]:
    """The best of the offers that are wrong here, none twice."""
    language = case.wish.language
    known = {other.slug: other for other in others.values()}
    knowledge = Knowledge(known, language)
    taken = [meaning.answer(language) for meaning in case.meanings]
    chosen: list[_Offer] = []
    for offer in sorted(offers, key=lambda offer: (offer.cost, offer.fact_id)):
        if len(chosen) == size:
            break
        if not _is_wrong(case, offer.answer):
            continue
        if record and record.slug in known and _is_right_of(knowledge, record, case, offer.answer):
            continue
        if not any(are_same(offer.answer, other) for other in taken):
            chosen.append(offer)
            taken.append(offer.answer)
    return chosen


def _is_wrong(case: Case, answer: Answer) -> bool:
    """Whether it is not the key, nor said by the stem or by what the fact states."""
    asked = case.draft.asked
    if any(collide(key, answer) for key in asked.each) or is_named(answer, case.statement):
        return False
    return all(fits(key, answer, case.wish.stem) for key in asked.each)


def _is_right_of(knowledge: Knowledge, record: FactRecord, case: Case, answer: Answer) -> bool:
    asked = knowledge.answer(record, case.wish.cue)
    return asked is not None and (
        knowledge.is_right(record, case.wish.cue, answer)
        or knowledge.is_barred(record, case.wish.cue, answer, "")
    )


def _told(offers: Sequence[_Offer], language: str) -> list[Suggestion]:
    ids = [offer.fact_id for offer in offers]
    facts = Fact.objects.select_related("topic").in_bulk(ids)
    texts = FactText.objects.filter(fact__in=ids, language=language)
    said = dict(texts.values_list("fact_id", "statement"))
    return [
        Suggestion(offer.answer.text, said.get(offer.fact_id, ""), facts[offer.fact_id])
        for offer in offers
    ]
