"""The quiz through the browser's door: who gets in, what is sent, what comes back."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.test import Client

from questions.models import (
    Card,
    Fact,
    QuizSession,
    ReviewLog,
    SessionItem,
    Tally,
    User,
)
from questions.progress.tallies import rebuild_tallies
from questions.quiz.leaving import leave_facts
from questions.scheduling.review import rebuild_cards
from tests.factories import DeckFactory, QuestionFactory, TopicFactory
from tests.playing import (
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

FORM = "application/x-www-form-urlencoded"


def url_of(session: QuizSession, ending: str = "answer/") -> str:
    return f"/quiz/{session.token}/{ending}"


def stored() -> list:
    """All rows that an answer may write."""
    models = (SessionItem, ReviewLog, Tally, Card, QuizSession)
    return [list(model.objects.order_by("pk").values_list()) for model in models]


class TestStart:
    def test_it_leads_to_the_first_question(self, alices):
        QuestionFactory.create_batch(3)
        response = alices.post("/quiz/start/", {"mode": "review"})
        session = QuizSession.objects.get()
        assert (response.status_code, response.url) == (302, url_of(session, ""))

    def test_a_topic_narrows_it(self, alices):
        QuestionFactory(fact__topic=TopicFactory(slug="sco"))
        csto = QuestionFactory(fact__topic=TopicFactory(slug="csto"))
        alices.post("/quiz/start/", {"mode": "practice", "topic": "csto"})
        assert [item.question for item in SessionItem.objects.all()] == [csto]

    @pytest.mark.parametrize("mode", ["", "try", "exam", "review\0", "REVIEW"])
    def test_other_modes_lead_home(self, alices, mode):
        QuestionFactory(fact__importance=3)
        response = alices.post("/quiz/start/", {"mode": mode})
        assert (response.status_code, response.url) == (302, "/")
        assert not QuizSession.objects.exists()

    @pytest.mark.parametrize("topic", ["nowhere", "sco\0x", "a" * 5000, "😀", "1 OR 1"])
    def test_an_unknown_topic_is_not_found(self, alices, topic):
        TopicFactory(slug="sco")
        data = {"mode": "practice", "topic": topic}
        assert alices.post("/quiz/start/", data).status_code == 404

    def test_orderings_and_matchings_have_a_session_of_their_own(self, alices):
        wanted = question_of("order")
        QuestionFactory()
        alices.post("/quiz/start/", {"mode": "sets"})
        assert [item.question for item in SessionItem.objects.all()] == [wanted]

    def test_where_nothing_can_be_asked_it_says_so(self, alices):
        response = alices.post("/quiz/start/", {"mode": "review"}, follow=True)
        assert "Nothing to ask there right now" in response.content.decode()


class TestPlay:
    def test_it_shows_the_next_question(self, alice, alices, clock):
        session = plan(alice, question_of("choice", stem="Which year was it?"), now=clock)
        response = alices.get(url_of(session, ""))
        assert "Which year was it?" in response.content.decode()
        assert "<html" in response.content.decode()

    def test_htmx_gets_the_question_alone(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        page = alices.get(url_of(session, ""), headers=HTMX).content.decode()
        assert page.strip().startswith('<section id="question"')
        assert "<html" not in page

    def test_the_options_keep_their_order_on_each_visit(self, alice, alices, clock):
        names = [f"Body number {n}" for n in range(4)]
        question = question_of("choice", options=names, key=None)
        session = plan(alice, question, now=clock)
        pages = {alices.get(url_of(session, ""), headers=HTMX).content for _ in range(5)}
        assert len(pages) == 1

    def test_names_are_mixed_from_one_session_to_the_next(self, alice, alices, clock):
        names = [f"Body number {n}" for n in range(4)]
        question = question_of("choice", options=names, key=None)
        orders = set()
        for _ in range(12):
            page = alices.get(url_of(plan(alice, question, now=clock), "")).content.decode()
            orders.add(tuple(sorted(names, key=page.index)))
        assert len(orders) > 3

    def test_dates_stay_sorted(self, alice, alices, clock):
        for _ in range(5):
            page = alices.get(url_of(plan(alice, question_of("choice"), now=clock), ""))
            text = page.content.decode()
            assert text.index("7 June 2002") < text.index("15 June 2001") < text.index("1996")

    def test_a_session_with_nothing_left_leads_to_its_summary(self, alice, alices, clock):
        verdict = play_once(alice, question_of("choice"), now=clock)
        response = alices.get(f"/quiz/{verdict.item.session_token}/")
        assert response.url == f"/quiz/{verdict.item.session_token}/summary/"

    def test_it_is_never_kept_by_the_browser(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        assert "no-store" in alices.get(url_of(session, ""))["Cache-Control"]

    def test_texts_are_escaped(self, alice, alices, clock):
        bad = "<script>alert(1)</script>"
        question = question_of("choice", stem=bad, options=[bad, "other"], answer=bad)
        session = plan(alice, question, now=clock)
        pages = alices.get(url_of(session, "")).content
        data = {"item": next_item(session).token, "choice": "0"}
        pages += alices.post(url_of(session), data, headers=HTMX).content
        assert b"<script>alert" not in pages


class TestAnswer:
    @pytest.mark.parametrize("form", ["choice", "true-false", "cloze", "typed"])
    def test_htmx_gets_feedback_and_the_next_question_in_one_reply(
        self, alice, alices, clock, form
    ):
        session = plan(alice, question_of(form), question_of("choice", stem="And?"), now=clock)
        data = {"item": next_item(session).token, "choice": "0", "typed": "7 June 2002"}
        response = alices.post(url_of(session), data, headers=HTMX)
        page = response.content.decode()
        assert response.status_code == 200
        assert page.strip().startswith('<section id="answer-feedback"')
        assert "<template data-next>" in page
        assert "And?" in page
        assert "<html" not in page

    def test_a_plain_form_is_sent_on_to_the_feedback(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        item = next_item(session).token
        response = alices.post(url_of(session), {"item": item, "choice": "1"}, follow=True)
        assert response.redirect_chain == [(url_of(session, f"items/{item}/"), 302)]
        page = unescape(response.content.decode())
        assert "Not this time" in page
        assert "15 June 2001 is true of something else." in page
        assert "7 June 2002" in page

    def test_the_feedback_shows_where_the_fact_stands(self, alice, alices, clock):
        question = question_of("choice")
        source = question.fact.citations.get().source
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        page = alices.post(url_of(session), data, headers=HTMX).content.decode()
        assert source.short_name in page
        assert f"/library/facts/{question.fact.slug}/" in page

    @pytest.mark.parametrize("is_right", [True, False])
    @pytest.mark.parametrize("form", ["choose-all", "number", *SETS])
    def test_a_reload_of_the_feedback_shows_what_the_answer_did(
        self, alice, alices, clock, form, is_right
    ):
        session = plan(alice, question_of(form), question_of("choice"), now=clock)
        item = next_item(session)
        data = {"item": item.token, **posted(response_to(item, right=is_right))}
        reply = alices.post(url_of(session), data, headers=HTMX).content
        again = alices.get(url_of(session, f"items/{item.token}/"), headers=HTMX).content
        assert again == reply
        assert alices.post(url_of(session), data, headers=HTMX).content == reply

    def test_the_feedback_on_all_that_apply_lists_every_option(self, alice, alices, clock):
        question = question_of("choose-all")
        session = plan(alice, question, now=clock)
        item = next_item(session)
        texts = [option.text for option in item.options]
        sent = [str(texts.index(text)) for text in ("China", "Russia", "Japan")]
        data = {"item": item.token, "choice": sent}
        page = unescape(alices.post(url_of(session), data, headers=HTMX).content.decode())
        assert "2 of 3 found, 1 wrong" in page
        assert "Japan is true of something else." in page
        assert "Brazil is true of something else." not in page
        notes = re.findall(
            r"(Right, and chosen|Right, but missed|Wrong, but chosen|Wrong, not)", page
        )
        assert sorted(notes) == [
            "Right, and chosen", "Right, and chosen", "Right, but missed", "Wrong, but chosen",
            "Wrong, not",
        ]  # fmt: skip

    def test_the_feedback_on_a_number_has_its_unit_and_tolerance(self, alice, alices, clock):
        session = plan(alice, question_of("number"), now=clock)
        data = {"item": next_item(session).token, "typed": "3"}
        page = alices.post(url_of(session), data, headers=HTMX).content.decode()
        assert "100 states" in page
        assert "(right within 5)" in page

    @pytest.mark.parametrize("form", SETS)
    def test_the_feedback_on_a_set_tells_every_part_and_leads_to_its_fact(
        self, alice, alices, clock, form
    ):
        question = question_of(form)
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token, "gave_up": "1"}
        page = alices.post(url_of(session), data, headers=HTMX).content.decode()
        for part in question.parts.all():
            assert part.text in page
            assert part.answer in page
            assert f"/library/facts/{part.fact.slug}/" in page
        facts = [part.fact.slug for part in question.parts.all()]
        for fact in facts:
            told = alices.get(f"/library/facts/{fact}/").content.decode()
            assert (
                f'<span class="wrong">Not this time</span> · <span lang="en">{question.stem}'
                in told
            )

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_a_repeated_post_gets_the_same_reply_and_adds_nothing(
        self, alice, alices, clock, headers
    ):
        session = plan(alice, question_of("choice"), question_of("choice"), now=clock)
        data = {"item": next_item(session).token, "choice": "1"}
        first = alices.post(url_of(session), data, headers=headers)
        before = stored()
        for _ in range(3):
            again = alices.post(url_of(session), data, headers=headers)
            assert (again.status_code, again.content) == (first.status_code, first.content)
        assert stored() == before

    def test_a_finished_session_refuses_with_a_way_out(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        alices.post(url_of(session, "end/"))
        before = stored()
        response = alices.post(url_of(session), data, headers=HTMX)
        assert response.status_code == 409
        assert url_of(session, "summary/") in response.content.decode()
        assert alices.post(url_of(session), data).url == url_of(session, "summary/")
        assert stored() == before

    def test_a_withdrawn_question_is_passed_over_with_a_notice(self, alice, alices, clock):
        questions = [question_of("choice") for _ in range(3)]
        session = plan(alice, *questions, now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        leave_facts([questions[0].fact_id], now=clock)
        before = stored()
        response = alices.post(url_of(session), data, headers=HTMX)
        page = unescape(response.content.decode())
        assert response.status_code == 409
        assert page.strip().startswith('<section id="question"')
        assert "This question was withdrawn meanwhile; nothing was counted." in page
        assert questions[1].stem in page
        assert "1 / 2" in page
        response = alices.post(url_of(session), data)
        assert response.url == url_of(session, "")
        followed = unescape(alices.get(response.url).content.decode())
        assert "This question was withdrawn meanwhile" in followed
        assert questions[1].stem in followed
        assert stored() == before

    def test_where_it_was_the_last_one_the_summary_follows(self, alice, alices, clock):
        question = question_of("choice")
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        leave_facts([question.fact_id], now=clock)
        response = alices.post(url_of(session), data, headers=HTMX)
        assert response.status_code == 409
        page = response.content.decode()
        assert "This question was withdrawn meanwhile" in page
        assert url_of(session, "summary/") in page
        assert alices.post(url_of(session), data).url == url_of(session, "summary/")
        assert alices.get(url_of(session, "")).url == url_of(session, "summary/")
        assert alices.get(url_of(session, "summary/")).status_code == 200

    def test_an_open_session_with_nothing_left_ends_where_it_is_gone_on_with(
        self, alice, alices, clock
    ):
        session = plan(alice, question_of("choice"), now=clock)
        SessionItem.objects.update(withdrawn_at=clock)
        assert alices.get(url_of(session, "")).url == url_of(session, "summary/")
        assert QuizSession.objects.get().finished_at >= clock

    def test_a_fact_that_a_person_withdrew_is_passed_over_too(self, alice, alices, clock):
        questions = [question_of("choice"), question_of("choice")]
        session = plan(alice, *questions, now=clock)
        data = {"item": next_item(session).token, "choice": "0"}
        Fact.objects.filter(pk=questions[0].fact_id).update(withdrawn_at=clock)
        response = alices.post(url_of(session), data, headers=HTMX)
        assert response.status_code == 409
        assert questions[1].stem in unescape(response.content.decode())

    def test_a_withdrawn_flashcard_is_not_turned_over(self, alice, alices, clock):
        question = question_of("flashcard")
        session = plan(alice, question, question_of("flashcard"), now=clock)
        data = {"item": next_item(session).token}
        leave_facts([question.fact_id], now=clock)
        response = alices.post(url_of(session, "reveal/"), data, headers=HTMX)
        assert response.status_code == 409
        assert "This question was withdrawn meanwhile" in response.content.decode()
        assert not SessionItem.objects.filter(revealed_at__isnull=False).exists()

    def test_the_server_alone_decides_time_score_and_rating(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        forged = {"points": "900", "rating": "4", "duration_ms": "1", "study_day": "2030-01-01"}
        data = {"item": next_item(session).token, "choice": "1", **forged}
        alices.post(url_of(session), data)
        log = ReviewLog.objects.get()
        assert (log.rating, log.points, log.study_day) == (1, 0, alice.study_day(clock))


BAD_CHOICES = ["7", "3", "-1", "abc", "١", "", "0x1", " 1", "1e0", "1" * 5000, "0\0"]
BAD_TEXTS = {
    "empty": b"",
    "spaces": b"+++",
    "301 characters": b"x" * 301,
    "1 MB": b"x" * 1_000_000,
    "NUL": b"a%00b",
    "broken UTF-8": b"%ff%fe",
    "raw broken UTF-8": b"\xff\xfe",
    "lone surrogate": b"%ED%A0%80",
    "a sign that turns the text round": quote("7\u202e June").encode(),
    "a right-to-left mark": quote("7\u200f June").encode(),
}


class TestBadInput:
    @pytest.fixture(params=[{}, HTMX], ids=["page", "fragment"])
    def headers(self, request):
        return request.param

    def refused(self, response, form):
        """A 422 whose message stands with the question, at the field where there is one."""
        page = response.content.decode()
        assert response.status_code == 422
        assert 'id="question"' in page
        assert '<p class="error" id="error" role="alert">' in page
        if form in ("typed", "cloze"):
            assert 'aria-invalid="true" aria-describedby="error"' in page

    @pytest.mark.parametrize("form", ["choice", "true-false"])
    @pytest.mark.parametrize("choice", BAD_CHOICES)
    def test_a_choice_that_is_none(self, alice, alices, clock, headers, form, choice):
        session = plan(alice, question_of(form), now=clock)
        before = stored()
        data = {"item": next_item(session).token, "choice": choice}
        self.refused(alices.post(url_of(session), data, headers=headers), form)
        assert stored() == before

    @pytest.mark.parametrize("form", ["typed", "cloze"])
    @pytest.mark.parametrize("typed", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
    def test_a_text_that_cannot_be_graded(self, alice, alices, clock, headers, form, typed):
        session = plan(alice, question_of(form), now=clock)
        before = stored()
        body = b"item=" + next_item(session).token.encode() + b"&typed=" + typed
        self.refused(alices.post(url_of(session), body, content_type=FORM, headers=headers), form)
        assert stored() == before

    def test_what_was_typed_is_still_there(self, alice, alices, clock, headers):
        session = plan(alice, question_of("typed"), now=clock)
        data = {"item": next_item(session).token, "typed": 'almost "right" ' + "x" * 300}
        page = alices.post(url_of(session), data, headers=headers).content.decode()
        assert 'value="almost &quot;right&quot; xxx' in page

    @pytest.mark.parametrize(
        ("form", "sent", "message"),
        [
            ("choose-all", {}, "Tick at least one answer"),
            ("choose-all", {"choice": ["0", "9"]}, "That answer is not one of"),
            ("choose-all", {"choice": ["0", "\0"]}, "That answer is not one of"),
            ("number", {"typed": "quite a few"}, "There is no number in that."),
            ("number", {"typed": " "}, "Type an answer first"),
            ("order", {}, "Give each of them a place"),
            ("order", {"place": ["1", "2", "3", "4", ""]}, "Give each of them a place"),
            ("order", {"place": ["1", "2", "2", "3", "4"]}, "Two of them have the same place."),
            ("order", {"place": ["1", "2", "3", "4", "x" * 5000]}, "That place is not one of"),
            ("order", {"place": ["1"] * 40}, "Give each of them a place"),
            ("match", {}, "Match at least one pair"),
            ("match", {"match": [""] * 4}, "Match at least one pair"),
            ("match", {"match": ["0", "1", "7", ""]}, "That pair is not one of"),
            ("match", {"match": ["0", "1"]}, "That pair is not one of"),
        ],
    )
    def test_several_that_cannot_be_taken(self, alice, alices, clock, headers, form, sent, message):
        session = plan(alice, question_of(form), now=clock)
        before = stored()
        data = {"item": next_item(session).token} | sent
        response = alices.post(url_of(session), data, headers=headers)
        self.refused(response, form)
        assert message in unescape(response.content.decode())
        assert stored() == before

    @pytest.mark.parametrize(
        ("form", "sent", "kept"),
        [
            ("choose-all", {"choice": ["1", "3", "9"]}, ['value="1" checked', 'value="3" checked']),
            ("order", {"place": ["3", "1", "3", "", "5"]}, ['"3" selected', '"1" selected',
                                                           '"3" selected', '"5" selected']),
            ("match", {"match": ["2", "", "0", "7"]}, ['"2" lang="en" selected',
                                                       '"0" lang="en" selected']),
        ],
    )  # fmt: skip
    def test_what_was_chosen_is_still_there(self, alice, alices, clock, headers, form, sent, kept):
        session = plan(alice, question_of(form), now=clock)
        data = {"item": next_item(session).token} | sent
        page = alices.post(url_of(session), data, headers=headers).content.decode()
        assert re.findall(r'(?:value=)?"\d+"(?: lang="en")? (?:checked|selected)', page) == [
            f"value={text.removeprefix('value=')}" for text in kept
        ]

    @pytest.mark.parametrize("rating", ["", "0", "5", "-1", "good", "٣"])
    def test_a_rating_that_is_none(self, alice, alices, clock, headers, rating):
        session = plan(alice, question_of("flashcard"), now=clock)
        data = {"item": next_item(session).token}
        alices.post(url_of(session, "reveal/"), data)
        before = stored()
        response = alices.post(url_of(session), data | {"rating": rating}, headers=headers)
        self.refused(response, "flashcard")
        assert stored() == before

    def test_a_flashcard_that_was_not_turned_over(self, alice, alices, clock, headers):
        session = plan(alice, question_of("flashcard"), now=clock)
        before = stored()
        data = {"item": next_item(session).token, "rating": "3"}
        self.refused(alices.post(url_of(session), data, headers=headers), "flashcard")
        assert stored() == before

    @pytest.mark.parametrize(
        "token", ["", "0" * 32, "x", "\0" * 32, "é" * 32, "'; DROP TABLE", "%", "a" * 10_000]
    )
    def test_a_token_that_is_none(self, alice, alices, clock, headers, token):
        session = plan(alice, question_of("choice"), now=clock)
        before = stored()
        data = {"item": token, "choice": "0"}
        for ending in ("answer/", "reveal/"):
            response = alices.post(url_of(session, ending), data, headers=headers)
            assert response.status_code == 404
        assert stored() == before

    def test_a_body_over_the_limit_is_a_plain_400(self, alice, alices, clock):
        session = plan(alice, question_of("typed"), now=clock)
        body = b"item=" + next_item(session).token.encode() + b"&typed=" + b"x" * 3_000_000
        response = alices.post(url_of(session), body, content_type=FORM)
        assert response.status_code == 400
        assert "too large or damaged" in response.content.decode()

    def test_a_body_of_another_kind_has_no_item(self, alice, alices, clock):
        session = plan(alice, question_of("typed"), now=clock)
        for kind in ("application/json", "text/plain", "multipart/form-data; boundary=x"):
            response = alices.post(url_of(session), b'{"item": 1}', content_type=kind)
            assert response.status_code in (400, 404)


class TestReveal:
    def test_a_card_is_turned_over_and_rated(self, alice, alices, clock):
        question = question_of("flashcard")
        session = plan(alice, question, now=clock)
        data = {"item": next_item(session).token}
        assert "7 June 2002" not in alices.get(url_of(session, "")).content.decode()
        turned = alices.post(url_of(session, "reveal/"), data, headers=HTMX)
        assert "7 June 2002" in turned.content.decode()
        assert "7 June 2002" in alices.get(url_of(session, "")).content.decode()
        response = alices.post(url_of(session), data | {"rating": "4"}, headers=HTMX)
        assert response.status_code == 200
        assert ReviewLog.objects.get().rating == 4

    def test_a_plain_form_is_sent_back_to_the_card(self, alice, alices, clock):
        session = plan(alice, question_of("flashcard"), now=clock)
        data = {"item": next_item(session).token}
        response = alices.post(url_of(session, "reveal/"), data)
        assert (response.status_code, response.url) == (302, url_of(session, ""))

    def test_a_rated_card_is_not_turned_over_again(self, alice, alices, clock):
        verdict = play_once(alice, question_of("flashcard"), now=clock)
        url = f"/quiz/{verdict.item.session_token}/reveal/"
        response = alices.post(url, {"item": verdict.item.token}, headers=HTMX)
        assert response.status_code == 409


class TestFeedbackAndSummary:
    def test_feedback_stays_where_it_was_for_as_long_as_one_likes(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), question_of("choice"), now=clock)
        item = respond(session, now=clock).item.token
        respond(session, now=clock)
        page = alices.get(url_of(session, f"items/{item}/"))
        assert "Right" in page.content.decode()

    def test_the_summary_says_right_out_of_answered(self, alice, alices, clock):
        session = plan(alice, *(question_of("choice") for _ in range(3)), now=clock)
        respond(session, now=clock)
        respond(session, now=clock, right=False)
        response = alices.post(url_of(session, "end/"), follow=True)
        assert response.redirect_chain == [(url_of(session, "summary/"), 302)]
        assert "1 right out of 2" in response.content.decode()

    @pytest.mark.parametrize(("mode", "is_offered"), [("review", False), ("practice", True)])
    def test_ten_more_are_offered_where_there_are_any(self, alice, alices, clock, mode, is_offered):
        session = plan(alice, question_of("choice"), now=clock)
        QuizSession.objects.update(mode=mode)
        respond(session, now=clock)
        alices.post(url_of(session, "end/"))
        page = alices.get(url_of(session, "summary/")).content.decode()
        assert ("Ten more" in page) == is_offered
        assert ('class="button" href="/">Done for now' in page) == (not is_offered)

    def test_ten_more_are_offered_while_new_facts_wait(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        question_of("choice")
        QuizSession.objects.update(mode="review")
        respond(session, now=clock)
        alices.post(url_of(session, "end/"))
        assert "Ten more" in alices.get(url_of(session, "summary/")).content.decode()

    def test_a_session_that_goes_on_has_no_summary_yet(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        assert alices.get(url_of(session, "summary/")).url == url_of(session, "")

    def test_the_end_is_the_time_of_the_first_end(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        alices.post(url_of(session, "end/"))
        ended = QuizSession.objects.get().finished_at
        alices.post(url_of(session, "end/"))
        assert QuizSession.objects.get().finished_at == ended


class TestReopen:
    def test_a_session_ended_too_early_goes_on(self, alice, alices, clock):
        session = plan(alice, *(question_of("choice") for _ in range(3)), now=clock)
        respond(session, now=clock)
        page = alices.post(url_of(session, "end/"), follow=True).content.decode()
        assert "with 2 questions left" in page
        assert f'action="{url_of(session, "reopen/")}"' in page
        assert alices.post(url_of(session, "reopen/")).url == url_of(session, "")
        assert alices.get(url_of(session, "")).status_code == 200

    def test_a_session_that_is_over_offers_nothing_to_go_on_with(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        respond(session, now=clock)
        assert "reopen" not in alices.get(url_of(session, "summary/")).content.decode()
        page = alices.post(url_of(session, "reopen/"), follow=True)
        assert page.redirect_chain == [(url_of(session, "summary/"), 302)]
        assert "nothing left to go on with" in page.content.decode()

    def test_a_session_that_was_not_ended_simply_goes_on(self, alice, alices, clock):
        session = plan(alice, question_of("choice"), now=clock)
        assert alices.post(url_of(session, "reopen/")).url == url_of(session, "")

    def test_a_deck_that_is_studied_no_more_is_not_asked(self, alice, alices, clock):
        deck = DeckFactory(questions=[question_of("choice")])
        session = plan(alice, question_of("choice"), now=clock, mode="deck")
        QuizSession.objects.update(deck=deck, finished_at=clock)
        assert "reopen" not in alices.get(url_of(session, "summary/")).content.decode()
        assert alices.post(url_of(session, "reopen/")).url == url_of(session, "summary/")
        assert QuizSession.objects.get().finished_at == clock


class TestOutsiders:
    """Charlie is logged in, and the session is Alice's."""

    @pytest.fixture
    def session(self, alice, clock) -> QuizSession:
        session = plan(alice, question_of("flashcard"), question_of("choice"), now=clock)
        respond(session, now=clock)
        return session

    def requests(self, client: Client, session: QuizSession, **more):
        answered, item = (session.items.get(position=place).token for place in (1, 2))
        data = {"item": item, "choice": "0", "rating": "3"}
        yield client.get(url_of(session, ""), **more)
        yield client.post(url_of(session), data, **more)
        yield client.post(url_of(session, "reveal/"), data, **more)
        yield client.get(url_of(session, f"items/{answered}/"), **more)
        yield client.get(url_of(session, f"items/{item}/"), **more)
        yield client.post(url_of(session, "end/"), **more)
        yield client.get(url_of(session, "summary/"), **more)

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    def test_charlie_finds_nothing(self, charlie, session, headers):
        before = stored()
        responses = list(self.requests(browser_of(charlie), session, headers=headers))
        assert [r.status_code for r in responses] == [404] * 7
        assert all("7 June 2002" not in r.content.decode() for r in responses)
        assert stored() == before

    def test_not_even_by_way_of_a_session_of_his_own(self, alice, charlie, session, clock):
        own = plan(charlie, question_of("choice"), now=clock)
        before = stored()
        for item in session.items.all():
            data = {"item": item.token, "choice": "0", "rating": "3"}
            for ending in ("answer/", "reveal/"):
                assert browser_of(charlie).post(url_of(own, ending), data).status_code == 404
            page = browser_of(charlie).get(url_of(own, f"items/{item.token}/"))
            assert page.status_code == 404
        assert stored() == before

    def test_nor_a_curator(self, session):
        curator = User.objects.create_superuser("curator")
        responses = self.requests(browser_of(curator), session)
        assert {r.status_code for r in responses} == {404}

    def test_alice_does_not_reach_an_item_through_another_session(self, alice, session, clock):
        other = plan(alice, question_of("choice"), now=clock)
        data = {"item": session.items.get(position=2).token, "choice": "0"}
        assert browser_of(alice).post(url_of(other), data).status_code == 404

    def test_a_visitor_is_sent_to_the_log_in_page(self, session):
        before = stored()
        responses = list(self.requests(Client(), session))
        assert {r.status_code for r in responses} == {302}
        assert all(r.url.startswith("/account/login/?next=/") for r in responses)
        assert stored() == before

    def test_what_a_visitor_is_sent_back_to_is_a_page(self, alice, session):
        client = Client()
        response = client.post(url_of(session), {"item": "x"}, follow=True)
        login = response.redirect_chain[-1][0]
        data = {"login": "alice", "password": "password"}
        assert client.post(login, data, follow=True).status_code == 200

    def test_a_wrong_session_token_is_not_found(self, alices):
        for ending in ("", "summary/", f"items/{'0' * 32}/"):
            assert alices.get(f"/quiz/{'0' * 32}/{ending}").status_code == 404


