"""Whom an answer goes to: one pure function, and its reasons.

The rules, in the order in which they are asked:

1. Answered is the last thing that a person said. Bounces and what machines wrote are passed over.
2. After an answer of ours the next one goes to the same people, without the blind copies.
3. To: where the writer asked for answers (Reply-To) if that can be trusted, else the writer.
   CC: everybody else the mail went to, each once (RFC 5322, section 3.6.3).
4. A mail to a crowd, or one that we have as a blind copy, is answered to its writer alone, unless
   somebody chooses everybody.
5. A requester is not forgotten when somebody else wrote last. When that was a colleague of ours,
   the answer is the requester's, and the colleague has a copy.
6. Whoever takes part by an agent's word has a copy, unless one person alone is answered.
7. Somebody whose ticket was merged into this one and who has no part in it is answered alone.
8. Never named by itself: our own addresses, who was named in a copy without having been let in,
   who complained of our mail, what no mail can be sent to.

Mail-Followup-To and Mail-Reply-To are no standards and are not followed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from helpwell.core.addresses import ascii_domain, is_writable
from helpwell.tickets.content import Recipient

MOST_COPIED = 20
Mode = Literal["usual", "one", "all", "forward"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Said:
    """A public message with the addresses on it; `is_ours` when an agent wrote it, `is_apart` when
    somebody did whose ticket was merged into this one and who has no part in it."""

    recipients: Sequence[Recipient]
    is_ours: bool = False
    is_automatic: bool = False
    is_bounce: bool = False
    is_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Knowing:
    """What has to be known beside the messages; all addresses as `bare` gives them.

    `sender`: "passed" or "failed" where the mail server we trust has judged the last one.
    `has_earlier`: the ticket has messages before those that are looked at.
    """

    ours: frozenset[str]
    requester: Recipient | None = None
    requesters: frozenset[str] = field(default_factory=frozenset)
    participants: Sequence[Recipient] = ()
    colleagues: frozenset[str] = field(default_factory=frozenset)
    complained: frozenset[str] = field(default_factory=frozenset)
    sender: str = ""
    has_earlier: bool = False


def answer_to(
    messages: Sequence[Said], *, knowing: Knowing, mode: Mode = "usual"
) -> list[Recipient]:
    """The recipients of the next answer on a ticket with these messages, oldest first.

    `one`: only the writer. `all`: everybody, a crowd too. `forward`: nobody, the agent chooses.
    """
    if mode == "forward":
        return []
    said = answered(messages)
    if said and said.is_apart:
        return _to(said, messages, knowing, _us(said, knowing))
    people = _recipients(said, messages, mode, knowing)
    return people if mode == "one" else people + _copies(people, knowing)


def _recipients(
    said: Said | None, messages: Sequence[Said], mode: Mode, knowing: Knowing
) -> list[Recipient]:
    if said is None:
        return [knowing.requester] if knowing.requester else []
    if said.is_ours:
        return _same_people(said, mode, knowing)
    if mode == "one":
        return _writer(said, messages, knowing)
    return _everybody(said, messages, mode, knowing)


def _copies(people: Sequence[Recipient], knowing: Knowing) -> list[Recipient]:
    """Those who take part and are not among the people already."""
    taken = {bare(each["email"]) for each in people} | knowing.ours | knowing.complained
    return _fresh(knowing.participants, "cc", taken)


def answered(messages: Sequence[Said]) -> Said | None:
    """What the next answer answers: the last words of a person, else of a machine, never a bounce.

    What we sent automatically is nobody's words.
    """
    words = [m for m in messages if not m.is_bounce and not (m.is_ours and m.is_automatic)]
    return next((m for m in reversed(words) if not m.is_automatic), words[-1] if words else None)


def elsewhere(said: Said) -> list[Recipient]:
    """Where the writer asks for answers, other than at the address they write from."""
    writers = {bare(r["email"]) for r in part(said, "from")}
    return [r for r in part(said, "reply_to") if bare(r["email"]) not in writers]


def follows(asked: Recipient, said: Said, messages: Sequence[Said], knowing: Knowing) -> bool:
    """Whether a Reply-To may lead the answer away from the writer.

    Whoever forges a customer's name could have the next answer sent to themselves. So it may if the
    sender is proven, or unproven but with no earlier talk to betray, or if the address has its part
    in the talk already, or if the writer reads no mail.
    """
    writers = part(said, "from")
    if not writers or any(is_deaf(r["email"]) or bare(r["email"]) in knowing.ours for r in writers):
        return True
    if knowing.sender == "failed":
        return False
    opening = None if knowing.has_earlier else messages[0]
    if knowing.sender == "passed" or said is opening:
        return True
    earlier = (r for m in messages if m is not said for r in _taking_part(m, m is opening))
    return bare(asked["email"]) in {bare(recipient["email"]) for recipient in earlier}


def _taking_part(said: Said, is_opening: bool) -> list[Recipient]:
    """Who wrote or was written to. A Reply-To is only a wish, and where a mail says that it came
    by is as easily invented; that of the first mail is followed, so it counts."""
    kinds = ("from", "to", "cc", "bcc", *(["reply_to"] if is_opening else []))
    return [recipient for recipient in said.recipients if recipient["kind"] in kinds]


def is_crowd(said: Said, knowing: Knowing) -> bool:
    """Whether a mail went to so many that an answer to all is hardly meant."""
    return len({bare(r["email"]) for r in _addressed(said)} - knowing.ours) > MOST_COPIED


def is_blind_copy(said: Said, knowing: Knowing) -> bool:
    """Whether others are named in a mail and we are not: answering them tells on its writer."""
    named = {bare(r["email"]) for r in _addressed(said)}
    return bool(named) and not named & _us(said, knowing) and not said.is_ours


def is_deaf(email: str) -> bool:
    """Whether an address says of itself that nobody reads what is sent there."""
    local = bare(email).rpartition("@")[0]
    words = "".join(letter for letter in local if letter.isalpha())
    return words.startswith(DEAF) or words in ("mailerdaemon", "postmaster", "bounce", "bounces")


DEAF = (
    "noreply", "donotreply", "dontreply", "nereply", "notreply", "noresponder", "nepasrepondre",
    "keineantwort", "nichtantworten", "nonrispondere", "naoresponda", "nieodpowiadaj",
)  # fmt: skip


def part(said: Said, kind: str) -> list[Recipient]:
    """The addresses of one kind on a message."""
    return [recipient for recipient in said.recipients if recipient["kind"] == kind]


def bare(address: str) -> str:
    """An address as comparison needs it: small letters, no +tag, the domain in ASCII.

    Dots count: only one provider thinks that they do not.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{ascii_domain(domain)}"


