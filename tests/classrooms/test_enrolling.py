import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.test.utils import CaptureQueriesContext

from questions.classrooms.enrolling import MOST_LINES, add_list, add_teacher, plan_list, rename
from questions.classrooms.errors import ClassroomError
from questions.models import Membership, User
from tests.factories import ClassroomFactory, MembershipFactory, TeacherFactory, UserFactory
from tests.quiz.test_races import at_once

pytestmark = pytest.mark.django_db

GARBLED = "Андрей Иванов".encode("cp1251").decode("latin-1")


@pytest.fixture
def teacher():
    return TeacherFactory(username="teacher", language="kk")


@pytest.fixture
def classroom(teacher):
    return ClassroomFactory(teacher=teacher, time_zone="Asia/Aqtau")


@pytest.fixture
def plan(classroom, rng):
    return lambda text: plan_list(text, classroom=classroom, rng=rng)


def pairs(listed) -> list[tuple[str, str]]:
    return [(line.name, line.username) for line in listed.good]


class TestPlan:
    def test_each_line_is_a_name(self, plan):
        listed = plan("Айгерім Серікқызы\n\n  Даниял Ахмет \r\n")
        assert pairs(listed) == [("Айгерім Серікқызы", "aigerim-s"), ("Даниял Ахмет", "daniyal-a")]
        assert [line.number for line in listed.lines] == [1, 3]

    @pytest.mark.parametrize(
        "line",
        [
            "Алия С.; aliya.s",
            "Алия С.\tAliya.S",
            "3\tАлия С.\taliya.s\t",
            "3. Алия С.;aliya.s",
            "12) Алия С. ; aliya.s ;",
            "\ufeffАлия С.;aliya.s",
        ],
    )
    def test_a_user_name_may_stand_beside_it(self, plan, line):
        assert pairs(plan(line)) == [("Алия С.", "aliya.s")]

    def test_user_names_differ(self, plan):
        UserFactory(username="Aigerim-S")
        listed = plan("Айгерім Серікқызы\nАйгерім Сапарқызы\nАйгерім Сәкен; aigerim-s3")
        assert [name for _name, name in pairs(listed)] == [
            "aigerim-s2",
            "aigerim-s4",
            "aigerim-s3",
        ]

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("Али\0я", "U+0000"),
            ("Алия 😀", "😀"),
            ("\u202eАлия", "U+202E"),
            ("\u200fАлия", "U+200F"),
            ("А\u0336л\u0336ия", "mark"),
            (GARBLED, "garbled"),
            ("Алия; b c", "user name"),
            ("Алия; teacher", "Somebody has"),
            ("Алия; admin", "Somebody has"),
            ("Алия; a.s; 10А", "columns"),
            ("=1+1", "="),
            ("12", "letter"),
            (";aliya", "letter"),
            ("А" * 81, "81"),
            ("А" * 100_000, "100000"),
        ],
    )
    def test_a_bad_line_is_refused_and_the_others_stay(self, plan, line, told):
        listed = plan(f"Болат\n{line}\nДаниял")
        assert [line.name for line in listed.good] == ["Болат", "Даниял"]
        (refused,) = listed.refused
        assert told in refused.flaw
        assert (refused.number, refused.name, refused.username) == (2, "", "")
        assert "\0" not in refused.text
        assert "\u202e" not in refused.text
        assert len(refused.text) <= 100

    def test_namesakes_and_look_alikes_are_told(self, plan, classroom, now):
        MembershipFactory(classroom=classroom, name="Алия С.")
        MembershipFactory(classroom=classroom, name="Ушёл", left_at=now)
        listed = plan("Алия С.\nАлия C.\nБолат\nБолaт\nБолат 2\nУшёл")
        assert [line.name for line in listed.good] == ["Болат", "Болат 2", "Ушёл"]
        assert [line.number for line in listed.refused] == [1, 2, 4]

    def test_a_user_name_stands_once(self, plan):
        listed = plan("Алия; aliya\nБолат; aliya\nДаниял\nЕрлан")
        assert [line.number for line in listed.refused] == [2]
        assert len(listed.good) == 3

    @pytest.mark.parametrize(
        ("text", "code"),
        [("", "empty"), (" \n\n", "empty"), ("А\n" * (MOST_LINES + 1), "too-many")],
    )
    def test_a_list_without_end_or_names_is_refused(self, plan, text, code):
        with pytest.raises(ClassroomError) as refused:
            plan(text)
        assert refused.value.code == code

    def test_a_classroom_put_away_takes_nobody(self, plan, classroom, now):
        classroom.archived_at = now
        with pytest.raises(ClassroomError) as refused:
            plan("Алия")
        assert refused.value.code == "put-away"

    def test_a_long_list_asks_no_more_questions_than_a_short_one(self, plan):
        counts = []
        for size in (2, MOST_LINES):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                listed = plan("\n".join(f"Алия {number}" for number in range(size)))
            counts.append(len(queries))
            assert len(listed.good) == len({line.username for line in listed.good}) == size
        assert counts[0] == counts[1]


