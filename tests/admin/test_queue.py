"""The teacher's queue: who sees and decides what, in which order, and what becomes of it."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from questions.classrooms.statistics import store_statistics
from questions.models import (
    CURATORS,
    Edit,
    Flag,
    Option,
    Question,
    QuestionStatistic,
    ReviewLog,
    Ruling,
    SessionItem,
)
from questions.quiz.response import Response
from questions.scheduling.review import rebuild_cards
from tests.classrooms.simulating import Item, responses, store_responses
from tests.factories import DeckFactory, QuestionFactory, TeacherFactory, UserFactory, own_question
from tests.playing import NAME_KEY, play_once, question_of
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db
URL = "/admin/desk/queue/"
RULE = f"{URL}texts/"
TEXT = "council of elders or court"
DAY = timedelta(days=1)


@pytest.fixture
def now():
    """Long before the real time, which the views read."""
    return datetime(2026, 3, 4, 7, 0, tzinfo=UTC)


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher")


@pytest.fixture
def outsider():
    return TeacherFactory(username="outsider")


@pytest.fixture
def curator():
    user = TeacherFactory(username="curator")
    user.groups.add(Group.objects.get_or_create(name=CURATORS)[0])
    return user


@pytest.fixture
def mine(teacher):
    return own_question(teacher, stem="What meets in Marblewick?")


@pytest.fixture
def typed(teacher):
    """A typed question of the teacher's own."""
    question = own_question(teacher, form="typed", stem="Who meets?", answer="Council of Elders")
    Question.objects.filter(pk=question.pk).update(key=NAME_KEY)
    question.refresh_from_db()
    return question


def flag(question, *, learner=None, reason="wrong-key", words="", now=None) -> Flag:
    return Flag.objects.create(
        question=question,
        learner=learner or UserFactory(),
        reason=reason,
        words=words,
        flagged_at=now or datetime(2026, 3, 4, tzinfo=UTC),
    )


def write(learner, question, now, text="Council of Elders or Court"):
    assert play_once(learner, question, now=now, response=Response(typed=text)) is not None


def page(user, query="") -> str:
    response = browser_of(user).get(URL + query)
    assert response.status_code == 200
    return response.content.decode()


def sent(question, verdict="right", text=TEXT) -> dict:
    return {"fact": question.fact_id, "cue": "value", "text": text, "verdict": verdict}


class TestQueue:
    def test_an_empty_queue_says_what_will_be_there(self, teacher):
        assert "Nothing waits for you" in page(teacher)

    def test_reports_show_the_words_and_not_who_wrote_them(self, teacher, mine, alice):
        flag(mine, learner=alice, words="It is <script>wrong</script>.")
        flag(mine, reason="unclear")
        shown = page(teacher)
        assert "2 learners report:" in shown
        assert "It is &lt;script&gt;wrong&lt;/script&gt;." in shown
        assert "alice" not in shown

    def test_a_text_shows_what_was_asked_and_how_many_wrote_it(
        self, teacher, typed, alice, charlie, now
    ):
        for learner in (alice, charlie):
            write(learner, typed, now)
        shown = page(teacher)
        assert "Who meets?" in shown
        assert "<q>Council of Elders or Court</q>" in shown
        assert "2 learners" in shown
        assert "You gave more than one answer." in shown

    def test_the_most_urgent_comes_first(self, teacher, typed, mine, alice, now):
        write(alice, typed, now)
        slip = own_question(teacher, stem="Is this mispelt?")
        flag(slip, reason="spelling")
        flag(mine, reason="wrong-key")
        suspect = own_question(teacher, stem="Is the key wrong?")
        QuestionStatistic.objects.create(
            question=suspect, as_of=now, asked=90, learners=90, suspicions=["negative"],
            discrimination=-0.4, discrimination_low=-0.6, discrimination_high=-0.2,
        )  # fmt: skip
        stems = re.findall(r"<h2[^>]*>([^<]+)</h2>", page(teacher))
        assert stems == [mine.stem, "Is the key wrong?", "Is this mispelt?", "Who meets?"]

    def test_one_kind_can_be_shown_alone(self, teacher, typed, mine, alice, now):
        write(alice, typed, now)
        flag(mine)
        assert mine.stem in page(teacher, "?show=flags")
        assert mine.stem not in page(teacher, "?show=texts")
        assert mine.stem in page(teacher, "?show=nonsense%00")

    def test_what_is_settled_is_gone(self, teacher, mine, now):
        settled = flag(mine)
        Flag.objects.filter(pk=settled.pk).update(resolved_at=now, resolution="stands")
        assert mine.stem not in page(teacher)

    def test_it_takes_as_many_queries_for_many_rows(self, teacher, now):
        def fill(number: int) -> None:
            for _ in range(number):
                flag(own_question(teacher))
                question = own_question(teacher, form="typed", answer="Council of Elders")
                Question.objects.filter(pk=question.pk).update(key=NAME_KEY)
                question.refresh_from_db()
                write(UserFactory(), question, now)
                Ruling.objects.create(
                    fact=question.fact, cue="value", text="x", is_right=True, ruled_at=now
                )
                one = own_question(teacher)
                option = one.options.last()
                QuestionStatistic.objects.create(
                    question=one, as_of=now, asked=90, learners=90, suspicions=["idle"],
                    choices=[{"option": option.pk, "weaker": 0, "stronger": 0, "all": 0,
                              "of": [30, 30, 90], "suspicion": "idle"}],
                )  # fmt: skip

        def statements() -> int:
            client = browser_of(teacher)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(URL).status_code == 200
            return len(queries)

        fill(1)
        few = statements()
        fill(12)
        assert statements() == few < 16


