"""Where points count: in each classroom where somebody learns at the moment of the response."""

from datetime import UTC, date, datetime, timedelta

import pytest

from questions.models import Membership, PastZone, Tally
from questions.progress.credits import Credit, credits_of
from questions.progress.tallies import Counted, count, rebuild_tallies
from tests.factories import ClassroomFactory, MembershipFactory, TopicFactory
from tests.playing import play_once, question_of

pytestmark = pytest.mark.django_db

DAY, TENTH = timedelta(days=1), timedelta(milliseconds=100)
SUNDAY = date(2026, 3, 1)


def place_of(learner, **more) -> Membership:
    zone = more.pop("zone", "Asia/Almaty")
    classroom = ClassroomFactory(time_zone=zone)
    return MembershipFactory(classroom=classroom, user=learner, **more)


def paid() -> dict:
    rows = Tally.objects.filter(scope="membership").values_list("scope_id", "day", "points")
    return {(pk, day): points for pk, day, points in rows}


def test_every_classroom_of_that_moment_is_credited_on_its_own_day(alice, charlie, now):
    before = now - 30 * DAY
    here = place_of(alice, joined_at=before)
    there = place_of(alice, joined_at=before, zone="America/New_York")
    place_of(alice, joined_at=before, left_at=now - DAY)
    place_of(alice, joined_at=now + DAY)
    place_of(alice, joined_at=before, role="teacher")
    place_of(charlie, joined_at=before)
    midnight = datetime(2026, 3, 2, tzinfo=UTC) - timedelta(hours=5)
    assert credits_of(alice.pk, midnight - TENTH) == [
        Credit(here.pk, SUNDAY),
        Credit(there.pk, SUNDAY),
    ]
    assert credits_of(alice.pk, midnight) == [
        Credit(here.pk, SUNDAY + DAY),
        Credit(there.pk, SUNDAY),
    ]


def test_an_earlier_zone_holds_to_its_sunday(alice, now):
    place = place_of(alice, joined_at=now - 30 * DAY, zone="UTC")
    PastZone.objects.create(classroom=place.classroom, time_zone="Asia/Almaty", until=SUNDAY)
    moment = datetime(2026, 2, 20, 20, tzinfo=UTC)
    assert credits_of(alice.pk, moment) == [Credit(place.pk, date(2026, 2, 21))]
    assert credits_of(alice.pk, moment + 14 * DAY) == [Credit(place.pk, date(2026, 3, 6))]


def test_one_statement_for_any_number_of_classrooms(alice, now, django_assert_num_queries):
    for _ in range(5):
        place_of(alice, joined_at=now - DAY)
    topic = TopicFactory()
    with django_assert_num_queries(2):
        credits = credits_of(alice.pk, now)
        count(Counted(alice.pk, now.date(), topic.pk, True, True, False, 20, 500, now), credits)
    assert sorted(paid().values()) == [20] * 5


def test_points_count_where_they_were_earned_and_the_log_proves_it(alice, now):
    here = place_of(alice, joined_at=now - DAY)
    there = place_of(alice, joined_at=now + DAY)
    question = question_of("choice")
    for days in (0, 2, 6):
        play_once(alice, question, now=now + days * DAY)
    day = date(2026, 3, 4)
    assert paid() == {
        (here.pk, day + 2 * DAY): 20,
        (here.pk, day + 6 * DAY): 10,
        (there.pk, day + 2 * DAY): 20,
        (there.pk, day + 6 * DAY): 10,
    }
    assert rebuild_tallies(repair=False) == []
    Membership.objects.filter(pk=there.pk).update(left_at=now + 4 * DAY)
    assert [key[:2] for key in rebuild_tallies(repair=True)] == [("membership", there.pk)]
    assert (there.pk, day + 6 * DAY) not in paid()


def test_who_left_between_reading_and_writing_is_not_credited(alice, now):
    place = place_of(alice, joined_at=now - DAY)
    credits = credits_of(alice.pk, now)
    Membership.objects.filter(pk=place.pk).update(left_at=now)
    counted = Counted(alice.pk, now.date(), TopicFactory().pk, True, True, False, 20, 500, now)
    count(counted, credits)
    assert paid() == {}
    Membership.objects.filter(pk=place.pk).update(left_at=now + TENTH)
    count(counted, credits)
    assert list(paid().values()) == [20]


def test_a_response_without_points_touches_no_classroom(alice, now):
    place_of(alice, joined_at=now - 30 * DAY)
    play_once(alice, question_of("choice"), now=now)
    play_once(alice, question_of("true-false"), now=now)
    assert paid() == {}
