"""Whether the customer was heard: their feeling, their problem, their questions."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.questions import content_words, seems_answered

LEAST_WORDS = 20
LEAST_MATTER = 4
LEAST_ANSWER_WORDS = 4
MOST_SIGNS = 3


def feeling(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """The customer is upset or reports harm, and the answer says nothing of it."""
    mood = conversation.mood
    if not draft.table.has("coach.acknowledging") or draft.places("coach.acknowledging"):
        return
    if mood.says_harm:
        words = mood.warnings["harm"]
        because = _("The customer reports harm (%(words)s), and the answer says nothing of it.")
    elif mood.feeling.is_upset:
        words = [sign.span for sign in mood.signs]
        because = _("The customer is upset (%(words)s), and the answer says nothing of it.")
    else:
        return
    said = ", ".join(f"“{span.of(conversation.words)}”" for span in words[:MOST_SIGNS])
    yield Hint(
        "feeling",
        because % {"words": said},
        _("Say in a sentence of your own that you see it, before the solution."),
        draft.sentences[:1],
    )


def problem(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """Nothing of what the customer wrote about is named in the answer."""
    theirs = content_words(conversation.words, conversation.written_in)
    is_short = len(theirs) < LEAST_MATTER or len(draft.words) < LEAST_WORDS
    if is_short or conversation.written_in != draft.language or draft.language in {"ja", "zh"}:
        return
    if not theirs & content_words(draft.text, draft.language):
        yield Hint(
            "problem",
            _("The answer names nothing of what the customer wrote about."),
            _("Name their matter in their own words, so that they see it was read."),
            draft.sentences[:1],
        )


def question(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """Questions of the customer that the answer does not seem to take up."""
    if conversation.written_in != draft.language or len(draft.words) < LEAST_ANSWER_WORDS:
        return
    for asked in conversation.questions:
        if not seems_answered(asked, draft.text, draft.language):
            yield Hint(
                "question",
                _("This question of the customer's is perhaps still open."),
                _("Answer it, or say when you will."),
                about=" ".join(asked.text.split()),
            )