class TestScope:
    def test_a_teacher_sees_nothing_of_the_librarys_nor_of_anothers(
        self, teacher, outsider, mine, typed, alice, now
    ):
        library = question_of("choice", stem="A question of the library?")
        flag(library)
        flag(mine)
        write(alice, typed, now)
        shown = page(outsider)
        assert "Nothing waits for you" in shown
        assert library.stem not in page(teacher)

    def test_a_curator_sees_the_librarys_and_not_a_teachers(self, curator, mine, typed, alice, now):
        library = question_of("typed", stem="A question of the library?", key=NAME_KEY,
                              answer="Council of Elders")  # fmt: skip
        flag(mine)
        write(alice, typed, now)
        write(alice, library, now)
        flag(library)
        shown = page(curator)
        assert shown.count(library.stem) >= 2
        assert mine.stem not in shown
        assert typed.stem not in shown

    def test_the_wording_of_a_teachers_question_about_a_library_fact_stays_theirs(
        self, curator, teacher, alice, now
    ):
        library = question_of("typed")
        own = QuestionFactory(
            owner=teacher, fact=library.fact, form="typed", stem="My own wording?",
            key=NAME_KEY, answer="Council of Elders",
        )  # fmt: skip
        write(alice, own, now)
        shown = page(curator)
        assert "My own wording?" not in shown
        assert library.fact.texts.get().statement in shown
        assert "Nothing waits for you" in page(teacher)

    @pytest.mark.parametrize("who", ["learner", "guest", "visitor"])
    def test_others_do_not_get_in(self, who, mine):
        client = Client()
        if who != "visitor":
            client.force_login(UserFactory(is_guest=who == "guest"))
        url = f"{URL}questions/{mine.pk}/"
        for response in (
            client.get(URL),
            client.post(RULE, {}),
            client.post(url, {}),
            client.get(f"/admin/desk/questions/{mine.pk}/figures/"),
        ):
            assert response.status_code == (302 if who == "visitor" else 404)


