"""The proof of points: honest histories show nothing, each planted fault is named and set right."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from questions.models import Card, ReviewLog, SessionItem, Tally
from questions.progress.point_proof import Mispaid, rebuild_points
from questions.progress.tallies import rebuild_tallies
from questions.quiz.rulings import decide
from questions.scheduling.changes import reset_cards
from tests.factories import FactFactory, MembershipFactory, UserFactory
from tests.playing import FORMS, play_once, question_of

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def history(alice, now) -> None:
    """Every form, right and wrong, on days that come closer and go further apart."""
    fact = FactFactory()
    for number, form in enumerate(FORMS):
        question = question_of(form, fact=fact if number < 3 else FactFactory())
        for days in (0, 0, 1, 3, 4, 11, 40):
            play_once(alice, question, now=now + days * DAY, right=(days + number) % 5 != 4)


def test_an_honest_history_shows_no_difference(alice, now):
    MembershipFactory(user=alice, joined_at=now - DAY)
    guest = UserFactory(is_guest=True)
    history(alice, now)
    history(guest, now)
    assert ReviewLog.objects.filter(points__gt=0).count() > 20
    assert rebuild_points(repair=False) == []


def test_nor_does_a_journey_to_the_west(alice, now):
    question = question_of("choice")
    play_once(alice, question, now=now)
    play_once(alice, question, now=now + 5 * DAY)
    alice.time_zone = "Pacific/Pago_Pago"
    alice.save()
    play_once(alice, question, now=now + 5 * DAY + timedelta(minutes=1))
    assert SessionItem.objects.order_by("pk").last().study_day < (now + 5 * DAY).date()
    assert rebuild_points(repair=False) == []


def test_nor_a_reset_or_a_decision_on_a_text(alice, now, rng):
    question = question_of("typed")
    for days in (0, 2):
        play_once(alice, question, now=now + days * DAY)
    reset_cards(Card.objects.all(), now=now + 3 * DAY)
    for days in (4, 5, 9):
        play_once(alice, question, now=now + days * DAY)
    decide(fact=question.fact, cue="value", text="x", is_right=True, actor=alice, now=now)
    assert rebuild_points(repair=False) == []


@pytest.mark.parametrize(
    ("what", "model", "values"),
    [
        ("points", ReviewLog, {"points": 70}),
        ("survived", ReviewLog, {"survived_interval": 9}),
        ("item", SessionItem, {"points": 70}),
        ("longest", Card, {"longest_interval": 9}),
    ],
)
def test_a_planted_fault_is_named_and_set_right(alice, now, what, model, values, capsys):
    question = question_of("choice")
    for days in (0, 1, 3):
        play_once(alice, question, now=now + days * DAY)
    last = model.objects.order_by("pk").last()
    true = {name: getattr(last, name) for name in values}
    model.objects.filter(pk=last.pk).update(**values)
    (name,) = values
    wanted = Mispaid(what, last.pk, values[name], true[name])
    assert wanted in rebuild_points(repair=False)
    with pytest.raises(SystemExit):
        call_command("rebuild_points")
    assert f"{what} {last.pk}: {values[name]}, should be {true[name]}" in capsys.readouterr().out
    call_command("rebuild_points", "--repair")
    assert model.objects.values(*values).get(pk=last.pk) == true
    assert rebuild_points(repair=False) == []
    assert rebuild_tallies(repair=False) == []


def test_points_of_nothing_are_taken_back_from_every_counter(alice, now):
    place = MembershipFactory(user=alice, joined_at=now - DAY)
    play_once(alice, question_of("choice"), now=now)
    ReviewLog.objects.update(points=500)
    SessionItem.objects.update(points=500)
    rebuild_tallies(repair=True)
    Tally.objects.filter(scope="membership", scope_id=place.pk).update(points=500)
    rebuild_points(repair=True)
    assert list(Tally.objects.values_list("points", flat=True)) == [0]


def test_one_query_for_any_number_of_cards(alice, now, django_assert_num_queries):
    for _ in range(5):
        play_once(alice, question_of("choice"), now=now)
    with django_assert_num_queries(3):  # with the savepoint's two
        rebuild_points(repair=False)
