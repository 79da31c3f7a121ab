"""A deck's questions on one page: who may open it, what is stored, what is refused and where."""

import pytest
from django.urls import reverse

from questions.models import Deck, Edit, Fact, Question, Source
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
    DeckFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    UserFactory,
    own_question,
)
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def deck(teacher) -> Deck:
    return DeckFactory(owner=teacher, name="Week 3", questions=[own_question(teacher)])


@pytest.fixture
def fact(teacher) -> Fact:
    return own_fact(teacher)


def stems(deck):
    return list(deck.entries.values_list("question__stem", flat=True))


class TestWhoComesIn:
    def test_another_teacher_finds_none_of_the_pages(self, deck, outsider, fact):
        browser, question = browser_of(outsider), deck.entries.get().question
        pages = [
            reverse("desk:deck-edit", args=[deck.token]),
            new_url(deck),
            edit_url(question),
            edit_url(question, deck),
            reverse("desk:question-card", args=[question.pk]),
            reverse("desk:question", args=[question.pk]),
            f"{reverse('desk:question-preview')}?question={question.pk}",
        ]
        assert [browser.get(page).status_code for page in pages] == [404] * len(pages)

    def test_another_teacher_changes_nothing(self, deck, outsider, fact):
        browser, question = browser_of(outsider), deck.entries.get().question
        posts = [
            (reverse("desk:deck-edit", args=[deck.token]), {"name": "Mine now"}),
            (reverse("desk:deck-approve", args=[deck.token]), {}),
            (new_url(deck), choice(fact=fact.pk)),
            (edit_url(question), choice(fact=fact.pk, stem="Mine now?")),
            (reverse("desk:question-status"), {"withdraw": question.pk}),
            (reverse("desk:question-note", args=[question.pk]), {"note": "Mine now"}),
            (f"{reverse('desk:question-check')}?question={question.pk}", choice()),
            (f"{reverse('desk:question-preview')}?question={question.pk}", choice()),
        ]
        assert [browser.post(*post).status_code for post in posts] == [404] * len(posts)
        deck.refresh_from_db()
        question.refresh_from_db()
        assert (deck.name, question.status, stems(deck)) == ("Week 3", "approved", [question.stem])
        assert not Edit.objects.exists()

    def test_a_learner_finds_no_desk(self, deck):
        browser = browser_of(UserFactory())
        assert browser.get(reverse("desk:deck-edit", args=[deck.token])).status_code == 404
        assert browser.post(new_url(deck), choice()).status_code == 404

    def test_a_visitor_is_sent_to_the_log_in_page(self, deck, client):
        reply = client.get(reverse("desk:deck-edit", args=[deck.token]))
        assert reply.url.startswith(reverse("account_login"))

    def test_questions_of_the_library_are_read_and_not_edited(self, desk, teacher):
        question = QuestionFactory()
        assert desk.get(reverse("desk:question", args=[question.pk])).status_code == 200
        assert desk.get(edit_url(question)).status_code == 404
        withdrawn = desk.post(reverse("desk:question-status"), {"withdraw": question.pk})
        assert withdrawn.status_code == 404