class TestRule:
    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize(("verdict", "rating"), [("right", 3), ("wrong", 1)])
    def test_it_decides_corrects_and_is_kept_in_the_history(
        self, teacher, typed, alice, now, verdict, rating, headers
    ):
        write(alice, typed, now)
        client = browser_of(teacher)
        response = client.post(RULE, sent(typed, verdict), headers=headers, follow=True)
        shown = response.content.decode()
        assert f"counts as {verdict} now." in shown
        assert "1 earlier answer was corrected." in shown
        assert ("<html" in shown) == (not headers)
        ruling = Ruling.objects.get()
        assert (ruling.text, ruling.is_right, ruling.ruled_by) == (TEXT, rating == 3, teacher)
        log = ReviewLog.objects.get()
        assert (log.kind, log.rating, log.learner) == ("correction", rating, alice)
        edit = Edit.objects.get(action="decided")
        assert (edit.actor, edit.fact, edit.changes) == (teacher, typed.fact, {TEXT: ["", verdict]})
        assert rebuild_cards(repair=False) == []
        assert "Who meets?" not in page(teacher)

    def test_it_can_be_undone(self, teacher, typed, alice, now):
        write(alice, typed, now)
        client = browser_of(teacher)
        client.post(RULE, sent(typed))
        assert "Decided lately" in page(teacher)
        shown = client.post(RULE, sent(typed, "undo"), headers=HTMX).content.decode()
        assert "<q>Council of Elders or Court</q>" in shown
        assert 'data-key="KeyR"' in shown
        assert not Ruling.objects.exists()
        assert rebuild_cards(repair=False) == []
        client.post(RULE, sent(typed))
        client.post(RULE, sent(typed, "undo"))
        assert "Who meets?" in page(teacher)

    def test_undoing_what_was_never_left_says_so(self, teacher, typed, alice, now):
        write(alice, typed, now, "Somebody else")
        shown = browser_of(teacher).post(
            RULE, sent(typed, "undo", "somebody else"), headers=HTMX
        ).content.decode()  # fmt: skip
        assert "The decision was taken back." in shown

    def test_deciding_twice_changes_nothing(self, teacher, typed, alice, now):
        write(alice, typed, now)
        client = browser_of(teacher)
        for _ in range(2):
            assert client.post(RULE, sent(typed)).status_code == 302
        assert ReviewLog.objects.count() == Ruling.objects.count() == 1

    @pytest.mark.parametrize("verdict", ["right", "wrong", "undo"])
    def test_outsiders_decide_nothing(self, teacher, outsider, curator, typed, alice, now, verdict):
        write(alice, typed, now)
        if verdict == "undo":
            browser_of(teacher).post(RULE, sent(typed))
        before = list(Ruling.objects.values()), ReviewLog.objects.count(), Edit.objects.count()
        for user in (outsider, curator, alice):
            assert browser_of(user).post(RULE, sent(typed, verdict)).status_code == 404
        assert Client().post(RULE, sent(typed, verdict)).status_code == 302
        after = list(Ruling.objects.values()), ReviewLog.objects.count(), Edit.objects.count()
        assert after == before

    def test_texts_of_library_facts_are_for_curators(self, teacher, curator, alice, now):
        question = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        write(alice, question, now)
        assert browser_of(teacher).post(RULE, sent(question)).status_code == 404
        assert browser_of(curator).post(RULE, sent(question)).status_code == 302
        assert Ruling.objects.get().ruled_by == curator

    @pytest.mark.parametrize(
        "bad",
        [
            {"fact": "x"}, {"fact": ""}, {"fact": "9" * 30}, {"fact": "-1"}, {"cue": "nonsense"},
            {"text": ""}, {"text": "nobody wrote this"}, {"text": "a\0b"}, {"text": "x" * 301},
            {"verdict": "perhaps"}, {"verdict": ""},
        ],
    )  # fmt: skip
    def test_bad_input_finds_nothing(self, teacher, typed, alice, now, bad):
        write(alice, typed, now)
        response = browser_of(teacher).post(RULE, {**sent(typed), **bad})
        assert response.status_code == 404
        assert not Ruling.objects.exists()

    def test_it_takes_as_many_queries_for_many_learners(self, teacher, now):
        def statements(learners: int) -> int:
            question = own_question(teacher, form="typed", answer="Council of Elders")
            Question.objects.filter(pk=question.pk).update(key=NAME_KEY)
            question.refresh_from_db()
            for _ in range(learners):
                write(UserFactory(), question, now)
            client = browser_of(teacher)
            with CaptureQueriesContext(connection) as queries:
                assert client.post(RULE, sent(question), headers=HTMX).status_code == 200
            return len(queries)

        assert statements(1) == statements(12)


