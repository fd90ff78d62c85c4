"""Mails that are on no ticket: could not be read, or were set aside by a rule."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions, health_queries
from helpwell.channels.models import Envelope
from helpwell.channels.permissions import SEE_HEALTH
from helpwell.channels.sources import heading_of, may_hold_numbers, source_of
from helpwell.core.downloads import download
from helpwell.core.htmx import fragment, news, wants_fragment
from helpwell.core.numbers import whole
from helpwell.files.queries import opened
from helpwell.tickets.permissions import SEE_ORIGINALS

MOST_AT_ONCE = 1000
Decide = Callable[..., None]
DECISIONS: dict[str, Decide] = {
    "retry": actions.retry,
    "dismiss": actions.dismiss,
    "restore": actions.restore_dropped,
}
KINDS: dict[str, Callable[[], QuerySet[Envelope]]] = {
    "parked": health_queries.parked,
    "dropped": health_queries.dropped,
}


@requires(SEE_HEALTH)
@require_safe
def mails(request: AgentRequest, kind: str) -> HttpResponse:
    """A page of mails that could not be read (parked) or were set aside (dropped)."""
    name = "channels/_mails.html" if wants_fragment(request) else "channels/mails.html"
    return render(request, name, _content(request, kind))


@requires(SEE_HEALTH)
@require_POST
def decide(request: AgentRequest, kind: str) -> HttpResponse:
    """Do one thing (`what`: retry, dismiss, restore) with the chosen mails, or with `all`."""
    chosen = _chosen(request, kind)
    for envelope in chosen:
        DECISIONS[_what(request, kind)](envelope, by=request.user)
    if not wants_fragment(request):
        return redirect("channels:mails", kind)
    done = _done(_what(request, kind), len(chosen))
    content = _content(request, kind)
    return fragment(request, "channels/_mails.html", content, trigger=news(done))


@requires(SEE_HEALTH)
@require_safe
def source(request: AgentRequest, envelope_id: int) -> HttpResponse:
    """The beginning of a mail that is on no ticket, as text, card numbers masked."""
    envelope = _unread(envelope_id)
    context = {"envelope": envelope, "source": source_of(envelope)}
    return render(request, "channels/source.html", context)


@requires(SEE_HEALTH)
@require_safe
def original(request: AgentRequest, envelope_id: int) -> FileResponse:
    """The same mail byte for byte; one with card numbers by right only."""
    envelope = _unread(envelope_id)
    if not request.user.can(SEE_ORIGINALS) and may_hold_numbers(envelope):
        raise PermissionDenied
    return download(opened(envelope.raw), name=f"mail-{envelope.pk}.eml")


def _mails(kind: str) -> QuerySet[Envelope]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]()


def _unread(envelope_id: int) -> Envelope:
    unread = Envelope.objects.select_related("raw", "inbox").filter(message=None)
    return get_object_or_404(unread, pk=envelope_id)


def _what(request: AgentRequest, kind: str) -> str:
    allowed = ("restore",) if kind == "dropped" else ("retry", "dismiss")
    what = request.POST.get("what", "")
    return what if what in allowed else allowed[0]


def _done(what: str, number: int) -> str:
    """What has happened to so many mails."""
    if not number:
        return _("Choose mails first.")
    words = {
        "retry": ngettext("%d mail is read again.", "%d mails are read again.", number),
        "dismiss": ngettext("%d mail is set aside.", "%d mails are set aside.", number),
        "restore": ngettext("%d mail becomes a ticket.", "%d mails become tickets.", number),
    }
    return words[what] % number


def _chosen(request: AgentRequest, kind: str) -> list[Envelope]:
    found = _mails(kind)
    if "all" not in request.POST:
        numbers = [whole(text) for text in request.POST.getlist("mail")]
        found = found.filter(pk__in=[number for number in numbers if number is not None])
    return list(found[:MOST_AT_ONCE])


def _content(request: AgentRequest, kind: str) -> dict[str, Any]:
    found = _mails(kind)
    before = whole(request.GET.get("before", ""))
    page = list((found.filter(pk__lt=before) if before else found)[: health_queries.PAGE + 1])
    shown = page[: health_queries.PAGE]
    return {
        "kind": kind,
        "mails": [(envelope, heading_of(envelope)) for envelope in shown],
        "number": found.count(),
        "next": shown[-1].pk if len(page) > len(shown) else None,
        "before": before,
    }
