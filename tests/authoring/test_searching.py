"""Searching questions and facts: words in any alphabet, what they are, and whose."""

import pytest

from questions.authoring.searching import (
    Search,
    covered_facts,
    find_facts,
    find_questions,
    one_per_fact,
)
from tests.factories import (
    DeckFactory,
    EntityFactory,
    FactFactory,
    FactTextFactory,
    QuestionFactory,
    TeacherFactory,
    TopicFactory,
    own_question,
)
from tests.playing import set_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(db):
    return TeacherFactory(username="alma")


def found(teacher, **wanted) -> set[str]:
    return {question.stem for question in find_questions(teacher, Search(**wanted))}


class TestWords:
    def test_all_words_must_be_there_in_stem_key_or_statement(self, teacher):
        fact = FactFactory(text__statement="The charter was adopted in Bishkek.")
        QuestionFactory(fact=fact, stem="When was it adopted?", answer="June")
        QuestionFactory(stem="When was another charter adopted?", answer="May")
        assert found(teacher, words="adopted BISHKEK") == {"When was it adopted?"}
        assert found(teacher, words="charter may") == {"When was another charter adopted?"}
        assert found(teacher, words="nowhere") == set()

    @pytest.mark.parametrize("word", ["хартия", "Хартия", "ХАРТИЯ"])
    def test_cyrillic_is_found_in_any_case(self, teacher, word):
        QuestionFactory(stem="Когда принята Хартия?", language="ru")
        assert found(teacher, words=word) == {"Когда принята Хартия?"}

    def test_names_of_what_a_fact_is_about_count(self, teacher):
        entity = EntityFactory()
        QuestionFactory(fact=FactFactory(subject=entity), stem="When?")
        assert found(teacher, words="ШОС", named={"ШОС": [entity.pk]}) == {"When?"}

    @pytest.mark.parametrize("words", ["%", "_", "'", "\\", '"; DROP TABLE x'])
    def test_signs_of_the_database_are_letters_like_others(self, teacher, words):
        QuestionFactory(stem="When?", answer="x")
        assert found(teacher, words=words) == set()


def test_each_field_narrows(teacher):
    csto = TopicFactory(slug="csto")
    QuestionFactory(stem="A", fact__topic=csto, form="typed")
    QuestionFactory(stem="B", fact__importance=1, status="draft")
    QuestionFactory(stem="C", language="ru", status="withdrawn")
    assert found(teacher) == {"A", "B"}
    assert found(teacher, topics=(csto.pk,)) == {"A"}
    assert found(teacher, form="typed") == {"A"}
    assert found(teacher, importance=1) == {"B"}
    assert found(teacher, status="withdrawn", language="ru") == {"C"}
    assert found(teacher, status="approved") == {"A"}


def test_whose_they_are(teacher):
    colleague, stranger = TeacherFactory(), TeacherFactory()
    own_question(teacher, stem="mine")
    QuestionFactory(stem="library")
    shared = own_question(colleague, stem="shared")
    DeckFactory(owner=colleague, questions=[shared]).shared_with.add(teacher)
    own_question(stranger, stem="hidden")
    assert found(teacher) == {"mine", "library", "shared"}
    for whose in ("mine", "library", "shared"):
        assert found(teacher, whose=whose) == {whose}


class TestOnePerFact:
    def test_a_choice_comes_before_other_forms_and_covered_facts_are_left_out(self, teacher):
        fact, asked, only = FactFactory(), FactFactory(), FactFactory()
        for form in ("flashcard", "typed", "choice"):
            QuestionFactory(fact=fact, form=form, stem=f"{form} of it")
        in_deck = QuestionFactory(fact=asked)
        QuestionFactory(fact=asked, form="typed", stem="asked already")
        QuestionFactory(fact=only, form="typed", stem="typed of another")
        QuestionFactory(fact=only, form="choice", status="draft", stem="a draft")
        deck = DeckFactory(owner=teacher, questions=[in_deck])
        rows = one_per_fact(find_questions(teacher, Search()), uncovered_by=deck)
        assert {row.stem for row in rows} == {"choice of it", "typed of another"}

    def test_a_fact_that_is_a_part_of_an_ordering_is_covered(self, teacher):
        ordering = set_of("order")
        deck = DeckFactory(owner=teacher, questions=[ordering])
        parts = {part.fact_id for part in ordering.parts.all()}
        assert set(covered_facts(deck)) == parts
        QuestionFactory(fact=ordering.parts.last().fact)
        assert not one_per_fact(find_questions(teacher, Search()), uncovered_by=deck).exists()

    def test_withdrawn_facts_are_not_asked(self, teacher, now):
        QuestionFactory(fact__withdrawn_at=now)
        deck = DeckFactory(owner=teacher)
        assert not one_per_fact(find_questions(teacher, Search()), uncovered_by=deck).exists()


def test_facts_are_found_by_their_words_and_what_they_are(teacher, now):
    first = FactFactory(text__statement="The charter was adopted.", importance=1)
    FactTextFactory(fact=first, language="ru", statement="Хартия принята.")
    gone = FactFactory(text__statement="The charter is gone.", withdrawn_at=now)
    own_question(TeacherFactory()).fact.texts.update(statement="The charter of somebody.")
    assert list(find_facts(teacher, Search(words="charter"))) == [first]
    assert list(find_facts(teacher, Search(words="хартия"))) == [first]
    assert list(find_facts(teacher, Search(words="charter", is_withdrawn=True))) == [gone]
    assert not find_facts(teacher, Search(importance=3)).exists()
    assert not find_facts(teacher, Search(whose="mine")).exists()
