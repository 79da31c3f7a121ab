"""The list of decks, a new one, its name, its readers, its link."""

from html import unescape

import pytest
from django.urls import reverse

from questions.models import Deck
from tests.factories import DeckFactory, QuestionFactory, TeacherFactory, UserFactory
from tests.views.conftest import browser_of, undo

pytestmark = pytest.mark.django_db
EVIL = "<script>alert('x')</script>"


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


@pytest.fixture
def desk(teacher):
    return browser_of(teacher)


@pytest.fixture
def colleague(db):
    return TeacherFactory(username="bolat")


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher, name="Week 1")


def page(browser, name, *args, **query) -> str:
    response = browser.get(reverse(f"desk:{name}", args=args), query)
    assert response.status_code == 200
    return unescape(response.content.decode())


class TestList:
    def test_own_shared_and_put_away_decks_are_told_apart(self, desk, teacher, colleague, now):
        DeckFactory(owner=teacher, name="My own")
        DeckFactory(owner=teacher, name="Put away", archived_at=now)
        DeckFactory(owner=colleague, name="For all", is_shared_with_all=True)
        DeckFactory(owner=colleague, name="Hidden")
        DeckFactory(owner=colleague, name="Gone", is_shared_with_all=True, archived_at=now)
        own, shared, away = (page(desk, "decks", show=show) for show in ("own", "shared", "away"))
        assert "My own" in own
        assert "For all" not in own
        assert "For all" in shared
        assert "by bolat" in shared
        assert ">Put away</b>" in away
        for text in (own, shared, away):
            assert "Hidden" not in text
            assert "Gone" not in text

    def test_the_librarys_decks_are_there_to_be_used(self, desk):
        DeckFactory(owner=None, name="A course")
        assert "A course" in page(desk, "decks", show="shared")

    def test_a_name_is_searched_for(self, desk, teacher):
        DeckFactory(owner=teacher, name="Week 1")
        DeckFactory(owner=teacher, name="Exam")
        found = page(desk, "decks", q="week")
        assert "Week 1" in found
        assert "Exam" not in found
        assert "No deck here is called “zzz”." in page(desk, "decks", q="zzz")

    @pytest.mark.parametrize("query", ["шос", "неделя ШОС", "Первая"])
    def test_a_cyrillic_name_is_searched_for_in_any_case(self, desk, teacher, query):
        DeckFactory(owner=teacher, name="ШОС, первая неделя")
        assert "ШОС, первая неделя" in page(desk, "decks", q=query)

    @pytest.mark.parametrize("query", ["\0", "%", "'", "x" * 5000, EVIL])
    @pytest.mark.parametrize("name", ["q", "show", "page"])
    def test_odd_searches_are_answered(self, desk, deck, name, query):
        response = desk.get(reverse("desk:decks"), {name: query})
        assert response.status_code == 200
        assert EVIL not in response.content.decode()

    def test_who_has_none_is_told_what_a_deck_is_for(self, desk):
        assert "You have no deck yet." in page(desk, "decks")
        assert "No colleague has shared" in page(desk, "decks", show="shared")

    def test_many_decks_take_as_many_queries_as_few(
        self, desk, teacher, django_assert_max_num_queries
    ):
        for size in (2, 20):
            DeckFactory.create_batch(size, owner=teacher, questions=[QuestionFactory()])
            with django_assert_max_num_queries(8):
                page(desk, "decks")


class TestMaking:
    def test_a_new_deck_is_empty_and_opened(self, desk, teacher):
        response = desk.post(reverse("desk:decks"), {"name": "Week 2", "language": "kk"})
        made = Deck.objects.get()
        assert response.url == reverse("desk:deck", args=[made.token])
        assert (made.owner, made.name, made.language) == (teacher, "Week 2", "kk")
        assert len(made.token) == 32

    @pytest.mark.parametrize(
        "data",
        [
            {"name": "", "language": "en"},
            {"name": "x" * 121, "language": "en"},
            {"name": "a\0b", "language": "en"},
            {"name": "Week", "language": "xx"},
            {},
        ],
    )
    def test_bad_input_gets_its_message_at_the_field(self, desk, data):
        response = desk.post(reverse("desk:decks"), data)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
        assert not Deck.objects.exists()