class TestDeckEdit:
    def test_shows_all_questions_with_their_options_in_order(self, desk, teacher, deck):
        text = desk.get(reverse("desk:deck-edit", args=[deck.token])).content.decode()
        assert "7 June 2002" in text
        assert "15 June 2001" in text
        assert text.count("<h1") == 1

    def test_an_empty_deck_says_what_to_do_next(self, desk, teacher):
        empty = DeckFactory(owner=teacher)
        reply = desk.get(reverse("desk:deck-edit", args=[empty.token]))
        assert b"Write the first one here" in reply.content

    def test_name_and_purpose_are_stored_with_who_did_it(self, desk, teacher, deck):
        url = reverse("desk:deck-edit", args=[deck.token])
        assert desk.post(url, {"name": "Week 4", "about": "Reading"}).status_code == 302
        deck.refresh_from_db()
        assert (deck.name, deck.about) == ("Week 4", "Reading")
        assert Edit.objects.get(deck=deck).changes["name"] == ["Week 3", "Week 4"]

    @pytest.mark.parametrize("name", ["", "x" * 121, "a\0b"])
    def test_a_bad_name_gets_its_message(self, desk, deck, name):
        reply = desk.post(reverse("desk:deck-edit", args=[deck.token]), {"name": name})
        assert reply.status_code == 422
        assert 'id="id_name_error"' in reply.content.decode()

    def test_fifty_questions_take_as_many_statements_as_two(
        self, desk, teacher, django_assert_max_num_queries
    ):
        small = DeckFactory(owner=teacher, questions=[own_question(teacher) for _ in range(2)])
        large = DeckFactory(owner=teacher, questions=[own_question(teacher) for _ in range(50)])
        counts = []
        for one in (small, large):
            with django_assert_max_num_queries(15) as counted:
                reply = desk.get(reverse("desk:deck-edit", args=[one.token]))
            counts.append(len(counted))
        assert counts[0] == counts[1]
        assert len(reply.content) < 150_000

    def test_a_question_that_is_no_longer_shared_is_counted_and_not_shown(self, desk, teacher):
        foreign = own_question(TeacherFactory(), stem="A secret stem?")
        own = DeckFactory(owner=teacher, questions=[foreign])
        text = desk.get(reverse("desk:deck-edit", args=[own.token])).content.decode()
        assert "A secret stem?" not in text
        assert "1 question is no longer shared with you." in text


