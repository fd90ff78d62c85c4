"""How hard the draft is to read, and how long it is beside the question."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.cutting import words
from helpwell.language.reading import Ease, reading_ease
from helpwell.language.spans import Span

LEAST_WORDS = 30
LONG_SENTENCE_WORDS = 30
LONG_ANSWER_WORDS = 250
TIMES_THE_QUESTION = 4
SHORT_ANSWER_WORDS = 8
LONG_QUESTION_WORDS = 60


def reading(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """The text is hard to read, or a sentence is very long."""
    found = reading_ease(draft.text, draft.language) if len(draft.words) >= LEAST_WORDS else None
    longest = max(draft.sentences, key=lambda span: len(words(span.of(draft.text))))
    length = len(words(longest.of(draft.text)))
    if found and found.ease == Ease.HARD:
        yield Hint(
            "reading",
            _("%(meaning)s (%(formula)s %(score)s)")
            % {"meaning": found.ease.sentence, "formula": found.formula, "score": found.score},
            _("Shorter sentences and everyday words; begin with the longest sentence."),
            [longest],
        )
    elif length > LONG_SENTENCE_WORDS:
        yield Hint("reading", _("This sentence has %(words)s words.") % {"words": length},
                   _("Make two of it."), [longest])  # fmt: skip


def length(draft: Draft, conversation: Conversation) -> Iterator[Hint]:
    """Much longer than the question asks for, or so short that it seems curt."""
    written, asked = len(draft.words), len(words(conversation.words))
    if written > max(LONG_ANSWER_WORDS, TIMES_THE_QUESTION * asked):
        yield Hint("length", _("The answer has %(words)s words.") % {"words": written},
                   _("Put what the customer needs first, and leave out what they did not ask."),
                   [Span(draft.sentences[0].start, draft.sentences[-1].end)])  # fmt: skip
    much_asked = asked > LONG_QUESTION_WORDS or len(conversation.questions) > 1
    if written < SHORT_ANSWER_WORDS and much_asked and draft.language not in {"ja", "zh"}:
        yield Hint("length", _("The customer wrote much, and the answer has %(words)s words.")
                   % {"words": written}, _("Say a little more, so that it does not seem curt."),
                   draft.sentences[:1])  # fmt: skip
