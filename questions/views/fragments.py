"""Page or fragment: the one place that decides which is sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part; restoring history wants the page."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.history_restore_request


def render_part(
    request: HttpRequest,
    template: str,
    fragment: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The named fragment of the template for htmx, else the whole page."""
    part = wants_fragment(request)
    name = f"{template}#{fragment}" if part else template
    response = render(request, name, {**context, "is_fragment": part}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response