class TestSettle:
    def url(self, question) -> str:
        return f"{URL}questions/{question.pk}/"

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_all_open_reports_of_the_question_get_one_reply(self, teacher, mine, headers):
        for _ in range(2):
            flag(mine)
        other = flag(own_question(teacher))
        data = {"resolution": "mended", "reply": "The year was off. Thank you!"}
        response = browser_of(teacher).post(self.url(mine), data, headers=headers, follow=True)
        assert "2 reports were settled." in response.content.decode()
        for settled in Flag.objects.filter(question=mine):
            assert (settled.resolution, settled.reply) == ("mended", data["reply"])
            assert (settled.resolved_by, settled.resolved_at is None) == (teacher, False)
        other.refresh_from_db()
        assert other.resolved_at is None
        edit = Edit.objects.get(question=mine)
        assert (edit.action, edit.note) == ("decided", "mended: The year was off. Thank you!")
        mine.refresh_from_db()
        assert mine.status == "approved"

    def test_withdrawn_withdraws_it_as_it_reads_now(self, teacher, mine):
        newer = QuestionFactory(owner=teacher, fact=mine.fact, replaces=mine, key=None)
        flag(mine)
        browser_of(teacher).post(self.url(mine), {"resolution": "withdrawn"})
        newer.refresh_from_db()
        assert newer.status == "withdrawn"

    def test_a_curator_withdraws_what_is_the_librarys(self, curator):
        question = question_of("choice")
        flag(question)
        browser_of(curator).post(self.url(question), {"resolution": "withdrawn"})
        question.refresh_from_db()
        assert question.status == "withdrawn"

    def test_what_somebody_settled_already_is_told(self, teacher, mine):
        response = browser_of(teacher).post(self.url(mine), {"resolution": "stands"}, follow=True)
        assert "Somebody settled these reports already." in response.content.decode()
        assert not Edit.objects.exists()

    def test_outsiders_settle_nothing(self, teacher, outsider, curator, mine, alice):
        flag(mine)
        library = question_of("choice")
        flag(library)
        data = {"resolution": "withdrawn", "reply": "x"}
        for user, question in (
            (outsider, mine),
            (curator, mine),
            (alice, mine),
            (teacher, library),
            (outsider, library),
        ):
            assert browser_of(user).post(self.url(question), data).status_code == 404
        assert Client().post(self.url(mine), data).status_code == 302
        assert not Flag.objects.exclude(resolved_at=None).exists()
        assert set(Question.objects.values_list("status", flat=True)) == {"approved"}

    def test_a_colleague_with_whom_the_deck_is_shared_settles_nothing(
        self, teacher, outsider, mine
    ):
        DeckFactory(owner=teacher, questions=[mine], is_shared_with_all=True)
        flag(mine, words="Mine alone")
        assert "Mine alone" not in page(outsider)
        data = {"resolution": "stands"}
        assert browser_of(outsider).post(self.url(mine), data).status_code == 404

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ({}, "Say what you decided."),
            ({"resolution": "burned"}, "Say what you decided."),
            ({"resolution": "stands", "reply": "x" * 501}, "That is too long."),
            ({"resolution": "stands", "reply": "a\0b"}, "Null characters are not allowed."),
        ],
    )
    def test_bad_input_is_told_at_the_field(self, teacher, mine, data, message, headers):
        flag(mine)
        response = browser_of(teacher).post(self.url(mine), data, headers=headers)
        assert response.status_code == 422
        assert message in response.content.decode()
        assert not Flag.objects.exclude(resolved_at=None).exists()

    def test_no_such_question(self, teacher):
        client = browser_of(teacher)
        assert client.post(f"{URL}questions/999999/", {}).status_code == 404
        assert client.get(f"{URL}questions/1/").status_code == 405


