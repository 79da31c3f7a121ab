"""Classrooms are made, joined, left; two at once on a real database."""

from datetime import timedelta
from random import Random

import pytest

from questions.classrooms.codes import ALPHABET, grouped_code, random_code
from questions.classrooms.errors import ClassroomError
from questions.classrooms.joining import (
    bring_back,
    change_classroom,
    find_by_code,
    join_classroom,
    leave,
    make_classroom,
    put_away,
    remove,
    renew_code,
    set_open,
)
from questions.models import Classroom, Membership
from tests.factories import ClassroomFactory, MembershipFactory, TeacherFactory, UserFactory
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db

LATER = timedelta(days=1)


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher")


@pytest.fixture
def classroom(teacher):
    return ClassroomFactory(teacher=teacher, join_code="KZ74PQ")


def refused(work, *args, **kwargs) -> str:
    with pytest.raises(ClassroomError) as error:
        work(*args, **kwargs)
    return error.value.code


class TestMakeClassroom:
    def test_its_maker_teaches_there(self, teacher, now, rng):
        classroom = make_classroom(
            name=" 10 А ", time_zone="Asia/Aqtau", teacher=teacher, now=now, token="t", rng=rng
        )
        assert classroom.name == "10 А"
        assert set(classroom.join_code) <= set(ALPHABET)
        assert list(Classroom.objects.taught_by(teacher)) == [classroom]

    def test_a_code_that_is_taken_is_not_given_again(self, teacher, now):
        ClassroomFactory(join_code=random_code(Random(1)))
        classroom = make_classroom(
            name="A", time_zone="Asia/Aqtau", teacher=teacher, now=now, token="t", rng=Random(1)
        )
        assert classroom.join_code != random_code(Random(1))

    def test_a_bad_name_makes_nothing(self, teacher, now, rng):
        wish = {"time_zone": "Asia/Aqtau", "teacher": teacher, "now": now, "token": "t", "rng": rng}
        assert refused(make_classroom, name="\u202e", **wish) == "unseen"
        assert not Classroom.objects.exists()


class TestJoin:
    def test_a_learner_is_in(self, classroom, alice, now):
        joining = join_classroom(learner=alice, code="kz7-4рq", now=now, name="Алиса")
        assert joining.is_new
        assert joining.membership.name == "Алиса"
        assert list(Classroom.objects.attended_by(alice)) == [classroom]

    def test_whoever_is_in_stays_as_they_are(self, classroom, alice, now):
        first = join_classroom(learner=alice, code="KZ74PQ", now=now, name="Алиса")
        again = join_classroom(learner=alice, code="KZ74PQ", now=now + LATER, name="Other")
        assert (again.is_new, again.membership) == (False, first.membership)
        assert again.membership.name == "Алиса"

    def test_the_teacher_is_not_made_a_learner(self, classroom, teacher, now):
        joining = join_classroom(learner=teacher, code="KZ74PQ", now=now)
        assert (joining.is_new, joining.membership.role) == (False, Membership.Role.TEACHER)

    def test_coming_back_makes_a_new_row(self, classroom, alice, now):
        first = join_classroom(learner=alice, code="KZ74PQ", now=now).membership
        leave(membership=first, now=now)
        again = join_classroom(learner=alice, code="KZ74PQ", now=now + LATER)
        assert again.is_new
        assert list(alice.memberships.order_by("pk").values_list("left_at", flat=True)) == [
            now,
            None,
        ]

    @pytest.mark.parametrize(
        ("code", "told"), [("", "empty"), ("\0", "empty"), ("KZ7-4PX", "unknown")]
    )
    def test_a_wrong_code_is_refused(self, classroom, alice, now, code, told):
        assert refused(join_classroom, learner=alice, code=code, now=now) == told

    def test_a_closed_classroom_takes_nobody(self, classroom, alice, now):
        set_open(classroom=classroom, is_open=False)
        assert refused(join_classroom, learner=alice, code="KZ74PQ", now=now) == "closed"
        set_open(classroom=classroom, is_open=True)
        assert join_classroom(learner=alice, code="KZ74PQ", now=now).is_new

    def test_a_classroom_put_away_takes_nobody(self, classroom, alice, now):
        put_away(classroom=classroom, now=now)
        assert refused(join_classroom, learner=alice, code="KZ74PQ", now=now) == "unknown"
        bring_back(classroom=classroom)
        assert join_classroom(learner=alice, code="KZ74PQ", now=now).is_new

    def test_a_guest_signs_up_first(self, classroom, now):
        guest = UserFactory(is_guest=True)
        assert refused(join_classroom, learner=guest, code="KZ74PQ", now=now) == "guest"

    def test_a_bad_name_is_refused(self, classroom, alice, now):
        wish = {"learner": alice, "code": "KZ74PQ", "now": now}
        assert refused(join_classroom, name="A\u202eB", **wish) == "unseen"
        assert not alice.memberships.exists()


