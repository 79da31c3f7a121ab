"""What the editor asks while somebody writes, the preview, and the way without JavaScript."""

import pytest
from django.urls import reverse

from questions.models import Card, Question
from tests.admin.authoring_posts import (
    choice,
    edit_url,
    new_fact,
    new_url,
    own_fact,
    own_source,
    told_at,
    truth,
    typed,
)
from tests.factories import (
    CitationFactory,
    DeckFactory,
    FactFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
    own_question,
)
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db
CHECK, PREVIEW = "/admin/desk/questions/check/", "/admin/desk/questions/preview/"


@pytest.fixture
def fact(teacher):
    return own_fact(teacher)


@pytest.fixture
def deck(teacher):
    return DeckFactory(owner=teacher)


class TestCheck:
    def test_a_flaw_is_told_at_the_field_it_concerns(self, desk, fact):
        post = choice(fact=fact.pk, stem="Which date is not the day of the charter?")
        assert "flaw" in told_at(desk.post(CHECK, post), "stem")

    def test_what_is_not_written_yet_is_no_flaw(self, desk):
        post = choice(stem="When was the charter adopted?", key="") | {
            f"options-{place}-text": "" for place in range(3)
        }
        reply = desk.post(CHECK, post)
        assert "flaw" not in told_at(reply, "options").partition(">")[2]
        assert "flaw" not in told_at(reply, "fact").partition(">")[2]
        assert "Before it can be approved:" in reply.content.decode()

    def test_the_same_question_is_named_with_a_link(self, desk, teacher, fact):
        known = own_question(teacher, stem="When was the charter adopted?")
        reply = desk.post(CHECK, choice(fact=fact.pk))
        assert reverse("desk:question", args=[known.pk]) in reply.content.decode()

    def test_another_teachers_question_is_not_named(self, desk, fact):
        own_question(TeacherFactory(), stem="When was the charter adopted?")
        reply = desk.post(CHECK, choice(fact=fact.pk))
        assert "When was the charter" not in reply.content.decode()

    def test_wrong_options_come_from_facts_of_the_same_kind(self, desk):
        fact = FactFactory()
        for _ in range(4):
            FactFactory()
        value = fact.values.get().date_start
        post = choice(fact=fact.pk, stem="When was it founded?") | {"options-0-text": value}
        reply = desk.post(CHECK, post | {"options-1-text": "", "options-2-text": ""})
        assert 'name="suggest"' in reply.content.decode()

    def test_stores_nothing(self, desk, fact):
        before = Question.objects.count()
        desk.post(CHECK, choice(fact=fact.pk))
        desk.post(CHECK, choice(**new_fact()))
        assert Question.objects.count() == before

    @pytest.mark.parametrize(
        "post",
        [
            {},
            {"form": "nonsense", "stem": "a\0b"},
            {"options-count": "9" * 30, "stem": "x"},
            {"options-count": "-1", "key": "zzz", "stem": "x"},
            {"fact": "9" * 300, "stem": "x", "form": "order", "parts-0-fact": "\0"},
            {"stem": "x" * 100_000, "language": "xx", "cue": "none"},
            {"form": "number", "answer": "many", "tolerance": "few", "stem": "How many?"},
        ],
    )
    def test_nothing_that_is_sent_breaks_it(self, desk, post):
        for url in (CHECK, PREVIEW):
            assert desk.post(url, post).status_code == 200

    def test_as_many_statements_for_seven_options_as_for_three(
        self, desk, fact, django_assert_max_num_queries
    ):
        many = choice(fact=fact.pk) | {"options-count": "7"}
        many |= {f"options-{place}-text": f"{place} May 1999" for place in range(3, 7)}
        counts = []
        for post in (choice(fact=fact.pk), many):
            with django_assert_max_num_queries(40) as counted:
                desk.post(CHECK, post)
            counts.append(len(counted))
        assert counts[0] == counts[1]


