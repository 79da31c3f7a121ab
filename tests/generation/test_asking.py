from dataclasses import replace

import pytest

from questions.generation.asking import draft_all
from tests.generation.examples import beside, fact, thing

CHARTER = fact(
    "charter",
    "2002-06-07",
    subject=thing("sco-charter", name="SCO Charter", takes_article=True),
    ask_value="On what date was the SCO Charter adopted?",
    ask_subject="Which document did the SCO adopt on 7 June 2002?",
    claim_value="The SCO Charter was adopted on {}.",
    claim_subject="{} was adopted on 7 June 2002.",
)
OTHERS = [fact("first", "1999-03-04"), fact("second", "2004-05-06"), fact("third", "2009-07-08")]


def drafts(*facts, of="charter", **wanted):
    found = draft_all({record.slug: record for record in facts}, seed=1)
    return [
        draft
        for draft in found
        if draft.fact.slug == of and all(getattr(draft, k) == v for k, v in wanted.items())
    ]


def only(*facts, **wanted):
    (draft,) = drafts(*facts, **wanted)
    return draft


def test_every_fair_form_of_both_cues_is_made():
    forms = [(d.cue, d.form, d.variant) for d in drafts(CHARTER, *OTHERS)]
    assert [(cue, form) for cue, form, variant in forms if variant != "false"] == [
        (cue, form)
        for cue in ("value", "subject")
        for form in ("choice", "true-false", "cloze", "typed", "flashcard")
        if (cue, form) != ("subject", "true-false")
    ]
    assert not any(d.gates for d in drafts(CHARTER, *OTHERS))


@pytest.mark.parametrize("form", ["choice", "true-false", "cloze", "typed", "flashcard"])
def test_a_form_that_the_fact_leaves_out_is_not_made(form):
    without = replace(CHARTER, skip=frozenset({form}))
    assert not drafts(without, *OTHERS, form=form)
    assert drafts(without, *OTHERS)


class TestTrueFalse:
    def test_a_pair_shares_the_claim_and_differs_in_the_key(self):
        true, false = drafts(CHARTER, *OTHERS, form="true-false", cue="value")
        assert true.stem == "The SCO Charter was adopted on 7 June 2002."
        assert false.stem == "The SCO Charter was adopted on 6 May 2004."
        assert [(o.text, o.is_key) for o in true.options] == [("True", True), ("False", False)]
        assert [(o.text, o.is_key) for o in false.options] == [("True", False), ("False", True)]
        assert (true.answer, false.answer) == ("True", "False")

    def test_the_false_one_can_tell_what_is_true(self):
        false = only(CHARTER, *OTHERS, form="true-false", cue="value", variant="false")
        assert false.options[0].true_of == "second"
        assert false.options[0].reason == "Statement of second."

    def test_the_slot_of_the_subject_takes_its_article(self):
        cloze = only(CHARTER, *OTHERS, form="cloze", cue="subject")
        assert cloze.stem == "____ (document) was adopted on 7 June 2002."
        assert cloze.answer == "SCO Charter"

    @pytest.mark.parametrize("values", [(), (thing("india", "country"),)])
    def test_what_is_merely_unsaid_is_not_called_false(self, values):
        words = {} if values else {"answer": "peace"}
        key = fact("key", *values, several=True, near=("a", "b"), **words)
        others = [
            fact(slug, thing(slug, "country")) if values else fact(slug, answer=f"trade {slug}")
            for slug in ("a", "b")
        ]
        assert drafts(key, *others, of="key", form="true-false") == []
        named = replace(key, untrue=("b",))
        assert len(drafts(named, *others, of="key", form="true-false")) == 2

    def test_the_false_one_is_one_that_reads_well(self):
        key = fact(
            "charter",
            answer="diplomacy",
            ask_value="What has a role?",
            claim_value="{} has a role.",
            untrue=("plural", "singular"),
        )
        others = [fact("plural", answer="decisions"), fact("singular", answer="consultation")]
        false = only(key, *others, form="true-false", variant="false")
        assert false.stem == "Consultation has a role."

    def test_a_true_one_alone_is_kept_back(self):
        alone = only(CHARTER, form="true-false", cue="value")
        assert (alone.variant, alone.gates) == ("true", ["no-false-twin"])

    def test_a_fault_of_one_keeps_back_both(self):
        record = replace(CHARTER, is_cited=False)
        assert all(d.gates for d in drafts(record, *OTHERS, form="true-false"))