class TestSettings:
    def test_name_purpose_and_language_change(self, desk, deck):
        url = reverse("desk:deck-settings", args=[deck.token])
        assert 'value="Week 1"' in page(desk, "deck-settings", deck.token)
        desk.post(url, {"name": "Week 9", "about": "Two lines\nof it", "language": "ru"})
        deck.refresh_from_db()
        assert (deck.name, deck.language) == ("Week 9", "ru")
        assert desk.post(url, {"name": "", "language": "ru"}).status_code == 422
        deck.refresh_from_db()
        assert deck.name == "Week 9"

    def test_it_is_shared_by_user_names(self, desk, deck, colleague):
        url = reverse("desk:deck-share", args=[deck.token])
        assert desk.post(url, {"colleagues": "bolat\n"}).status_code == 302
        assert list(deck.shared_with.all()) == [colleague]
        assert "bolat" in page(desk, "deck-settings", deck.token)
        assert "Shared with bolat" in " ".join(page(desk, "deck", deck.token).split())
        desk.post(url, {"is_shared_with_all": "on"})
        deck.refresh_from_db()
        assert deck.is_shared_with_all
        assert not deck.shared_with.exists()

    @pytest.mark.parametrize("names", ["nobody", "learner", "guest", "bolat nobody", "a\0b"])
    def test_only_teachers_are_colleagues(self, desk, deck, colleague, names):
        UserFactory(username="learner")
        response = desk.post(reverse("desk:deck-share", args=[deck.token]), {"colleagues": names})
        assert response.status_code == 422
        assert not deck.shared_with.exists()

    def test_the_link_opens_with_its_code_and_closes(self, desk, deck):
        url = reverse("desk:deck-link", args=[deck.token])
        desk.post(url, {"link": "open"})
        deck.refresh_from_db()
        text = page(desk, "deck", deck.token)
        assert f"http://testserver/decks/{deck.study_token}/" in text
        assert "<svg" in text
        assert "style=" not in text
        desk.post(url, {"link": "close"})
        deck.refresh_from_db()
        assert deck.study_token is None
        assert "qr-box" not in page(desk, "deck", deck.token)

    def test_putting_it_away_can_be_undone_at_once(self, desk, deck):
        url = reverse("desk:deck-archive", args=[deck.token])
        undo(desk, desk.post(url, {"archive": "away"}, follow=True).content.decode())
        deck.refresh_from_db()
        assert deck.archived_at is None

    def test_it_is_put_away_and_brought_back(self, desk, deck):
        url = reverse("desk:deck-archive", args=[deck.token])
        desk.post(url, {"archive": "away"})
        assert "This deck is put away." in page(desk, "deck", deck.token)
        assert "Week 1" not in page(desk, "decks")
        desk.post(url, {"archive": "back"})
        assert "Week 1" in page(desk, "decks")

    def test_a_copy_is_the_teachers_own(self, colleague, deck):
        deck.shared_with.add(colleague)
        browser = browser_of(colleague)
        response = browser.post(reverse("desk:deck-copy", args=[deck.token]))
        copy = Deck.objects.get(owner=colleague)
        assert copy.name == "Copy of Week 1"
        assert response.url == reverse("desk:deck", args=[copy.token])


def test_a_colleague_with_whom_it_is_shared_reads_and_changes_nothing(colleague, deck):
    deck.shared_with.add(colleague)
    browser = browser_of(colleague)
    text = page(browser, "deck", deck.token)
    assert "Week 1" in text
    assert "Add questions" not in text
    for name in ("settings", "share", "link", "archive"):
        url = reverse(f"desk:deck-{name}", args=[deck.token])
        data = {"name": "Taken", "language": "en", "is_shared_with_all": "on", "link": "open"}
        assert browser.post(url, data).status_code == 404
    before, after = deck, Deck.objects.get()
    assert (after.name, after.is_shared_with_all) == (before.name, False)
    assert (after.study_token, after.archived_at) == (None, None)


@pytest.mark.parametrize("token", ["x", "0" * 32, "%00", "a" * 500])
def test_what_is_no_token_is_not_found(desk, token):
    for name in ("", "settings/", "add/", "worksheet/"):
        assert desk.get(f"/admin/desk/decks/{token}/{name}").status_code == 404


def test_what_a_teacher_wrote_is_escaped(desk, teacher, colleague):
    deck = DeckFactory(owner=teacher, name=EVIL, about=EVIL, questions=[QuestionFactory()])
    deck.shared_with.add(TeacherFactory(username="<b>x"))
    desk.post(
        reverse("desk:deck-settings", args=[deck.token]),
        {"name": EVIL + "!", "about": EVIL, "language": "en"},
    )
    for name in ("decks", "deck", "deck-settings", "deck-worksheet", "deck-key", "deck-add"):
        args = [] if name == "decks" else [deck.token]
        text = desk.get(reverse(f"desk:{name}", args=args)).content.decode()
        assert "<script>alert" not in text
        assert "<b>x" not in text