class TestNew:
    def test_the_editor_opens_as_a_page_and_as_a_part(self, desk, deck):
        page = desk.get(new_url(deck)).content.decode()
        part = desk.get(new_url(deck), headers=HTMX).content.decode()
        assert page.count("<h1") == 1
        assert "<html" not in part
        assert part.strip().startswith("<li")

    @pytest.mark.parametrize("post", [choice, typed, truth])
    def test_a_question_is_stored_as_a_draft_at_the_end(self, desk, teacher, deck, fact, post):
        reply = desk.post(new_url(deck), post(fact=fact.pk))
        made = Question.objects.get(stem=post()["stem"])
        assert reply.url == f"{reverse('desk:deck-edit', args=[deck.token])}#card-{made.pk}"
        assert (made.status, made.owner, made.fact) == ("draft", teacher, fact)
        assert stems(deck)[-1] == made.stem

    def test_or_between_two_others(self, desk, teacher, fact):
        first, last = own_question(teacher), own_question(teacher)
        deck = DeckFactory(owner=teacher, questions=[first, last])
        desk.post(new_url(deck), choice(fact=fact.pk, after=first.pk))
        assert stems(deck) == [first.stem, choice()["stem"], last.stem]

    def test_htmx_gets_the_closed_card(self, desk, deck, fact):
        reply = desk.post(new_url(deck), choice(fact=fact.pk, in_place="1"), headers=HTMX)
        made = Question.objects.get(stem=choice()["stem"])
        assert f'id="card-{made.pk}"' in reply.content.decode()
        assert "<form" not in reply.content.decode()

    def test_the_next_one_opens_below_where_that_was_asked_for(self, desk, deck, fact):
        post = choice(fact=fact.pk, in_place="1") | {"save-more": "1"}
        reply = desk.post(new_url(deck), post, headers=HTMX)
        made = Question.objects.get(stem=choice()["stem"])
        assert f'id="new{made.pk}"' in reply.content.decode()

    def test_a_fact_is_made_on_the_spot_with_its_source(self, desk, teacher, deck):
        TopicFactory()
        assert desk.post(new_url(deck), choice(**new_fact())).status_code == 302
        made = Question.objects.get(stem=choice()["stem"])
        assert made.fact.texts.get().statement == new_fact()["fact-statement"]
        citation = made.fact.citations.get()
        assert (citation.place, citation.source.title) == ("article 1", "Charter of the SCO")
        assert made.fact.owner == citation.source.owner == teacher

    def test_or_proved_by_a_source_that_there_is(self, desk, teacher, deck):
        TopicFactory()
        source = own_source(teacher)
        post = choice(**new_fact(source_from="existing", source=source.pk))
        assert desk.post(new_url(deck), post).status_code == 302
        made = Question.objects.get(stem=choice()["stem"])
        assert made.fact.citations.get().source == source

    def test_nothing_of_a_refused_question_stays(self, desk, deck):
        TopicFactory()
        before = (Fact.objects.count(), Source.objects.count())
        reply = desk.post(new_url(deck), choice(**new_fact(**{"fact-place": ""})))
        assert reply.status_code == 422
        assert (Fact.objects.count(), Source.objects.count()) == before
        assert Question.objects.count() == 1


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"stem": ""}, "stem"),
            ({"stem": "When\0?"}, "stem"),
            ({"stem": "x" * 1001}, "stem"),
            ({"options-1-text": "x" * 301}, "options-1-text"),
            ({"options-1-text": "15\0 June"}, "options-1-text"),
            ({"key": ""}, "options"),
            ({"key": "3"}, "options"),
            ({"key": ["0", "1"]}, "options"),
            ({"form": "nonsense"}, "form"),
            ({"language": "xx"}, "language"),
            ({"title": "x" * 121}, "title"),
            ({"fact": ""}, "fact"),
            ({"fact": "999999"}, "fact"),
            ({"fact": "1; drop"}, "fact"),
            ({"fact": "9" * 40}, "fact"),
            ({"options-1-true_of": "999999"}, "options-1-text"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, desk, deck, fact, change, field):
        reply = desk.post(new_url(deck), choice(fact=fact.pk) | change)
        assert reply.status_code == 422
        assert "flaw gate" in told_at(reply, field)
        assert stems(deck) == [deck.entries.get().question.stem]

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"fact-statement": ""}, "fact-statement"),
            ({"fact-topic": "nowhere"}, "fact-topic"),
            ({"fact-place": ""}, "fact-place"),
            ({"source-title": ""}, "source-title"),
            ({"source_from": "existing"}, "source"),
            ({"source_from": "existing", "source": "999999"}, "source"),
            ({"fact-as_of": "x" * 21}, "fact-as_of"),
        ],
    )
    def test_so_is_what_a_new_fact_lacks(self, desk, deck, change, field):
        TopicFactory()
        reply = desk.post(new_url(deck), choice(**new_fact(**change)))
        assert reply.status_code == 422
        assert "flaw gate" in told_at(reply, field)

    @pytest.mark.parametrize(
        ("post", "field"),
        [(typed(answer=""), "answer"), (typed(answer="x" * 301), "answer"),
         (truth(truth=""), "truth"), (truth(truth="maybe"), "truth")],
    )  # fmt: skip
    def test_other_forms_want_their_own_fields(self, desk, deck, fact, post, field):
        reply = desk.post(new_url(deck), post | {"fact": fact.pk})
        assert reply.status_code == 422
        assert "flaw gate" in told_at(reply, field)

    def test_what_was_written_is_still_there(self, desk, deck):
        reply = desk.post(new_url(deck), choice(stem="<script>alert(1)</script> When?"))
        text = reply.content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; When?" in text
        assert "<script>alert" not in text
        assert 'value="15 June 2001"' in text

    def test_rows_of_another_teacher_are_refused_as_if_they_did_not_exist(
        self, desk, deck, outsider, fact
    ):
        TopicFactory()
        theirs, source = own_fact(outsider), own_source(outsider)
        wishes = [
            (choice(fact=theirs.pk), choice(fact=999_999), "fact"),
            (choice(fact=fact.pk, **{"options-1-true_of": theirs.pk}),
             choice(fact=fact.pk, **{"options-1-true_of": 999_999}), "options-1-text"),
            (choice(**new_fact(source_from="existing", source=source.pk)),
             choice(**new_fact(source_from="existing", source=999_999)), "source"),
        ]  # fmt: skip
        for real, made_up, field in wishes:
            replies = [desk.post(new_url(deck), post) for post in (real, made_up)]
            assert [reply.status_code for reply in replies] == [422, 422]
            assert told_at(replies[0], field) == told_at(replies[1], field)
        assert len(stems(deck)) == 1

    def test_a_card_beside_anothers_question_is_placed_at_the_end(self, desk, deck, outsider, fact):
        theirs = own_question(outsider)
        assert desk.post(new_url(deck), choice(fact=fact.pk, after=theirs.pk)).status_code == 302
        assert stems(deck)[-1] == choice()["stem"]