def _same_people(said: Said, mode: Mode, knowing: Knowing) -> list[Recipient]:
    taken = set(knowing.ours)
    to = _fresh(part(said, "to"), "to", taken)
    if mode == "one" and to:
        return to
    return to + _fresh(part(said, "cc"), "cc", taken | knowing.complained)


def _writer(said: Said, messages: Sequence[Said], knowing: Knowing) -> list[Recipient]:
    """The writer alone, or for a colleague's words the requester alone."""
    if knowing.requester and _is_colleague(said, knowing):
        return [knowing.requester]
    return _to(said, messages, knowing, _us(said, knowing))


def _everybody(
    said: Said, messages: Sequence[Said], mode: Mode, knowing: Knowing
) -> list[Recipient]:
    wants_all = mode == "all" or not (is_crowd(said, knowing) or is_blind_copy(said, knowing))
    others = _addressed(said) if wants_all else []
    taken = _us(said, knowing)
    requester = _forgotten_requester(said, others, knowing, taken)
    writer = _to(said, messages, knowing, taken)
    if requester and _is_colleague(said, knowing):
        writer = [_as("cc", recipient) for recipient in writer]
    return requester + writer + _fresh(others, "cc", taken | knowing.complained)


def _to(said: Said, messages: Sequence[Said], knowing: Knowing, taken: set[str]) -> list[Recipient]:
    """Where the writer has their answers; their own addresses are taken from then on."""
    away = elsewhere(said)
    asked = [
        recipient
        for recipient in part(said, "reply_to")
        if recipient not in away or follows(recipient, said, messages, knowing)
    ]
    to = _fresh(asked, "to", taken) or _fresh(part(said, "from"), "to", taken)
    taken |= {bare(r["email"]) for r in part(said, "from")}
    return to


def _forgotten_requester(
    said: Said, others: Sequence[Recipient], knowing: Knowing, taken: set[str]
) -> list[Recipient]:
    """The requester, where the answer would reach them neither as writer nor by a copy."""
    reached = [*part(said, "from"), *part(said, "reply_to")]
    if not _is_colleague(said, knowing):
        reached += others
    if knowing.requester is None or {bare(r["email"]) for r in reached} & knowing.requesters:
        return []
    return _fresh([knowing.requester], "to", taken)


def _us(said: Said, knowing: Knowing) -> set[str]:
    """Our own addresses, and those by which this very mail says that it came to us; the requester
    is never one of us, whatever it says."""
    ways = {bare(recipient["email"]) for recipient in part(said, "via")}
    return set(knowing.ours) | (ways - knowing.requesters)


def _is_colleague(said: Said, knowing: Knowing) -> bool:
    return any(bare(r["email"]) in knowing.colleagues for r in part(said, "from"))


def _addressed(said: Said) -> list[Recipient]:
    return [r for r in (*part(said, "to"), *part(said, "cc")) if "@" in r["email"]]


def _fresh(recipients: Iterable[Recipient], kind: str, taken: set[str]) -> list[Recipient]:
    """Those that can be written and are not taken, each once, as `kind`; taken from then on."""
    fresh: list[Recipient] = []
    for recipient in recipients:
        address = bare(recipient["email"])
        if address not in taken and is_writable(recipient["email"]):
            taken.add(address)
            fresh.append(_as(kind, recipient))
    return fresh


def _as(kind: str, recipient: Recipient) -> Recipient:
    return Recipient(kind=kind, name=recipient["name"], email=recipient["email"].strip())  # type: ignore[typeddict-item]
