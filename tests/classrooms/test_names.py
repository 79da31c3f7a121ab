import pytest

from questions.classrooms.errors import ClassroomError
from questions.classrooms.names import check_name, check_title, is_garbled, look_of

KAZAKH = "Айгерім Серікқызы"


@pytest.mark.parametrize(
    "name",
    [
        KAZAKH,
        "Әлия Ғани-Ұлы",
        "O'Neill J.",
        "Анна-Мария",
        "Даниял 2",
        "Ёлкина Щ.",
        "Aıgerim Şäken",
        "О’Брайен",
    ],
)
def test_names_in_the_three_languages_are_taken(name):
    assert check_name(name) == name


def test_spaces_are_tidied_and_letters_composed():
    assert check_name("  Айгерім\u00a0 С. ") == "Айгерім С."
    assert check_name("Андреи\u0306") == "Андрей"


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [
        ("Али\u200bя", "unseen", "U+200B"),
        ("\u202eАлия", "unseen", "U+202E"),
        ("Али\0я", "unseen", "U+0000"),
        ("А\u0336л\u0336и\u0336я", "mark", "U+0336"),
        ("ㅤАлия", "unseen", "U+3164"),
        ("Алия 😀", "character", "😀"),
        ("=cmd()", "character", "="),
        ("<b>Алия", "character", "<"),
        ("阿里", "character", "阿"),
        ("１２ Алия", "character", "１"),
        ("12", "no-letter", "letter"),
        ("", "no-letter", "letter"),
        ("-Алия", "start", "begins"),
        ("А" * 81, "too-long", "81"),
    ],
)
def test_what_does_not_belong_in_a_name_is_refused_with_a_reason(name, code, told):
    with pytest.raises(ClassroomError) as refused:
        check_name(name)
    assert refused.value.code == code
    assert told in refused.value.message


def test_a_classroom_may_be_called_more_freely_than_a_person():
    assert check_title("10 «А», №3: (МО) + SCO") == "10 «А», №3: (МО) + SCO"
    for title in ("\u202e10А", "10А\u0336", "  ", "«»", "x" * 81):
        with pytest.raises(ClassroomError):
            check_title(title)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        (KAZAKH, "Айгерим Сериккызы"),
        ("Ева", "Eвa"),
        ("Анна-Мария", "АННА МАРИЯ"),
        ("Алёна", "Алена"),
        ("Ilya", "llya"),
        ("Оля", "0ля"),
    ],
)
def test_names_that_look_alike_have_one_look(name, other):
    assert look_of(name) == look_of(other)


@pytest.mark.parametrize("other", ["Айгерім Сапарқызы", "Айгерім", "Аида"])
def test_other_names_have_another_look(other):
    assert look_of(KAZAKH) != look_of(other)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("cp1251", "latin-1"),
        ("cp1251", "cp1252"),
        ("utf-8", "cp1251"),
        ("utf-8", "latin-1"),
    ],
)
def test_a_wrong_encoding_is_recognised(written, read):
    garbled = "Андрей Иванов".encode(written).decode(read, errors="replace")
    assert is_garbled(garbled)


@pytest.mark.parametrize("name", [KAZAKH, "Андрей Иванов", "Renée Müller", "John", "Şäken Ğani"])
def test_a_right_encoding_is_left_alone(name):
    assert not is_garbled(name)
