"""The words of each remark on a file of questions or a question in it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Of the file as a whole: it is refused.
_FILE: dict[str, str | Promise] = {
    "empty": _("The file is empty."),
    "no-questions": _("There is no question in the file."),
    "too-big": _("The file is larger than %(limit)s MB. Divide it into smaller files."),
    "too-many-rows": _("The file has more than %(limit)s rows. Divide it into smaller files."),
    "too-many-columns": _("The sheet has more than %(limit)s columns."),
    "unpacks-too-big": _(
        "The file is small, but would unpack to more than %(limit)s MB, so it was not opened."
    ),
    "truncated": _(
        "The file ends too early: it seems that it was not saved or copied whole. Save it again."
    ),
    "nul": _("The file holds a zero character, which no text has. Save it again as text in UTF-8."),
    "wrong-encoding": _(
        "The file is written in the encoding %(encoding)s. Save it as UTF-8 and bring it again."
    ),
    "unknown-encoding": _(
        "The file is not UTF-8, and its encoding could not be found out. Save it as UTF-8 and "
        "bring it again."
    ),
    "broken-encoding": _(
        "The file is %(encoding)s, but some of its characters are damaged. Save it again."
    ),
    "kind": _("This is %(kind)s, not a file of questions. %(advice)s"),
    "unknown-format": _(
        "This is none of the formats that can be read: CSV, XLSX, GIFT, Moodle XML, Aiken."
    ),
    "no-header": _(
        "The first row must name the columns, and no column is named “question”. Take the template."
    ),
    "same-header": _("Two columns are named “%(name)s”."),
    "xml-broken": _("The XML is damaged and cannot be read on: %(reason)s."),
    "xml-entities": _(
        "The XML declares a document type or entities of its own. Such files can be made to do "
        "harm, so they are not read."
    ),
    "xml-deep": _("The XML is nested too deeply."),
    "xml-root": _("The XML is not of Moodle questions: it begins with <%(name)s>."),
    "xlsx-broken": _("The workbook is damaged and cannot be opened. Save it again as .xlsx."),
    "quote-open": _("A quotation mark that opens a cell here is never closed."),
    "cancelled": _("You cancelled the import; nothing of it was kept."),
    "line-refused": _("Line %(number)s could not be stored, so nothing was kept: %(reason)s"),
    "too-long-line": _("This line is too long to be of a question."),
}

# Of one question: it cannot come in.
_PROBLEMS: dict[str, str | Promise] = {
    "no-stem": _("There is no question text."),
    "no-key": _("It is not said which answer is right."),
    "several-keys": _("Several answers are right, but only one can be in this form."),
    "all-keys": _("All options are right, so there is nothing to choose."),
    "few-options": _("There are fewer than two options."),
    "many-options": _("There are more than %(limit)s options."),
    "many-parts": _("There are more than %(limit)s pairs or items."),
    "many-accepted": _("There are more than %(limit)s accepted texts."),
    "fine-number": _(
        "“%(text)s” cannot be kept: numbers have at most 15 figures and %(decimals)s decimals here."
    ),
    "refused-here": _("It cannot be stored: %(reason)s"),
    "empty-option": _("An option has no text."),
    "same-options": _("Two options say the same: “%(text)s”."),
    "few-parts": _("There are fewer than two pairs or items."),
    "half-pair": _("A pair lacks one of its halves: “%(text)s”."),
    "no-gap": _("The text has no gap. Mark it by four underscores: ____"),
    "several-gaps": _("The text has several gaps; only one can be asked."),
    "bad-number": _("“%(text)s” is not a number."),
    "bad-tolerance": _("“%(text)s” is not how far off a number may be."),
    "too-long": _("%(field)s is longer than %(limit)s characters."),
    "unknown-form": _("“%(text)s” is not the name of a form. The template lists them."),
    "unknown-language": _("“%(text)s” is not one of the languages: kk, ru, en."),
    "bad-importance": _("“%(text)s” is not an importance: 1, 2 or 3."),
    "bad-right": _("“%(text)s” names no option."),
    "formula": _("Cell %(cell)s holds a formula. Put its value there instead."),
    "error-cell": _("Cell %(cell)s holds an error: %(text)s."),
    "too-many-cells": _(
        "The row has more cells than the header. A text with separators needs quotation marks."
    ),
    "unsupported": _("Questions of the type “%(type)s” are not supported."),
    "essay": _("An essay has no key, so nothing could be graded."),
    "description": _("This is a text without a question."),
    "unclosed": _("The answers begin with { but do not end with }."),
    "several-answers": _("There are several groups of answers in one question."),
    "gift-broken": _("The answers cannot be read: “%(text)s”."),
    "stray-brace": _("There is a } without a { before it."),
    "aiken-no-answer": _("The line “ANSWER:” is missing."),
    "aiken-answer": _("“ANSWER: %(text)s” names none of the options."),
    "aiken-line": _("This line is neither an option nor “ANSWER:”: “%(text)s”."),
}

# Of one question: it comes in, but not all of it.
_NOTES: dict[str, str | Promise] = {
    "image": _("An image was left out: %(name)s."),
    "media": _("A %(kind)s was left out."),
    "script": _("A script was left out."),
    "link": _("The address of a link was left out: %(address)s."),
    "table": _("A table became plain text."),
    "formatting": _("HTML became plain text."),
    "markdown": _("Markdown is kept as it is written and not drawn."),
    "partial-weight": _("An answer worth %(weight)s%% counts as wrong here: “%(text)s”."),
    "weights": _("Different weights of right answers became equal."),
    "key-feedback": _("What is told on the right answer became part of the explanation."),
    "feedback": _("What is told on the answer “%(text)s” was left out: %(feedback)s"),
    "answer-left": _("Of several numbers only the first is kept; left out: “%(text)s”."),
    "wildcard": _("An answer with a wildcard was left out: “%(text)s”."),
    "case": _("Capital and small letters are not told apart here."),
    "units": _("Only the first unit is kept; left out: “%(text)s”."),
    "extra-answer": _("An answer that belongs to no pair was left out: “%(text)s”."),
    "hints": _("Hints were left out."),
    "combined-feedback": _("What is told on any right or wrong answer was left out."),
    "tags": _("Tags have no place here and were left out: %(text)s."),
    "statement-left": _("A set has a fact for each part, so this statement was left out."),
    "title-cut": _("The title was cut to %(limit)s characters."),
    "column": _("The column “%(name)s” is not known and was left out."),
    "sheets": _("Only one sheet is read; left out: %(name)s."),
    "images": _("The workbook has images, which were left out: %(count)s."),
    "cells": _("A cell that this form does not use was left out: “%(name)s”."),
    "file": _("A file was left out: %(name)s."),
    "line-left": _("A line was left out: “%(text)s”."),
    "ordering-part": _("All items are asked here, not some of them."),
    "mixed-letters": _("A word mixes Latin and Cyrillic letters that look alike: “%(text)s”."),
    "unseen": _("Characters that cannot be seen were left out."),
    "unknown-topic": _("There is no topic “%(text)s”; the topic you choose is taken."),
    "no-source-place": _("The place in the source is not said; the line of the file stands there."),
}

# Of a question on its way out: what the format cannot hold.
_LOSSES: dict[str, str | Promise] = {
    "lost-form": _("The format has no questions of the form “%(form)s”; left out."),
    "lost-field": _("Not in the file: %(field)s."),
    "lost-places": _("Only the first of several places in sources is in the file."),
    "lost-parts": _("What is told on each item of an order is not in the file."),
    "lost-caveat": _("The caveat is not in the file."),
    "lost-lines": _("Several lines of text become one."),
    "changed-form": _("Elsewhere it becomes a question with a short answer."),
    "changed-arrow": _("The sign -> becomes →, because it has a meaning in this format."),
    "kept-here": _("Only KazQuiz reads it back: %(field)s."),
}

# Of a question that is there already.
_DUPLICATES: dict[str, str | Promise] = {
    "same-earlier": _("The same question stands in line %(number)s of the file."),
    "same-own": _("You have this question already: “%(text)s”."),
    "same-library": _("The library has this question already: “%(text)s”."),
    "same-shared": _("A colleague shares this question with you already: “%(text)s”."),
    "looks-same-earlier": _("It looks like the question in line %(number)s of the file."),
    "looks-same": _("It looks like a question that is there already: “%(text)s”."),
}

MESSAGES: dict[str, str | Promise] = {**_FILE, **_PROBLEMS, **_NOTES, **_LOSSES, **_DUPLICATES}

FIELDS: dict[str, str | Promise] = {
    "title": _("title"),
    "stem": _("question"),
    "option": _("an option"),
    "reason": _("what is told on an option"),
    "accepted": _("an accepted text"),
    "unit": _("unit"),
    "tolerance": _("how far off is right"),
    "explanation": _("explanation"),
    "statement": _("statement"),
    "source": _("source"),
    "authors": _("authors"),
    "year": _("year"),
    "address": _("address"),
    "place": _("place in the source"),
    "importance": _("importance"),
    "tags": _("tags"),
    "topic": _("topic"),
    "language": _("language"),
    "form": _("form"),
}
