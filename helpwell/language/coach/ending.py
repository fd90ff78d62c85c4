"""What is promised and how the answer ends."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from helpwell.language.coach.draft import Conversation, Draft, Hint
from helpwell.language.promises.moments import Moment
from helpwell.language.promises.when import grammar_of
from helpwell.language.spans import Span, folded

LEAST_WORDS = 25
LAST_SENTENCES = 4
ANY_DAY = Moment(datetime(2026, 1, 5, 9, tzinfo=UTC))


def promise(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """“As soon as possible” without a day."""
    empty = [span for span in _soon(draft) if not _has_a_day(draft, span)]
    if empty:
        yield Hint(
            "promise",
            _("This promises something, but not by when."),
            _("Name a day that you can keep; a late one is better than none."),
            empty,
        )


def next_step(draft: Draft, _conversation: Conversation) -> Iterator[Hint]:
    """A longer answer that stops without saying what comes next and without a closing."""
    needed = ("coach.next_steps", "coach.closings")
    if len(draft.words) < LEAST_WORDS or not all(map(draft.table.has, needed)):
        return
    ending = draft.sentences[-LAST_SENTENCES:]
    said = [place for section in needed for place in draft.places(section)]
    is_asked = any(span.of(draft.text).endswith("?") for span in ending)
    if not is_asked and not any(place.start >= ending[0].start for place in said):
        yield Hint(
            "next_step",
            _("The answer ends without a next step and without a closing."),
            _("Say what happens now, and who does it."),
            [ending[-1]],
        )


def _soon(draft: Draft) -> Sequence[Span]:
    within = draft.table.pairs("found_within").get("soon", "").split(",")
    unspaced = [
        (draft.text.find(word.strip()), len(word.strip())) for word in within if word.strip()
    ]
    found = [Span(at, at + length) for at, length in unspaced if at >= 0]
    return [*draft.places("coach.soon"), *found]


def _has_a_day(draft: Draft, span: Span) -> bool:
    if not draft.table.has("when"):
        return False
    sentence = draft.sentence_at(span.start)
    grammar = grammar_of(draft.language or "")
    return grammar.due_in(folded(sentence.of(draft.text)), ANY_DAY) is not None
