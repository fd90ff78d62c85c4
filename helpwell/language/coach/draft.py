"""What the coach looks at: the draft, cut once for all its hints, and whom it answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from helpwell.language.cutting import Token, sentences, tokens, words
from helpwell.language.identify import language_of
from helpwell.language.matching import Found, phrases_of
from helpwell.language.mood import Mood, mood_of
from helpwell.language.questions import Question, questions_in
from helpwell.language.spans import Span, without_quotes
from helpwell.language.tables import LANGUAGES, Table, table_of

MOST_CHARACTERS = 12_000
SECTIONS = (
    "greeting.openings", "formality.informal", "formality.formal", "coach.acknowledging",
    "coach.blame", "coach.commands", "coach.policy", "coach.unfortunately", "coach.apologies",
    "coach.empty_apologies", "coach.soon", "coach.next_steps", "coach.closings", "coach.attached",
    "coach.attached_by_customer",
)  # fmt: skip


@dataclass(frozen=True)
class Hint:
    """One thing to look at: of which kind, where in the draft, why, and what would help."""

    kind: str
    because: str
    help: str
    spans: Sequence[Span] = ()
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """Whom the draft answers: their last words (newest last) and how they like to be addressed.

    `greeting` is what follows “Dear”, such as “Ms Köhler”; `form_of_address` is `formal`,
    `informal` or unknown.
    """

    messages: Sequence[str] = ()
    name: str = ""
    preferred_name: str = ""
    greeting: str = ""
    form_of_address: str = ""
    language: str = ""

    @cached_property
    def words(self) -> str:
        """What the customer said last, without what they quote."""
        return without_quotes("\n\n".join(self.messages)[-MOST_CHARACTERS:])

    @cached_property
    def written_in(self) -> str | None:
        """The language of their words; where that is unsure, the one on their profile."""
        known = self.language.partition("-")[0].lower()
        return language_of(self.words) or (known if known in LANGUAGES else None)

    @cached_property
    def mood(self) -> Mood:
        """How the customer's words sound."""
        return mood_of(self.words, self.written_in)

    @cached_property
    def questions(self) -> Sequence[Question]:
        """What the customer wants to know."""
        return questions_in(self.words, self.written_in)


@dataclass(frozen=True)
class Draft:
    """An answer being written; its first 12,000 characters are read.

    `written_in` is the language it is surely in, `language` the one it is read in.
    """

    text: str
    written_in: str | None
    language: str | None
    has_attachment: bool = False
    house_words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def table(self) -> Table:
        """What is known of its language."""
        return table_of(self.language)

    @cached_property
    def tokens(self) -> list[Token]:
        """Its words as tables are matched."""
        return tokens(self.text, self.language)

    @cached_property
    def words(self) -> list[str]:
        """Its words as a reader counts them."""
        return words(self.text)

    @cached_property
    def sentences(self) -> list[Span]:
        """Its sentences."""
        return sentences(self.text, self.language)

    @cached_property
    def _found(self) -> Found:
        return phrases_of(self.language, *SECTIONS).find(self.tokens)

    def places(self, section: str) -> list[Span]:
        """Where phrases of a section of the language's table stand."""
        return self._found.get(section, [])

    def sentence_at(self, at: int) -> Span:
        """The sentence around a place."""
        around = (span for span in self.sentences if span.start <= at < span.end)
        return next(around, Span(at, at))
