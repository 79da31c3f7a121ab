"""What a teacher decides in the queue: on reports, and on texts that were left for review."""

from datetime import datetime

from django.db import transaction

from questions.authoring.history import note_edit
from questions.authoring.rights import refuse_strangers
from questions.authoring.status import withdraw_questions
from questions.models import Edit, Fact, Flag, Question, QuestionStatistic, User
from questions.quiz.rulings import decide, undo


@transaction.atomic
def settle_flags(
    question: Question, *, resolution: str, reply: str, actor: User, now: datetime
) -> int:
    """Settle all open reports of a question with one reply; how many there were.

    What is withdrawn is the question as it reads now, if another row took its place. AuthoringError
    where the question is not the actor's to rule on.
    """
    refuse_strangers({question.owner_id}, actor)
    settled = Flag.objects.filter(question=question, resolved_at=None).update(
        resolution=resolution, reply=reply, resolved_by=actor, resolved_at=now
    )
    if not settled:
        return 0
    if resolution == Flag.Resolution.WITHDRAWN:
        withdraw_questions([newest(question)], actor=actor, now=now, note=reply)
    label = str(Flag.Resolution(resolution).label)
    note = f"{label}: {reply}" if reply else label
    note_edit(question, Edit.Action.DECIDED, actor=actor, now=now, note=note)
    return settled


@transaction.atomic
def put_aside(question: Question, *, actor: User, now: datetime) -> bool:
    """Take what is suspected of the question now as looked at; False where nothing is suspected.

    It comes back only if its figures look wrong in another way. AuthoringError where the question
    is not the actor's to rule on.
    """
    refuse_strangers({question.owner_id}, actor)
    statistic = QuestionStatistic.objects.select_for_update().filter(question=question).first()
    if statistic is None or not set(statistic.suspicions) - set(statistic.put_aside):
        return False
    statistic.put_aside = sorted({*statistic.put_aside, *statistic.suspicions})
    statistic.save(update_fields=["put_aside"])
    changes = {"suspicions": (", ".join(statistic.suspicions), "")}
    note_edit(question, Edit.Action.DECIDED, actor=actor, now=now, changes=changes)
    return True


def newest(question: Question) -> Question:
    """The row that took the question's place last, or the question itself."""
    while (later := Question.objects.filter(replaces=question).order_by("-pk").first()) is not None:
        question = later
    return question


@transaction.atomic
def rule_on_text(
    *, fact: Fact, cue: str, text: str, is_right: bool, actor: User, now: datetime
) -> int:
    """Count a tidied text as right or wrong from now on; how many past responses were corrected.

    AuthoringError where the fact is not the actor's to rule on.
    """
    refuse_strangers({fact.owner_id}, actor)
    corrected = decide(fact=fact, cue=cue, text=text, is_right=is_right, actor=actor, now=now)
    changes = {text: ("", "right" if is_right else "wrong")}
    note_edit(fact, Edit.Action.DECIDED, actor=actor, now=now, changes=changes)
    return corrected


@transaction.atomic
def undo_ruling(*, fact: Fact, cue: str, text: str, actor: User, now: datetime) -> int:
    """Take such a decision back; how many responses that corrected.

    AuthoringError where the fact is not the actor's to rule on.
    """
    refuse_strangers({fact.owner_id}, actor)
    corrected = undo(fact=fact, cue=cue, text=text)
    note_edit(fact, Edit.Action.DECIDED, actor=actor, now=now, changes={text: ("decided", "")})
    return corrected
