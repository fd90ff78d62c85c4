"""A message passed on inside a mail: pasted into its text, or attached whole."""

from helpwell.channels.mail.addresses import parse_addresses
from helpwell.channels.mail.bodies import bodies_of
from helpwell.channels.mail.encodings import decode_transfer
from helpwell.channels.mail.incoming import Address, Forward
from helpwell.channels.mail.labels import Head, divider_of, head_at
from helpwell.channels.mail.quotes import is_marked
from helpwell.channels.mail.structure import Part, split
from helpwell.channels.mail.words import FORWARD_SUBJECT

MAX_LINES = 2_000
NEAR = 6
_NOBODY = Address("", "")


def forward_of(root: Part, text: str, subject: str) -> Forward | None:
    """The forwarded message and who wrote it, or None."""
    texts = text.split("\n")[:MAX_LINES]
    return _pasted(texts, bool(FORWARD_SUBJECT.match(subject))) or _attached(root)


def _pasted(texts: list[str], is_forward: bool) -> Forward | None:
    for position, line in enumerate(texts):
        if divider_of(line) == "forward":
            head = _head_near(texts, position + 1)
            return _made(texts, head, position + 1)
        if is_forward and (head := head_at(texts, position)):
            return _made(texts, head, head.end)
    return None


def _head_near(texts: list[str], start: int) -> Head | None:
    """The head under the dividing line; Apple Mail marks it as a quote."""
    bare = [line.lstrip("> ") for line in texts]
    for position in range(start, min(start + NEAR, len(texts))):
        if head := head_at(bare, position):
            return head
    return None


def _made(texts: list[str], head: Head | None, start: int) -> Forward:
    body = texts[head.end if head else start :]
    filled = [line for line in body if line.strip()]
    if filled and all(is_marked(line) for line in filled):
        body = [line.lstrip(" ").removeprefix(">").removeprefix(" ") for line in body]
    sender = head.values.get("from", "") if head else ""
    found = parse_addresses(sender.replace("[mailto:", "<").replace("]", ">"))
    return Forward(next(iter(found), _NOBODY), "\n".join(body).strip())


def _attached(root: Part) -> Forward | None:
    """The first attached message; in a report of a mail system it is what was returned."""
    if root.content_type == "multipart/report":
        return None
    for part in root.walk():
        if part.content_type == "message/rfc822":
            inner = split(decode_transfer(part.body, part.encoding))
            found = parse_addresses(inner.headers.first_raw("from"))
            return Forward(next(iter(found), _NOBODY), bodies_of(inner).text.strip())
    return None
