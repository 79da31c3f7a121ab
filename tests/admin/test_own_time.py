"""The clock by which a desk tells its times."""

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from questions.models import Invitation, User
from tests.factories import TeacherFactory
from tests.views.conftest import browser_of

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 3, 9, 21, 30, tzinfo=UTC)  # 02:30 of the next day in Almaty


@pytest.fixture
def curator():
    return TeacherFactory(is_superuser=True, is_staff=True, time_zone="Asia/Almaty")


@pytest.fixture
def invitation(curator):
    return Invitation.objects.create(
        digest="5" * 64, invited_by=curator, invited_at=LATE, expires_at=LATE
    )


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Almaty", "10 Mar 2026"), ("Europe/Vienna", "9 Mar 2026")]
)
def test_the_desk_tells_days_in_the_zone_of_who_sits_there(curator, invitation, zone, day):
    curator.time_zone = zone
    curator.save()
    page = browser_of(curator).get(reverse("desk:people")).content.decode()
    assert f"<td>{day}" in page


def test_the_admin_does_too_and_the_next_request_has_no_zone_of_it(curator):
    entry = LogEntry.objects.create(
        user=curator,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(curator.pk),
        action_flag=CHANGE,
    )
    LogEntry.objects.filter(pk=entry.pk).update(action_time=LATE)
    page = browser_of(curator).get(reverse("admin:questions_user_history", args=[curator.pk]))
    assert "March 10, 2026, 2:30 a.m." in page.content.decode()
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_visitor_is_sent_to_the_log_in_page(client):
    assert client.get(reverse("desk:home")).status_code == 302
