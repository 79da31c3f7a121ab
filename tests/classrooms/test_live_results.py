"""What the projector shows of a question, of how the class answered it, and of the whole round."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.live_results import progress, shown, told
from questions.classrooms.live_summary import outlook, team_lines
from questions.models import Membership, Option
from tests.factories import QuestionFactory, UserFactory
from tests.live_rows import NOON, go_to, player, respond, round_of

pytestmark = pytest.mark.django_db

NUMBER_KEY = {"type": "number", "number": "6", "unit": "states", "tolerance": "0"}


def names(*texts, **fields):
    """A choice among names, whose order says nothing."""
    key = {"type": "name", "names": [texts[0]]}
    return QuestionFactory(options=texts, answer=texts[0], key=key, **fields)


def options_of(question) -> list[Option]:
    return list(question.options.order_by("position"))


class TestShown:
    def test_before_the_first_question_there_is_none(self):
        assert shown(round_of(QuestionFactory())) is None

    def test_it_says_where_the_round_is_and_what_is_asked(self):
        question = names("Astana", "Minsk", "Tashkent", stem="Where is it?")
        one = shown(go_to(round_of(QuestionFactory(), question), 2, "asking"))
        assert (one.number, one.total, one.stem) == (2, 2, "Where is it?")
        assert sorted(one.options) == ["Astana", "Minsk", "Tashkent"]

    def test_dates_stand_as_they_are_stored_and_names_are_mixed_by_the_round(self):
        texts = [f"Name {number}" for number in range(7)]
        dates = shown(go_to(round_of(QuestionFactory()), 1, "asking"))
        orders = {shown(go_to(round_of(names(*texts)), 1, "asking")).options for _ in range(4)}
        assert dates.options == ("7 June 2002", "15 June 2001", "26 April 1996")
        assert len(orders) > 1

    def test_the_order_stays_until_the_reveal_and_in_it(self):
        row = go_to(round_of(names(*"ABCDEFG")), 1, "asking")
        before = shown(row).options
        assert before == shown(row).options
        assert tuple(bar.text for bar in told(go_to(row, 1, "revealed")).bars) == before

    def test_of_a_number_only_its_unit_is_told(self):
        question = QuestionFactory(form="number", key=NUMBER_KEY, answer="6 states")
        assert shown(go_to(round_of(question), 1, "asking")).unit == "states"

    def test_no_key_is_read(self):
        row = go_to(round_of(QuestionFactory(key=NUMBER_KEY, form="number")), 1, "asking")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(row)
        said = " ".join(query["sql"] for query in queries)
        assert "is_key" not in said
        assert '"answer"' not in said
        assert "statement" not in said


class TestProgress:
    def test_it_counts_who_is_in_and_who_has_answered_what_stands_there(self):
        row = go_to(round_of(QuestionFactory(), QuestionFactory()), 1, "revealed")
        respond(row, 1, 0, "correct")
        respond(row, 1, 1, "wrong")
        assert progress(row) == (2, 3)
        assert progress(go_to(row, 2, "asking")) == (0, 3)

    def test_who_left_the_class_is_not_waited_for(self):
        row = go_to(round_of(QuestionFactory()), 1, "asking")
        one = row.players.first().membership_id
        Membership.objects.filter(pk=one).update(left_at=NOON)
        assert progress(row) == (0, 2)

    def test_it_takes_one_statement(self, django_assert_num_queries):
        row = go_to(round_of(QuestionFactory()), 1, "asking")
        with django_assert_num_queries(1):
            progress(row)


class TestTold:
    def test_nothing_is_told_before_the_reveal(self):
        row = go_to(round_of(QuestionFactory()), 1, "asking")
        respond(row, 1, 0, "correct")
        assert told(row) is None

    def test_each_option_has_how_many_chose_it_and_the_key_is_marked(self):
        question = QuestionFactory()
        first, second, _third = options_of(question)
        row = go_to(round_of(question), 1, "revealed")
        respond(row, 1, 0, "correct", option=first)
        respond(row, 1, 1, "correct", option=first)
        respond(row, 1, 2, "wrong", option=second)
        one = told(row)
        assert [(bar.count, bar.is_key) for bar in one.bars] == [(2, True), (1, False), (0, False)]
        assert (one.right, one.answered) == (2, 3)
        assert one.bars[0].share == pytest.approx(2 / 3)

    def test_of_all_that_apply_each_choice_counts(self):
        question = QuestionFactory(form="choose-all")
        pks = [option.pk for option in options_of(question)]
        row = go_to(round_of(question), 1, "revealed")
        respond(row, 1, 0, "correct", chosen=pks[:3])
        respond(row, 1, 1, "partial", chosen=[pks[0], pks[4]])
        by_text = {bar.text: bar.count for bar in told(row).bars}
        assert by_text == {"Kazakhstan": 2, "China": 1, "Russia": 1, "Japan": 0, "Brazil": 1}

    def test_of_a_typed_response_no_text_is_told(self):
        question = QuestionFactory(form="typed")
        row = go_to(round_of(question, learners=5), 1, "revealed")
        for place, outcome in enumerate(("correct", "partial", "review", "wrong")):
            respond(row, 1, place, outcome, typed="what somebody wrote")
        respond(row, 1, 4, "wrong", reason="gave-up")
        one = told(row)
        assert [(bar.text, bar.count) for bar in one.bars] == [
            ("Right", 1),
            ("Nearly right", 2),
            ("Something else", 1),
            ("I don't know", 1),
        ]
        assert one.is_typed
        assert "what somebody wrote" not in repr(one)

    def test_a_claim_is_true_or_false_in_the_words_of_the_interface(self):
        row = go_to(round_of(QuestionFactory(form="true-false")), 1, "revealed")
        assert [(bar.text, bar.is_key) for bar in told(row).bars] == [
            ("True", True),
            ("False", False),
        ]

    def test_it_says_why_and_from_where(self):
        question = QuestionFactory()
        question.fact.texts.update(explanation="So it came.", caveat="As far as known.")
        question.fact.citations.update(section="On Peace", paragraph=4)
        one = told(go_to(round_of(question), 1, "revealed"))
        assert one.statement == f"Statement of {question.fact.slug}."
        assert (one.explanation, one.caveat) == ("So it came.", "As far as known.")
        assert (one.section, one.paragraph) == ("On Peace", 4)
        assert one.source_name.startswith("Author of")

    def test_where_nobody_answered_there_is_nothing_to_divide(self):
        one = told(go_to(round_of(QuestionFactory()), 1, "revealed"))
        assert (one.answered, {bar.share for bar in one.bars}) == (0, {0.0})

    def test_it_takes_the_same_statements_for_three_and_for_thirty(self):
        def statements(learners: int) -> int:
            row = go_to(round_of(QuestionFactory(), learners=learners, teams=2), 1, "revealed")
            for place in range(learners):
                respond(row, 1, place, "correct")
            with CaptureQueriesContext(
                connection,
            ) as queries:
                told(row)
                team_lines(row)
                outlook(row)
            return len(queries)

        assert statements(3) == statements(30)


class TestTeamLines:
    def test_without_teams_there_are_none(self):
        assert team_lines(go_to(round_of(QuestionFactory()), 1, "revealed")) == []

    def test_a_line_is_the_share_over_players_and_questions_so_far(self):
        questions = [QuestionFactory() for _ in range(3)]
        row = go_to(round_of(*questions, learners=4, teams=2), 2, "revealed")
        respond(row, 1, 0, "correct")
        respond(row, 2, 0, "correct")
        respond(row, 1, 2, "correct")
        respond(row, 1, 1, "partial")
        first, second = team_lines(row)
        assert (first.players, first.right, first.asked, first.share) == (2, 3, 4, 0.75)
        assert (second.right, second.share, second.rank) == (0, 0.0, 2)

    def test_what_is_being_asked_does_not_count_yet(self):
        row = go_to(round_of(QuestionFactory(), learners=2, teams=2), 1, "asking")
        respond(row, 1, 0, "correct")
        assert [(line.right, line.asked) for line in team_lines(row)] == [(0, 0), (0, 0)]

    def test_equal_shares_are_a_tie(self):
        row = go_to(round_of(QuestionFactory(), learners=3, teams=3), 1, "revealed")
        respond(row, 1, 1, "correct")
        assert [line.rank for line in team_lines(row)] == [2, 1, 2]

    def test_who_came_later_answers_for_what_was_asked_from_then_on(self):
        row = round_of(QuestionFactory(), QuestionFactory(), learners=1, teams=1)
        go_to(row, 1, "revealed")
        late = Membership.objects.create(
            classroom=row.classroom, user=UserFactory(), joined_at=NOON
        )
        player(row, late, team=1, joined_at=NOON + timedelta(minutes=1))
        row.questions.filter(position=2).update(revealed_at=NOON + timedelta(minutes=2))
        (line,) = team_lines(row)
        assert (line.players, line.asked) == (2, 3)


class TestOutlook:
    @pytest.fixture
    def row(self):
        """Four questions: all right, two of three, one, and none."""
        questions = [QuestionFactory() for _ in range(5)]
        row = go_to(round_of(*questions), 4, "done")
        for place, right in enumerate((3, 2, 1, 0), start=1):
            for number in range(3):
                respond(row, place, number, "correct" if number < right else "wrong")
        return row

    def test_it_tells_what_was_known_best_and_what_to_look_at_again(self, row):
        found = outlook(row)
        assert [fact.position for fact in found.known] == [1]
        assert [fact.position for fact in found.again] == [4, 3, 2]
        assert (found.asked, found.players) == (4, 3)

    def test_what_was_never_asked_is_not_told(self, row):
        last = row.questions.get(position=5).question.fact
        words = last.texts.get().statement
        assert words not in repr(outlook(row))

    def test_a_round_in_which_nobody_answered_says_nothing(self):
        found = outlook(go_to(round_of(QuestionFactory()), 1, "done"))
        assert (found.known, found.again) == ((), ())
