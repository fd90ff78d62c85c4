"""Mail from the house to people who work here, by the server that answers leave by."""

from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid

from helpwell.channels.adapters.email.servers import Server, outgoing_of
from helpwell.channels.adapters.email.submission import TROUBLE, connect
from helpwell.channels.models import Inbox

SENDER = "Helpwell"
MOST_TRIED = 3  # servers, of which each may take its time to answer nothing


class NotTaken(Exception):  # noqa: N818 - named by the state
    """No mail server takes it now."""


def send_notice(message: EmailMessage) -> bool:
    """Send a mail with `To`, `Subject` and a body; whether there is a server to send it by.

    It is marked as a machine's (RFC 3834) and leaves without a return path, so that nothing answers
    it and none comes back; an inbox of ours is never written to. Where one inbox's server does not
    take it, that of another is tried; raises NotTaken when none does.
    """
    recipient = str(message["To"])
    if Inbox.objects.filter(address__iexact=recipient).exists():
        return False
    trouble: Exception | None = None
    for inbox, server in _ways_out():
        try:
            _hand_over(message, inbox, server)
        except TROUBLE as error:
            trouble = error
        else:
            return True
    if trouble:
        raise NotTaken from trouble
    return False


def _ways_out() -> list[tuple[Inbox, Server]]:
    """The inboxes in use whose answers leave by a server, those in trouble last."""
    inboxes = Inbox.objects.filter(is_active=True).order_by("pk")
    ways = [(inbox, server) for inbox in inboxes if (server := outgoing_of(inbox))]
    return sorted(ways, key=lambda way: way[0].send_error != "")[:MOST_TRIED]


def _hand_over(message: EmailMessage, inbox: Inbox, server: Server) -> None:
    for name, value in _headers(inbox).items():
        del message[name]
        message[name] = value
    connection = connect(server)
    try:
        connection.send_message(message, from_addr="", to_addrs=[str(message["To"])])
    finally:
        connection.close()


def _headers(inbox: Inbox) -> dict[str, str]:
    return {
        "From": formataddr((SENDER, inbox.address)),
        "Date": formatdate(),
        "Message-ID": make_msgid(domain=inbox.domain),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