class TestAddList:
    def test_good_lines_become_accounts_of_the_classroom(self, classroom, teacher, now, rng):
        accounts, listed = add_list(
            "Айгерім Серікқызы\n😀", classroom=classroom, teacher=teacher, now=now, rng=rng
        )
        assert len(listed.refused) == 1
        (account,) = accounts
        user = User.objects.get(username="aigerim-s")
        assert authenticate(username="aigerim-s", password=account.password) == user
        assert (user.made_in, user.time_zone, user.language) == (classroom, "Asia/Aqtau", "kk")
        assert not user.is_staff
        membership = user.memberships.get()
        assert (membership.name, membership.role, membership.joined_at) == (
            "Айгерім Серікқызы",
            Membership.Role.LEARNER,
            now,
        )
        assert account.password not in user.password

    def test_the_same_list_twice_makes_nothing_more(self, classroom, teacher, now, rng):
        wish = {"classroom": classroom, "teacher": teacher, "now": now, "rng": rng}
        add_list("Алия\nБолат", **wish)
        accounts, listed = add_list("Алия\nБолат", **wish)
        assert accounts == []
        assert len(listed.refused) == 2
        assert User.objects.filter(made_in=classroom).count() == 2

    def test_many_take_no_more_statements(self, classroom, teacher, now, rng):
        wish = {"classroom": classroom, "teacher": teacher, "now": now, "rng": rng}
        counts = []
        for size in (2, 150):
            with CaptureQueriesContext(connection) as queries:
                add_list("\n".join(f"Алия {size} {n}" for n in range(size)), **wish)
            counts.append(sum("INSERT" not in query["sql"] for query in queries.captured_queries))
        assert counts[0] == counts[1]  # apart from inserts, which are cut into batches


@pytest.mark.django_db(transaction=True)
def test_the_same_list_sent_twice_at_once_makes_each_account_once(classroom, teacher, now):
    from random import Random

    works = [
        lambda seed=seed: add_list(
            "Алия\nБолат", classroom=classroom, teacher=teacher, now=now, rng=Random(seed)
        )
        for seed in range(3)
    ]
    assert sorted(len(accounts) for accounts, _plan in at_once(*works)) == [0, 0, 2]
    assert User.objects.filter(made_in=classroom).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_classrooms_at_once_get_different_user_names(teacher, now):
    from random import Random

    works = [
        lambda room=room: add_list(
            "Алия\nБолат", classroom=room, teacher=teacher, now=now, rng=Random(room.pk)
        )
        for room in ClassroomFactory.create_batch(3)
    ]
    names = [a.username for accounts, _plan in at_once(*works) for a in accounts]
    assert len(names) == len(set(names)) == 6


class TestRename:
    @pytest.fixture
    def pupil(self, classroom, alice):
        return MembershipFactory(classroom=classroom, user=alice, name="Rude")

    def test_a_member_is_called_otherwise(self, pupil):
        rename(membership=pupil, name=" Алиса  В. ")
        pupil.refresh_from_db()
        assert pupil.shown_name == "Алиса В."
        rename(membership=pupil, name=" ")
        pupil.refresh_from_db()
        assert pupil.shown_name == "alice"

    def test_the_own_name_is_no_look_alike(self, pupil):
        rename(membership=pupil, name="RUDE")
        pupil.refresh_from_db()
        assert pupil.name == "RUDE"

    @pytest.mark.parametrize("name", ["Bolat", "Воlаt", "\u202eA", "A😀"])
    def test_bad_names_and_look_alikes_are_refused(self, classroom, pupil, name):
        MembershipFactory(classroom=classroom, name="Bolat")
        with pytest.raises(ClassroomError) as refused:
            rename(membership=pupil, name=name)
        assert refused.value.field == "name"
        pupil.refresh_from_db()
        assert pupil.name == "Rude"


class TestAddTeacher:
    def test_a_colleague_teaches_there(self, classroom, now):
        colleague = TeacherFactory(username="Colleague")
        for _twice in range(2):
            row = add_teacher(classroom=classroom, username=" colleague ", now=now)
            assert (row.user, row.role) == (colleague, Membership.Role.TEACHER)
        assert classroom.memberships.count() == 2

    @pytest.mark.parametrize("name", ["alice", "nobody", "", "\0"])
    def test_only_teachers_are_taken(self, classroom, alice, now, name):
        with pytest.raises(ClassroomError) as refused:
            add_teacher(classroom=classroom, username=name, now=now)
        assert refused.value.code == "unknown"

    def test_a_learner_of_the_classroom_is_no_teacher_at_once(self, classroom, now):
        colleague = TeacherFactory()
        MembershipFactory(classroom=classroom, user=colleague)
        with pytest.raises(ClassroomError) as refused:
            add_teacher(classroom=classroom, username=colleague.username, now=now)
        assert refused.value.code == "learner"
