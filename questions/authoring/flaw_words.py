"""What to tell of each flaw, and what to do about it."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from questions.authoring.errors import Message

# The word that was found goes into {word}.
_WORDS = {
    "no-fact": _(
        "Choose the fact that this question asks, or write it. Nothing is published without."
    ),
    "fact-withdrawn": _("This fact is withdrawn. Choose another one, or bring it back."),
    "withdrawn": _("This question is withdrawn. Bring it back first."),
    "no-citation": _("The fact names no source. Add the place that proves it."),
    "empty-stem": _("Write what is asked."),
    "no-key": _("Say what the right answer is."),
    "several-keys": _("Mark one option as right, or ask for all that apply."),
    "one-key": _("Only one option is right. Use a plain choice, or add another right one."),
    "no-number": _("Write one number, in figures, such as 56 or 1,500."),
    "no-gap": _("Put four underscores (____) where the answer is left out."),
    "several-gaps": _("Leave one gap only: there is one answer."),
    "few-distractors": _("Add wrong options: at least two, better three."),
    "equal-options": _("“{word}” is there twice. Change one of the two."),
    "true-distractor": _("“{word}” is right too. Take another wrong option."),
    "barred-distractor": _("“{word}” must not stand here as wrong: it may be right. Take another."),
    "all-of-the-above": _("An option must not speak of the others. Use “choose all that apply”."),
    "combined-options": _("Do not join options. Use “choose all that apply”."),
    "mixed-options": _("Options of one kind: only dates, only numbers, only cities; all as exact."),
    "long-answer": _("Few will type this word for word. Shorten it, or make it a choice."),
    "no-statement": _("Write a statement that is true or false, not a question."),
    "key-not-in-fact": _("The fact does not say this. Check the answer, or choose another fact."),
    "tolerance": _("Write how far off is right as a number, or as a share such as 5%."),
    "value-changed": _("The library’s fact says something else now. Check the answer."),
    "few-parts": _("Add rows: at least three."),
    "no-order": _("Give the rows different places in the order."),
    "one-answer": _("All rows have the same answer. Match different things."),
    "no-words": _("Fill in both sides of the row, or remove it."),
    "key-in-part": _("This row gives its own answer away: “{word}”. Leave it out."),
    "equal-parts": _("“{word}” is there twice. Change one of the two."),
    "key-in-stem": _("The question holds its own answer. Take it out."),
    "needs-context": _("“{word}” needs a context. Say who, what or when by name."),
    "missing-year": _("The fact ages. Say as of when: {word}."),
    "missing-attribution": _("Say whose claim it is: {word}."),
    "no-question-mark": _("End it with a question mark."),
    "longest-is-key": _("The right option is much the longest, which gives it away. Shorten it."),
    "clang": _("Only the right option repeats words of the question. Reword one of them."),
    "convergence": _("The right option shares most words with the others. Vary the wrong ones."),
    "unsorted-options": _("Put dates and numbers in their order."),
    "outlier": _("The right number stands apart. Take wrong ones of its size."),
    "number": _("Only the right option is a pair, or is none. Make them alike."),
    "article-stands-out": _("An article gives the right option away. Begin all alike."),
    "absolute-terms": _("“{word}” is seldom quite true. Leave it out, or say it exactly."),
    "vague-terms": _("“{word}” is vague. Say how much, or how often."),
    "judging-terms": _("“{word}” is a judgement. Say whose, or leave it out."),
    "gap-in-stem": _("Ask a full question instead of leaving a gap in a choice."),
    "other-grain": _("The question asks for another kind of date than the answer is."),
    "article": _("The article before the gap tells how the answer begins. Write a/an."),
    "negative-stem": _("“{word}” is easily overlooked. Ask for what is so."),
    "long-stem": _("This is long. Use at most forty words."),
}


def words_for(code: str, word: str = "") -> Message:
    """The message for a code of a flaw."""
    return format_lazy(_WORDS[code], word=word)
