"""How points work, for anybody who wants to know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questions.progress.points import example

# One fact over two months: met, kept, missed once, and kept again.
_DAYS = ((1, True), (2, True), (2, True), (5, True), (17, False), (20, True), (60, True))


@require_safe
def points(request: HttpRequest) -> HttpResponse:
    """Four sentences and an example, reckoned by the rule itself."""
    rows = example(_DAYS)
    context = {"rows": rows, "total": sum(row.points for row in rows)}
    return render(request, "points/points.html", context)
