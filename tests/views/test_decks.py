"""Decks as learners meet them: by an assignment, by a link, and not at all."""

import pytest
from django.test import Client

from questions.models import (
    Assignment,
    Classroom,
    Deck,
    Fact,
    Membership,
    Question,
    QuizSession,
    Source,
    User,
)
from questions.quiz.trial import start_trial
from tests.factories import (
    AssignmentFactory,
    CitationFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    SourceFactory,
    TeacherFactory,
    UserFactory,
    own_question,
)
from tests.playing import PAIRS, next_item, plan, posted, question_of, response_to, set_of
from tests.views.conftest import HTMX, browser_of, undo
from tests.views.test_account import NEW

pytestmark = pytest.mark.django_db

LINK = "f" * 32
SECRET = "Council of Elders"


@pytest.fixture
def bob():
    return TeacherFactory(username="bob")


@pytest.fixture
def deck(bob):
    """A deck with a link, of two questions of its teacher's own."""
    questions = [own_question(bob, stem=f"Stem {n}?", answer=SECRET) for n in range(2)]
    return DeckFactory(
        owner=bob, name="Founding papers", about="For the exam.", study_token=LINK,
        questions=questions,
    )  # fmt: skip


@pytest.fixture
def classroom(alice, bob):
    return ClassroomFactory(teacher=bob, learners=[alice], name="Group 3")


def study(client: Client, deck: Deck, **more):
    return client.post("/quiz/start/", {"mode": "deck", "deck": deck.token}, **more)


class TestStart:
    def test_a_learner_of_the_class_begins_and_goes_on_with_it(
        self, alice, alices, deck, classroom
    ):
        AssignmentFactory(classroom=classroom, deck=deck)
        session = QuizSession.objects.get(token=study(alices, deck).url.split("/")[2])
        assert (session.learner, session.mode, session.deck) == (alice, "deck", deck)
        assert study(alices, deck).url == f"/quiz/{session.token}/"
        assert study(browser_of(alice), deck).url == f"/quiz/{session.token}/"

    def test_nobody_else_can(self, charlie, client, bob, deck, classroom):
        AssignmentFactory(classroom=classroom, deck=deck)
        guest, _ = start_trial(seed="x", language="en", now=deck.created_at)
        for user in (charlie, bob, TeacherFactory(), UserFactory(is_superuser=True)):
            assert study(browser_of(user), deck).status_code == 404
        assert study(client, deck).url.startswith("/account/login/")
        assert study(browser_of(guest), deck).url == "/account/signup/"
        assert not QuizSession.objects.exclude(mode="try").exists()

    @pytest.mark.parametrize("how", ["taken back", "left", "put away", "teacher there"])
    def test_nor_can_one_whose_assignment_is_over(self, alice, alices, deck, classroom, how):
        AssignmentFactory(classroom=classroom, deck=deck)
        members = Membership.objects.filter(user=alice)
        if how == "taken back":
            Assignment.objects.update(withdrawn_at=deck.created_at)
        elif how == "left":
            members.update(left_at=deck.created_at)
        elif how == "put away":
            Classroom.objects.update(archived_at=deck.created_at)
        else:
            members.update(role="teacher")
        assert study(alices, deck).status_code == 404
        assert not QuizSession.objects.exists()

    @pytest.mark.parametrize("token", ["", "\0", "x" * 40, LINK, "1 OR 1=1"])
    def test_a_token_that_is_none_is_not_found(self, alices, deck, token):
        deck.learners.add(User.objects.get(username="alice"))
        data = {"mode": "deck", "deck": token}
        assert alices.post("/quiz/start/", data).status_code == 404

    def test_a_deck_without_questions_says_so(self, alice, alices, bob):
        deck = DeckFactory(owner=bob, study_token=LINK)
        deck.learners.add(alice)
        assert study(alices, deck).url == "/"
        assert "Nothing to ask there" in alices.get("/").content.decode()

    def test_the_summary_leads_back_to_the_deck_while_it_is_studied(
        self, alice, alices, deck, classroom
    ):
        AssignmentFactory(classroom=classroom, deck=deck)
        url = study(alices, deck).url
        alices.post(f"{url}end/")
        again = f'name="deck" value="{deck.token}"'
        assert again in alices.get(f"{url}summary/").content.decode()
        Assignment.objects.update(withdrawn_at=deck.created_at)
        page = alices.get(f"{url}summary/").content.decode()
        assert again not in page
        assert "Done for now" in page

    def test_what_was_open_when_it_was_taken_back_can_still_be_answered(
        self, alice, alices, deck, classroom
    ):
        AssignmentFactory(classroom=classroom, deck=deck)
        url = study(alices, deck).url
        Assignment.objects.update(withdrawn_at=deck.created_at)
        assert alices.get(url).status_code == 200
        item = next_item(QuizSession.objects.get())
        data = {"item": item.token, **posted(response_to(item))}
        assert alices.post(f"{url}answer/", data, headers=HTMX).status_code == 200


