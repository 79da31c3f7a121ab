"""A live round on a phone: each state, answering, rejoining, and who may not come."""

import html
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.classrooms.live_rounds import end_round
from questions.models import Flag, LivePlayer, LiveRound, Membership, ReviewLog, SessionItem
from tests.factories import ClassroomFactory, MembershipFactory, TeacherFactory, UserFactory
from tests.playing import NAME_KEY, posted, question_of, response_to
from tests.playing_live import come_in, go_on, item_of, opened, playing, respond_live
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db

NAMES = ["Council of Elders", "Court of Merchants", "Board of Envoys"]


def choice():
    return question_of("choice", options=NAMES, key=NAME_KEY, answer=NAMES[0])


@pytest.fixture
def row(alice, charlie, clock):
    """A round of three questions that asks the first; Alice and Charlie are in."""
    return playing(
        choice(), question_of("typed"), question_of("choose-all"),
        learners=[alice, charlie], now=clock,
    )  # fmt: skip


def at(row: LiveRound, where: str = "") -> str:
    return f"/live/{row.token}/{where}"


def page_of(response) -> str:
    return html.unescape(response.content.decode())


def state_of(response) -> str:
    return re.search(r'data-state="([^"]+)"', page_of(response))[1]


def sent_of(row, learner, **more) -> dict[str, object]:
    """What the learner's browser posts who knows it."""
    item = item_of(row, learner)
    return {"item": item.token} | posted(response_to(item)) | more


