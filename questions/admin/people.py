"""People in the admin: for curators alone."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from questions.models import User

if TYPE_CHECKING:  # only the stubs know that the class takes a parameter
    BaseUserAdmin = DjangoUserAdmin[User]
else:
    BaseUserAdmin = DjangoUserAdmin


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    """Users with what learning adds to them."""

    list_display = ["username", "language", "time_zone", "is_staff", "is_guest"]
    list_filter = ["is_staff", "is_superuser", "is_guest"]
    # Django's two-sided lists and split dates have parts that a screen reader cannot name.
    filter_horizontal = ()
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (
            _("Learning"),
            {"fields": ("language", "question_language", "time_zone", "new_per_day", "target_day")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
