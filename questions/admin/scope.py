"""Who sees which rows in the admin: library rows, and what they own."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

if TYPE_CHECKING:  # only the stubs know that the classes take parameters
    ModelAdmin = admin.ModelAdmin[Model]
    TabularInline = admin.TabularInline[Model, Model]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class ReadOnlyInline(TabularInline):
    """Rows shown with their parent and never edited there."""

    # Django's own has a heading without words, which a screen reader cannot say.
    template = "admin/rows.html"
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever sees the parent sees its rows."""
        return request.user.is_staff


class LibraryAdmin(ModelAdmin):
    """Rows that any teacher may read and nobody edits here: the library's files are their home."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Library rows, the asker's own, and what colleagues shared with them."""
        rows: Any = super().get_queryset(request)
        if hasattr(rows, "visible_to"):
            return cast("QuerySet[Model]", rows.visible_to(request.user))
        if any(field.name == "owner" for field in self.model._meta.get_fields()):
            rows = rows.filter(Q(owner=None) | Q(owner=request.user.pk))
        return cast("QuerySet[Model]", rows)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Every teacher reads the library."""
        return request.user.is_active and request.user.is_staff

    def has_module_permission(self, request: HttpRequest) -> bool:
        """So does the admin's first page."""
        return request.user.is_active and request.user.is_staff

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New library rows come from the library's files."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """So do changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A fact that is no longer in the files is withdrawn by the import."""
        return False
