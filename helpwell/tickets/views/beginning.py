"""A new ticket by an agent: a first mail to the customer, or a record of our own."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.brands.models import Brand
from helpwell.core.errors import Refused
from helpwell.core.html import from_text
from helpwell.core.htmx import rejected, wants_fragment
from helpwell.core.numbers import whole
from helpwell.core.slots import fillers_of
from helpwell.core.text import storable
from helpwell.customers import actions as customers
from helpwell.customers import queries as people
from helpwell.customers.models import Customer, Identity
from helpwell.tickets import actions, queries
from helpwell.tickets.acquaintances import insist_on_acquaintance
from helpwell.tickets.actions import Outline, Upload
from helpwell.tickets.asking import MOST_FILES
from helpwell.tickets.beginnings import Beginning, begun
from helpwell.tickets.blanks import refuse_blanks
from helpwell.tickets.content import Recipient
from helpwell.tickets.deeds import accompany, read_all
from helpwell.tickets.errors import BlankLeft, NobodyConcerned, TakenBefore
from helpwell.tickets.models import Message, Ticket, TicketForm
from helpwell.tickets.sheets import Sheet
from helpwell.tickets.views import typed
from helpwell.tickets.views.begun import gone_to, insist_on_writing, offered, token_in
from helpwell.tickets.views.new_sheets import empty_sheet, sheet_context, written
from helpwell.tickets.views.pages import whole_page
from helpwell.tickets.views.writing import LARGEST_FILE


@agents_only
@require_http_methods(["GET", "POST"])
def new_ticket(request: AgentRequest) -> HttpResponse:
    """The form, perhaps for `?customer=`, or as it stood in `?draft=`; a POST makes the ticket:
    `as` mail or record."""
    insist_on_writing(request.user)
    if request.method == "GET":
        return whole_page(request, _opened(request))
    try:
        message = _made_once(request)
    except TakenBefore as taken:
        return _on_to(request, Message.objects.filter(pk=taken.message_id or 0).first())
    except Refused as refused:
        return _refused(request, refused)
    return _on_to(request, message)


@agents_only
@require_POST
def outline(request: AgentRequest) -> HttpResponse:
    """The form again, with what it was chosen to begin with, or the fields that are asked now."""
    insist_on_writing(request.user)
    sheet = Sheet.typed(request.POST)
    for beginning in _chosen(request, sheet):
        is_anew = bool(request.POST.get("anew"))
        sheet = begun(sheet, beginning, by=request.user, anew=is_anew)
    context = sheet_context(request.user, sheet) | {"token": token_in(request)}
    return render(request, "tickets/_new_sheet.html", context)


@agents_only
@require_safe
def addressees(request: AgentRequest) -> HttpResponse:
    """Customers that `?q=` fits, with an address each, for whoever may look them up."""
    asked = storable(request.GET.get("q", "").strip())[:100]
    visible = people.visible_to(request.user).filter(
        Q(name__icontains=asked) | Q(identities__value__startswith=asked.lower())
    )
    rows = Identity.objects.filter(customer__in=visible[:50], kind=Identity.Kind.EMAIL)
    found = rows.select_related("customer").order_by("customer__name", "pk")[:10] if asked else []
    options = [(written(row.customer.name, row.value), row) for row in found]
    return render(request, "tickets/_addressees.html", {"options": options})


def _chosen(request: AgentRequest, sheet: Sheet) -> Iterator[Beginning]:
    """What was chosen to begin with, as the rooms above know it."""
    for give in fillers_of("new_ticket.beginning"):
        if beginning := give(request.user, request.POST, sheet):
            yield beginning


def _opened(request: AgentRequest) -> dict[str, Any]:
    """The page of a draft, or an empty one beside what was begun before."""
    token = typed.uuid_of(request.GET.get("draft", ""))
    draft = queries.begun_by(request.user).filter(token=token).first() if token else None
    sheet = Sheet.kept(draft) if draft else empty_sheet(request)
    return sheet_context(request.user, sheet) | {
        "is_new": True,
        "token": draft.token if draft else uuid4(),
        "edition": draft.edition if draft else 0,
        "kept_draft": draft,
        "begun": [] if draft else offered(request.user),
    }


def _refused(request: AgentRequest, refused: Refused) -> HttpResponse:
    """The form as it was typed, with the sentence."""
    is_blank = isinstance(refused, BlankLeft)
    context = sheet_context(request.user, Sheet.typed(request.POST)) | {
        "is_new": True,
        "refusal": str(refused),
        "had_files": bool(request.FILES),
        "has_blanks": is_blank or "with_blanks" in request.POST,
        "token": token_in(request),
    }
    if wants_fragment(request):
        return rejected(request, "tickets/_new_sheet.html", context, at="#new-ticket")
    response = whole_page(request, context)
    response.status_code = 422
    return response


def _on_to(request: AgentRequest, message: Message | None) -> HttpResponse:
    """To the ticket, or to one's own where one may not see it."""
    seen = queries.visible_to(request.user).filter(pk=message.ticket_id if message else 0)
    if message and seen.exists():
        return gone_to(request, reverse("tickets:ticket", args=[message.ticket_id]))
    return gone_to(request, reverse("tickets:inbox", args=["mine"]))


