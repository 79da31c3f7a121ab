from questions.generation.report import Report
from tests.generation.examples import draft, fact

EARLY, LATE = fact("early", "1999"), fact("late", "2010")
TRADE, WATER = (fact(word, answer=word, ask_value="What?") for word in ("trade", "water"))


def lines(*drafts):
    report = Report()
    report.weigh(drafts)
    return list(report.lines())


def test_the_places_of_keys_are_counted_apart_for_what_is_sorted():
    key, text = fact("key", "2002"), fact("peaceful", answer="peaceful", ask_value="What?")
    report = lines(draft(key, EARLY, LATE, key_at=1), draft(text, TRADE, WATER, key_at=2))
    assert "key's place among dates and numbers: of 3 options 0 1 0" in report
    assert "key's place among other options: of 3 options 0 0 1" in report
    assert "the longest option is the key: 100%, by chance 33%" in report


def test_what_is_held_back_is_named_with_its_reason():
    report = Report()
    report.held(draft(EARLY))
    assert list(map(str, report.drafts)) == ["early value choice en: awaits a person's approval"]


def test_counts_stand_by_topic_and_form():
    report = Report()
    report.made(draft(EARLY), is_new=True, is_approved=True)
    report.made(draft(LATE), is_new=True, is_approved=True)
    assert list(report.lines())[:2] == ["created: 2", "  sco: choice 2"]