class TestEffect:
    def edit(self, question, **more):
        return choice(fact=question.fact_id, stem=question.stem, key="0", **more)

    def learned(self, question, count):
        for _ in range(count):
            Card.objects.create(
                learner=UserFactory(), fact=question.fact, cue=question.cue, stability=2,
                difficulty=5, due="2026-04-01", last_study_day="2026-03-01",
            )  # fmt: skip

    def test_wording_keeps_the_memory_and_says_whose(self, desk, teacher):
        question = own_question(teacher)
        self.learned(question, 2)
        post = self.edit(question) | {"stem": "On which day was it founded?"}
        reply = desk.post(f"{CHECK}?question={question.pk}", post)
        assert "2 learners keep their memory" in reply.content.decode()

    def test_another_key_is_said_before_it_is_stored(self, desk, teacher):
        question = own_question(teacher)
        self.learned(question, 1)
        post = self.edit(question) | {"key": "1"}
        refused = desk.post(edit_url(question), post)
        assert refused.status_code == 422
        assert "1 learner starts this fact anew" in refused.content.decode()
        question.refresh_from_db()
        assert question.status == "approved"
        assert desk.post(edit_url(question), post | {"seen_effect": "key"}).status_code == 302
        assert Question.objects.get(replaces=question).answer == "15 June 2001"

    def test_a_slip_in_the_key_asks_whether_it_is_the_same(self, desk, teacher):
        question = own_question(teacher, form="typed", answer="Bejing")
        self.learned(question, 1)
        post = typed(fact=question.fact_id, stem=question.stem, accepted="")
        refused = desk.post(edit_url(question), post)
        assert refused.status_code == 422
        assert 'name="same_key"' in refused.content.decode()
        assert desk.post(edit_url(question), post | {"same_key": "yes"}).status_code == 302
        assert Card.objects.get().stability is not None


class TestWithoutJavaScript:
    def test_an_option_is_added_and_nothing_is_lost(self, desk, deck):
        post = choice() | {"add-option": "1"}
        text = desk.post(new_url(deck), post).content.decode()
        assert 'name="options-4-text"' in text
        assert 'value="15 June 2001"' in text
        assert not Question.objects.exists()

    def test_an_option_is_moved_with_its_key(self, desk, deck):
        text = desk.post(new_url(deck), choice() | {"move-option": "0-down"}).content.decode()
        rows = text.split('class="option-row"')
        assert 'value="15 June 2001"' in rows[1]
        assert 'value="7 June 2002"' in rows[2]
        assert " checked" in rows[2].split("option-fields")[0]

    @pytest.mark.parametrize("order", ["0-up", "9-up", "x-down", "3-down", "", "-1-up"])
    def test_what_cannot_be_moved_stays(self, desk, deck, order):
        reply = desk.post(new_url(deck), choice() | {"move-option": order})
        assert reply.status_code == 200

    def test_a_fact_is_found_and_chosen_by_a_radio_button(self, desk, deck, fact):
        fact.texts.update(statement="The secretariat sits in Beijing.")
        post = choice(fact_query="beijing") | {"find": "fact"}
        text = desk.post(new_url(deck), post).content.decode()
        assert f'<input type="radio" name="fact" value="{fact.pk}">' in text
        post = choice(fact_query="beijing", fact=fact.pk) | {"again": "1"}
        text = desk.post(new_url(deck), post).content.decode()
        assert f'<input type="hidden" name="fact" value="{fact.pk}">' in text

    def test_so_is_a_source(self, desk, deck, teacher):
        source = own_source(teacher, title="The Charter of the SCO")
        post = choice(**new_fact(source_query="charter")) | {"find": "source"}
        text = desk.post(new_url(deck), post).content.decode()
        assert f'<input type="radio" name="source" value="{source.pk}">' in text

    def test_another_form_shows_its_own_fields_and_keeps_the_key(self, desk, deck):
        post = choice(form="typed") | {"again": "1"}
        text = desk.post(new_url(deck), post).content.decode()
        assert 'id="new0-answer"' in text
        assert 'value="7 June 2002"' in text
        assert 'type="hidden" name="options-1-text" value="15 June 2001"' in text

    def test_a_suggestion_fills_the_next_empty_option(self, desk, deck):
        fact = FactFactory()
        others = [FactFactory() for _ in range(4)]
        value = fact.values.get().date_start
        post = choice(fact=fact.pk, stem="When was it founded?") | {"options-0-text": value}
        post |= {"options-1-text": "", "options-1-reason": "", "options-2-text": ""}
        page = desk.post(new_url(deck), post | {"again": "1"}).content.decode()
        offered = page.split('name="suggest" value="', 1)[1].split('"', 1)[0]
        text = desk.post(new_url(deck), post | {"suggest": offered}).content.decode()
        row = text.split('name="options-1-text"', 1)[1]
        assert f'value="{offered}"' in row[:80]
        kept = text.split('name="options-1-true_of" value="', 1)[1].split('"', 1)[0]
        assert int(kept) in [other.pk for other in others]


