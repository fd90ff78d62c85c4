"""Whom an answer goes to: one pure function."""

from collections.abc import Iterable, Sequence

from helpwell.tickets.content import Recipient

MOST_COPIED = 20


def answer_to(
    last: Sequence[Recipient], *, ours: Iterable[str], to_all: bool = True
) -> list[Recipient]:
    """The recipients of an answer to a message with the addresses `last`.

    To: where the writer asked for answers (Reply-To), else the writer. CC, when answering all:
    everybody else the message went to. Our own inboxes never write to themselves, and nobody is
    named twice (RFC 5322, section 3.6.3). A mail to a crowd is answered to its writer alone.
    """
    taken = {_bare(address) for address in ours}
    asked = _of(last, "reply_to") or _of(last, "from")
    to = _fresh(asked, "to", taken)
    if not to:
        to = _fresh(_of(last, "from"), "to", taken)
    others = [*_of(last, "to"), *_of(last, "cc")] if to_all else []
    copied = _fresh(others, "cc", taken)
    return to + (copied if len(copied) <= MOST_COPIED else [])


def with_requester(recipients: Sequence[Recipient], requester: Recipient) -> list[Recipient]:
    """The recipients, and the requester first where somebody else would replace them."""
    if _bare(requester["email"]) in {_bare(recipient["email"]) for recipient in recipients}:
        return list(recipients)
    return [requester, *recipients]


def answer_again(last: Sequence[Recipient]) -> list[Recipient]:
    """The recipients of one more message after our own: the same people in the same places."""
    return [recipient for recipient in last if recipient["kind"] in ("to", "cc")]


def _of(recipients: Sequence[Recipient], kind: str) -> list[Recipient]:
    return [recipient for recipient in recipients if recipient["kind"] == kind]


def _fresh(recipients: Iterable[Recipient], kind: str, taken: set[str]) -> list[Recipient]:
    """Those not yet taken, each once, in the part `kind`; they are taken from then on."""
    fresh: list[Recipient] = []
    for recipient in recipients:
        address = _bare(recipient["email"])
        if address and "@" in address and address not in taken:
            taken.add(address)
            fresh.append(
                Recipient(kind=kind, name=recipient["name"], email=recipient["email"])  # type: ignore[typeddict-item]
            )
    return fresh


def _bare(address: str) -> str:
    """An address as comparison needs it: small letters, without a +tag."""
    local, at, domain = address.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
