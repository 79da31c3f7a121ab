"""Names in the order in which a reader looks for them."""

from questions.language.alphabet import by_alphabet


def test_names_are_sorted_by_the_readers_alphabet():
    kazakh = ["Үндістан", "Қытай", "Кувейт", "Әзербайжан", "Армения", "Өзбекстан", "Ресей"]
    ordered = ["Армения", "Әзербайжан", "Кувейт", "Қытай", "Өзбекстан", "Ресей", "Үндістан"]
    assert sorted(kazakh, key=by_alphabet) == ordered
    assert sorted(["Qatar", "China", "iran"], key=by_alphabet) == ["China", "iran", "Qatar"]


def test_numbers_in_names_are_sorted_by_their_size():
    names = ["learner 10", "learner 2", "11А", "9Ә", "9А"]
    assert sorted(names, key=by_alphabet) == ["9А", "9Ә", "11А", "learner 2", "learner 10"]


def test_a_name_of_very_many_digits_has_a_place_too():
    assert sorted(["9" * 5000, "1"], key=by_alphabet)[0] == "1"
