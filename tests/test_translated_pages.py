"""A crawl in Kazakh and Russian: on no page is a text left that nobody has translated."""

from datetime import timedelta

import pytest
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from questions.models import (
    Classroom,
    Deck,
    Entity,
    Fact,
    FactText,
    Flag,
    Import,
    League,
    Membership,
    Relation,
    Season,
    SessionItem,
    Source,
    Topic,
    User,
)
from tests.browser.test_desk_pages import admin_pages
from tests.classrooms import competing
from tests.classrooms.boarding import class_of, earn, member
from tests.desk import pages_of, rows_of_a_teacher
from tests.factories import ClassroomFactory, DeckFactory, TeacherFactory
from tests.playing import FORMS, plan, question_of, respond
from tests.reading import PLACEHOLDER, read, words_of_people
from tests.test_translations import LANGUAGES, browser, catalogue

pytestmark = pytest.mark.django_db
each_language = pytest.mark.parametrize("language", LANGUAGES)

# Formats of files and programs that read them, keys of a keyboard, and a made-up user name.
NAMES = {
    "Moodle", "XML", "GIFT", "Aiken", "CSV", "JSON", "Excel", "LibreOffice", "HTML", "UTF", "DOI",
    "xml", "gift", "txt", "csv", "xlsx", "XLSX", "Ctrl", "Alt", "Enter", "Escape", "daniyal",
}  # fmt: skip

NAMED: list[tuple[type[Model], str]] = [
    (Classroom, "name"), (Deck, "name"), (Deck, "about"), (League, "name"), (Season, "name"),
    (Source, "title"), (Source, "short_name"), (Source, "authors"), (Flag, "words"),
    (Import, "name"), (SessionItem, "typed"), (Membership, "name"), (League, "join_code"),
    (Fact, "according_to"), (FactText, "statement"),
]  # fmt: skip
WORDED: list[tuple[type[Model], str]] = [
    (Topic, "names"), (Topic, "titles"), (Entity, "names"), (Relation, "names"),
]  # fmt: skip


def untranslated(client: Client, paths: list[str], language: str) -> list[str]:
    """What is left in English on each of the pages, with its address."""
    known = words_of_people() | NAMES
    found = []
    for path in paths:
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        if response.headers["Content-Type"].startswith("text/html"):
            page = read(response.content.decode())
            if page.language != language:  # a sheet to be printed, in the language of its deck
                assert path.endswith(("/worksheet/", "/key/"))
                continue
            found += [
                f"{path}: {text}" for text in page.left_in_english(catalogue(language), known=known)
            ]
    return found


def name_all_in_cyrillic() -> None:
    """No name that a page shows has an English word, which could look like one of the page."""
    for model, field in NAMED:
        model._default_manager.update(**{field: "Жаңа"})
    for model, field in WORDED:
        model._default_manager.update(**{field: {"en": "Жаңа"}})


@pytest.fixture
def paths(alice: User) -> list[str]:
    """All pages of a learner who has a classroom with a board and a league, decks and memories."""
    now = timezone.now()
    room = ClassroomFactory(name="Alices classroom")
    class_of(room, 30, 20, 10)
    earn(member(room, "Alice", user=alice), 20, day=now.date())
    league = competing.league_of([room, ClassroomFactory()], joined_at=now - timedelta(days=100))
    season = competing.season_of(league)
    deck = DeckFactory(study_token="f" * 32, questions=[question_of("choice")])
    deck.learners.add(alice)
    asked = [question_of(form) for form in FORMS]
    session = plan(alice, *asked, now=now - timedelta(days=3))
    for _ in asked:
        respond(session, now=now - timedelta(days=3))
    name_all_in_cyrillic()
    return [
        "/", "/about/", "/points/", "/library/", "/library/timeline/", "/library/members/",
        f"/library/topics/{asked[0].fact.topic.slug}/", asked[0].fact.get_absolute_url(),
        "/offline/", "/join/", "/classrooms/", "/flags/", "/progress/",
        f"/progress/{asked[0].fact.topic.slug}/", "/settings/", "/settings/data/",
        "/settings/data/erase/", "/account/password/", "/account/logout/",
        f"/decks/{deck.study_token}/", f"/classrooms/{room.token}/",
        f"/classrooms/{room.token}/board/", f"/classrooms/{room.token}/leave/",
        f"/leagues/{league.token}/", f"/leagues/{league.token}/seasons/{season.pk}/",
        f"/quiz/{session.token}/summary/",
    ]  # fmt: skip


@each_language
def test_on_no_page_of_a_learner(alice, paths, language):
    found = untranslated(browser(language, alice), paths, language)
    assert not found, "\n".join(found)


@each_language
def test_on_no_page_of_the_desk(language):
    rows = rows_of_a_teacher(TeacherFactory(is_superuser=True))
    name_all_in_cyrillic()
    found = untranslated(browser(language, rows.teacher), pages_of(rows), language)
    assert not found, "\n".join(found)


@each_language
def test_on_no_page_of_the_admin_is_a_text_of_ours(language):
    """What Django says there itself is Django's to translate, and answers are data."""
    rows = rows_of_a_teacher(TeacherFactory(is_superuser=True))
    name_all_in_cyrillic()
    client, found = browser(language, rows.teacher), []
    ours = [
        entry
        for entry in catalogue(language)
        if not PLACEHOLDER.search(entry.msgid) and entry.msgid not in ("Search", "True", "False")
    ]
    for path in admin_pages():
        page = read(client.get(path).content.decode())
        found += [f"{path}: {text}" for text in page.english_of(ours)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    ["<p>Study these now</p>", "<button>Continue</button>", '<img alt="A bar for each day">'],
)
@each_language
def test_what_is_planted_is_found(alice, language, planted):
    """The control: none of the tests above can pass because it looks at nothing."""
    content = browser(language, alice).get("/about/").content.decode()
    found = read(content.replace("</main>", planted + "</main>"))
    assert found.left_in_english(catalogue(language), known=words_of_people())
