"""Where a page is found again."""

import pytest
from django.template import Context
from django.test import RequestFactory

from questions.templatetags.addresses import page_address

POSTED = "/admin/desk/decks/x/share/"


def address(request, **more):
    return page_address(Context({"request": request, **more}))


def test_a_page_is_found_where_it_is():
    assert address(RequestFactory().get("/library/?q=charter&page=2")) == (
        "/library/?q=charter&page=2"
    )


def test_a_refused_form_is_found_where_it_was_filled_in():
    came = {"HTTP_REFERER": "http://testserver/admin/desk/decks/x/?keys=1#share"}
    assert address(RequestFactory().post(POSTED, **came)) == "/admin/desk/decks/x/?keys=1"


@pytest.mark.parametrize(
    "referer", ["", "http://elsewhere.example/admin/", "testserver", "http://testserver"]
)
def test_where_that_is_not_known_it_is_the_home_page(referer):
    assert address(RequestFactory().post(POSTED, HTTP_REFERER=referer)) == "/"


def test_a_view_may_say_it_itself():
    assert address(RequestFactory().post(POSTED), here="/quiz/") == "/quiz/"


def test_a_page_that_answers_nobody_leads_home():
    assert page_address(Context({})) == "/"
