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
    fieldsets = (
        *(DjangoUserAdmin.fieldsets or ()),
        (_("Learning"), {"fields": ("language", "time_zone", "new_per_day", "target_day")}),
    )
