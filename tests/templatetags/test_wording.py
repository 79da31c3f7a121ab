"""How things read in a page."""

from django.utils.translation import override

from questions.models import Topic
from questions.templatetags.wording import short


def test_a_short_name_tells_what_it_stands_for_in_the_readers_language() -> None:
    topic = Topic(
        names={"en": "SCO", "ru": "ШОС"},
        titles={"en": "Shanghai Cooperation Organization", "ru": "Шанхайская организация"},
    )
    assert short(topic) == '<abbr title="Shanghai Cooperation Organization">SCO</abbr>'
    with override("ru"):
        assert short(topic) == '<abbr title="Шанхайская организация">ШОС</abbr>'


def test_a_name_that_stands_for_nothing_else_is_no_abbreviation() -> None:
    assert short(Topic(names={"en": "Foreign policy"}, titles={})) == "Foreign policy"


def test_names_are_shown_as_text() -> None:
    evil = Topic(names={"en": "<b>"}, titles={"en": '"><script>'})
    assert short(evil) == '<abbr title="&quot;&gt;&lt;script&gt;">&lt;b&gt;</abbr>'