class TestMethods:
    @pytest.mark.parametrize("ending", ["answer/", "reveal/", "end/", "reopen/"])
    def test_what_changes_rows_is_not_a_page(self, alice, alices, clock, ending):
        session = plan(alice, question_of("choice"), now=clock)
        assert alices.get(url_of(session, ending)).status_code == 405
        assert alices.get("/quiz/start/").status_code == 405
        assert alices.get("/language/").status_code == 405

    @pytest.mark.parametrize("ending", ["answer/", "reveal/", "end/", "reopen/"])
    def test_a_post_without_the_pages_token_is_refused(self, alice, clock, ending):
        session = plan(alice, question_of("flashcard"), now=clock)
        before = stored()
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        data = {"item": next_item(session).token, "rating": "3"}
        assert client.post(url_of(session, ending), data).status_code == 403
        assert client.post("/quiz/start/", {"mode": "review"}).status_code == 403
        assert stored() == before

    def test_a_post_with_the_pages_token_is_taken(self, alice, clock):
        session = plan(alice, question_of("choice"), now=clock)
        client = Client(enforce_csrf_checks=True)
        client.force_login(alice)
        client.get(url_of(session, ""))
        headers = HTMX | {"X-CSRFToken": client.cookies["csrftoken"].value}
        data = {"item": next_item(session).token, "choice": "0"}
        assert client.post(url_of(session), data, headers=headers).status_code == 200


def test_a_whole_session_in_the_browser_ends_as_the_log_says(alice, alices, clock):
    QuestionFactory.create_batch(4)
    play_once(alice, question_of("cloze"), now=clock - timedelta(days=9))
    url = alices.post("/quiz/start/", {"mode": "review"}).url
    session = QuizSession.objects.latest("pk")
    for number in range(40):
        item = next_item(session)
        if item is None:
            break
        data = {"item": item.token, "choice": str(number % 3), "typed": "7 June 2002"}
        assert alices.post(f"{url}answer/", data, headers=HTMX).status_code == 200
    assert alices.get(url, follow=True).redirect_chain == [(f"{url}summary/", 302)]
    assert rebuild_cards(repair=False) == []
    assert rebuild_tallies(repair=False) == []
