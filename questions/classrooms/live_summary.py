"""How a live round goes: its teams so far, and what the class takes from it in the end."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from questions.classrooms.live_results import responses
from questions.models import FactText, LivePlayer, LiveQuestion, LiveRound, Outcome

# What fewer had right is worth another look; what fewer than half had right is not known best.
_WELL, _HALF = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team's share of right responses among all that its players could give so far."""

    team: int
    players: int
    right: int
    asked: int
    share: float
    rank: int  # from 1; equal shares have equal ranks


@dataclass(frozen=True, slots=True)
class KnownFact:
    """A question of a round that is over, with how many had it right."""

    position: int
    language: str
    statement: str
    answered: int
    right: int

    @property
    def share(self) -> float:
        """The right ones among those who answered."""
        return self.right / self.answered


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a class takes from a round: what it knew best, and what to look at again."""

    asked: int
    players: int
    known: tuple[KnownFact, ...]
    again: tuple[KnownFact, ...]


def team_lines(round: LiveRound) -> list[TeamLine]:
    """The teams in their order; whoever came later answers for what was asked from then on."""
    if not round.teams:
        return []
    asked = LiveQuestion.objects.filter(round=round).exclude(revealed_at=None)
    moments = {entry.position: entry.revealed_at for entry in asked if entry.revealed_at}
    right = Counter(
        responses(round)
        .filter(outcome=Outcome.CORRECT, position__in=moments)
        .values_list("session_id", flat=True)
    )
    players: Counter[int] = Counter()
    sums: dict[int, list[int]] = {team: [0, 0] for team in range(1, round.teams + 1)}
    for player in LivePlayer.objects.filter(round=round, team__gt=0):
        line = sums.setdefault(player.team, [0, 0])
        players[player.team] += 1
        line[0] += right[player.session_id]
        line[1] += sum(moment >= player.joined_at for moment in moments.values())
    return _ranked({team: (players[team], *line) for team, line in sums.items()})


def _ranked(sums: Mapping[int, tuple[int, ...]]) -> list[TeamLine]:
    shares = {team: right / asked if asked else 0.0 for team, (_, right, asked) in sums.items()}
    return [
        TeamLine(
            team=team,
            players=players,
            right=right,
            asked=asked,
            share=shares[team],
            rank=1 + sum(other > shares[team] for other in shares.values()),
        )
        for team, (players, right, asked) in sorted(sums.items())
    ]


def outlook(round: LiveRound, *, size: int = 3) -> Outlook:
    """What the class knew best, and the facts that the fewest had right; none stands in both."""
    asked = LiveQuestion.objects.filter(round=round).exclude(asked_at=None)
    facts = _facts_of(round, asked.select_related("question"))
    by_share = sorted(facts, key=lambda fact: (-fact.share, fact.position))
    again = [fact for fact in reversed(by_share) if fact.share < _WELL][:size]
    known = [fact for fact in by_share if fact.share >= _HALF and fact not in again][:size]
    return Outlook(
        asked=asked.count(),
        players=LivePlayer.objects.filter(round=round).count(),
        known=tuple(known),
        again=tuple(again),
    )


def _facts_of(round: LiveRound, asked: "QuerySet[LiveQuestion]") -> list[KnownFact]:
    """Each question that somebody answered, with its fact's statement in its language."""
    counts: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for position, outcome in responses(round).values_list("position", "outcome"):
        counts[position] += 1
        right[position] += outcome == Outcome.CORRECT
    words = {
        (row.fact_id, row.language): row.statement
        for row in FactText.objects.filter(fact__in=asked.values("question__fact"))
    }
    return [
        KnownFact(
            position=entry.position,
            language=entry.question.language,
            statement=words.get((entry.question.fact_id, entry.question.language), ""),
            answered=counts[entry.position],
            right=right[entry.position],
        )
        for entry in asked
        if counts[entry.position]
    ]