class TestStates:
    def test_whoever_is_not_in_gets_a_button(self, alice, alices, clock):
        row = opened(choice(), learners=[alice], now=clock)
        for state in ("none-0", "none-1"):
            page = page_of(alices.get(at(row)))
            assert f'data-state="{state}"' in page
            assert f'action="{at(row, "join/")}"' in page
            assert "Council" not in page
            go_on(row, now=clock)
        assert not LivePlayer.objects.exists()

    def test_the_button_leads_in(self, alice, alices, clock):
        row = opened(choice(), learners=[alice], now=clock)
        response = alices.post(at(row, "join/"))
        assert response["Location"] == at(row)
        assert "You are in." in page_of(alices.get(at(row)))
        part = alices.post(at(row, "join/"), headers=HTMX)
        assert state_of(part) == "gather-0"
        assert "<html" not in page_of(part)
        assert LivePlayer.objects.count() == 1

    def test_a_question_is_asked_with_its_options_mixed_for_each(self, row, alice, charlie):
        orders = []
        for learner in (alice, charlie):
            page = page_of(browser_of(learner).get(at(row)))
            assert 'data-state="ask-1"' in page
            assert "Question 1 of 3" in page
            orders.append(re.findall(r"</kbd> ([^<]+)</button>", page))
            shown = [option.text for option in item_of(row, learner).options]
            assert orders[-1] == shown
        assert sorted(orders[0]) == sorted(orders[1]) == sorted(NAMES)

    def test_once_sent_it_says_what_was_sent_and_nothing_of_whether_it_is_right(
        self, row, alice, alices
    ):
        response = alices.post(at(row, "answer/"), sent_of(row, alice), headers=HTMX)
        assert response.status_code == 200
        assert state_of(response) == "sent-1"
        for page in (page_of(response), page_of(alices.get(at(row)))):
            assert "Sent. Wait for the others." in page
            assert "Council of Elders" in page
            assert not [word for word in ("Right", "Not this time", "✓", "✗") if word in page]
        assert response["ETag"] == alices.get(at(row, "state/"))["ETag"]

    def test_without_javascript_it_leads_back_to_the_page(self, row, alice, alices):
        response = alices.post(at(row, "answer/"), sent_of(row, alice))
        assert (response.status_code, response["Location"]) == (302, at(row))
        assert 'data-state="sent-1"' in page_of(alices.get(at(row)))

    def test_dont_know_is_sent_as_that(self, row, alice, alices, clock):
        go_on(row, now=clock, steps=2)
        data = {"item": item_of(row, alice).token, "gave_up": "1"}
        assert "I don't know" in page_of(alices.post(at(row, "answer/"), data, headers=HTMX))

    def test_what_was_ticked_is_told(self, row, alice, alices, clock):
        go_on(row, now=clock, steps=4)
        page = page_of(alices.post(at(row, "answer/"), sent_of(row, alice), headers=HTMX))
        words = re.search(r'class="phone-sent">.*?</p>', page, re.DOTALL)[0]
        assert [w for w in ("Kazakhstan", "China", "Russia", "Japan") if w in words] == [
            "Kazakhstan", "China", "Russia"
        ]  # fmt: skip

    def test_the_reveal_tells_the_verdict_the_key_and_why(self, row, alice, charlie, clock):
        respond_live(row, alice, now=clock)
        respond_live(row, charlie, now=clock, right=False)
        go_on(row, now=clock)
        statement = f"Statement of {row.questions.first().question.fact.slug}."
        for learner, result in ((alice, "Right"), (charlie, "Not this time")):
            page = page_of(browser_of(learner).get(at(row)))
            assert 'data-state="reveal-1"' in page
            assert f">{result}</h1>" in page
            assert "Council of Elders" in page
            assert statement in page
            assert "Author of source" in page

    def test_whoever_did_not_answer_is_told_the_key_too(self, row, alices, clock):
        go_on(row, now=clock)
        page = page_of(alices.get(at(row)))
        assert ">Not answered</h1>" in page
        assert "Council of Elders" in page

    def test_points_are_told(self, row, alice, alices, clock):
        respond_live(row, alice, now=clock)
        go_on(row, now=clock)
        SessionItem.objects.filter(learner=alice, position=1).update(points=30)
        assert "+30 points" in page_of(alices.get(at(row)))

    def test_in_the_end_it_lists_what_was_asked_with_the_verdicts(self, row, alice, alices, clock):
        respond_live(row, alice, now=clock)
        go_on(row, now=clock, steps=3)
        end_round(row, now=clock)
        page = page_of(alices.get(at(row)))
        assert 'data-state="over-2"' in page
        assert "data-final" in page
        assert "1 of 2 right" in page
        assert "It comes back" in page
        assert page.count("Look at it again") == 2
        # The third one was never asked.
        third = row.questions.get(position=3).question
        assert third.stem not in page

    def test_one_of_them_can_be_looked_at_again(self, row, alice, alices, clock):
        respond_live(row, alice, now=clock)
        url = at(row, f"items/{item_of(row, alice).token}/")
        assert alices.get(url).status_code == 404
        go_on(row, now=clock)
        page = page_of(alices.get(url))
        assert "Council of Elders" in page
        assert "Report this question" in page

    def test_a_round_without_oneself_is_told_to_be_over(self, alice, alices, clock):
        row = opened(choice(), learners=[alice], now=clock)
        end_round(row, now=clock)
        page = page_of(alices.get(at(row)))
        assert "You answered no question in it." in page
        assert alices.post(at(row, "join/"))["Location"] == at(row)
        assert not LivePlayer.objects.exists()

    def test_a_team_is_told(self, alice, alices, clock):
        row = playing(choice(), learners=[alice], now=clock, teams=2)
        assert "Team 1" in page_of(alices.get(at(row)))

    def test_what_is_refreshed_without_javascript_is_not_what_is_being_answered(
        self, alice, alices, clock
    ):
        row = opened(choice(), learners=[alice], now=clock)
        refreshed = []
        for _ in range(2):
            refreshed.append("http-equiv" in page_of(alices.get(at(row))))
            come_in(row, alice, now=clock)
        for _ in range(3):
            row = go_on(row, now=clock)
            refreshed.append("http-equiv" in page_of(alices.get(at(row))))
        # Not in, in, asked, told, over.
        assert refreshed == [True, True, False, True, False]

    def test_each_state_has_one_heading(self, row, alice, alices, clock):
        pages = []
        for _ in range(4):
            pages.append(page_of(alices.get(at(row))))
            go_on(row, now=clock)
        assert [page.count("<h1") for page in pages] == [1] * 4


