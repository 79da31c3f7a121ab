"""Messages that offer to take back what was just done."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe


def tell_with_undo(
    request: HttpRequest, text: str, *, url: str, fields: Mapping[str, str] | None = None
) -> None:
    """Tell on the next page what was done, with a button that posts the fields to the address.

    The view at that address decides anew whether the asker may do it.
    """
    context = {"text": text, "url": url, "fields": fields or {}}
    told = render_to_string("components/undo.html", context, request)
    # A template's output: whatever a person wrote in it is escaped there.
    messages.info(request, mark_safe(told))  # noqa: S308
