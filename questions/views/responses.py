"""Reading a response as a browser posts it."""

from django.http import HttpRequest

from questions.quiz.response import Response


def posted_response(request: HttpRequest) -> Response:
    """What was posted: the shown places of options, a text, or that one does not know."""
    posted = request.POST
    return Response(
        choice=posted.get("choice", ""),
        typed=_typed(request),
        rating=posted.get("rating", ""),
        gave_up="gave_up" in posted,
        choices=tuple(posted.getlist("choice")),
        places=tuple(posted.getlist("place")),
        matches=tuple(posted.getlist("match")),
    )


def _typed(request: HttpRequest) -> str:
    """The typed text; U+FFFD where the body is not UTF-8, which Django would take for Latin-1."""
    typed = request.POST.get("typed", "")
    if typed.isascii() or request.content_type != "application/x-www-form-urlencoded":
        return typed
    return typed if _is_utf8(request.body) else "\ufffd"


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
