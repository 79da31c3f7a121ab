"""Three questions for a visitor, before any account."""

import secrets

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from questions.quiz.trial import derived_token, first_asked, start_trial, trial_questions
from questions.views.access import LearnerRequest, own_trial
from questions.views.account import guest_of
from questions.views.fragments import render_part
from questions.views.quiz import answer

_SALT = "questions.trial"
_MAX_AGE_SECONDS = 24 * 3600


@require_http_methods(["GET", "POST"])
@never_cache
def trial(request: LearnerRequest) -> HttpResponse:
    """The first question for a visitor; the first response makes a guest of them."""
    if request.method == "POST":
        return _first_response(request)
    if request.user.is_authenticated:
        return _back_to_own(request)
    # The language stays in the seed: whoever changes it meanwhile answers what they were shown.
    seed = f"{language_here()}-{secrets.token_hex(8)}"
    questions = trial_questions(seed)
    context = {
        "asked": first_asked(seed, questions) if questions else None,
        "seed": signing.dumps(seed, salt=_SALT),
    }
    return render_part(request, "quiz/play.html", "question", context)


def language_here() -> str:
    """The language in which the page is read."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def _back_to_own(request: LearnerRequest) -> HttpResponse:
    session = own_trial(request)
    if session is not None:
        return redirect("questions:quiz-play", session.token)
    return redirect("questions:home")


def _first_response(request: LearnerRequest) -> HttpResponse:
    try:
        seed = signing.loads(request.POST.get("seed", ""), salt=_SALT, max_age=_MAX_AGE_SECONDS)
    except signing.BadSignature:
        return redirect("questions:trial")
    guest = guest_of(request)
    if request.user.is_authenticated and guest is None:
        return redirect("questions:home")
    if guest is None:
        refused: HttpResponse | None = consume_or_429(request, action="guest")
        if refused is not None:
            return refused
        guest, _session = start_trial(seed=seed, language=language_here(), now=timezone.now())
        login(request, guest, backend=settings.AUTHENTICATION_BACKENDS[0])
    return answer(request, derived_token(seed, "session"))
