"""What looks wrong with a question, in plain words with the numbers that say so."""

from django.utils.translation import gettext as _

from questions.classrooms.intervals import wilson
from questions.classrooms.item_analysis import MIN_EXPECTED, MIN_LEARNERS, Suspicion
from questions.classrooms.queue import ChoiceBar
from questions.models import QuestionStatistic
from questions.templatetags.wording import correlation, percent


def suspicions_in_words(statistic: QuestionStatistic, bars: list[ChoiceBar]) -> list[str]:
    """A sentence for each suspicion, worst first."""
    words = []
    for code in statistic.suspicions:
        if code == Suspicion.NEGATIVE:
            words.append(_negative(statistic))
        elif code == Suspicion.HARDER:
            words.append(_harder(statistic))
        elif code == Suspicion.EASIER:
            words.append(_easier(statistic))
        else:
            words += [_of_option(code, bar) for bar in bars if bar.suspicion == code]
    return words


def _negative(statistic: QuestionStatistic) -> str:
    return _(
        "The better learners do elsewhere, the worse they do here: discrimination %(found)s,"
        " very likely between %(low)s and %(high)s. Look whether the key is right."
    ) % {
        "found": correlation(statistic.discrimination),
        "low": correlation(statistic.discrimination_low),
        "high": correlation(statistic.discrimination_high),
    }


def _of_option(code: str, bar: ChoiceBar) -> str:
    weaker, stronger, every = bar.counts["of"]
    if code == Suspicion.DRAWS_STRONG:
        return _(
            "“%(option)s” draws the strong: %(stronger)d of %(of_stronger)d of the stronger third"
            " picked it, %(weaker)d of %(of_weaker)d of the weaker. It may be right too."
        ) % {
            "option": bar.text,
            "stronger": bar.counts["stronger"],
            "of_stronger": stronger,
            "weaker": bar.counts["weaker"],
            "of_weaker": weaker,
        }
    most = wilson(bar.counts["all"], every)
    return _(
        "Hardly anybody picks “%(option)s”: %(count)d of %(of)d, very likely less than %(most)s."
        " Another wrong option would test more."
    ) % {
        "option": bar.text,
        "count": bar.counts["all"],
        "of": every,
        "most": percent(most.high if most else None),
    }


def observed_interval(statistic: QuestionStatistic) -> tuple[float, float] | None:
    """Between which shares the share right very likely lies where the model expected one."""
    if statistic.observed is None:
        return None
    right = statistic.observed * statistic.expected_count
    found = wilson(right, statistic.expected_count)
    return (found.low, found.high) if found else None


def _shares(statistic: QuestionStatistic) -> dict[str, str]:
    low, high = observed_interval(statistic) or (None, None)
    return {
        "observed": percent(statistic.observed),
        "low": percent(low),
        "high": percent(high),
        "expected": percent(statistic.expected),
    }


def _harder(statistic: QuestionStatistic) -> str:
    return _(
        "Learners who met it before are right less often than their memory lets expect:"
        " %(observed)s (very likely %(low)s to %(high)s) instead of %(expected)s. It may read"
        " badly, or ask more than its fact."
    ) % _shares(statistic)


def _easier(statistic: QuestionStatistic) -> str:
    return _(
        "Learners who met it before are right more often than their memory lets expect:"
        " %(observed)s (very likely %(low)s to %(high)s) instead of %(expected)s. The wording may"
        " give the answer away."
    ) % _shares(statistic)


def not_yet(statistic: QuestionStatistic | None) -> list[str]:
    """What cannot be said yet, and how much is there already."""
    learners = statistic.learners if statistic else 0
    found = []
    if statistic is None or statistic.discrimination is None:
        found.append(
            _(
                "Not enough learners yet to tell strong from weak: %(count)d of %(needed)d. They"
                " count once they have answered ten other questions."
            )
            % {"count": min(learners, MIN_LEARNERS), "needed": MIN_LEARNERS}
        )
    rated = statistic.expected_count if statistic else 0
    if rated < MIN_EXPECTED:
        found.append(
            _("Not enough repetitions yet to compare with memory: %(count)d of %(needed)d.")
            % {"count": rated, "needed": MIN_EXPECTED}
        )
    return found
