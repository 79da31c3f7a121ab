"""Doors for teachers and curators."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from questions.admin import library, people

__all__ = ["library", "people"]

# One log-in for everybody, with its limits on failed tries.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "KazQuiz"
