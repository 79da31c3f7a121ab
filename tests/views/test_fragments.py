"""Page or fragment, and what holds for every page: strict headers, no inline code, its forms."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from questions.models import Question, QuizSession, User
from tests.factories import (
    ClassroomFactory,
    FactFactory,
    QuestionFactory,
    TopicFactory,
    UserFactory,
)
from tests.playing import (
    FORMS,
    SETS,
    next_item,
    plan,
    play_once,
    posted,
    question_of,
    respond,
    response_to,
)
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db

HISTORY = HTMX | {"HX-History-Restore-Request": "true"}
_NOT_FOLLOWED = ("/static/", "/admin/")


class Page(HTMLParser):
    """What a page holds: links, forms with their fields, and whatever a strict policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict] = []
        self.forbidden: list[str] = []
        self.ids: list[str] = []
        self._script = False
        self._held = 0  # how deep in templates, whose content is inert until a script shows it
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._script = tag == "script"
        self._forbid(tag, given)
        self._held += tag == "template"
        if self._held:
            return
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append({"fields": {}, "buttons": [], **given})
        elif self.forms and given.get("name"):
            self._field(tag, given)

    def handle_endtag(self, tag: str) -> None:
        self._held -= tag == "template"

    def _forbid(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or (tag == "script" and "src" not in given):
            self.forbidden.append(tag)
        for name, value in given.items():
            if name.startswith(("on", "hx-on")) or name == "style" or "javascript:" in value:
                self.forbidden.append(f"{tag} {name}={value}")

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name, value = given["name"], given.get("value", "")
        if tag == "button":
            self.forms[-1]["buttons"].append((name, value))
        elif tag in ("input", "select", "textarea") and (
            given.get("type") not in ("checkbox", "radio") or "checked" in given
        ):
            self.forms[-1]["fields"][name] = value

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.forbidden.append(f"script: {data[:40]}")
        self._script = False


def crawl(client: Client, *starts: str) -> Iterator[tuple[str, object, Page]]:
    """Every page that is reached by links from the starts."""
    seen: set[str] = set()
    queue = list(starts)
    while queue:
        url = queue.pop()
        if url in seen:
            continue
        seen.add(url)
        response = client.get(url, follow=True)
        page = Page(response.content.decode())
        yield url, response, page
        for link in page.links:
            path = urlsplit(urljoin(url, link))
            if not path.netloc and not path.path.startswith(_NOT_FOLLOWED):
                queue.append(path.path + (f"?{path.query}" if path.query else ""))


@pytest.fixture
def library() -> None:
    """Facts of two topics in all forms."""
    for number, form in enumerate(FORMS * 2):
        topic = TopicFactory(slug=f"topic-{number % 2}", position=number % 2)
        question_of(form, fact=FactFactory(topic=topic))


@pytest.fixture
def learner(alice: User, library, clock) -> User:
    """Alice with sessions in every state."""
    for question in Question.objects.all()[:6]:
        play_once(alice, question, now=clock, right=bool(question.pk % 2))
    for form in (*FORMS, *SETS):
        plan(alice, question_of(form), now=clock)
    turned = plan(alice, question_of("flashcard"), now=clock)
    data = {"item": next_item(turned).token}
    browser_of(alice).post(f"/quiz/{turned.token}/reveal/", data)
    return alice


def addresses(learner: User) -> list[str]:
    """Where links alone do not lead."""
    urls = ["/", "/settings/", "/account/password/", "/account/signup/", "/account/login/"]
    urls += ["/account/logout/", "/account/inactive/", "/account/reauthenticate/", "/no-such-page/"]
    for session in QuizSession.objects.filter(learner=learner):
        urls += [f"/quiz/{session.token}/", f"/quiz/{session.token}/summary/"]
        urls += [f"/quiz/{session.token}/items/{item.token}/" for item in session.items.all()]
    return urls


def visited(kind: str, learner: User) -> list[tuple[str, object, Page]]:
    """All pages that a visitor, a guest, a member or a teacher comes to."""
    client = Client()
    if kind == "guest":
        form = Page(client.get("/try/").content.decode()).forms[0]["fields"]
        client.post("/try/", form | {"choice": "0"})
        learner = User.objects.get(is_guest=True)
    elif kind == "member":
        client.force_login(learner)
    elif kind == "teacher":
        client.force_login(UserFactory(is_staff=True))
    starts = addresses(learner) if kind in ("guest", "member") else ["/", "/try/", "/settings/"]
    return list(crawl(client, *starts))


@pytest.mark.parametrize("kind", ["visitor", "guest", "member", "teacher"])
class TestEveryPage:
    def test_it_is_there_with_strict_headers_and_no_inline_code(self, learner, kind):
        pages = visited(kind, learner)
        assert len(pages) > 15
        expected = {"/no-such-page/": 404}
        if kind == "guest":  # who has no password to confirm
            expected["/account/reauthenticate/"] = 403
        for url, response, page in pages:
            assert response.status_code == expected.get(url, 200), url
            assert page.forbidden == [], url
            assert len(page.ids) == len(set(page.ids)), url
            policy = response["Content-Security-Policy"]
            assert "default-src 'self'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["X-Frame-Options"] == "DENY"
            assert response["Referrer-Policy"] == "same-origin"

    def test_every_form_that_changes_something_has_its_token(self, learner, kind):
        forms = [(url, form) for url, _, page in visited(kind, learner) for form in page.forms]
        assert any(form.get("method") == "post" for _, form in forms)
        for url, form in forms:
            is_post = form.get("method", "get").lower() == "post"
            assert ("csrfmiddlewaretoken" in form["fields"]) == is_post, url
            assert not (form.get("hx-post") and not is_post), url
            assert form.get("hx-post") in (None, form.get("action")), url


class TestWithoutJavaScript:
    """Each form, sent as a browser without JavaScript sends it, leads on to a page."""

    def test_every_post_is_answered_by_a_redirect_to_a_page(self, learner):
        sent = set()
        ClassroomFactory(join_code="KZ74PQ")
        for url, _, page in visited("member", learner):
            for form in page.forms:
                action = urljoin(url, form.get("action") or url)
                place = (urlsplit(action).path, tuple(form["buttons"][:1]))
                if form.get("method") != "post" or place in sent or "/account/" in action:
                    continue
                sent.add(place)
                client = browser_of(learner)
                for name, value in form["buttons"][:1] or [("", "")]:
                    fields = {"typed": "7 June 2002"} | form["fields"]
                    fields["typed"] = fields["typed"] or "7 June 2002"
                    if action.endswith("/settings/"):
                        fields |= {"language": "en", "time_zone": "Asia/Almaty"}
                    if action.endswith("/flag/"):
                        fields |= {"reason": "unclear"}
                    if action.endswith("/join/"):
                        fields |= {"code": "KZ7-4PQ"}
                    response = client.post(action, fields | {name: value})
                    if action.endswith("/data/file/"):  # a file to keep: the page stays
                        assert response["Content-Disposition"].startswith("attachment")
                        continue
                    if action.endswith("/data/erase/"):  # not with an empty password
                        assert response.status_code == 422
                        assert "<html" in response.text
                        continue
                    assert response.status_code == 302, (action, fields)
                    assert client.get(response.url, follow=True).status_code == 200, response.url
        assert len(sent) > 15

    def test_the_same_post_from_htmx_gets_a_fragment(self, learner):
        client = browser_of(learner)
        sessions = QuizSession.objects.filter(learner=learner, finished_at=None)
        assert {next_item(session).form for session in sessions} >= {"choice", "flashcard"}
        for session in sessions:
            item = next_item(session)
            ending = "reveal/" if item.form == "flashcard" and not item.revealed_at else "answer/"
            data = {"item": item.token, **posted(response_to(item))}
            response = client.post(f"/quiz/{session.token}/{ending}", data, headers=HTMX)
            page = response.content.decode()
            assert response.status_code == 200
            assert page.strip().startswith("<section id=")
            assert "<html" not in page
            assert Page(page).forbidden == []


class TestWhichIsSent:
    PLACES = ("/library/", "/progress/")

    @pytest.mark.parametrize("url", PLACES)
    def test_each_reply_says_that_it_depends_on_htmx(self, alices, library, url):
        for headers in ({}, HTMX, HISTORY):
            assert "HX-Request" in alices.get(url, headers=headers)["Vary"]

    @pytest.mark.parametrize("url", PLACES)
    def test_restoring_history_gets_the_page(self, alices, library, url):
        assert "<html" not in alices.get(url, headers=HTMX).content.decode()
        assert "<html" in alices.get(url, headers=HISTORY).content.decode()

    def test_so_do_the_pages_of_the_quiz(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), question_of("choice"), now=clock)
        item = respond(session, now=clock).item
        play_once(alice, question_of("choice"), now=clock)
        done = QuizSession.objects.latest("pk")
        for url in (
            f"/quiz/{session.token}/",
            f"/quiz/{session.token}/items/{item.token}/",
            f"/quiz/{done.token}/summary/",
        ):
            for headers in (HTMX, HISTORY):
                response = alices.get(url, headers=headers)
                assert "HX-Request" in response["Vary"]
                assert ("<html" in response.content.decode()) == (headers is HISTORY)

    def test_a_fragment_is_named_after_the_id_of_its_root(self, alices, library):
        for url, root in (("/library/", "results"), ("/progress/", "progress")):
            assert Page(alices.get(url, headers=HTMX).content.decode()).ids[0] == root

    def test_the_reply_to_an_answer_is_small(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), question_of("choice"), now=clock)
        data = {"item": next_item(session).token, "choice": "1"}
        response = alices.post(f"/quiz/{session.token}/answer/", data, headers=HTMX)
        assert len(response.content) < 4_000


def test_the_crawler_sees_what_it_must_not_miss():
    bad = Page(
        '<p style="x" onclick="y"><a href="javascript:z">a</a><script>b</script><style></style>'
        '<script src="/s.js">c</script><b hx-on:click="d"></b>'
    )
    assert len(bad.forbidden) == 8


def test_question_is_asked_in_its_own_language(alice, alices, clock):
    session = plan(alice, QuestionFactory(language="ru", stem="Когда?"), now=clock)
    assert 'lang="ru"' in alices.get(f"/quiz/{session.token}/", headers=HTMX).content.decode()
