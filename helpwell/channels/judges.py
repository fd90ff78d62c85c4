"""Which mail server judges the senders of an inbox's mail, as the newest mails tell."""

from collections import Counter
from dataclasses import dataclass

from helpwell.channels.mail.authentication import judge_of
from helpwell.channels.mail.message import parse
from helpwell.channels.models import Envelope, Inbox
from helpwell.files.queries import opened

LOOKED_AT = 40
FEWEST = 10
HEAD_BYTES = 64 * 1024


@dataclass(frozen=True)
class Judge:
    """A host that wrote the topmost results of `judged` among the newest `of` mails."""

    host: str
    judged: int
    of: int


def likely_judge(inbox: Inbox) -> Judge | None:
    """The host that has judged most of the newest mails; nobody while few have come.

    Anybody can write such results into a mail of theirs, but not into everybody's.
    """
    newest = Envelope.objects.filter(inbox=inbox).select_related("raw").order_by("-pk")
    hosts = [_judge_of(envelope) for envelope in newest[:LOOKED_AT]]
    found = Counter(host for host in hosts if host).most_common(1)
    if not found or found[0][1] < max(FEWEST, len(hosts) // 2 + 1):
        return None
    return Judge(*found[0], of=len(hosts))


def _judge_of(envelope: Envelope) -> str:
    with opened(envelope.raw) as stream:
        head = stream.read(HEAD_BYTES).partition(b"\r\n\r\n")[0]
    return judge_of(parse(head + b"\r\n\r\n"))