def _made_once(request: AgentRequest) -> Message:
    """The ticket with all that goes along, once under the token of its page."""
    token, sheet = token_in(request), Sheet.typed(request.POST)
    with actions.taken_once(token, by=request.user) as said:
        message = _made(request, sheet)
        said.append(message)
        deeds = read_all(sheet.deeds)
        accompany(message, deeds, by=request.user)
        for note in fillers_of("new_ticket.made"):
            note(message, sheet, by=request.user)
        actions.discard_begun(token, by=request.user)
    return message


def _made(request: AgentRequest, sheet: Sheet) -> Message:
    is_record = request.POST.get("as") == "record"
    if not request.user.can("tickets.note" if is_record else "tickets.reply"):
        raise PermissionDenied
    recipients = typed.recipients(request)
    given = _outline(request, sheet, recipients)
    if not all(map(request.user.can, given.needs(request.user))):
        raise PermissionDenied
    html, uploads, by = sheet.texts["body"], _uploads(request), request.user
    if is_record:
        return actions.begin_with_record(given, html=html, by=by, uploads=uploads)
    if not request.POST.get("with_blanks"):
        refuse_blanks(f"{from_text(given.subject)} {html}")
    return actions.begin_with_mail(given, html=html, recipients=recipients, by=by, uploads=uploads)


def _uploads(request: AgentRequest) -> list[Upload]:
    """The files that were chosen; refuses too many, and one that is too large."""
    files = request.FILES.getlist("file")
    if len(files) > MOST_FILES:
        raise Refused(_("Choose at most %s files.") % MOST_FILES)
    for file in files:
        if (file.size or 0) > LARGEST_FILE:
            raise Refused(_("%s is larger than 25 MB. Share a link instead.") % file.name)
    return [
        Upload(name=file.name or "", content_type=file.content_type or "", content=file.read())
        for file in files
    ]


def _outline(request: AgentRequest, sheet: Sheet, recipients: list[Recipient]) -> Outline:
    texts = sheet.texts
    priority = whole(texts["priority"]) or 0
    return Outline(
        requester=_requester(request, texts["customer"], recipients),
        subject=texts["subject"],
        brand=_row(Brand, texts["brand"]),
        assignee=_assignee(request.user, texts["assignee"]),
        group=_row(Group, texts["group"]),
        form=_row(TicketForm, texts["of_form"]),
        type=texts["type"],
        priority=priority if priority in Ticket.Priority else Ticket.Priority.NORMAL,
        tags=sheet.tags,
        values=sheet.values,
    )


def _requester(request: AgentRequest, chosen: str, recipients: list[Recipient]) -> Customer:
    """The customer the form was opened for, else whoever the first address belongs to."""
    found = people.visible_to(request.user).filter(pk=whole(chosen) or 0).first()
    if found:
        return found
    first = next((each for each in recipients if each["kind"] == "to"), None)
    if first is None:
        raise NobodyConcerned
    insist_on_acquaintance(request.user, email=first["email"])
    return customers.recognise(email=first["email"], name=first["name"], by=request.user)


def _assignee(user: User, chosen: str) -> User | None:
    """Whoever was chosen; whoever may not choose has it themselves."""
    return _row(User, chosen) if user.can("tickets.assign") or chosen else user


def _row[M: (Brand, User, Group, TicketForm)](model: type[M], number: str) -> M | None:
    return model._default_manager.filter(pk=whole(number) or 0).first()
