"""The clock by which a desk tells its times."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

Answer = Callable[[HttpRequest], HttpResponse]


def desk_in_own_time(get_response: Answer) -> Answer:
    """Tell and read the times of the desk and of the admin in the time zone of who sits there.

    Learners' pages reckon their days themselves, each by the zone that counts there.
    """

    def answered(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")) or not request.user.is_authenticated:
            return get_response(request)
        with timezone.override(ZoneInfo(request.user.time_zone)):
            return get_response(request)

    return answered