class TestSearch:
    def test_finds_by_statement_name_and_topic_in_any_case(self, desk, fact):
        fact.texts.update(statement="Секретариат находится в Пекине.")
        for words in ("пекине", "СЕКРЕТАРИАТ", fact.slug, "sco пекине"):
            text = desk.get("/admin/desk/questions/facts/", {"fact_query": words}).content.decode()
            assert f'data-value="{fact.pk}"' in text, words

    def test_another_teachers_facts_and_sources_are_not_found(self, fact, outsider):
        fact.texts.update(statement="A secret statement.")
        source = fact.citations.get().source
        browser = browser_of(outsider)
        facts = browser.get("/admin/desk/questions/facts/", {"fact_query": "secret"})
        sources = browser.get("/admin/desk/questions/sources/", {"source_query": source.slug})
        assert b"secret" not in facts.content
        assert source.title.encode() not in sources.content

    @pytest.mark.parametrize(
        "words", ["", "\0", "x" * 5000, "%", "'; --", " ".join("abcdefghijkl")]
    )
    def test_odd_words_find_nothing_and_break_nothing(self, desk, words):
        for url in ("/admin/desk/questions/facts/", "/admin/desk/questions/sources/"):
            assert desk.get(url, {"fact_query": words}).status_code == 200

    def test_withdrawn_facts_are_not_offered(self, desk, fact, now):
        type(fact).objects.update(withdrawn_at=now)
        fact.texts.update(statement="It was so.")
        reply = desk.get("/admin/desk/questions/facts/", {"fact_query": "was so"})
        assert b"data-value" not in reply.content


class TestPreview:
    @pytest.mark.parametrize("post", [choice, typed, truth])
    def test_shows_the_question_in_the_learners_own_template(self, desk, fact, post):
        text = desk.post(PREVIEW, post(fact=fact.pk)).content.decode()
        assert f'<section id="question" class="card" data-form="{post()["form"]}">' in text
        assert post()["stem"] in text

    def test_posts_nowhere_and_its_buttons_are_dead(self, desk, fact):
        text = desk.post(PREVIEW, choice(fact=fact.pk), headers=HTMX).content.decode()
        inner = text.split("<fieldset disabled", 1)[1]
        assert "<form aria-labelledby" in inner
        assert "action=" not in inner.split("</fieldset>")[0]

    @pytest.mark.parametrize("look", ["light", "dark"])
    def test_takes_the_colours_that_are_asked_for(self, desk, fact, look):
        text = desk.post(PREVIEW, choice(fact=fact.pk, show=f"choice:{look}:question"))
        assert f'data-theme="{look}"' in text.content.decode()

    def test_shows_what_is_told_after_a_wrong_answer(self, desk, fact):
        post = choice(fact=fact.pk, show="choice:light:wrong") | {"options-2-text": ""}
        text = desk.post(PREVIEW, post).content.decode()
        assert "The organisation was founded then." in text
        assert fact.texts.get().statement in text

    def test_asks_the_same_in_other_forms(self, desk, fact):
        for form in ("typed", "flashcard"):
            post = choice(fact=fact.pk, show=f"{form}:light:question")
            assert f'data-form="{form}"' in desk.post(PREVIEW, post).content.decode()

    def test_what_is_stored_can_be_previewed_by_whoever_may_read_it(self, desk):
        question = QuestionFactory()
        CitationFactory(fact=question.fact, position=1)
        reply = desk.get(PREVIEW, {"question": question.pk})
        assert question.stem in reply.content.decode()
        assert "in other ways" not in reply.content.decode()
        again = desk.post(PREVIEW, {"fact": question.fact_id, "stored": question.pk, "stem": "x"})
        assert "in other ways" not in again.content.decode()
        assert desk.get(PREVIEW, {"question": "0"}).status_code == 404
        assert desk.get(PREVIEW).status_code == 404

    def test_script_in_a_text_is_shown_as_text(self, desk, fact):
        post = choice(fact=fact.pk, stem="<img src=x onerror=alert(1)>?")
        text = desk.post(PREVIEW, post).content.decode()
        assert "<img src=x" not in text
        assert "&lt;img src=x" in text


def test_the_topic_of_a_new_fact_may_be_missing_in_a_preview(desk):
    TopicFactory()
    assert desk.post(PREVIEW, choice(**new_fact(**{"fact-topic": ""}))).status_code == 200
