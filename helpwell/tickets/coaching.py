"""What is said beside an answer while it is written: hints, open questions, promises in it.

Nothing of it is stored, and nothing stops an answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.utils.functional import Promise as Translated
from django.utils.translation import gettext_lazy as _

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.text import fold, one_line
from helpwell.language.coach import Conversation, Hint, hints
from helpwell.language.promises import Certainty, promises_in
from helpwell.language.questions import seems_answered
from helpwell.tickets.models import HouseWord, Message, Promise, Ticket

MOST_CHARACTERS = 50_000
MOST_MESSAGES = 5
MOST_QUESTIONS = 8
MOST_PROMISES = 3
LONGEST_WORDS = 300
QUESTION = "question"
# What each kind of hint looks at, as people switch it on and off, by what it helps with.
THEMES: Sequence[tuple[Translated, Mapping[str, Translated]]] = (
    (
        _("Slips"),
        {
            "placeholder": _("Blanks that are not filled in"),
            "attachment": _("A file that is spoken of and missing"),
            "link": _("Links that lead nowhere"),
            "language": _("Another language than the customer’s"),
        },
    ),
    (
        _("Meeting the person"),
        {
            "greeting": _("A greeting is missing"),
            "name": _("Not the name they go by"),
            "formality": _("Too formal or too familiar for them"),
            "feeling": _("Nothing about how they feel"),
        },
    ),
    (
        _("Answering the matter"),
        {
            "problem": _("What they wrote about is not named"),
            "question": _("Questions of theirs that are still open"),
            "next_step": _("It is not said what happens next"),
            "promise": _("Promises without a day"),
        },
    ),
    (
        _("Tone"),
        {
            "blame": _("Words that blame"),
            "command": _("Words that order about"),
            "policy": _("Hiding behind rules"),
            "unfortunately": _("Too much of “unfortunately”"),
            "apology": _("Apologies that say nothing"),
            "exclamation": _("Exclamation marks"),
            "capitals": _("Words in capitals"),
        },
    ),
    (
        _("Easy to read"),
        {
            "jargon": _("Words that customers may not know"),
            "reading": _("Sentences that are hard to read"),
            "length": _("Much longer than is read to the end"),
        },
    ),
)
KINDS = {kind: name for _theme, kinds in THEMES for kind, name in kinds.items()}


@dataclass(frozen=True)
class Asked:
    """A question of the customer's; `is_ticked` when the draft seems to answer it, or by hand."""

    text: str
    is_ticked: bool


@dataclass(frozen=True)
class Offer:
    """A promise in somebody's words, until when, and what they decided: nothing yet, yes or no."""

    words: str
    due_at: datetime
    decided: str = ""

    def is_among(self, known: Iterable[str]) -> bool:
        """Whether one of these says the same: where a sentence begins is not always seen alike."""
        said, others = _compared(self.words), map(_compared, known)
        return any(other and (other in said or said in other) for other in others)

    @property
    def value(self) -> str:
        """As a form carries it."""
        return f"{self.due_at.isoformat()}|{self.words}"


@dataclass(frozen=True)
class Advice:
    """All that is said about a draft."""

    hints: Sequence[Hint]
    questions: Sequence[Asked]
    offers: Sequence[Offer]

    @property
    def open_questions(self) -> int:
        return sum(not each.is_ticked for each in self.questions)


def conversation_on(ticket: Ticket) -> Conversation:
    """Whom the next answer answers: what the customer wrote since our last one."""
    return Conversation(
        messages=_unanswered_words(ticket),
        name=ticket.requester.name,
        greeting=ticket.requester.greeting,
        form_of_address=ticket.requester.form_of_address,
        language=ticket.requester.language,
    )


def advice_on(
    text: str,
    ticket: Ticket,
    *,
    user: User,
    zone: tzinfo,
    has_attachment: bool = False,
    by_hand: Mapping[str, bool] | None = None,
    decided: Mapping[str, str] | None = None,
) -> Advice:
    """Hints, questions and promises for the draft `text`; three queries, one more if it promises.

    `by_hand` are questions ticked (True) or unticked by the writer, `decided` what they said to
    promises: `yes` or `no` by their words.
    """
    text, about = text[:MOST_CHARACTERS], conversation_on(ticket)
    words = dict(HouseWord.objects.values_list("word", "instead")[:1000])
    without = {*user.unwanted_hints, QUESTION}
    return Advice(
        hints=hints(text, about, has_attachment=has_attachment, house_words=words, without=without),
        questions=[] if QUESTION in user.unwanted_hints else _asked(text, about, by_hand or {}),
        offers=_offered(text, ticket, user=user, zone=zone, decided=decided or {}),
    )


def offers_in(
    text: str, *, zone: tzinfo, decided: Mapping[str, str], said_at: datetime | None = None
) -> list[Offer]:
    """The promises in an agent's words that name when; nothing vague, nothing past."""
    said_at = said_at or clock.now()
    found: dict[str, Offer] = {}
    for each in promises_in(text, said_at=said_at, zone=zone):
        words = each.what[:LONGEST_WORDS]
        is_clear = each.due_at and each.due_at > clock.now() and each.certainty != Certainty.VAGUE
        if each.due_at and is_clear:
            found.setdefault(fold(words), Offer(words, each.due_at, decided.get(words, "")))
    return list(found.values())[:MOST_PROMISES]


def offers_after(message: Message, *, zone: tzinfo, decided: Collection[str]) -> list[Offer]:
    """What an answer promises that its writer has not decided about while writing it."""
    said_at = message.send_at or message.created_at
    found = offers_in(message.text, zone=zone, decided={}, said_at=said_at)
    return _not_owed_yet(message.ticket_id, [each for each in found if not each.is_among(decided)])


def _offered(
    text: str, ticket: Ticket, *, user: User, zone: tzinfo, decided: Mapping[str, str]
) -> list[Offer]:
    found = offers_in(text, zone=zone, decided=decided) if user.can("tickets.promise") else []
    return _not_owed_yet(ticket.pk, found)


def _compared(words: str) -> str:
    return fold(one_line(words))


def _not_owed_yet(ticket_id: int, offers: list[Offer]) -> list[Offer]:
    """Without what the ticket's customer was promised already in the same words."""
    if not offers:
        return []
    owed = Promise.objects.filter(ticket=ticket_id, state=Promise.State.OPEN)
    known = list(owed.values_list("words", flat=True))
    return [each for each in offers if not each.is_among(known)]


def _asked(text: str, about: Conversation, by_hand: Mapping[str, bool]) -> list[Asked]:
    found = {" ".join(each.text.split()): each for each in about.questions}
    return [
        Asked(words, by_hand.get(words, seems_answered(each, text, about.written_in)))
        for words, each in list(found.items())[:MOST_QUESTIONS]
    ]


def _unanswered_words(ticket: Ticket) -> list[str]:
    """The last words of people outside that no answer of ours follows, oldest first."""
    said = ticket.messages.filter(Message.SAID, kind=Message.Kind.REPLY, is_automatic=False)
    last = said.order_by("-pk").values("pk")[:1]
    words = ticket.messages.filter(kind=Message.Kind.RECEIVED, is_automatic=False)
    newest = words.order_by("-pk").values_list("pk", "text", named=False)[:MOST_MESSAGES]
    answered = next(iter(last.values_list("pk", flat=True)), 0)
    return [text for pk, text in reversed(newest) if pk > answered]
