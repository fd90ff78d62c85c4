"""Trying what is typed about an inbox, before it is saved."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels.adapters.email.probing import Step
from helpwell.channels.adapters.email.probing_in import Probed, probe_incoming
from helpwell.channels.adapters.email.probing_out import probe_outgoing
from helpwell.channels.adapters.email.round_trip import round_trip
from helpwell.channels.forms import SECRETS, InboxForm
from helpwell.channels.models import Inbox
from helpwell.channels.permissions import MANAGE
from helpwell.core.numbers import whole


@requires(MANAGE)
@require_POST
@sensitive_post_parameters(*SECRETS)
def incoming_test(request: AgentRequest) -> HttpResponse:
    """Go into the mailbox with what is typed, and tell how far that went."""
    form = _typed(request)
    probed = Probed(_missing(form, "fetch")) if _missing(form, "fetch") else _incoming(form)
    return render(request, "channels/_steps.html", vars(probed))


@requires(MANAGE)
@require_POST
@sensitive_post_parameters(*SECRETS)
def outgoing_test(request: AgentRequest) -> HttpResponse:
    """Go to the outgoing server with what is typed, and tell how far that went."""
    form = _typed(request)
    steps = _missing(form, "smtp") or _outgoing(form)
    return render(request, "channels/_steps.html", {"steps": steps})


@requires(MANAGE)
@require_POST
@sensitive_post_parameters(*SECRETS)
def whole_test(request: AgentRequest) -> HttpResponse:
    """Try both ways; where both are open, a mail to ourselves is offered."""
    form = _typed(request)
    incoming = Probed(_wrong(form, "fetch")) if _wrong(form, "fetch") else _incoming(form)
    outgoing = _wrong(form, "smtp") or _outgoing(form)
    is_open = all(step.is_ok for step in (*incoming.steps, *outgoing))
    context = {"incoming": incoming, "outgoing": outgoing, "is_open": is_open}
    return render(request, "channels/_both.html", context)


@requires(MANAGE)
@require_POST
@sensitive_post_parameters(*SECRETS)
def round_trip_test(request: AgentRequest) -> HttpResponse:
    """Send a mail to ourselves and see it come in."""
    form = _typed(request)
    wrong = _wrong(form, "address") or _wrong(form, "fetch") or _wrong(form, "smtp")
    steps = wrong or round_trip(_inbox(form), address=_address(form))
    return render(request, "channels/_steps.html", {"steps": steps})


def _typed(request: AgentRequest) -> InboxForm:
    known = Inbox.objects.filter(pk=whole(request.POST.get("inbox", "")) or 0).first()
    form = InboxForm(request.POST, instance=known)
    form.is_valid()  # what is missing elsewhere does not matter here
    return form


def _inbox(form: InboxForm) -> Inbox:
    """An inbox as it would be with what is typed."""
    typed = {
        name: value
        for name, value in form.cleaned_data.items()
        if name.startswith(("fetch_", "smtp_"))
    }
    return Inbox(**typed, address=_address(form), grant_id=form.instance.grant_id)


def _address(form: InboxForm) -> str:
    """As it was typed, even where it cannot be saved, such as that of an inbox there is already."""
    typed = str(form.data.get("address", "")).strip()
    return form.cleaned_data.get("address") or typed or form.cleaned_data.get("smtp_user") or ""


def _incoming(form: InboxForm) -> Probed:
    """The way in; where no server is named, mail is handed in and there is nothing to open."""
    inbox = _inbox(form)
    if inbox.fetch_host:
        return probe_incoming(inbox)
    handed_in = _("No mailbox is named: mail has to be handed to Helpwell’s receiver.")
    return Probed([Step(_("Server"), is_ok=True, sentence=handed_in)])


def _outgoing(form: InboxForm) -> list[Step]:
    return probe_outgoing(_inbox(form), sender=_address(form))


def _missing(form: InboxForm, kind: str) -> list[Step]:
    """What has to be typed before there is something to try."""
    wrong = _wrong(form, kind)
    if wrong or form.cleaned_data.get(f"{kind}_host"):
        return wrong
    return [Step(_("Server"), is_ok=False, sentence=_("Type the name of the server first."))]


def _wrong(form: InboxForm, kind: str) -> list[Step]:
    return [
        Step(str(form[name].label), is_ok=False, sentence=str(errors[0]))
        for name, errors in form.errors.items()
        if name.startswith(kind)
    ]
