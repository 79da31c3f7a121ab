"""What a person sets: language, time zone, new facts a day, exam date."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST

from questions.forms.account import SettingsForm
from questions.models import User
from questions.views.access import LearnerRequest, member_required
from questions.views.account import remember_language


@require_http_methods(["GET", "POST"])
@member_required
def preferences(request: LearnerRequest) -> HttpResponse:
    """The learner's settings."""
    # A copy, because a form writes what was sent to its row even where it is refused.
    learner = User.objects.get(pk=request.user.pk)
    today = learner.study_day(timezone.now())
    form = SettingsForm(request.POST or None, instance=learner, today=today)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        with override(saved.language):
            messages.success(request, _("Your settings are saved."))
        response = redirect("questions:preferences")
        remember_language(response, saved.language)
        return response
    status = 422 if form.is_bound else 200
    return render(request, "account/preferences.html", {"form": form}, status=status)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Change the language, stay on the page, and remember it."""
    code = request.POST.get("language", "")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    # Not redirect(), which would take a word for the name of an address and fail.
    response = HttpResponseRedirect(back)
    if code in dict(settings.LANGUAGES):
        remember_language(response, code)
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=code)
    return response
