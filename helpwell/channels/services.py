"""What stays up in a worker: the receiver, and the fetching of mailboxes."""

import threading

from helpwell.channels.adapters.email import fetchers, receiver
from helpwell.jobs.registry import service


@service()
def receive_mail(stop: threading.Event) -> None:
    """Take mail that mail servers hand us by SMTP or LMTP."""
    receiver.serve(stop)


@service(single=True)
def fetch_mail(stop: threading.Event) -> None:
    """Fetch the mailboxes of all inboxes, on one host only."""
    fetchers.serve(stop)