class TestLink:
    def test_it_tells_what_the_deck_is_and_none_of_its_questions(self, alices, client, deck):
        for browser in (alices, client):
            page = browser.get(f"/decks/{LINK}/").content.decode()
            for text in ("Founding papers", "For the exam.", "2 questions", "by bob"):
                assert text in page
            for text in ("Stem 0?", "Stem 1?", SECRET, "15 June 2001"):
                assert text not in page

    def test_only_what_is_approved_is_counted(self, client, bob, deck):
        Question.objects.filter(stem="Stem 0?").update(status="draft")
        assert "1 question " in client.get(f"/decks/{LINK}/").content.decode()

    def test_names_are_escaped(self, client, bob, deck):
        User.objects.filter(pk=bob.pk).update(username="<b>bob")
        Deck.objects.update(name="<script>1</script>", about="<img>")
        page = client.get(f"/decks/{LINK}/").content.decode()
        for text in ("<b>bob", "<script>1", "<img>"):
            assert text not in page

    def test_a_member_takes_it_up_and_studies_it_from_the_first_page(self, alice, alices, deck):
        assert study(alices, deck).status_code == 404
        assert alices.post(f"/decks/{LINK}/take/").url == "/"
        assert alices.post(f"/decks/{LINK}/take/").url == "/"
        assert list(deck.learners.all()) == [alice]
        page = alices.get("/").content.decode()
        assert "“Founding papers” is among your decks now." in page
        assert deck.token in page.partition("Your decks")[2]
        assert "It is among your decks." in alices.get(f"/decks/{LINK}/").content.decode()
        assert study(alices, deck).url.startswith("/quiz/")

    def test_visitors_and_guests_are_invited_to_sign_up_and_come_back(self, client, deck):
        guest, _ = start_trial(seed="x", language="en", now=deck.created_at)
        for browser, way in ((client, "/account/login/"), (browser_of(guest), "/account/signup/")):
            page = browser.get(f"/decks/{LINK}/").content.decode()
            assert f'href="/account/signup/?next=/decks/{LINK}/"' in page
            assert f'href="/account/login/?next=/decks/{LINK}/"' in page
            assert "/take/" not in page
            assert browser.post(f"/decks/{LINK}/take/").url.startswith(way)
        assert not deck.learners.exists()

    def test_whoever_signs_up_there_comes_back(self, client, deck):
        here = f"/decks/{LINK}/"
        response = client.post("/account/signup/", NEW | {"next": here})
        assert response.url == here
        assert "/take/" in client.get(here).content.decode()

    @pytest.mark.parametrize("how", ["closed", "put away", "unknown"])
    def test_a_dead_link_says_so_whatever_is_done_with_it(self, alices, client, deck, how):
        token = "e" * 32 if how == "unknown" else LINK
        if how != "unknown":
            dead = {"closed": {"study_token": None}, "put away": {"archived_at": deck.created_at}}
            Deck.objects.update(**dead[how])
        for response in (
            client.get(f"/decks/{token}/"),
            alices.get(f"/decks/{token}/"),
            alices.post(f"/decks/{token}/take/"),
        ):
            assert response.status_code == 404
            assert "This link leads to no deck" in response.content.decode()
        assert not deck.learners.exists()

    def test_the_token_of_the_desk_is_no_link(self, client, deck):
        assert client.get(f"/decks/{deck.token}/").status_code == 404

    def test_getting_takes_nothing_up(self, alices, deck):
        assert alices.get(f"/decks/{LINK}/take/").status_code == 405
        alices.get(f"/decks/{LINK}/")
        assert not deck.learners.exists()

    def test_without_a_question_there_is_nothing_to_take_up(self, alices, deck):
        deck.entries.all().delete()
        page = alices.get(f"/decks/{LINK}/").content.decode()
        assert "There is no question in it yet." in page
        assert "/take/" not in page


class TestLeave:
    def test_it_is_asked_no_more_and_can_be_taken_up_again(self, alice, alices, deck):
        deck.learners.add(alice)
        assert alices.post("/decks/leave/", {"deck": deck.token}).url == "/"
        assert not deck.learners.exists()
        assert study(alices, deck).status_code == 404
        assert "/take/" in alices.get(f"/decks/{LINK}/").content.decode()

    def test_it_can_be_undone_at_once(self, alice, alices, deck):
        deck.learners.add(alice)
        left = alices.post("/decks/leave/", {"deck": deck.token}, follow=True)
        undo(alices, left.content.decode())
        assert list(deck.learners.all()) == [alice]

    def test_so_can_taking_it_up(self, alices, deck):
        taken = alices.post(f"/decks/{LINK}/take/", follow=True)
        assert deck.learners.count() == 1
        undo(alices, taken.content.decode())
        assert deck.learners.count() == 0

    def test_what_has_no_link_any_more_cannot_be_taken_up_again(self, alice, alices, deck):
        deck.learners.add(alice)
        Deck.objects.update(study_token=None)
        page = alices.post("/decks/leave/", {"deck": deck.token}, follow=True).content.decode()
        assert "You stopped studying" in page
        assert "Undo" not in page

    def test_the_name_of_a_deck_is_shown_as_it_is_written(self, alice, alices, deck):
        Deck.objects.update(name="<b>Papers</b> & more")
        deck.learners.add(alice)
        page = alices.post("/decks/leave/", {"deck": deck.token}, follow=True).content.decode()
        assert "&lt;b&gt;Papers&lt;/b&gt; &amp; more" in page
        assert "<b>Papers" not in page

    @pytest.mark.parametrize("token", ["", "\0", "nothing"])
    def test_only_a_deck_that_one_took_up(self, alice, alices, charlie, deck, token):
        deck.learners.add(charlie)
        assert alices.post("/decks/leave/", {"deck": token or deck.token}).status_code == 404
        assert list(deck.learners.all()) == [charlie]

    def test_an_assigned_deck_is_left_with_its_classroom_alone(self, alices, deck, classroom):
        AssignmentFactory(classroom=classroom, deck=deck)
        assert alices.post("/decks/leave/", {"deck": deck.token}).status_code == 404
        assert study(alices, deck).status_code == 302


