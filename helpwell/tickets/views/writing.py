"""Answering, noting, drafts and files."""

import re
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal, rejected
from helpwell.core.numbers import whole
from helpwell.core.slots import render as render_slot
from helpwell.tickets import actions
from helpwell.tickets.blanks import refuse_blanks
from helpwell.tickets.coaching import offers_after
from helpwell.tickets.deeds import Done, say_along
from helpwell.tickets.errors import (
    BlankLeft,
    Incomplete,
    SomethingNewArrived,
    TakenBefore,
)
from helpwell.tickets.models import Attachment, Draft, Message, Ticket
from helpwell.tickets.promises import kept_by
from helpwell.tickets.views import typed
from helpwell.tickets.views.fetching import ticket_for
from helpwell.tickets.views.keeping import answer_kept
from helpwell.tickets.views.missing import also_ask_what_is_missing
from helpwell.tickets.views.pages import composer_context, head_context, thread_context
from helpwell.tickets.views.tagging import tags_afterwards

LARGEST_FILE = 25 * 1024 * 1024
SENDABLE = ("open", "pending", "on_hold", "solved")
MODE = re.compile(r"reply|note|aside(-\d{1,18})?")
NEEDED: dict[str, str] = {
    Draft.Mode.REPLY: "tickets.reply",
    Draft.Mode.NOTE: "tickets.note",
    Draft.Mode.ASIDE: "tickets.ask",
}


