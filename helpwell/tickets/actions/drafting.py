"""What agents have begun and not sent: nothing typed is lost."""

from collections.abc import Collection, Sequence
from email.utils import parseaddr
from uuid import UUID

from django.db import transaction

from helpwell.accounts.models import User
from helpwell.core import clock
from helpwell.core.filenames import safe_name
from helpwell.core.html import clean_authored
from helpwell.core.numbers import whole
from helpwell.core.text import storable
from helpwell.customers.actions import normalised
from helpwell.customers.models import Identity
from helpwell.files.actions import request_scan, store
from helpwell.tickets.actions.locking import locked
from helpwell.tickets.content import Recipient
from helpwell.tickets.editions import first_edition
from helpwell.tickets.errors import DraftChanged, NotAskedToLook, TakenBefore
from helpwell.tickets.models import Attachment, Draft, Receipt, Ticket
from helpwell.tickets.sheets import Sheet


@transaction.atomic
def save_draft(
    ticket: Ticket,
    *,
    mode: str,
    html: str,
    by: User,
    recipients: Sequence[Recipient] | None = None,
    edition: int | None = None,
    of: User | None = None,
) -> int:
    """Keep what is written so far, one draft a mode; an empty one of one's own is thrown away.

    `edition` is the one that the writer has seen last, 0 for none: where another device or person
    has written something else since, `DraftChanged` is raised and both are kept. `of` is whose
    draft it is, if they asked `by` to look it over. Returns the new edition, 0 for none.
    """
    cleaned = clean_authored(storable(html))
    ticket = locked(ticket)  # it may go on in another at this moment
    draft = _draft_in_hand(ticket, mode, of=of or by, by=by, is_new=bool(cleaned.strip()))
    if draft is None:
        return 0
    if draft.html != cleaned:
        _refuse_other_words(draft, edition)
    if not cleaned.strip() and of is None:
        draft.delete()
        return 0
    draft.recipients = list(recipients) if recipients is not None else None
    return _kept(draft, cleaned, by=by, is_new=draft.html != cleaned)


@transaction.atomic
def save_begun(token: UUID, sheet: Sheet, *, by: User, edition: int | None = None) -> int:
    """Keep a new ticket as it stands so far; an empty one is thrown away.

    Refuses what was sent already, and as `save_draft` what was changed elsewhere since `edition`.
    """
    _wait_for(by)
    if receipt := Receipt.objects.filter(agent=by, token=token).first():
        raise TakenBefore(receipt.message_id)
    draft = _begun_in_hand(token, by=by)
    cleaned, said = clean_authored(sheet.texts["body"]), sheet.to_keep()
    is_new = (draft.html, draft.sheet) != (cleaned, said)
    if is_new:
        _refuse_other_words(draft, edition)
    if sheet.is_empty:
        discard_begun(token, by=by)
        return 0
    draft.sheet = said
    return _kept(draft, cleaned, by=by, is_new=is_new)


@transaction.atomic
def discard_begun(token: UUID, *, by: User) -> None:
    """Throw away a new ticket that was begun; what is kept at the same moment is not left over."""
    _wait_for(by)
    Draft.objects.filter(agent=by, token=token).delete()


def forget_begun_for(customer_ids: Collection[int]) -> None:
    """Delete what was begun for these customers, by whomever: they leave for good."""
    theirs = Identity.objects.filter(customer__in=customer_ids)
    addresses = set(theirs.values_list("value", flat=True))
    begun = Draft.objects.filter(ticket=None).only("pk", "sheet", "html")
    gone = [draft.pk for draft in begun if _is_for(Sheet.kept(draft), customer_ids, addresses)]
    Draft.objects.filter(pk__in=gone).delete()


def _is_for(sheet: Sheet, customer_ids: Collection[int], addresses: set[str]) -> bool:
    written = {normalised(parseaddr(each)[1]) for each in (*sheet.to, *sheet.cc)}
    return whole(sheet.texts["customer"]) in customer_ids or bool(written & addresses)


def _wait_for(by: User) -> None:
    """Keep and send what one person begins one after the other."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _begun_in_hand(token: UUID, *, by: User) -> Draft:
    begun = Draft.objects.filter(agent=by, token=token).first()
    return begun or Draft(agent=by, token=token, mode=Draft.Mode.START, edition=0)


def _kept(draft: Draft, html: str, *, by: User, is_new: bool) -> int:
    if is_new:
        draft.edition = draft.edition + 1 if draft.edition else first_edition()
    draft.html, draft.edited_by, draft.saved_at = html, by, clock.now()
    draft.save()
    return draft.edition


def _draft_in_hand(ticket: Ticket, mode: str, *, of: User, by: User, is_new: bool) -> Draft | None:
    """The locked draft, a new one where there may be one; another's only where they asked."""
    drafts = Draft.objects.select_for_update().filter(ticket=ticket, agent=of, mode=mode)
    if of.pk != by.pk:
        draft = drafts.filter(shared_with=by).first()
        if draft is None:
            raise NotAskedToLook
        return draft
    if is_new:
        Draft.objects.get_or_create(
            ticket=ticket,
            agent=of,
            mode=mode,
            defaults={"saved_at": clock.now(), "edition": 0},
        )
    return drafts.first()


def _refuse_other_words(draft: Draft, edition: int | None) -> None:
    if not draft.edition:  # a new one: what was there was sent or emptied, nobody else's words
        return
    if edition is not None and draft.edition != edition:
        raise DraftChanged(draft.pk)


def discard_draft(ticket: Ticket, *, mode: str, by: User) -> None:
    """Throw away what was begun."""
    Draft.objects.filter(ticket=ticket, agent=by, mode=mode).delete()


@transaction.atomic
def attach(
    ticket: Ticket,
    *,
    name: str,
    content_type: str,
    content: bytes,
    by: User,
    is_inline: bool = False,
    mode: str = Draft.Mode.REPLY,
) -> Attachment:
    """Store a file for the message that `by` is writing on this ticket, in the draft `mode`."""
    file = store(content)
    request_scan([file.pk])
    return Attachment.objects.create(
        ticket=ticket,
        file=file,
        uploaded_by=by,
        name=safe_name(storable(name)),
        content_type=storable(content_type)[:127] or "application/octet-stream",
        is_inline=is_inline,
        mode=mode,
        created_at=clock.now(),
    )


def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file that `by` has uploaded out of their unsent message; a sent one keeps it."""
    Attachment.objects.filter(pk=attachment.pk, uploaded_by=by, message=None).delete()
