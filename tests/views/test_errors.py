"""Error pages: in words, with a way on, and without the database."""

import pytest
from django.test import Client, RequestFactory

from questions.views.errors import bad_request, csrf_failure, forbidden, not_found


def test_an_unknown_address_is_not_found_in_words(client, db):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


@pytest.mark.django_db
def test_a_missing_token_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post("/language/", {"language": "ru"})
    assert response.status_code == 403
    assert "load the page again" in response.content.decode()


@pytest.mark.django_db
def test_too_many_fields_are_a_plain_400(client):
    fields = {f"field-{n}": "" for n in range(300)}
    assert client.post("/language/", fields).status_code == 400


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (lambda r: bad_request(r, ValueError()), 400),
        (lambda r: forbidden(r, ValueError()), 403),
        (lambda r: not_found(r, ValueError()), 404),
        (csrf_failure, 403),
    ],
)
def test_no_error_page_needs_the_database(view, status):
    # Without the mark that opens the database, a query here would fail.
    response = view(RequestFactory().get("/anything/"))
    assert response.status_code == status
    assert b'href="/"' in response.content


@pytest.mark.django_db
def test_a_fault_shows_the_page_for_faults(monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("planted")

    monkeypatch.setattr("questions.views.home._bank", fail)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert "planted" not in response.content.decode()


def test_the_page_for_faults_works_for_htmx_and_says_it_in_three_languages():
    from django.template.loader import render_to_string

    page = render_to_string("500.html")
    assert all(f'lang="{code}"' in page for code in ("kk", "ru", "en"))
    assert "{%" not in page