class TestFigures:
    def url(self, question) -> str:
        return f"/admin/desk/questions/{question.pk}/figures/"

    @pytest.fixture
    def played(self, teacher, now):
        """Sixty learners; the key of the first of twelve own questions is wrong."""
        rng = Random(2)
        learners = [UserFactory(password="") for _ in range(60)]
        questions = [own_question(teacher, stem=f"Question {n}?") for n in range(12)]
        right = responses([Item(1.5)] * 12, [rng.gauss(0, 1) for _ in learners], rng)
        for row in right:
            row[0] = not row[0]
        picks: dict[int, list[int]] = {}
        for pk, option in Option.objects.order_by("position").values_list("question_id", "pk"):
            picks.setdefault(pk, []).append(option)
        store_responses(learners, questions, right, now=now, picks=picks)
        store_statistics(now=now)
        return questions

    def test_a_suspect_stands_in_the_queue_with_its_numbers(self, teacher, played):
        shown = page(teacher)
        assert "The better learners do elsewhere, the worse they do here" in shown
        assert "\u2212" in shown
        assert shown.count("<svg") == 6
        assert "style=" not in shown
        assert "Question 1?" not in shown

    def test_a_suspect_that_stands_comes_back_only_for_another_reason(self, teacher, played, now):
        question = played[0]
        url = f"/admin/desk/queue/questions/{question.pk}/aside/"
        assert browser_of(teacher).post(url).status_code == 302
        assert "Question 0?" not in page(teacher)
        store_statistics(now=now)
        assert "Question 0?" not in page(teacher)
        statistic = QuestionStatistic.objects.get(question=question)
        edit = Edit.objects.get(question=question)
        assert edit.changes == {"suspicions": [", ".join(statistic.suspicions), ""]}
        QuestionStatistic.objects.filter(pk=statistic.pk).update(suspicions=["easier"])
        assert "Question 0?" in page(teacher)

    def test_outsiders_put_nothing_aside(self, teacher, outsider, curator, played):
        url = f"/admin/desk/queue/questions/{played[0].pk}/aside/"
        for stranger in (outsider, curator):
            assert browser_of(stranger).post(url).status_code == 404
        assert QuestionStatistic.objects.get(question=played[0]).put_aside == []

    def test_what_is_not_suspected_is_not_noted(self, teacher, mine):
        url = f"/admin/desk/queue/questions/{mine.pk}/aside/"
        assert b"Put aside." in browser_of(teacher).post(url, headers=HTMX).content
        assert not Edit.objects.filter(question=mine).exists()

    def test_a_withdrawn_question_is_no_suspect(self, teacher, played):
        Question.objects.filter(pk=played[0].pk).update(status="withdrawn")
        assert "Question 0?" not in page(teacher)

    def test_the_page_tells_figures_with_intervals(self, teacher, played):
        shown = browser_of(teacher).get(self.url(played[1])).content.decode()
        statistic = QuestionStatistic.objects.get(question=played[1])
        assert f"{statistic.facility:.0%}" in shown
        assert f"{statistic.discrimination:.2f}" in shown
        assert "Not enough repetitions yet to compare with memory: 0 of 30." in shown
        assert "Not enough learners yet" not in shown

    def test_small_numbers_get_no_verdict(self, teacher, mine, now):
        for _ in range(12):
            play_once(UserFactory(), mine, now=now, right=False)
        store_statistics(now=now + DAY)
        shown = browser_of(teacher).get(self.url(mine)).content.decode()
        assert "Not enough learners yet to tell strong from weak: 12 of 30." in shown
        assert "flaw" not in shown

    def test_what_nobody_answered_has_none(self, teacher, mine):
        shown = browser_of(teacher).get(self.url(mine)).content.decode()
        assert "0 of 30" in shown
        assert "Nothing was computed for this question yet." in shown

    def test_no_learner_is_named(self, teacher, played):
        names = SessionItem.objects.values_list("learner__username", flat=True).distinct()
        shown = page(teacher) + browser_of(teacher).get(self.url(played[0])).content.decode()
        assert [name for name in names if name in shown] == []

    def test_the_librarys_figures_are_for_all_teachers_and_own_ones_for_the_owner(
        self, teacher, outsider, curator, mine
    ):
        library = question_of("choice")
        for user in (teacher, outsider, curator):
            assert browser_of(user).get(self.url(library)).status_code == 200
        assert browser_of(teacher).get(self.url(mine)).status_code == 200
        for user in (outsider, curator):
            assert browser_of(user).get(self.url(mine)).status_code == 404
