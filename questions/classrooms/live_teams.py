"""Teams of a live round: mixed by strength, so that each of them can win."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import Sum

from questions.models import LivePlayer, LiveRound, Tally


def draw_teams(row: LiveRound) -> None:
    """Deal the players out, the strongest first, back and forth over the teams."""
    players = list(LivePlayer.objects.filter(round=row, membership__left_at=None))
    strengths = _strengths(player.membership_id for player in players)
    # Of equal ones, by what nobody could choose.
    players.sort(key=lambda player: (-strengths[player.membership_id], _lot(row, player)))
    for place, player in enumerate(players):
        player.team = _dealt(place, row.teams)
    LivePlayer.objects.bulk_update(players, ["team"])


def _dealt(place: int, teams: int) -> int:
    """The team, from 1, of the so manieth: 1 2 3 3 2 1 1 2 3 and so on."""
    turn, seat = divmod(place, teams)
    return teams - seat if turn % 2 else seat + 1


def team_for_latecomer(row: LiveRound) -> int:
    """The smallest team, of equal ones the weakest; 0 where there are none, or none yet."""
    if not row.teams or row.phase == LiveRound.Phase.LOBBY:
        return 0
    teams: dict[int, list[int]] = {team: [] for team in range(1, row.teams + 1)}
    players = LivePlayer.objects.filter(round=row, team__gt=0, membership__left_at=None)
    for team, membership_id in players.values_list("team", "membership_id"):
        teams.setdefault(team, []).append(membership_id)
    strengths = _strengths(pk for members in teams.values() for pk in members)
    return min(
        teams, key=lambda team: (len(teams[team]), sum(strengths[pk] for pk in teams[team]), team)
    )


def _strengths(memberships: Iterable[int]) -> dict[int, int]:
    """Points of each membership since it began, in one query."""
    rows = Tally.objects.filter(scope=Tally.Scope.MEMBERSHIP, scope_id__in=list(memberships))
    points = rows.order_by().values_list("scope_id").annotate(points=Sum("points"))
    return defaultdict(int, dict(points))


def _lot(row: LiveRound, player: LivePlayer) -> bytes:
    return sha256(f"{row.token}{player.membership_id}".encode()).digest()
