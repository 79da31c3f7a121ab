"""Live rounds at the desk: a new one, the projector's page, its state, its steps, its end."""

import html

import pytest
from django.urls import reverse

from questions.models import LiveRound, Membership
from tests.factories import ClassroomFactory, DeckFactory, QuestionFactory, UserFactory
from tests.live_rows import NOON, go_to, live_round, player, respond, round_of
from tests.views.conftest import HTMX, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(teacher):
    return ClassroomFactory(teacher=teacher, name="10 A", learners=[UserFactory()])


@pytest.fixture
def deck(teacher):
    return DeckFactory(
        owner=teacher,
        name="Summits",
        questions=[QuestionFactory(), QuestionFactory(form="flashcard"), QuestionFactory()],
    )


@pytest.fixture
def row(teacher):
    """A round of two questions with three players, at the first one."""
    return go_to(round_of(QuestionFactory(), QuestionFactory(), teacher=teacher), 1, "asking")


def at(name: str, row: LiveRound) -> str:
    return reverse(f"desk:{name}", args=[row.token])


def page_of(response) -> str:
    return html.unescape(response.content.decode())


class TestNew:
    def url(self, room) -> str:
        return reverse("desk:live-new", args=[room.token])

    def test_it_says_how_much_of_a_deck_can_be_asked_live(self, desk, room, deck):
        DeckFactory(owner=deck.owner, name="Cards", questions=[QuestionFactory(form="flashcard")])
        page = page_of(desk.get(self.url(room), {"deck": deck.token}))
        assert f'value="{deck.token}" selected>Summits (2 of 3 can be asked live)' in page
        assert "Cards (nothing to ask live)" in page

    def test_it_opens_a_round_and_shows_it(self, desk, room, deck):
        data = {"deck": deck.token, "size": "10", "teams": "3"}
        response = desk.post(self.url(room), data)
        made = LiveRound.objects.get()
        assert response["Location"] == at("live", made)
        assert (made.classroom, made.deck, made.teams, made.phase) == (room, deck, 3, "lobby")
        assert made.questions.count() == 2

    @pytest.mark.parametrize(
        ("field", "value"),
        [("deck", ""), ("deck", "nonsense\0"), ("size", "0"), ("size", "1e9"), ("teams", "7")],
    )
    def test_what_makes_no_sense_is_told_at_its_field(self, desk, room, deck, field, value):
        data = {"deck": deck.token, "size": "10", "teams": "0"} | {field: value}
        response = desk.post(self.url(room), data)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [field]
        assert not LiveRound.objects.exists()

    def test_a_deck_without_anything_to_ask_is_told_at_its_field(self, desk, room, teacher):
        cards = DeckFactory(owner=teacher, questions=[QuestionFactory(form="flashcard")])
        response = desk.post(self.url(room), {"deck": cards.token, "size": "10", "teams": "0"})
        assert response.status_code == 422
        assert list(response.context["form"].errors) == ["deck"]

    def test_another_teachers_deck_cannot_be_played(self, desk, room):
        deck = DeckFactory(questions=[QuestionFactory()])
        response = desk.post(self.url(room), {"deck": deck.token, "size": "10", "teams": "0"})
        assert response.status_code == 422
        assert not LiveRound.objects.exists()

    def test_where_a_round_is_going_on_it_leads_there(self, desk, room, deck):
        data = {"deck": deck.token, "size": "10", "teams": "0"}
        desk.post(self.url(room), data)
        made = LiveRound.objects.get()
        assert at("live", made) in page_of(desk.get(self.url(room)))
        assert desk.post(self.url(room), data).status_code == 422
        assert LiveRound.objects.count() == 1

    def test_the_pages_of_classroom_and_deck_lead_there(self, desk, room, deck):
        assert self.url(room) in page_of(desk.get(reverse("desk:classroom", args=[room.token])))
        page = page_of(desk.get(reverse("desk:deck", args=[deck.token])))
        assert f"{self.url(room)}?deck={deck.token}" in page