class TestAnswering:
    def test_a_double_click_stores_one_and_says_the_same(self, row, alice, alices):
        data = sent_of(row, alice)
        told = [alices.post(at(row, "answer/"), data, headers=HTMX) for _ in range(2)]
        assert told[0].content == told[1].content
        assert told[0]["ETag"] == told[1]["ETag"]
        assert ReviewLog.objects.count() == 1

    def test_another_response_afterwards_is_told_that_the_first_one_counts(
        self, row, alice, alices
    ):
        data = sent_of(row, alice)
        alices.post(at(row, "answer/"), data)
        other = (int(data["choice"][0]) + 1) % 3
        page = page_of(alices.post(at(row, "answer/"), data | {"choice": other}, headers=HTMX))
        assert "the first one counts" in page
        assert "Council of Elders" in page

    def test_on_another_device_everything_is_as_it_was(self, row, alice, alices):
        alices.post(at(row, "answer/"), sent_of(row, alice))
        assert 'data-state="sent-1"' in page_of(browser_of(alice).get(at(row)))

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
    @pytest.mark.parametrize(
        ("steps", "data", "message"),
        [
            (0, {}, "Choose one of the answers."),
            (0, {"choice": "9"}, "not one of this question's"),
            (0, {"choice": "1\0"}, "not one of this question's"),
            (2, {"typed": " "}, "Type an answer first"),
            (2, {"typed": "x" * 301}, "too long"),
            (2, {"typed": "x\0"}, "could not be read"),
            (4, {}, "Tick at least one"),
            (4, {"choice": ["0", "9"]}, "not one of this question's"),
        ],
    )
    def test_what_makes_no_sense_is_told_above_the_same_question(
        self, row, alice, alices, clock, headers, steps, data, message
    ):
        row = go_on(row, now=clock, steps=steps)
        data = {"item": item_of(row, alice).token} | data
        response = alices.post(at(row, "answer/"), data, headers=headers)
        assert response.status_code == 422
        page = page_of(response)
        assert message in re.search(r'<p class="error".*?</p>', page)[0]
        assert f'data-state="ask-{row.position}"' in page
        assert not ReviewLog.objects.exists()
        assert response["ETag"] == alices.get(at(row, "state/"))["ETag"]

    def test_what_was_ticked_stays_ticked(self, row, alice, alices, clock):
        row = go_on(row, now=clock, steps=4)
        data = {"item": item_of(row, alice).token, "choice": ["1", "3", "9"]}
        page = page_of(alices.post(at(row, "answer/"), data, headers=HTMX))
        assert re.findall(r'value="(\d)" checked', page) == ["1", "3"]

    def test_what_was_typed_is_still_there(self, row, alice, alices, clock):
        row = go_on(row, now=clock, steps=2)
        data = {"item": item_of(row, alice).token, "typed": "<b>" * 101}
        page = alices.post(at(row, "answer/"), data).content.decode()
        assert 'value="&lt;b&gt;&lt;b&gt;' in page
        assert "<b><b>" not in page

    def test_after_the_reveal_it_is_told_that_it_did_not_count(self, row, alice, alices, clock):
        data = sent_of(row, alice)
        go_on(row, now=clock)
        response = alices.post(at(row, "answer/"), data, headers=HTMX)
        assert response.status_code == 409
        assert "this one was not counted" in page_of(response)
        assert state_of(response) == "reveal-1"
        # So that polling does not take the notice away at once.
        assert response["ETag"] == alices.get(at(row, "state/"))["ETag"]
        plain = alices.post(at(row, "answer/"), data, follow=True)
        assert "this one was not counted" in page_of(plain)
        assert not ReviewLog.objects.exists()

    def test_once_the_round_went_on_it_gets_the_question_that_stands_there(
        self, row, alice, alices, clock
    ):
        data = sent_of(row, alice)
        go_on(row, now=clock, steps=2)
        response = alices.post(at(row, "answer/"), data, headers=HTMX)
        assert (response.status_code, state_of(response)) == (409, "ask-2")
        assert "this one was not counted" in page_of(response)

    def test_once_it_is_over_so_it_is(self, row, alice, alices, clock):
        data = sent_of(row, alice)
        end_round(row, now=clock)
        response = alices.post(at(row, "answer/"), data, headers=HTMX)
        assert (response.status_code, state_of(response)) == (409, "over-1")
        assert "The round is over; this one was not counted." in page_of(response)

    def test_a_response_that_is_sent_again_after_the_reveal_is_told_what_it_gave(
        self, row, alice, alices, clock
    ):
        data = sent_of(row, alice)
        alices.post(at(row, "answer/"), data)
        go_on(row, now=clock)
        response = alices.post(at(row, "answer/"), data, headers=HTMX)
        assert (response.status_code, state_of(response)) == (200, "reveal-1")

    @pytest.mark.parametrize("token", ["", "0" * 32, "x\0", "é" * 32])
    def test_a_token_that_is_none_is_not_found(self, row, alices, token):
        data = {"item": token, "choice": "0"}
        assert alices.post(at(row, "answer/"), data).status_code == 404

    def test_another_question_of_the_round_is_not_found_before_it_is_asked(
        self, row, alice, alices
    ):
        data = sent_of(row, alice) | {"item": item_of(row, alice, position=2).token}
        assert alices.post(at(row, "answer/"), data).status_code == 404
        assert not ReviewLog.objects.exists()

    def test_nor_is_somebody_elses_item(self, row, alice, alices, charlie):
        assert alices.post(at(row, "answer/"), sent_of(row, charlie)).status_code == 404

    def test_nor_ones_own_of_another_round(self, row, alice, alices, clock):
        other = playing(choice(), learners=[alice], now=clock)
        assert alices.post(at(row, "answer/"), sent_of(other, alice)).status_code == 404

    def test_whoever_is_not_in_has_nothing_to_answer(self, row, alice, clock):
        dora = UserFactory()
        MembershipFactory(classroom=row.classroom, user=dora)
        data = sent_of(row, alice)
        assert browser_of(dora).post(at(row, "answer/"), data).status_code == 404