class TestLists:
    record = fact(
        "charter",
        thing("india", "country"),
        thing("pakistan", "country"),
        ask_value="Which two states joined in 2017?",
        claim_value="In 2017 {} joined.",
    )

    def test_a_list_is_typed_and_shown_but_not_chosen(self):
        others = [
            fact("iran", thing("iran", "country")),
            fact("kuwait", thing("kuwait", "country")),
        ]
        assert [d.form for d in drafts(self.record, *others)] == ["typed", "flashcard"]

    def test_its_answer_names_all(self):
        assert only(self.record, form="flashcard").answer == "India and Pakistan"


class TestChooseAll:
    others = [fact(slug, thing(slug, "country")) for slug in ("iran", "kuwait", "qatar", "oman")]
    words = {"ask_items": "Which of these joined?", "near": ("iran", "kuwait", "qatar", "oman")}

    def asked(self, *slugs, **fields):
        values = [thing(slug, "country") for slug in slugs]
        record = fact("charter", *values, **(self.words | fields))
        return only(record, *self.others, form="choose-all")

    def test_all_items_stand_among_wrong_ones_that_say_what_they_are_true_of(self):
        draft = self.asked("india", "pakistan")
        assert {o.text for o in draft.options if o.is_key} == {"India", "Pakistan"}
        wrong = [(o.text, o.true_of) for o in draft.options if not o.is_key]
        assert sorted(wrong) == [("Iran", "iran"), ("Kuwait", "kuwait"), ("Qatar", "qatar")]
        assert (draft.answer, draft.key, draft.gates) == ("India and Pakistan", None, [])

    def test_of_a_long_list_a_part_is_shown(self):
        draft = self.asked("india", "pakistan", "russia", "china", "belarus", "armenia")
        assert 2 <= sum(option.is_key for option in draft.options) <= 4

    def test_a_text_list_is_asked_by_its_items(self):
        near = [fact(slug, answer=slug) for slug in ("tourism", "sport", "music")]
        words = {"items": ["peace", "trade"], "near": ("tourism", "sport", "music")}
        record = fact("charter", ask_items="Which of these are goals?", **words)
        draft = only(record, *near, form="choose-all")
        assert {o.text for o in draft.options if o.is_key} == {"peace", "trade"}
        assert not draft.gates

    def test_one_wrong_option_is_too_few(self):
        assert self.asked("india", "pakistan", near=("iran",)).gates == ["few-distractors"]

    def test_an_item_of_the_list_is_no_wrong_option(self):
        draft = self.asked("india", "iran")
        assert [o.text for o in draft.options if not o.is_key].count("Iran") == 0


def test_a_single_number_is_entered_in_a_field_of_its_own():
    record = fact("osce", (56, "states"), ask_value="How many?", claim_value="It had {}.")
    assert [d.form for d in drafts(record, of="osce") if d.form in ("typed", "number")] == [
        "number"
    ]


def test_a_flashcard_without_a_question_shows_the_gap():
    record = replace(
        CHARTER, wordings=fact("x", "2002", claim_value="Adopted on {}.", ask_value="").wordings
    )
    card = only(record, form="flashcard")
    assert card.stem == "Adopted on ____ (day, month and year)."
    assert card.key is None


def test_a_choice_tells_the_app_that_its_dates_keep_their_order():
    assert only(CHARTER, *OTHERS, form="choice", cue="value").key == {
        "type": "date",
        "start": "2002-06-07",
        "end": "",
    }


def test_facts_are_asked_in_each_language_they_have_words_in():
    russian = replace(
        CHARTER.wordings["en"],
        ask={"value": "Когда?", "subject": ""},
        claim={"value": "", "subject": ""},
    )
    record = replace(CHARTER, wordings={"en": CHARTER.wordings["en"], "ru": russian})
    (typed,) = drafts(record, *OTHERS, language="ru", form="typed")
    assert (typed.stem, typed.answer) == ("Когда?", "7 июня 2002 года")


def test_a_choice_keeps_its_place_when_unrelated_facts_come():
    key = replace(CHARTER, near=beside("first", "second", "third"))
    more = fact("more", thing("astana", "city"))
    assert only(key, *OTHERS, form="choice", cue="value") == only(
        key, *OTHERS, more, form="choice", cue="value"
    )


def test_what_the_digest_covers_is_what_the_learner_sees():
    choice = only(CHARTER, *OTHERS, form="choice", cue="value")
    assert choice.digest() == replace(choice, flaws=()).digest()
    assert choice.digest() != replace(choice, stem="When?").digest()
    assert choice.digest() != replace(choice, options=choice.options[:-1]).digest()
