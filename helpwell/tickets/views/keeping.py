"""What keeping a draft answers."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from helpwell.accounts.requests import AgentRequest
from helpwell.tickets.errors import DraftChanged, NotAskedToLook, TakenBefore
from helpwell.tickets.models import Draft


def answer_kept(request: AgentRequest, save: Callable[[], int]) -> HttpResponse:
    """The edition it was kept as; else what was written elsewhere meanwhile (409), or why it is
    not kept any more (410)."""
    try:
        edition = save()
    except DraftChanged as changed:
        other = Draft.objects.select_related("edited_by").get(pk=changed.draft_id)
        return render(request, "tickets/_other_draft.html", {"draft": other}, status=409)
    except (NotAskedToLook, TakenBefore) as gone:
        return HttpResponse(str(gone), status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204, headers={"Draft-Edition": str(edition)})
