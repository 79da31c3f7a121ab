"""The interface in Kazakh and Russian: complete, compiled, in step with the code, and shown."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import ngettext, override

from questions.forms import account
from questions.models import User
from questions.templatetags.wording import (
    correlation,
    in_days,
    percent,
    short_date,
    voice,
    weekday_short,
)
from tests.factories import FactFactory, SourceFactory, TopicFactory
from tests.playing import EVENTS, FORMS, SETS, next_item, plan, question_of, respond, set_of
from tests.reading import PLACEHOLDER, Reader, read

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
each_language = pytest.mark.parametrize("language", LANGUAGES)


def path_of(language: str, root: Path = ROOT) -> Path:
    return root / "kazquiz" / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def catalogue(language: str, root: Path = ROOT) -> polib.POFile:
    return polib.pofile(str(path_of(language, root)))


def wordings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def keys(entries) -> set[tuple[str | None, str, str]]:
    return {(e.msgctxt, e.msgid, e.msgid_plural) for e in entries if not e.obsolete}


@each_language
class TestCatalogue:
    def test_every_text_is_translated_by_a_person(self, language):
        entries = catalogue(language)
        assert [e.msgid for e in entries if not e.translated() or e.fuzzy or e.obsolete] == []
        assert not entries.metadata_is_fuzzy

    def test_placeholders_are_those_of_the_english_text(self, language):
        wrong = []
        for entry in catalogue(language):
            english = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            if not {"python-format", "python-brace-format"} & set(entry.flags):
                english = sorted(set(english) - {"%%"})
            found = [sorted(PLACEHOLDER.findall(words)) for words in wordings(entry)]
            wrong += [entry.msgid for placeholders in found if placeholders != english]
        assert wrong == []

    def test_the_compiled_file_says_what_the_written_one_says(self, language):
        compiled = polib.mofile(str(path_of(language).with_suffix(".mo")))
        assert {(e.msgctxt, e.msgid): wordings(e) for e in compiled} == {
            (e.msgctxt, e.msgid): wordings(e) for e in catalogue(language)
        }

    def test_plural_forms_are_those_of_the_language(self, language):
        rule = catalogue(language).metadata["Plural-Forms"]
        assert rule.startswith({"kk": "nplurals=2;", "ru": "nplurals=4;"}[language])


def test_the_catalogues_are_in_step_with_the_code(tmp_path):
    """`make messages` would find no text that is missing, and none that is gone."""
    if shutil.which("xgettext") is None:
        missing = "xgettext was not found (apt-get install gettext): catalogues not compared."
        if os.environ.get("CI") == "true":
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    for folder in ("kazquiz", "questions", "static", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "manage.py", tmp_path)
    command = [sys.executable, "manage.py", "makemessages", "-l", "kk", "-l", "ru"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kazquiz.settings"}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    for language in LANGUAGES:
        written, found = keys(catalogue(language)), keys(catalogue(language, tmp_path))
        assert found - written == set(), "run make messages and translate"
        assert written - found == set(), "run make messages"


def test_what_others_show_is_still_worded_so():
    """A new version of Django or allauth may say it otherwise, and then in English."""
    theirs = set()
    for package, place in ((django, "conf"), (django, "contrib/auth"), (allauth, "")):
        folder = Path(package.__file__).parent / place / "locale" / "en" / "LC_MESSAGES"
        theirs |= {e.msgid for e in polib.pofile(str(folder / "django.po"))}
    texts = {text for text in account.SHOWN_BY_OTHERS if isinstance(text, str)}
    assert texts - theirs == set()


def browser(language: str, user: User | None = None) -> Client:
    """A browser set to the language, of a visitor or of the user."""
    client = Client()
    if user is not None:
        client.force_login(user)
    client.cookies["django_language"] = language
    return client


@pytest.fixture
def bank(db):
    """A question in each form, whose topic and source have names in no Latin letters."""
    names = {"en": "SCO", "kk": "ШЫҰ", "ru": "ШОС"}
    topic = TopicFactory(names=names, titles=names)
    source = SourceFactory(short_name="2024", title="2024")
    facts = [
        FactFactory(topic=topic, citation__source=source, text__statement=f"№ {number}")
        for number in range(len(FORMS))
    ]
    asked = {form: question_of(form, fact=fact) for form, fact in zip(FORMS, facts, strict=True)}
    return asked | {form: set_of(form, rows=EVENTS, facts=facts[: len(EVENTS)]) for form in SETS}


def assert_reads(page: Reader, language: str) -> None:
    """The page is in that language, and no English is left but what is marked as English."""
    assert page.language == language
    assert page.english_of(catalogue(language)) == set()
    assert page.latin_words() == set()


VISITED = ("/", "/try/", "/account/login/", "/account/signup/", "/library/", "/about/", "/none/")
OWN = ("/", "/progress/", "/settings/", "/account/password/", "/account/logout/")


@pytest.mark.parametrize("path", VISITED)
@each_language
def test_a_visitor_reads_no_english(bank, language, path):
    english = read(browser("en").get(path).content.decode())
    assert len(english.english_of(catalogue(language))) > 5
    assert_reads(read(browser(language).get(path).content.decode()), language)


@pytest.mark.parametrize("path", OWN)
@each_language
def test_a_learner_reads_no_english(bank, alice, language, path):
    assert_reads(read(browser(language, alice).get(path).content.decode()), language)


@pytest.mark.parametrize("form", [*FORMS, *SETS])
@each_language
def test_in_a_session_only_the_question_is_in_english(bank, alice, language, form):
    now = timezone.now()
    client = browser(language, alice)
    session = plan(alice, bank[form], bank["choice"], now=now)
    addresses = [f"/quiz/{session.token}/"]
    pages = [client.get(addresses[0])]
    item = next_item(session)
    respond(session, now=now, right=False)
    pages.append(client.get(f"/quiz/{session.token}/items/{item.token}/"))
    client.post(f"/quiz/{session.token}/end/")
    fact = f"/library/facts/{bank[form].fact.slug}/"
    pages += [client.get(path) for path in (f"/quiz/{session.token}/summary/", fact, "/progress/")]
    for response in pages:
        assert response.status_code == 200
        assert_reads(read(response.content.decode()), language)


@pytest.mark.parametrize(
    "wrong",
    [
        {"username": ""},
        {"username": "a b"},
        {"username": "alice"},
        {"username": "x" * 200},
        {"password1": "12345678", "password2": "12345678"},
        {"password1": "short", "password2": "other"},
        {"username": "aigerim77", "password1": "aigerim77", "password2": "aigerim77"},
    ],
    ids=", ".join,
)
@each_language
def test_a_refused_sign_up_is_explained(bank, alice, language, wrong):
    good = {"username": "aigerim", "password1": "steppe-eagle-42", "password2": "steppe-eagle-42"}
    response = browser(language).post("/account/signup/", good | wrong)
    page = response.content.decode()
    assert 'role="alert"' in page
    assert_reads(read(page), language)


@each_language
def test_a_refused_log_in_is_explained(alice, language):
    client = browser(language)
    for _ in range(12):
        data = {"login": "alice", "password": "wrong"}
        page = client.post("/account/login/", data).content.decode()
        assert 'role="alert"' in page
        assert_reads(read(page), language)


@pytest.mark.parametrize(("count", "days"), {1: "день", 2: "дня", 5: "дней", 21: "день"}.items())
def test_russian_counts_in_three_forms(count, days):
    facts = {1: "факт", 2: "факта", 5: "фактов", 21: "факт"}[count]
    with override("ru"):
        text = ngettext("%(count)s fact", "%(count)s facts", count) % {"count": count}
        assert text == f"{count}\u00a0{facts}"
        if count > 1:
            assert in_days(count) == f"через {count}\u00a0{days}"


@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_kazakh_counts_in_one_form(count):
    with override("kk"):
        text = ngettext("%(count)s fact", "%(count)s facts", count) % {"count": count}
    assert text == f"{count}\u00a0дерек"


@each_language
def test_a_space_stands_before_the_per_cent_sign(language):
    with override(language):
        assert percent(0.871) == "87\u00a0%"


def test_days_of_the_week_are_short_as_kazakhs_write_them():
    with override("kk"):
        days = [weekday_short(date(2026, 3, 2 + number)) for number in range(7)]
    assert days == ["Дс", "Сс", "Ср", "Бс", "Жм", "Сб", "Жс"]


@each_language
def test_the_voices_of_the_library_have_names_in_each_language(language):
    facts = ROOT / "questions" / "library" / "facts"
    voices = {
        fact.get("according_to", "")
        for path in facts.glob("*.toml")
        for fact in tomllib.loads(path.read_text(encoding="utf-8"))["fact"]
    } - {""}
    assert len(voices) > 5
    with override(language):
        assert [name for name in voices if re.search("[A-Za-z]", voice(name))] == []


def test_months_have_small_letters_where_the_language_writes_them_so():
    shown = {}
    for language in ("en", *LANGUAGES):
        with override(language):
            shown[language] = short_date(date(2026, 10, 7))
    assert shown == {"en": "7 Oct 2026", "kk": "7 қаз 2026", "ru": "7 окт 2026"}


@pytest.mark.parametrize(("language", "shown"), [("en", "−0.40"), ("kk", "−0,40"), ("ru", "−0,40")])
def test_a_correlation_is_written_as_its_language_writes_numbers(language, shown):
    with override(language):
        assert correlation(-0.4) == shown
        assert correlation(None) == "–"