class TestPolling:
    def test_where_nothing_changed_there_is_nothing_to_send(
        self, row, alices, django_assert_num_queries
    ):
        tag = alices.get(at(row))["ETag"]
        for weak in ("", "W/"):
            with django_assert_num_queries(3):  # session, user, round with player
                response = alices.get(at(row, "state/"), headers={"If-None-Match": weak + tag})
            assert (response.status_code, response.content) == (304, b"")
            assert response["ETag"] == tag
            assert "no-store" in response["Cache-Control"]

    def test_else_there_is_the_part_alone_with_its_tag(self, row, alices, clock):
        tag = alices.get(at(row))["ETag"]
        go_on(row, now=clock)
        response = alices.get(at(row, "state/"), headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert response["ETag"] != tag
        assert "<html" not in page_of(response)
        assert "csrfmiddlewaretoken" not in page_of(response)

    def test_the_page_carries_address_and_tag(self, row, alices):
        response = alices.get(at(row))
        page = page_of(response)
        assert f'data-live="{at(row, "state/")}"' in page
        assert f'data-etag="{response["ETag"]}"' in page

    def test_somebody_elses_response_changes_nothing(self, row, alices, charlie, clock):
        tag = alices.get(at(row))["ETag"]
        respond_live(row, charlie, now=clock)
        assert alices.get(at(row, "state/"))["ETag"] == tag

    def test_each_request_takes_as_many_statements_in_a_large_class_as_in_a_small_one(
        self, alice, alices, clock
    ):
        counts = []
        for number in (5, 40):
            others = UserFactory.create_batch(number)
            row = opened(
                *[choice() for _ in range(number)], learners=[*others, alice], now=clock,
                teams=2, size=30,
            )  # fmt: skip
            come_in(row, *others, now=clock)
            taken = []

            def measure(ask, taken=taken):
                with CaptureQueriesContext(connection) as caught:
                    assert ask().status_code == 200
                taken.append(len(caught))

            measure(lambda row=row: alices.post(at(row, "join/"), headers=HTMX))
            for _ in range(2):
                go_on(row, now=clock)
                for other in others:
                    respond_live(row, other, now=clock)
                data = sent_of(row, alice)
                measure(lambda row=row: alices.get(at(row, "state/")))
                measure(
                    lambda row=row, data=data: alices.post(at(row, "answer/"), data, headers=HTMX)
                )
                measure(lambda row=row: alices.get(at(row, "state/")))
                go_on(row, now=clock)
                measure(lambda row=row: alices.get(at(row, "state/")))
            end_round(row, now=clock)
            measure(lambda row=row: alices.get(at(row, "state/")))
            counts.append(taken)
        assert counts[0] == counts[1]
        ask, answer, sent, reveal = counts[0][1:5]
        assert (ask, sent) == (4, 4)
        assert answer <= 12
        assert reveal <= 6


def requests(row, item: str) -> list[tuple[str, str, dict]]:
    """Every address of the phone, each by its method."""
    return [
        ("get", at(row), {}),
        ("get", at(row, "state/"), {}),
        ("get", at(row, f"items/{item}/"), {}),
        ("post", at(row, "join/"), {}),
        ("post", at(row, "answer/"), {"item": item, "choice": "0"}),
    ]


class TestOutsiders:
    def ask(self, client: Client, row, alice) -> list:
        item = item_of(row, alice).token
        return [getattr(client, how)(url, data) for how, url, data in requests(row, item)]

    @pytest.fixture(autouse=True)
    def nothing_changes(self, row):
        yield
        assert set(row.players.values_list("membership__user__username", flat=True)) == {
            "alice", "charlie"
        }  # fmt: skip
        assert not ReviewLog.objects.exists()

    def test_a_visitor_is_led_to_the_log_in(self, client, row, alice):
        for response in self.ask(client, row, alice):
            assert response.status_code == 302
            assert response["Location"].startswith("/account/login/")

    def test_a_guest_is_led_to_the_sign_up(self, row, alice):
        guest = UserFactory(is_guest=True)
        for response in self.ask(browser_of(guest), row, alice):
            assert response["Location"] == "/account/signup/"

    def test_a_guest_cannot_be_in_the_class_anyway(self, row, alice):
        guest = UserFactory(is_guest=True)
        MembershipFactory(classroom=row.classroom, user=guest)
        assert all(r.status_code == 302 for r in self.ask(browser_of(guest), row, alice))

    @pytest.mark.parametrize("who", ["stranger", "elsewhere", "former", "teacher", "colleague"])
    def test_anybody_else_finds_nothing(self, row, alice, clock, who):
        person = TeacherFactory() if who == "colleague" else UserFactory()
        if who == "elsewhere":
            ClassroomFactory(teacher=TeacherFactory(), learners=[person])
        elif who == "former":
            MembershipFactory(classroom=row.classroom, user=person, left_at=clock)
        elif who == "teacher":
            person = row.classroom.memberships.get(role="teacher").user
        elif who == "colleague":
            ClassroomFactory(teacher=person)
        for response in self.ask(browser_of(person), row, alice):
            assert response.status_code == 404

    def test_leaving_the_class_ends_it_at_once(self, row, alice, alices, clock):
        tag = alices.get(at(row))["ETag"]
        Membership.objects.filter(user=alice).update(left_at=clock)
        for response in self.ask(alices, row, alice):
            assert response.status_code == 404
        polled = alices.get(at(row, "state/"), headers={"If-None-Match": tag})
        assert polled.status_code == 404

    def test_so_does_putting_the_class_away(self, row, alice, alices, clock):
        row.classroom.archived_at = clock
        row.classroom.save()
        for response in self.ask(alices, row, alice):
            assert response.status_code == 404

    def test_other_methods_are_refused(self, row, alices):
        for url in (at(row), at(row, "state/")):
            assert alices.post(url).status_code == 405
        for url in (at(row, "join/"), at(row, "answer/")):
            assert alices.get(url).status_code == 405


class TestQuizDoors:
    """The session of a live round is behind none of the ordinary quiz's doors."""

    @pytest.fixture
    def session(self, row, alice):
        return row.players.get(membership__user=alice).session

    @pytest.mark.parametrize("steps", [0, 1, 6])
    def test_neither_before_nor_after(self, row, session, alice, alices, clock, steps):
        item = item_of(row, alice).token
        go_on(row, now=clock, steps=steps)
        url = f"/quiz/{session.token}/"
        for where in ("", "summary/", f"items/{item}/"):
            assert alices.get(url + where).status_code == 404
        data = {"item": item, "choice": "0"}
        for where in ("answer/", "reveal/", "end/"):
            assert alices.post(url + where, data).status_code == 404
        assert not ReviewLog.objects.exists()

    def test_it_is_none_to_go_on_with(self, row, alices):
        assert alices.get("/quiz/")["Location"] == "/"
        assert "Go on where you stopped" not in page_of(alices.get("/"))

    def test_none_can_be_started(self, row, alices):
        response = alices.post("/quiz/start/", {"mode": "live"}, follow=True)
        assert "Choose how you want to study." in page_of(response)

    def test_a_question_can_be_reported_once_its_key_was_shown(
        self, row, session, alice, alices, clock
    ):
        respond_live(row, alice, now=clock)
        item = item_of(row, alice).token
        url = f"/quiz/{session.token}/items/{item}/flag/"
        data = {"reason": "other", "words": "Two of them are right."}
        assert alices.post(url, data).status_code == 404
        go_on(row, now=clock)
        assert alices.post(url, {"reason": ""}).status_code == 422
        assert alices.post(url, data)["Location"] == at(row, f"items/{item}/")
        assert Flag.objects.get().learner == alice

    def test_what_was_not_answered_cannot(self, row, session, alice, alices, clock):
        item = item_of(row, alice).token
        go_on(row, now=clock)
        url = f"/quiz/{session.token}/items/{item}/flag/"
        assert alices.post(url, {"reason": "other"}).status_code == 404


class TestHome:
    def test_it_leads_to_the_round_that_is_going_on(self, row, alices, clock):
        page = page_of(alices.get("/"))
        assert f"A live round is going on in {row.classroom.name}." in page
        assert f'href="{at(row)}"' in page
        end_round(row, now=clock)
        assert at(row) not in page_of(alices.get("/"))

    def test_nobody_else_is_told(self, row, client):
        for one in (client, browser_of(UserFactory()), browser_of(row.started_by)):
            assert at(row) not in page_of(one.get("/"))