@requires("tickets.reply")
@require_POST
def create_reply(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Answer the customer: body, to, cc, bcc, status, attachments, what the writer has seen,
    and perhaps a moment to send it at."""
    found = ticket_for(request, ticket_id)
    try:
        message, done = _answered_with_deeds(request, found)
    except TakenBefore as taken:
        return _said_before(request, found, taken)
    except Refused as refused:
        return _not_sent(request, found, refused, mode="reply")
    undo = render_slot("tickets.undo_reply_url", {"message": message})
    words = (
        _("It waits here for its time")
        if message.is_scheduled
        else _("Your reply goes out in a moment")
    )
    return _said(request, found, message, done.told(words), undo=undo)


def _answered_with_deeds(request: AgentRequest, found: Ticket) -> tuple[Message, Done]:
    """The answer and what goes along with it, in one transaction."""
    if not request.POST.get("with_blanks"):
        refuse_blanks(request.POST.get("body", ""))
    with actions.taken_once(typed.token(request), by=request.user) as said:

        def say() -> Message:
            with _lent(request, found) as sent:
                message = _answered(request, found)
                said.append(message)
                sent.append(message)
                _promise(request, message)
            return message

        return say_along(found, typed.deeds(request), say, by=request.user)


def _answered(request: AgentRequest, found: Ticket) -> Message:
    """The answer said at once, or written for the moment in `send_at`."""
    seen_up_to = whole(request.POST.get("seen_up_to", ""))
    answer: dict[str, Any] = {
        "html": request.POST.get("body", ""),
        "by": request.user,
        "recipients": typed.recipients(request),
        **_then(request),
        "attachment_ids": typed.numbers(request.POST.getlist("attachment")),
        "seen_up_to": seen_up_to,
    }
    if not request.POST.get("send_at"):
        return actions.reply(found, **answer)
    is_silent = bool(request.POST.get("only_if_silent"))
    send_at = typed.moment(request, "send_at")
    return actions.schedule(found, send_at=send_at, only_if_silent=is_silent, **answer)


def _lent(request: AgentRequest, found: Ticket) -> AbstractContextManager[list[Message]]:
    """Around the sending of a draft that a colleague has asked to be looked over, if it is one."""
    writer = _writer(request)
    if writer is None:
        return nullcontext([])
    return actions.sending_for(found, writer, by=request.user)


def _writer(request: AgentRequest) -> User | None:
    """The colleague who has asked for a look at the draft that is being written in, if one has."""
    pk = whole(request.POST.get("draft_of", ""))
    return User.objects.filter(pk=pk).first() if pk else None


def _promise(request: AgentRequest, message: Message) -> None:
    """Note what its writer has decided to promise in it; a moment gone since stops no answer."""
    if not request.user.can("tickets.promise"):
        return
    for words, due_at in typed.promised(request):
        with suppress(Refused):
            actions.promise(
                message.ticket, words=words, due_at=due_at, message=message, by=request.user
            )


def _noted_with_deeds(request: AgentRequest, found: Ticket) -> tuple[Message, Done]:
    """The note and what goes along with it, in one transaction."""
    with actions.taken_once(typed.token(request), by=request.user) as said:

        def say() -> Message:
            message = actions.note(
                found,
                html=request.POST.get("note", ""),
                by=request.user,
                attachment_ids=typed.numbers(request.POST.getlist("attachment")),
            )
            said.append(message)
            return message

        return say_along(found, typed.deeds(request), say, by=request.user)


@requires("tickets.note")
@require_POST
def create_note(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Write an internal note."""
    found = ticket_for(request, ticket_id)
    try:
        message, done = _noted_with_deeds(request, found)
    except TakenBefore as taken:
        return _said_before(request, found, taken)
    except Refused as refused:
        return _not_sent(request, found, refused, mode="note")
    return _said(request, found, message, done.told(_("Noted for your colleagues")))


@agents_only
@require_safe
def composer(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The composer with what is kept of the person's drafts."""
    of = whole(request.GET.get("of", ""))
    context = composer_context(request.user, ticket_for(request, ticket_id), of=of)
    return render(request, "tickets/_composer.html", context)


@agents_only
@require_POST
def save_draft(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Keep what is written so far."""
    found = ticket_for(request, ticket_id)
    mode = request.POST.get("mode", "")
    if not MODE.fullmatch(mode):
        return refusal(_("There is no such kind of draft."))
    _insist_on_writing(request, mode)
    return answer_kept(
        request,
        lambda: actions.save_draft(
            found,
            mode=mode,
            html=request.POST.get("html", ""),
            recipients=typed.recipients(request, only_right_ones=True) or None,
            edition=whole(request.POST.get("edition", "")),
            of=_writer(request),
            by=request.user,
        ),
    )


@agents_only
@require_POST
def attach(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """Upload one file for the message being written; answers its id, name, size and address."""
    found = ticket_for(request, ticket_id)
    _insist_on_writing(request, _mode(request))
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": _("No file came along. Try again.")}, status=422)
    if (upload.size or 0) > LARGEST_FILE:
        words = _("%s is larger than 25 MB. Share a link instead.") % upload.name
        return JsonResponse({"error": words}, status=422)
    try:
        attachment = actions.attach(
            found,
            name=upload.name or "",
            content_type=upload.content_type or "",
            content=upload.read(),
            by=request.user,
            is_inline="inline" in request.POST,
            mode=_mode(request),
        )
    except Refused as refused:
        return JsonResponse({"error": str(refused)}, status=422)
    return JsonResponse(_uploaded(attachment), status=201)


@agents_only
@require_POST
def detach(request: AgentRequest, ticket_id: int, attachment_id: int) -> HttpResponse:
    """Take an uploaded file out of the message being written."""
    found = ticket_for(request, ticket_id)
    mine = Attachment.objects.filter(ticket=found, uploaded_by=request.user, message=None)
    actions.detach(get_object_or_404(mine, pk=attachment_id), by=request.user)
    return HttpResponse(status=204)


def _said(
    request: AgentRequest, ticket: Ticket, message: Message, words: str, *, undo: str = ""
) -> HttpResponse:
    """The thread with the new message, the head, and an empty composer."""
    found = ticket_for(request, ticket.pk)
    context = (
        head_context(request.user, found)
        | thread_context(request, found)
        | composer_context(request.user, found)
        | {"mode": "note" if message.kind == Message.Kind.NOTE else "reply", "said": message}
        | _offered(request, found, message)
        | (tags_afterwards(request.user, found) if message.kind == Message.Kind.REPLY else {})
    )
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}} | news(words, undo=undo)
    if request.POST.get("status") == Ticket.Status.SNOOZED and not message.is_scheduled:
        events["snooze-asked"] = {}
    return fragment(request, "tickets/_said.html", context, trigger=events)


def _said_before(request: AgentRequest, ticket: Ticket, taken: TakenBefore) -> HttpResponse:
    """The ticket as it is, for a browser that has sent the same again; nothing is said twice."""
    mine = Message.objects.filter(pk=taken.message_id or 0, author=request.user)
    message = mine.select_related("ticket").first()
    if message:
        return _said(request, ticket, message, str(taken))
    context = (
        head_context(request.user, ticket)
        | thread_context(request, ticket)
        | composer_context(request.user, ticket)
    )
    words = news(_("This was sent already, and taken back since."))
    return fragment(request, "tickets/_said.html", context, trigger=words)


def _offered(request: AgentRequest, ticket: Ticket, message: Message) -> dict[str, Any]:
    """After an answer: what it promises and nobody has decided about, and what it may have kept."""
    if message.kind != Message.Kind.REPLY or not request.user.can("tickets.promise"):
        return {}
    known, zone = typed.decided(request), typed.zone(request)
    return {
        "offers": offers_after(message, zone=zone, decided=known),
        "keepable": [] if message.is_scheduled else kept_by(ticket, not_made_in=message.pk),
    }


def _not_sent(
    request: AgentRequest, ticket: Ticket, refused: Refused, *, mode: str
) -> HttpResponse:
    """The composer as it was, with the sentence, and with what is new if that was the reason."""
    found = ticket_for(request, ticket.pk)
    written = request.POST.get("body" if mode == "reply" else "note", "")
    context = (
        composer_context(request.user, found, of=whole(request.POST.get("draft_of", "")))
        | {
            "mode": mode,
            "refusal": str(refused),
            "has_blanks": isinstance(refused, BlankLeft) or "with_blanks" in request.POST,
            f"{mode}_html": written,
            "typed": {kind: request.POST.getlist(kind) for kind in ("to", "cc", "bcc")},
            "chosen_status": request.POST.get("status", "") or Ticket.Status.PENDING,
            "seen_up_to": request.POST.get("seen_up_to", ""),
        }
        | _what_is_new(request, found, refused)
    )
    response = rejected(request, "tickets/_composer.html", context, at="#composer")
    if isinstance(refused, Incomplete):
        response.write(also_ask_what_is_missing(request, found, refused))
    return response


def _what_is_new(request: AgentRequest, found: Ticket, refused: Refused) -> dict[str, Any]:
    """What stopped an answer, to be read beside it; what comes later still stops it again."""
    if not isinstance(refused, SomethingNewArrived):
        return {}
    seen = whole(request.POST.get("seen_up_to", "")) or 0
    news = found.messages.filter(kind__in=Message.PUBLIC, pk__gt=seen).order_by("pk")
    shown = list(news.select_related("author", "customer")[:20])
    return {"has_news": True, "news": shown, "seen_up_to": found.last_public_id or seen}


def _then(request: AgentRequest) -> dict[str, Any]:
    """The status the answer leaves its ticket in, and our own word for it."""
    status, custom = typed.status(request, "status")
    if status not in SENDABLE:
        return {"then": Ticket.Status.PENDING, "custom": None}
    return {"then": status, "custom": custom}


def _insist_on_writing(request: AgentRequest, mode: str) -> None:
    """Refuse whoever may not send what this draft becomes."""
    if not request.user.can(NEEDED[mode.partition("-")[0]]):
        raise PermissionDenied


def _mode(request: AgentRequest) -> str:
    mode = request.POST.get("mode", "")
    return mode if MODE.fullmatch(mode) else Draft.Mode.REPLY


def _uploaded(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": attachment.pk,
        "name": attachment.name,
        "size": attachment.file.size,
        "url": attachment.url,
        "is_image": attachment.is_image,
    }
