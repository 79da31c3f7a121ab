"""What makes KazQuiz installable, and what is there without a connection."""

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# What each page is made of; pages themselves come from the server whenever there is one.
_SHELL = (
    "css/kazquiz.css",
    "js/kazquiz.js",
    "js/offline.js",
    "django_htmx/htmx-2.min.js",
    "img/icon.svg",
)
_COLOUR, _PAPER = "#00706f", "#f7f6f2"


@require_safe
@never_cache
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, which knows the shell's files by the names they have now."""
    files = [static(name) for name in _SHELL]
    # Another language or other words on the page without a connection make another worker too.
    shell = "".join(files) + render_to_string("offline/offline.html", request=request)
    version = hashlib.sha256(shell.encode()).hexdigest()[:12]
    context = {"files": files, "version": version, "offline": reverse("questions:offline")}
    return render(request, "offline/worker.js", context, content_type="text/javascript")


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """How KazQuiz is installed on a phone, in the reader's language."""
    icons = [
        {"src": static("img/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("img/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {
            "src": static("img/icon-maskable.png"),
            "sizes": "512x512",
            "type": "image/png",
            "purpose": "maskable",
        },
        {"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
    ]
    told = {
        "id": "/",
        "name": "KazQuiz",
        "short_name": "KazQuiz",
        "description": _("Short quizzes on Kazakhstan's policy, each proved from a source."),
        "lang": get_language(),
        "start_url": reverse("questions:home"),
        "scope": "/",
        "display": "standalone",
        "theme_color": _COLOUR,
        "background_color": _PAPER,
        "icons": icons,
    }
    return JsonResponse(told, content_type="application/manifest+json")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that is shown where a page cannot be reached; it is the same for everybody."""
    return render(request, "offline/offline.html")
