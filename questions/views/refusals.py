"""What a learner is told whose response cannot be taken."""

from django.utils.translation import gettext_lazy

RESPONSE_ERRORS = {
    "no-choice": gettext_lazy("Choose one of the answers."),
    "bad-choice": gettext_lazy("That answer is not one of this question's. Choose one below."),
    "empty": gettext_lazy("Type an answer first, or press “I don't know”."),
    "too-long": gettext_lazy("That is too long. An answer has at most 300 characters."),
    "unreadable": gettext_lazy("Some characters could not be read. Please type the answer again."),
    "not-revealed": gettext_lazy("Turn the card over first."),
    "no-rating": gettext_lazy("Say how well you knew it: choose one of the four buttons."),
    "none-ticked": gettext_lazy("Tick at least one answer, or press “I don't know”."),
    "no-number": gettext_lazy(
        "There is no number in that. Type the answer as a number, such as 12."
    ),
    "missing-place": gettext_lazy("Give each of them a place, or press “I don't know”."),
    "double-place": gettext_lazy("Two of them have the same place. Each needs one of its own."),
    "bad-place": gettext_lazy("That place is not one of this question's. Choose the places below."),
    "none-matched": gettext_lazy("Match at least one pair, or press “I don't know”."),
    "bad-match": gettext_lazy("That pair is not one of this question's. Choose the pairs below."),
    "finished": gettext_lazy("This session has ended. Nothing was lost: see its summary."),
    "withdrawn": gettext_lazy("This question was withdrawn meanwhile; nothing was counted."),
    "gone": gettext_lazy("This question is no longer there. Go on with the next one."),
}
# What stands instead in a live round.
LIVE_ERRORS = RESPONSE_ERRORS | {
    "revealed": gettext_lazy("The answer is shown already; this one was not counted."),
    "finished": gettext_lazy("The round is over; this one was not counted."),
}