class TestProjector:
    def test_before_it_begins_it_says_how_to_join_and_how_many_are_in(self, desk, teacher):
        row = round_of(QuestionFactory(), teacher=teacher)
        names = row.players.values_list("membership__user__username", flat=True)
        page = page_of(desk.get(at("live", row)))
        assert row.classroom.name in page
        assert "<b>3</b> are in" in page
        assert 'class="qr"' in page
        assert not [name for name in names if name in page]

    def test_while_it_asks_it_shows_the_question_and_how_many_have_answered(self, desk, row):
        respond(row, 1, 0, "correct")
        page = page_of(desk.get(at("live", row)))
        assert row.questions.get(position=1).question.stem in page
        assert "<b>1</b> of 3 have answered" in page

    def test_after_the_reveal_it_shows_the_distribution_and_why(self, desk, row):
        question = row.questions.get(position=1).question
        key = question.options.get(is_key=True)
        respond(row, 1, 0, "correct", option=key)
        go_to(row, 1, "revealed")
        page = page_of(desk.get(at("live", row)))
        assert f"Statement of {question.fact.slug}." in page
        assert "the right answer" in page
        assert "1 of 1 had it right" in page

    def test_at_its_end_it_shows_what_was_known(self, desk, row):
        for number in range(3):
            respond(row, 1, number, "correct")
        page = page_of(desk.get(at("live", go_to(row, 1, "done"))))
        assert "What the class knew best" in page
        assert "3 of 3" in page
        assert "data-final" in page
        assert at("live-step", row) not in page

    def test_teams_are_shown_after_a_reveal(self, desk, teacher):
        row = round_of(QuestionFactory(), teacher=teacher, teams=3)
        respond(go_to(row, 1, "revealed"), 1, 0, "correct")
        page = page_of(desk.get(at("live", row)))
        assert [f"Team {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]

    def test_a_second_teacher_of_the_class_takes_over_on_another_machine(self, row, outsider):
        other = browser_of(outsider)
        assert other.get(at("live", row)).status_code == 404
        Membership.objects.create(
            classroom=row.classroom, user=outsider, role="teacher", joined_at=NOON
        )
        assert other.get(at("live", row)).status_code == 200
        other.post(at("live-step", row), {"version": row.version})
        row.refresh_from_db()
        assert row.phase == "revealed"

    def test_who_teaches_there_no_more_finds_nothing(self, desk, row, teacher):
        Membership.objects.filter(user=teacher).update(left_at=NOON)
        for name in ("live", "live-state", "live-end"):
            assert desk.get(at(name, row)).status_code == 404
        assert desk.post(at("live-step", row), {"version": row.version}).status_code == 404
        assert desk.post(at("live-end", row)).status_code == 404
        row.refresh_from_db()
        assert row.phase == "asking"

    def test_a_player_is_an_outsider_here(self, row):
        learners = browser_of(row.players.first().membership.user)
        for name in ("live", "live-state", "live-end"):
            assert learners.get(at(name, row)).status_code == 404
        assert learners.post(at("live-step", row), {"version": row.version}).status_code == 404


class TestState:
    def test_it_gives_the_part_with_its_tag(self, desk, row):
        page, part = desk.get(at("live", row)), desk.get(at("live-state", row))
        assert part["ETag"] == page["ETag"]
        assert f'data-etag="{part["ETag"]}"' in page_of(page)
        assert "<html" not in page_of(part)
        assert 'data-state="asking-1"' in page_of(part)
        assert "no-store" in part["Cache-Control"]

    @pytest.mark.parametrize("weak", ["", "W/"])
    def test_where_nothing_changed_there_is_nothing_to_send(self, desk, row, weak):
        tag = desk.get(at("live-state", row))["ETag"]
        response = desk.get(at("live-state", row), headers={"If-None-Match": weak + tag})
        assert (response.status_code, response.content) == (304, b"")
        assert response["ETag"] == tag

    def test_which_takes_one_statement_beside_session_and_user(
        self, desk, row, django_assert_num_queries
    ):
        tag = desk.get(at("live-state", row))["ETag"]
        with django_assert_num_queries(3):
            desk.get(at("live-state", row), headers={"If-None-Match": tag})

    def test_a_response_a_player_and_a_step_each_change_it(self, desk, row):
        def tag() -> str:
            return desk.get(at("live-state", row))["ETag"]

        tags = [tag()]
        respond(row, 1, 0, "correct")
        tags.append(tag())
        late = Membership.objects.create(
            classroom=row.classroom, user=UserFactory(), joined_at=NOON
        )
        player(row, late)
        tags.append(tag())
        go_to(row, 1, "revealed")
        tags.append(tag())
        assert len(set(tags)) == 4


class TestStep:
    def test_each_press_moves_once(self, desk, row):
        data = {"version": row.version}
        for _ in range(2):
            response = desk.post(at("live-step", row), data)
            assert response["Location"] == at("live", row)
        row.refresh_from_db()
        assert (row.phase, row.position) == ("revealed", 1)

    def test_htmx_gets_the_new_state_with_its_tag(self, desk, row):
        response = desk.post(at("live-step", row), {"version": row.version}, headers=HTMX)
        assert 'data-state="revealed-1"' in page_of(response)
        assert response["ETag"] == desk.get(at("live-state", row))["ETag"]

    def test_it_goes_from_the_lobby_to_the_end(self, desk, teacher):
        row = round_of(QuestionFactory(), QuestionFactory(), teacher=teacher)
        seen = []
        for _ in range(5):
            desk.post(at("live-step", row), {"version": row.version})
            row.refresh_from_db()
            seen.append((row.phase, row.position))
        asked = [(phase, place) for place in (1, 2) for phase in ("asking", "revealed")]
        assert seen == [*asked, ("done", 2)]
        assert row.finished_at is not None

    @pytest.mark.parametrize("version", ["", "x", "-1", "²", "9" * 40, "1\0"])
    def test_a_version_that_is_none_moves_nothing(self, desk, row, version):
        assert desk.post(at("live-step", row), {"version": version}).status_code == 302
        row.refresh_from_db()
        assert row.phase == "asking"


class TestEnd:
    def test_it_asks_first(self, desk, row):
        assert "End the round?" in page_of(desk.get(at("live-end", row)))
        row.refresh_from_db()
        assert row.phase == "asking"

    def test_then_it_ends_the_round(self, desk, row):
        assert desk.post(at("live-end", row))["Location"] == at("live", row)
        row.refresh_from_db()
        assert row.phase == "done"

    def test_a_round_that_is_over_is_only_shown(self, desk, row):
        go_to(row, 1, "done")
        assert desk.get(at("live-end", row))["Location"] == at("live", row)
        assert desk.post(at("live-end", row)).status_code == 302


def test_a_round_without_questions_or_players_is_shown(desk, room):
    row = live_round(room)
    for phase in ("lobby", "done"):
        assert desk.get(at("live", go_to(row, 0, phase))).status_code == 200