class TestTeachersFacts:
    """What is told of a fact that has no page, and whose slug may be that of one that has."""

    @pytest.fixture
    def fact(self, bob):
        FactFactory(slug="same")
        SourceFactory(slug="notes")
        source = SourceFactory(owner=bob, slug="notes", short_name="Lecture notes", digest="")
        fact = FactFactory(
            owner=bob, slug="same", subject=None, relation=None, value=None, citation=None
        )
        CitationFactory(
            fact=fact, source=source, start=None, end=None, span_digest="", place="page 12"
        )
        return fact

    def told(self, learner, question, now, *, right: bool) -> str:
        session = plan(learner, question, now=now)
        item = next_item(session)
        data = {"item": item.token, **posted(response_to(item, right=right))}
        url = f"/quiz/{session.token}/answer/"
        return browser_of(learner).post(url, data, headers=HTMX).content.decode()

    @pytest.mark.parametrize("right", [True, False])
    def test_the_feedback_names_source_and_place_without_a_link(
        self, alice, bob, fact, clock, right
    ):
        page = self.told(alice, own_question(bob, fact=fact), clock, right=right)
        assert "Lecture notes</span>, page 12" in page
        assert "Statement of same." in page
        assert "/library/" not in page

    def test_a_source_of_the_library_keeps_its_link(self, alice, bob, fact, clock):
        fact.citations.update(source=Source.objects.get(slug="notes", owner=None), place="page 3")
        page = self.told(alice, own_question(bob, fact=fact), clock, right=True)
        assert '<a href="/library/sources/notes/">' in page
        assert ", page 3" in page
        assert "/library/facts/" not in page

    def test_so_does_a_fact_of_the_library_that_a_teacher_asks(self, alice, bob, clock):
        question = own_question(bob, fact=FactFactory(slug="shown"))
        assert "/library/facts/shown/" in self.told(alice, question, clock, right=True)

    def test_hints_after_a_missed_date_name_the_library_alone(self, alice, bob, fact, clock):
        question = own_question(bob, fact=fact)
        key = {"type": "date", "start": "2002-06-07", "end": ""}
        Question.objects.filter(pk=question.pk).update(key=key)
        other = FactFactory(owner=bob, slug="concealed", value__date_start="2001-06-15")
        near = FactFactory(slug="near", value__date_start="2001-06-15")
        assert other.topic == near.topic == fact.topic
        page = self.told(alice, question, clock, right=False)
        assert "/library/facts/near/" in page
        assert "concealed" not in page

    def test_parts_and_wrong_options_are_told_without_a_link(self, alice, bob, fact, clock):
        library = FactFactory(slug="shown")
        matching = set_of("match", rows=PAIRS[:2], facts=[fact, library], owner=bob)
        page = self.told(alice, matching, clock, right=False)
        assert "/library/facts/shown/" in page
        assert "/library/facts/same/" not in page
        ticking = question_of("choose-all", fact=fact, owner=bob)
        page = self.told(alice, ticking, clock, right=False)
        assert "is true of something else." in page
        assert "/library/" not in page

    def test_neither_summary_nor_progress_lead_to_another_fact(
        self, alice, alices, bob, fact, clock, classroom
    ):
        question = own_question(bob, fact=fact)
        deck = DeckFactory(owner=bob, questions=[question])
        AssignmentFactory(classroom=classroom, deck=deck)
        self.told(alice, question, clock, right=False)
        session = QuizSession.objects.get()
        alices.post(f"/quiz/{session.token}/end/")
        for url in (f"/quiz/{session.token}/summary/", "/progress/", "/progress/sco/"):
            page = alices.get(url).content.decode()
            assert "Statement of same." in page
            assert "/library/facts/same/" not in page

    def test_its_page_is_nobodys(self, alices, bob, fact):
        Fact.objects.filter(owner=None).delete()
        assert alices.get("/library/facts/same/").status_code == 404
        assert browser_of(bob).get("/library/facts/same/").status_code == 404
