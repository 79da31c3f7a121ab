"""The map of all addresses: KazQuiz, accounts, the admin."""

from django.contrib import admin
from django.urls import include, path

from questions.admin import desk
from questions.urls import account_urlpatterns

urlpatterns = [
    path("", include("questions.urls")),
    path("account/", include(account_urlpatterns)),
    path("admin/desk/", include("questions.admin.urls")),
    # Django's short cut would tell the address of any row to any teacher.
    path("admin/r/<path:rest>", desk.no_short_cut),
    path("admin/", admin.site.urls),
]

handler400 = "questions.views.errors.bad_request"
handler403 = "questions.views.errors.forbidden"
handler429 = "questions.views.errors.too_many"
handler404 = "questions.views.errors.not_found"
