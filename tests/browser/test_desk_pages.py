"""Every page of the desk and of the admin, in each language: no breach, no fault, no squeeze."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from questions.models import User
from tests.browser.test_accessibility import NARROW, speak, squeezed, violations
from tests.desk import Rows, pages_of, rows_of_a_teacher
from tests.factories import TeacherFactory

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def admin_pages(*, histories: bool = True) -> list[str]:
    """The lists, the rows, the forms and the histories of all models in the admin."""
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        name = f"admin:questions_{model._meta.model_name}"
        if model._meta.app_label != "questions":
            continue
        pages.append(reverse(f"{name}_changelist"))
        if row := model._default_manager.first():
            pages.append(reverse(f"{name}_change", args=[row.pk]))
            if histories:
                pages.append(reverse(f"{name}_history", args=[row.pk]))
    return pages


def found_by_axe(page: Page, theme: str) -> list[str]:
    """What axe objects to in that theme, however slight, one line per rule and element."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    return [
        f"{page.url}, {theme}: {rule['id']} at {node['target']}: {node['failureSummary']}"
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture
def rows(bank) -> Rows:
    return rows_of_a_teacher(TeacherFactory(is_superuser=True))


def opened(context: BrowserContext, urls: list[str], size: dict[str, int]) -> Iterator[Page]:
    """Each of the pages, opened in turn."""
    page = context.new_page()
    page.set_viewport_size(size)
    for url in urls:
        response = page.goto(url)
        assert response is not None
        assert response.status == 200, url
        yield page


def test_no_page_breaks_the_policy(new_context, log_in, rows, complaints) -> None:
    context = new_context()
    log_in(context, User.objects.get(pk=rows.teacher.pk))
    for page in opened(context, [*pages_of(rows), *admin_pages()], DESKTOP):
        page.wait_for_load_state()
        assert complaints == [], page.url


@pytest.mark.parametrize("language", ["en", "kk", "ru"])
def test_axe_finds_nothing_and_phones_are_wide_enough(
    new_context, log_in, rows, base_url, language
) -> None:
    # What axe puts into a page to look at it would break the policy.
    context = new_context(bypass_csp=True, reduced_motion="reduce", color_scheme="light")
    log_in(context, User.objects.get(pk=rows.teacher.pk))
    speak(context, base_url, language)
    desk = pages_of(rows)
    # All histories are one template with the same words.
    urls = [*desk, *admin_pages(histories=language == "en")]
    found = []
    for url, page in zip(urls, opened(context, urls, DESKTOP), strict=True):
        found += violations(page, url)
        # English words are the shortest of the three.
        for size in (NARROW, PHONE) if url in desk and language != "en" else ():
            page.set_viewport_size(size)
            found += squeezed(page, f"{url} at {size['width']}")
        page.set_viewport_size(DESKTOP)
    assert found == []
