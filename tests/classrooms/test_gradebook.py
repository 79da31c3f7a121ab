"""The gradebook and its files, read back."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from questions.classrooms.gradebook import gradebook
from questions.classrooms.gradebook_files import file_name, harmless, write_csv, write_xlsx
from questions.models import Membership, Ruling
from questions.quiz.response import Response
from tests.classrooms.knowing import questions_of, remember
from tests.factories import (
    AssignmentFactory,
    ClassroomFactory,
    DeckFactory,
    FactFactory,
    MembershipFactory,
    UserFactory,
    own_question,
)
from tests.playing import NAME_KEY, play_once, question_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FORMULAS = [
    '=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "  =1+1", "＝1+1",
    "'=1+1",
]  # fmt: skip


@pytest.fixture
def ann():
    return UserFactory(username="ann")


@pytest.fixture
def classroom(ann):
    return ClassroomFactory(name="Grade 10 A", learners=[ann])


@pytest.fixture
def questions():
    return questions_of(FactFactory.create_batch(3))


def give(classroom, questions, now, name="Deck", **more):
    deck = DeckFactory(name=name, questions=questions)
    days = {"exam_day": now.date() + 9 * DAY, "assigned_at": now - DAY, **more}
    return AssignmentFactory(classroom=classroom, deck=deck, **days)


def csv_of(book) -> list[list[str]]:
    data = b"".join(write_csv(book))
    assert data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";" if ";" in text else ","))


def sheet_of(book):
    return load_workbook(BytesIO(write_xlsx(book))).active


class TestFigures:
    def test_a_row_worked_out_by_hand(self, classroom, ann, questions, now):
        """Of three facts Ann answers one right and one wrong, and the wrong one right next day."""
        give(classroom, questions, now)
        play_once(ann, questions[0], now=now)
        play_once(ann, questions[1], now=now, right=False)
        play_once(ann, questions[1], now=now + DAY)
        book = gradebook(classroom, now=now + 2 * DAY)
        [row] = book.rows
        [work] = row.work
        assert (work.met, work.total, work.rated, work.right) == (2, 3, 3, 2)
        assert work.last_day == (now + DAY).date()
        assert 0 < work.known_on_exam < work.known < 2 / 3
        assert (row.total.met, row.total.total, row.total.right_share) == (2, 3, 2 / 3)
        assert row.total.known == pytest.approx(work.known)

    def test_a_fact_of_two_assignments_counts_once_in_the_total(
        self, classroom, ann, questions, now
    ):
        give(classroom, questions[:2], now, assigned_at=now - 2 * DAY)
        give(classroom, questions[1:], now)
        play_once(ann, questions[1], now=now)
        [row] = gradebook(classroom, now=now + DAY).rows
        assert [(w.met, w.total, w.rated) for w in row.work] == [(1, 2, 1), (1, 2, 1)]
        assert (row.total.met, row.total.total, row.total.rated) == (1, 3, 1)

    def test_flashcards_are_met_but_prove_nothing(self, classroom, ann, now):
        card = question_of("flashcard")
        give(classroom, [card], now)
        play_once(ann, card, now=now)
        [row] = gradebook(classroom, now=now + DAY).rows
        assert (row.work[0].met, row.work[0].rated, row.work[0].right_share) == (1, 0, None)

    def test_what_was_left_for_review_counts_once_it_is_decided(self, classroom, ann, now):
        typed = question_of("typed", key=NAME_KEY, answer="Council of Elders")
        give(classroom, [typed], now)
        verdict = play_once(ann, typed, now=now, response=Response(typed="Elders"))
        assert verdict.outcome == "review"
        assert gradebook(classroom, now=now + DAY).rows[0].work[0].rated == 0
        Ruling.objects.create(
            fact=typed.fact, cue="value", text="elders", is_right=True, ruled_at=now
        )
        typed.sessionitem_set.update(ruled_at=now)
        work = gradebook(classroom, now=now + DAY).rows[0].work[0]
        assert (work.rated, work.right) == (1, 1)

    def test_of_those_who_left_only_what_came_before(self, classroom, ann, questions, now):
        give(classroom, questions, now)
        play_once(ann, questions[0], now=now)
        Membership.objects.filter(user=ann).update(left_at=now + DAY)
        play_once(ann, questions[1], now=now + 2 * DAY)
        [row] = gradebook(classroom, now=now + 3 * DAY).rows
        assert row.learner.left_day == (now + DAY).date()
        assert (row.work[0].met, row.work[0].rated, row.work[0].known) == (1, 1, None)
        assert (row.total.met, row.total.known, row.total.last_day) == (1, None, now.date())

    def test_who_came_back_is_there_once(self, classroom, ann, questions, now):
        give(classroom, questions, now)
        Membership.objects.filter(user=ann).update(left_at=now)
        MembershipFactory(classroom=classroom, user=ann)
        remember(ann, questions[0].fact, now=now)
        [row] = gradebook(classroom, now=now).rows
        assert (row.learner.left_day, row.work[0].met) == (None, 1)

    def test_work_that_was_taken_back_has_no_column(self, classroom, questions, now):
        give(classroom, questions, now, withdrawn_at=now)
        assert gradebook(classroom, now=now).given == []

    def test_facts_of_other_classrooms_decks_are_not_told(self, classroom, ann, now):
        foreign = own_question(UserFactory(is_staff=True))
        give(ClassroomFactory(learners=[ann]), [foreign], now)
        remember(ann, foreign.fact, now=now)
        [row] = gradebook(classroom, now=now).rows
        assert (row.work, row.total.met, row.total.last_day) == ([], 0, None)

    @pytest.mark.parametrize("size", [3, 30])
    def test_queries_do_not_grow(self, size, questions, now, django_assert_num_queries):
        learners = UserFactory.create_batch(size)
        classroom = ClassroomFactory(learners=learners)
        give(classroom, questions, now)
        MembershipFactory(classroom=classroom, left_at=now)
        for learner in learners:
            remember(learner, questions[0].fact, now=now)
        with django_assert_num_queries(9):
            gradebook(classroom, now=now)


class TestFiles:
    @pytest.fixture
    def book(self, classroom, ann, questions, now):
        give(classroom, questions, now, name="Шарттар")
        play_once(ann, questions[0], now=now)
        Membership.objects.filter(user=ann).update(name="Айгүл Өтепова")
        left = MembershipFactory(classroom=classroom, name="Юлия Щукина")
        left.left_at = now
        left.save()
        return gradebook(classroom, now=now + DAY)

    def test_csv_has_all_of_it(self, book):
        header, aigul, yulia, *rest = csv_of(book)
        assert header[:3] == ["Name", "User name", "Left on"]
        assert header[3] == "All assignments: facts met"
        assert header[-2:] == [
            "Шарттар: predicted known on the exam day, %",
            "Шарттар: last worked on",
        ]
        assert len(header) == len(aigul) == len(yulia) == 14
        assert aigul[:6] == ["Айгүл Өтепова", "ann", "", "1", "3", "100"]
        assert aigul[7] == aigul[-1] == "2026-03-04"
        assert yulia[:4] == ["Юлия Щукина", yulia[1], "2026-03-04", "0"]
        assert yulia[6] == ""  # of those who left nothing is predicted
        assert rest == [
            [],
            ["Classroom", "Grade 10 A"],
            ["As of", "2026-03-05 12:00"],
            ["Time zone", "Asia/Almaty"],
        ]

    @pytest.mark.parametrize(("language", "separator"), [("en", ","), ("kk", ";"), ("ru", ";")])
    def test_the_separator_is_that_of_the_language(self, book, language, separator):
        with override(language):
            data = b"".join(write_csv(book)).decode("utf-8-sig")
        assert data.splitlines()[1].startswith(f"Айгүл Өтепова{separator}ann{separator}")

    def test_xlsx_has_texts_numbers_and_days_as_such(self, book):
        rows = list(sheet_of(book).iter_rows())
        assert rows[0][0].font.bold
        aigul = rows[1]
        assert aigul[0].value == "Айгүл Өтепова"
        assert [(c.value, c.data_type) for c in aigul[3:6]] == [(1, "n"), (3, "n"), (100, "n")]
        assert aigul[7].is_date
        assert aigul[7].value.date() == date(2026, 3, 4)
        assert aigul[2].value is None
        assert [cell.value for cell in rows[-1][:2]] == ["Time zone", "Asia/Almaty"]
        assert [cell.value for cell in rows[-2][:2]] == ["As of", "2026-03-05 12:00"]

    @pytest.mark.parametrize("name", FORMULAS)
    def test_nothing_is_a_formula(self, classroom, questions, now, name):
        Membership.objects.update(name=name)
        give(classroom, questions, now, name=name)
        book = gradebook(classroom, now=now)
        header, row, *_rest = csv_of(book)
        for cell in (row[0], header[8]):
            assert cell.startswith("'")
            assert cell.replace("'", "").startswith(name.replace("'", ""))
        sheet = sheet_of(book)
        for cell in (sheet["A2"], sheet["I1"]):
            assert cell.data_type == "s"
            assert cell.quotePrefix

    def test_nor_where_another_separator_would_begin_a_cell(self):
        assert harmless("A;=1+1") == "A;'=1+1"
        assert harmless("A, +1") == "A,' +1"

    @pytest.mark.parametrize("name", ["Anna-Maria", "O'Neill", "a=b", "#N/A", "1e5", "Әлия +"])
    def test_what_is_harmless_stays(self, classroom, questions, now, name):
        Membership.objects.update(name=name)
        book = gradebook(classroom, now=now)
        assert csv_of(book)[1][0] == name
        cell = sheet_of(book)["A2"]
        assert (cell.value, cell.data_type) == (name, "s")

    def test_signs_that_a_workbook_cannot_hold_are_left_out(self, classroom, now):
        Membership.objects.update(name="An\x0bna\x07")
        assert sheet_of(gradebook(classroom, now=now))["A2"].value == "Anna"

    @pytest.mark.parametrize(
        ("name", "file"),
        [
            ("Grade 10 A", "gradebook-grade-10-a-2026-03-05.csv"),
            ("10 «Ә»", "gradebook-10-ә-2026-03-05.csv"),
            ("../../etc\r\nX: y", "gradebook-etc-x-y-2026-03-05.csv"),
            ("//", "gradebook-classroom-2026-03-05.csv"),
        ],
    )
    def test_every_system_can_store_the_file(self, book, name, file):
        book.classroom.name = name
        assert file_name(book, "csv") == file
