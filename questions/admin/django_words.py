"""Words of Django's admin that Django itself does not have in Kazakh: our catalogues give them."""

from django.utils.translation import gettext_noop

WORDS = [
    gettext_noop("%(app)s administration"),
    gettext_noop("Accounts"),
    gettext_noop("Add link"),
    gettext_noop("Administration"),
    gettext_noop("Authentication and Authorization"),
    gettext_noop("Breadcrumbs"),
    gettext_noop("Change or view list link"),
    gettext_noop("Clear all filters"),
    gettext_noop("Close"),
    gettext_noop("Empty"),
    gettext_noop("Filter navigation items"),
    gettext_noop("Hide counts"),
    gettext_noop("Model name"),
    gettext_noop("Models in the %(name)s application"),
    gettext_noop("My actions"),
    gettext_noop("Not empty"),
    gettext_noop("Recent actions"),
    gettext_noop("Remove from sorting"),
    gettext_noop("Select %s to view"),
    gettext_noop("Show counts"),
    gettext_noop("Sidebar"),
    gettext_noop("Skip to main content"),
    gettext_noop("Sorting priority: %(priority_number)s"),
    gettext_noop("Start typing to filter…"),
    gettext_noop(
        "This object doesn’t have a change history. It probably wasn’t added via this admin site."
    ),
    gettext_noop("Toggle navigation"),
    gettext_noop("Toggle sorting"),
    gettext_noop("Toggle theme (current theme: auto)"),
    gettext_noop("Toggle theme (current theme: dark)"),
    gettext_noop("Toggle theme (current theme: light)"),
    gettext_noop("View"),
    gettext_noop("View %s"),
    gettext_noop("View site"),
    gettext_noop("You don’t have permission to view or edit anything."),
    gettext_noop("email address"),
    gettext_noop("email addresses"),
]