class TestCode:
    def test_renewing_ends_the_old_code(self, classroom, now, rng):
        renew_code(classroom=classroom, rng=rng)
        assert refused(find_by_code, "KZ74PQ") == "unknown"
        assert find_by_code(grouped_code(classroom.join_code)) == classroom


class TestLeave:
    def test_history_stays(self, classroom, alice, now):
        membership = MembershipFactory(classroom=classroom, user=alice)
        leave(membership=membership, now=now)
        leave(membership=membership, now=now + LATER)
        membership.refresh_from_db()
        assert membership.left_at == now

    def test_the_last_teacher_stays(self, classroom, teacher, now):
        own = teacher.memberships.get()
        assert refused(leave, membership=own, now=now) == "last-teacher"
        colleague = MembershipFactory(
            classroom=classroom, user=TeacherFactory(), role=Membership.Role.TEACHER
        )
        leave(membership=own, now=now)
        assert refused(leave, membership=colleague, now=now) == "last-teacher"

    def test_a_teacher_removes_only_colleagues_who_came_later(self, classroom, teacher, now):
        first = teacher.memberships.get()
        later = MembershipFactory(
            classroom=classroom, user=TeacherFactory(), role=Membership.Role.TEACHER, joined_at=now
        )
        assert refused(remove, membership=first, actor=later, now=now) == "older-teacher"
        remove(membership=later, actor=first, now=now)
        assert Membership.objects.active().filter(classroom=classroom).get() == first

    def test_any_teacher_removes_learners(self, classroom, alice, now):
        later = MembershipFactory(
            classroom=classroom, user=TeacherFactory(), role=Membership.Role.TEACHER, joined_at=now
        )
        pupil = MembershipFactory(classroom=classroom, user=alice)
        remove(membership=pupil, actor=later, now=now)
        assert not Classroom.objects.attended_by(alice).exists()


def test_a_classroom_gets_another_name_and_zone(classroom, now):
    change_classroom(classroom=classroom, name="11 А", time_zone="Asia/Aqtau", now=now)
    classroom.refresh_from_db()
    assert (classroom.name, classroom.time_zone) == ("11 А", "Asia/Aqtau")


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_people_who_join_at_the_same_moment_are_both_in(self, classroom, now):
        works = [
            lambda learner=learner: join_classroom(learner=learner, code="KZ74PQ", now=now)
            for learner in UserFactory.create_batch(4)
        ]
        assert all(joining.is_new for joining in at_once(*works))
        assert classroom.memberships.active().learners().count() == 4

    def test_a_double_click_joins_once(self, classroom, alice, now):
        works = [lambda: join_classroom(learner=alice, code="KZ74PQ", now=now)] * 4
        assert sorted(joining.is_new for joining in at_once(*works)) == [False] * 3 + [True]
        assert alice.memberships.count() == 1

    def test_of_two_teachers_who_leave_at_once_one_stays(self, classroom, teacher, now):
        MembershipFactory(classroom=classroom, user=TeacherFactory(), role=Membership.Role.TEACHER)

        def leaving(membership):
            def work():
                try:
                    leave(membership=membership, now=now)
                except ClassroomError as error:
                    return error.code
                return "left"

            return work

        told = at_once(*[leaving(row) for row in classroom.memberships.all()])
        assert sorted(told) == ["last-teacher", "left"]

    def test_renewing_at_once_leaves_one_code(self, classroom):
        at_once(*[lambda n=n: renew_code(classroom=classroom, rng=Random(n)) for n in range(3)])
        classroom.refresh_from_db()
        assert classroom.join_code in {random_code(Random(n)) for n in range(3)}
