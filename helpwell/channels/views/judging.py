"""Trusting the mail server that judges senders."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.judges import likely_judge
from helpwell.channels.models import Inbox
from helpwell.channels.permissions import MANAGE


@requires(MANAGE)
@require_POST
def trust_judge(request: AgentRequest, inbox_id: int) -> HttpResponse:
    """Believe the host that has judged most of this inbox's newest mails."""
    found = get_object_or_404(Inbox, pk=inbox_id)
    judge = likely_judge(found)
    if judge and judge.host == request.POST.get("host"):
        actions.change_inbox(found, by=request.user, trusted_host=judge.host)
        messages.success(request, _("%s is believed from now on.") % judge.host)
    return redirect("channels:inbox", found.pk)
