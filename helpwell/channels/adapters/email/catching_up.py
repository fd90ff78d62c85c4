"""Fetching what a mailbox has that we have not, in pieces that fit into memory."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched

from django.utils.translation import gettext as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from helpwell.channels.actions.accepting import Arrival, accept_all
from helpwell.channels.actions.fetching import advance, set_aside
from helpwell.channels.adapters.email.afterwards import Afterwards
from helpwell.channels.adapters.email.answers import MOST_BYTES
from helpwell.channels.models import Inbox

MOST_TOGETHER = 50
MOST_BYTES_TOGETHER = 8 * 1024 * 1024
SIZES_AT_ONCE = 500
BEGINNING_BYTES = 64 * 1024
BEGINNING = f"BODY.PEEK[]<0.{BEGINNING_BYTES}>"


def catch_up(
    client: IMAPClient, inbox: Inbox, *, stop: threading.Event, afterwards: Afterwards
) -> int:
    """Store all mails after the last one stored, oldest first; how many there were.

    Our place advances only after they are stored and settled, so a cut costs a repeat and never a
    mail.
    """
    stored = 0
    for uids in batched(new_uids(client, inbox), SIZES_AT_ONCE):
        for group, sizes in groups_of(sizes_of(client, uids)):
            if stop.is_set():
                return stored
            afterwards.settle(_store(client, inbox, group, sizes))
            advance(inbox, uid=group[-1])
            stored += len(group)
        advance(inbox, uid=uids[-1])  # the last ones may have gone meanwhile
    return stored


def new_uids(client: IMAPClient, inbox: Inbox) -> list[int]:
    """The UIDs after our place, of mail not older than the inbox wants it."""
    client.noop()  # lets the server tell what came since
    after = inbox.fetch_last_uid
    since = ["SINCE", inbox.fetch_since] if inbox.fetch_since else []
    found = client.search([*since, "UID", f"{after + 1}:*"])
    return sorted(uid for uid in found if uid > after)  # `n:*` names the last one in any case


def sizes_of(client: IMAPClient, uids: Sequence[int]) -> dict[int, int]:
    """Bytes of each mail, by UID in their order; 0 for those that have gone."""
    said = client.fetch(uids, ["RFC822.SIZE"])
    return {uid: said.get(uid, {}).get(b"RFC822.SIZE", 0) for uid in uids}


def groups_of(sizes: dict[int, int]) -> Iterator[tuple[list[int], int]]:
    """UIDs that are fetched together with the bytes they have; a large mail comes alone."""
    group: list[int] = []
    total = 0
    for uid, size in sizes.items():
        if group and (total + size > MOST_BYTES_TOGETHER or len(group) == MOST_TOGETHER):
            yield group, total
            group, total = [], 0
        group.append(uid)
        total += size
    if group:
        yield group, total


def _store(client: IMAPClient, inbox: Inbox, uids: list[int], size: int) -> list[int]:
    """Keep these mails for good; the UIDs of those that are here as a whole."""
    if size > MOST_BYTES and len(uids) == 1:
        _set_aside(client, inbox, uids[0], size)
        return []
    said = client.fetch(uids, ["BODY.PEEK[]"])
    _insist(client, missing=[uid for uid in uids if b"BODY[]" not in said.get(uid, {})])
    found = {uid: said[uid][b"BODY[]"] or b"" for uid in uids if uid in said}
    if found:
        accept_all([Arrival(inbox, raw) for raw in found.values()])
    return list(found)


def _insist(client: IMAPClient, *, missing: Iterable[int]) -> None:
    """A mail that was not given must have gone; one that is still there we do not skip."""
    for uid in missing:
        if uid in client.search(["UID", str(uid)]):
            raise IMAPClientError(f"the mail with UID {uid} is there but was not given")


def _set_aside(client: IMAPClient, inbox: Inbox, uid: int, size: int) -> None:
    said = client.fetch([uid], [BEGINNING]).get(uid, {})
    beginning = said.get(b"BODY[]<0>") or b""
    sentence = _(
        "This mail has %(size)s MB; up to %(most)s MB are taken. Its beginning is kept here, the "
        "whole stays in the mailbox (folder %(folder)s, UID %(uid)s). Retry opens a ticket from "
        "the beginning."
    ) % {
        "size": round(size / 1024 / 1024),
        "most": MOST_BYTES // 1024 // 1024,
        "folder": inbox.fetch_folder,
        "uid": uid,
    }
    set_aside(inbox, beginning, error=sentence)
