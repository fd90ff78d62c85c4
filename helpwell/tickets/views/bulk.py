"""Changing many tickets: the dialog, what it would come to, what runs, and the way back."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from helpwell.accounts.models import Group, User
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, refusal
from helpwell.core.numbers import whole
from helpwell.core.slots import fillers_of
from helpwell.core.text import snippet
from helpwell.tickets import actions
from helpwell.tickets.bulk import preview, runs_of
from helpwell.tickets.deeds import Deed, read_all
from helpwell.tickets.models import BulkRun, CustomStatus, Ticket
from helpwell.tickets.permissions import CHANGE_MANY
from helpwell.tickets.queries import tags_known_to, visible_to
from helpwell.tickets.views.fetching import view_named
from helpwell.tickets.views.lists import may

MOST_CHOSEN = 5000
SAME = "same"
MOST_SURVIVORS = 50
SNOOZED_FOR = (1, 2, 3, 7, 14, 30)  # days


@requires(CHANGE_MANY)
@require_POST
def dialog(request: AgentRequest) -> HttpResponse:
    """The dialog that asks what to change of the `ticket`s, or of all in the `view`."""
    ids = _chosen(request)
    if not ids:
        return refusal(_("Choose some tickets first: x chooses the one you are at."))
    context = {
        "ids": ids,
        "number": len(ids),
        "may": may(request.user),
        "survivors": _survivors(ids),
        "days": [(days, _in_days(days)) for days in SNOOZED_FOR],
        **_choices(request.user),
    }
    return render(request, "tickets/_bulk.html", context)


@requires(CHANGE_MANY)
@require_POST
def outlook(request: AgentRequest) -> HttpResponse:
    """What the deeds chosen so far would come to."""
    deeds = _deeds(request)
    seen = preview(_chosen(request), deeds, by=request.user) if deeds else None
    words = ", ".join(deed.words for deed in deeds)
    return fragment(request, "tickets/_outlook.html", {"preview": seen, "words": words})


@requires(CHANGE_MANY)
@require_POST
def begin(request: AgentRequest) -> HttpResponse:
    """Begin to change them; it goes on by itself."""
    ids = _chosen(request)
    try:
        actions.change_many(ids, _deeds(request), by=request.user)
    except Refused as refused:
        return refusal(refused)
    words = ngettext("Changing %d ticket", "Changing %d tickets", len(ids)) % len(ids)
    return _runs(request, trigger=news(words) | {"rows-chosen": {}})


@requires(CHANGE_MANY)
@require_safe
def runs(request: AgentRequest) -> HttpResponse:
    """What is running, and what has just ended."""
    return _runs(request)


@requires(CHANGE_MANY)
@require_POST
def undo(request: AgentRequest, run_id: int) -> HttpResponse:
    """Take back what a run of one's own has done."""
    run = get_object_or_404(BulkRun, pk=run_id, by=request.user)
    try:
        actions.undo_run(run, by=request.user)
    except Refused as refused:
        return refusal(refused)
    return _runs(request, trigger=news(_("Taking it back")))


def _runs(request: AgentRequest, trigger: dict[str, Any] | None = None) -> HttpResponse:
    found = runs_of(request.user)
    undone = {run.undoes_id for run in found}
    is_running = any(run.finished_at is None for run in found)
    context = {"runs": found, "undone": undone, "is_running": is_running}
    return fragment(request, "tickets/_runs.html", context, trigger=trigger)


def _chosen(request: AgentRequest) -> list[int]:
    """The chosen tickets that they may see, at most `MOST_CHOSEN` of all in a view."""
    seen = visible_to(request.user)
    if slug := request.POST.get("all_in", ""):
        found = seen.filter(view_named(request, slug).rule(request.user))
    else:
        typed = (whole(text) for text in request.POST.getlist("ticket")[:MOST_CHOSEN])
        found = seen.filter(pk__in=[pk for pk in typed if pk])
    return list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_CHOSEN])


def _deeds(request: AgentRequest) -> list[Deed]:
    """What was chosen in the dialog; what is left as it is is no deed. Rooms above add theirs."""
    post = request.POST
    kept = [*_changes(post), *_asides(post)]
    for give in fillers_of("tickets.bulk_deeds"):
        kept += give(request.user, post)
    return read_all(kept)


def _changes(post: QueryDict) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    to, group = post.get("assignee", SAME), post.get("group", SAME)
    if (to, group) != (SAME, SAME):
        kept.append({"do": "assign", "to": _row(to), "group": _row(group)})
    status, _colon, custom = post.get("status", "").partition(":")
    if status:
        kept.append({"do": "status", "to": status, "custom": whole(custom)})
    if priority := whole(post.get("priority", "")):
        kept.append({"do": "priority", "to": priority})
    add, remove = post.getlist("add_tag"), post.getlist("remove_tag")
    if add or remove:
        kept.append({"do": "tag", "add": add, "remove": remove})
    return kept


def _asides(post: QueryDict) -> list[dict[str, Any]]:
    """What takes tickets out of the way."""
    kept: list[dict[str, Any]] = []
    if days := whole(post.get("snooze", "")):
        kept.append({"do": "snooze", "days": days})
    if survivor := whole(post.get("merge", "")):
        kept.append({"do": "merge", "into": survivor})
    if (aside := post.get("aside", "")) in ("spam", "trash"):
        kept.append({"do": aside})
    return kept


def _survivors(ids: Sequence[int]) -> list[tuple[int, str]]:
    """The chosen tickets that others can be merged into: some, the newest first."""
    rows = Ticket.objects.filter(pk__in=ids[:MOST_SURVIVORS]).order_by("-pk")
    return [
        (pk, f"#{pk} {snippet(subject, 60)}") for pk, subject in rows.values_list("pk", "subject")
    ]


def _in_days(days: int) -> str:
    return ngettext("Until tomorrow", "For %d days", days) % (() if days == 1 else days)


def _row(text: str) -> int | str | None:
    """Whom or what a pick list names: nobody where it is empty."""
    return text if text in (SAME, "me") else whole(text)


def _choices(user: User) -> dict[str, Any]:
    same = (SAME, _("As it is"))
    people = User.objects.colleagues().only("pk", "name", "email")
    own = CustomStatus.objects.filter(is_active=True)
    return {
        "people": [same, ("me", _("Me")), ("", _("Nobody")), *((p.pk, str(p)) for p in people)],
        "groups": [same, ("", _("No group")), *Group.objects.values_list("pk", "name")],
        "statuses": [(s.value, s.label) for s in Ticket.CHOOSABLE]
        + [(f"{each.status}:{each.pk}", each.name) for each in own],
        "priorities": Ticket.Priority.choices,
        "known_tags": _known_tags(user),
    }


def _known_tags(user: User) -> Sequence[str]:
    return list(tags_known_to(user).values_list("name", flat=True)[:200])
