"""Every page of the desk and of the admin: no breach of the policy, nothing axe calls serious."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import reverse

from questions.models import User
from tests.desk import pages_of, rows_of_a_teacher
from tests.factories import TeacherFactory

SERIOUS = ("serious", "critical")
ANY = ("minor", "moderate", *SERIOUS)
_THEMES = ("light", "dark")


def admin_pages() -> list[str]:
    """The lists, the rows, the forms and the histories of all models in the admin."""
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        name = f"admin:questions_{model._meta.model_name}"
        if model._meta.app_label != "questions":
            continue
        pages.append(reverse(f"{name}_changelist"))
        if row := model._default_manager.first():
            pages.append(reverse(f"{name}_change", args=[row.pk]))
            pages.append(reverse(f"{name}_history", args=[row.pk]))
    return pages


def found_by_axe(page, theme: str, *, impacts=SERIOUS) -> list[str]:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    return [
        f"{page.url}, {theme}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in impacts
        for node in rule["nodes"]
    ]


@pytest.fixture
def rows(bank):
    return rows_of_a_teacher(TeacherFactory(is_superuser=True))


def opened(context, log_in, rows):
    """Each page of the desk and of the admin, opened in turn."""
    log_in(context, User.objects.get(pk=rows.teacher.pk))
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    for url in [*pages_of(rows), *admin_pages()]:
        response = page.goto(url)
        assert response is not None
        assert response.status == 200, url
        yield page


def test_no_page_breaks_the_policy(new_context, log_in, rows, complaints):
    for page in opened(new_context(), log_in, rows):
        page.wait_for_load_state()
        assert complaints == [], page.url


def test_axe_finds_nothing_serious(new_context, log_in, rows):
    # What axe puts into a page to look at it would break the policy.
    context = new_context(bypass_csp=True)
    found = [
        fault
        for page in opened(context, log_in, rows)
        for theme in _THEMES
        for fault in found_by_axe(page, theme)
    ]
    assert found == []
