"""Reporting a question, and what the learner hears of it."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from questions.models import Flag, User
from questions.templatetags.wording import short_date
from tests.playing import next_item, plan, play_once, question_of
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db
SAID = {"reason": "wrong-key", "words": "It was <b>2001</b>."}


@pytest.fixture
def question():
    return question_of("choice")


@pytest.fixture
def url(alice, question, clock) -> str:
    """Where Alice reports the question that she has answered."""
    return address(plan_answered(alice, question, clock))


def plan_answered(learner, question, now):
    return play_once(learner, question, now=now).item


def address(item) -> str:
    return f"/quiz/{item.session_token}/items/{item.token}/flag/"


class TestFlag:
    def test_it_is_stored_with_the_learners_words(self, alice, alices, question, url):
        response = alices.post(url, SAID, follow=True)
        assert "Thank you. A teacher will look at this question." in response.content.decode()
        flag = Flag.objects.get()
        assert (flag.question, flag.learner, flag.reason) == (question, alice, "wrong-key")
        assert (flag.words, flag.item.learner, flag.resolved_at) == (SAID["words"], alice, None)

    def test_htmx_gets_the_thanks_alone(self, alices, url):
        response = alices.post(url, SAID, headers=HTMX)
        page = response.content.decode()
        assert response.status_code == 200
        assert page.strip().startswith('<p id="flag"')
        assert "HX-Request" in response["Vary"]

    def test_the_form_stands_closed_below_the_answer(self, alices, url):
        page = alices.get(url.removesuffix("flag/")).content.decode()
        assert '<details id="flag" data-flag><summary>Report this question</summary>' in page
        assert f'action="{url}"' in page
        assert page.count("<option") == len(Flag.Reason.choices) + 1

    def test_one_open_report_for_each_question_and_learner(self, alices, charlie, question, url):
        alices.post(url, SAID)
        again = alices.post(url, {**SAID, "reason": "unclear"}, headers=HTMX)
        assert "You have reported this question already" in again.content.decode()
        assert Flag.objects.get().reason == "wrong-key"

    def test_another_learner_has_a_report_of_their_own(self, alices, charlie, question, url, clock):
        alices.post(url, SAID)
        browser_of(charlie).post(address(plan_answered(charlie, question, clock)), SAID)
        assert Flag.objects.count() == 2

    def test_once_it_is_settled_one_may_report_again(self, alices, url, clock):
        alices.post(url, SAID)
        Flag.objects.update(resolved_at=clock, resolution="stands")
        alices.post(url, SAID)
        assert Flag.objects.count() == 2

    def test_a_question_that_is_not_answered_cannot_be_reported(
        self, alice, alices, question, clock
    ):
        session = plan(alice, question, now=clock)
        item = next_item(session)
        assert alices.post(address(item), SAID).status_code == 404
        assert not Flag.objects.exists()

    def test_anothers_item_cannot_be_reported(self, charlie, url):
        assert browser_of(charlie).post(url, SAID).status_code == 404
        assert not Flag.objects.exists()

    def test_a_visitor_is_sent_to_the_log_in_page(self, url):
        assert Client().post(url, SAID)["Location"].startswith("/account/login/")
        assert not Flag.objects.exists()

    def test_a_guest_may_report(self, question, clock):
        guest = User.objects.create(username="guest", is_guest=True)
        response = browser_of(guest).post(address(plan_answered(guest, question, clock)), SAID)
        assert response.status_code == 302
        assert Flag.objects.count() == 1

    def test_it_takes_a_post(self, alices, url):
        assert alices.get(url).status_code == 405

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            ({}, "Choose what is the matter."),
            ({"reason": "nonsense"}, "Choose what is the matter."),
            ({"reason": "unclear", "words": "x" * 501}, "That is too long."),
            ({"reason": "unclear", "words": "a\0b"}, "Null characters are not allowed."),
            ({"reason": "other"}, "Say in a few words what it is."),
            ({"reason": "other", "words": "   "}, "Say in a few words what it is."),
        ],
    )
    def test_bad_input_is_told_at_the_field(self, alices, url, sent, message, headers):
        response = alices.post(url, sent, headers=headers)
        page = response.content.decode()
        assert response.status_code == 422
        assert message in page
        assert 'aria-invalid="true"' in page
        assert "<details" in page
        assert " open>" in page
        assert ("<html" in page) == (not headers)
        assert not Flag.objects.exists()

    def test_what_was_written_stays_and_is_escaped(self, alices, url):
        page = alices.post(url, {"words": "<script>x</script>"}).content.decode()
        assert "&lt;script&gt;x&lt;/script&gt;</textarea>" in page

    @pytest.mark.parametrize(("headers", "status"), [({}, 429), (HTMX, 422)])
    def test_nobody_reports_without_end(self, settings, alice, alices, clock, headers, status):
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "flag": "2/m/user"}
        urls = [address(plan_answered(alice, question_of("choice"), clock)) for _ in range(3)]
        last = [alices.post(url, SAID, headers=headers) for url in urls][-1]
        assert last.status_code == status
        assert "You have reported a lot in a short time." in last.content.decode()
        assert Flag.objects.count() == 2


class TestFlags:
    def test_a_learner_sees_the_own_reports_and_what_became_of_them(
        self, alices, charlie, question, url, clock
    ):
        alices.post(url, SAID)
        assert "It waits for a teacher." in alices.get("/flags/").content.decode()
        Flag.objects.update(
            resolved_at=clock, resolution="mended", reply="The <i>year</i> was off."
        )
        page = alices.get("/flags/").content.decode()
        assert "It was &lt;b&gt;2001&lt;/b&gt;." in page
        assert "The &lt;i&gt;year&lt;/i&gt; was off." in page
        assert "mended" in page
        others = browser_of(charlie).get("/flags/").content.decode()
        assert "You have reported no question." in others
        assert question.stem not in others

    def test_a_report_has_the_day_that_the_learner_has(self, alice, alices, question):
        at = datetime(2026, 3, 9, 21, 30, tzinfo=UTC)
        Flag.objects.create(question=question, learner=alice, reason="other", flagged_at=at)
        page = alices.get("/flags/").content.decode()
        assert short_date(alice.study_day(at)) in page
        assert short_date(at.date()) not in page

    def test_it_takes_as_many_queries_for_many_as_for_few(
        self, alice, alices, django_assert_num_queries, clock
    ):
        def report(number):
            for _ in range(number):
                Flag.objects.create(
                    question=question_of("choice"), learner=alice, reason="other", flagged_at=clock
                )

        report(1)
        with django_assert_num_queries(3):
            alices.get("/flags/")
        report(20)
        with django_assert_num_queries(3):
            alices.get("/flags/")

    def test_a_visitor_is_sent_to_the_log_in_page(self):
        assert Client().get("/flags/").status_code == 302


class TestTakingBack:
    @pytest.fixture
    def flag(self, alice, alices, url) -> Flag:
        alices.post(url, SAID)
        return Flag.objects.get()

    def back(self, client: Client, flag: Flag) -> str:
        response = client.post(f"/flags/{flag.pk}/take-back/", follow=True)
        return response.content.decode()

    def test_a_report_that_waits_is_taken_back(self, alices, flag):
        assert f"/flags/{flag.pk}/take-back/" in alices.get("/flags/").content.decode()
        assert "Your report is taken back." in self.back(alices, flag)
        assert not Flag.objects.exists()
        assert "settled already" in self.back(alices, flag)

    def test_what_a_teacher_has_settled_stays(self, alices, flag, clock):
        Flag.objects.update(resolved_at=clock, resolution="stands")
        assert "take-back" not in alices.get("/flags/").content.decode()
        assert "settled already" in self.back(alices, flag)
        assert Flag.objects.exists()

    def test_nobody_else_takes_it_back(self, charlie, client, flag):
        assert "it is not yours" in self.back(browser_of(charlie), flag)
        client.post(f"/flags/{flag.pk}/take-back/")
        assert Flag.objects.exists()
