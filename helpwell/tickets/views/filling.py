"""What a ticket says of itself: shown beside it, opened and saved field by field."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from helpwell.accounts.models import User
from helpwell.accounts.requests import AgentRequest, agents_only, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, news, rejected
from helpwell.core.numbers import whole
from helpwell.fields.definitions import Definition, Definitions
from helpwell.fields.errors import ChangedMeanwhile
from helpwell.fields.models import Field
from helpwell.fields.queries import definitions
from helpwell.fields.rows import Row, Rows, fitting, named, row_to_fill, rows_of
from helpwell.fields.typed import seen_in, typed_in
from helpwell.tickets import actions
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.errors import NotOffered
from helpwell.tickets.models import ContactReason, Resolution, Ticket, TicketForm
from helpwell.tickets.particulars import PARTICULARS
from helpwell.tickets.views.fetching import ticket_for

SECTION = "#ticket-fields"
CHOSEN: dict[str, type[TicketForm | ContactReason | Resolution]] = {
    "form": TicketForm,
    "reason": ContactReason,
    "resolution": Resolution,
}


@agents_only
@require_safe
def fields(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """All that the ticket says of itself."""
    context = fields_context(request.user, ticket_for(request, ticket_id))
    return render(request, "tickets/_beside_fields.html", context)


@requires("tickets.set_fields")
@require_http_methods(["GET", "POST"])
def field(request: AgentRequest, ticket_id: int, key: str) -> HttpResponse:
    """One of them, being filled in; a POST saves it and answers with all of them."""
    found = ticket_for(request, ticket_id)
    if request.method == "GET":
        return _editor(request, found, _row(found, key))
    try:
        fact_id = _saved(request, found, key)
    except Refused as refused:
        return _not_saved(request, found, key, refused)
    again = ticket_for(request, ticket_id)
    undo = reverse("tickets:undo", args=[found.pk, fact_id]) if fact_id else ""
    events: dict[str, Any] = {"ticket-changed": {"ticket": found.pk}}
    events |= news(_said(again, key), undo=undo) if fact_id else {}
    context = fields_context(request.user, again)
    return fragment(request, "tickets/_beside_fields.html", context, trigger=events)


@requires("tickets.set_fields")
@require_safe
def another(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """The field `?another=` opened, of those that are not shown."""
    found = ticket_for(request, ticket_id)
    return _editor(request, found, _row(found, request.GET.get("another", "")))


@requires("tickets.set_fields")
@require_safe
def field_names(request: AgentRequest, ticket_id: int) -> HttpResponse:
    """What the ticket says nothing of yet and whose name holds `?q=`."""
    found = ticket_for(request, ticket_id)
    keys = arrangement(at=found.fields_edition).keys_of(found.form_id)
    typed = request.GET.get("q", "").strip()[:100]
    silent = [row for row in _particular_rows(found, "") if not row.words]
    rows = [*fitting(silent, typed), *named(_known(found), found.values, typed, keys=keys)]
    return render(request, "fields/_names.html", {"rows": rows})


def fields_context(user: User, found: Ticket) -> dict[str, Any]:
    """What the section shows; no query, unless a field names people."""
    keys = arrangement(at=found.fields_edition).keys_of(found.form_id)
    url = reverse("tickets:fields", args=[found.pk]) + "of/"
    asked = rows_of(_known(found), found.values, url=url, keys=keys)
    particulars = _particular_rows(found, url)
    said = [row for row in particulars if row.words]
    rows = Rows([*said, *asked.shown], asked.more + len(particulars) - len(said))
    return {"ticket": found, "rows": rows, "may_fill": user.can("tickets.set_fields")}


def _particular_rows(found: Ticket, url: str) -> list[Row]:
    """Type, form, reason and resolution, where there is something to choose, or was."""
    arranged = arrangement(at=found.fields_edition)
    rows = []
    for name, particular in PARTICULARS.items():
        value = getattr(found, particular.column)
        if value or particular.options(arranged):
            words = particular.in_words(value, arranged=arranged)
            rows.append(Row(name, particular.name, "choice", value, words, url=f"{url}{name}/"))
    return rows


def _row(found: Ticket, key: str, *, error: str = "", typed: Any = None) -> Row:
    """One row with what its editor offers."""
    url = reverse("tickets:field", args=[found.pk, key or "none"])
    if key in PARTICULARS:
        return _particular_row(found, key, url=url, error=error, typed=typed)
    definition = _definition(found, key)
    value = found.values.get(key)
    return row_to_fill(definition, value, url=url, error=error, typed=typed)


def _particular_row(found: Ticket, key: str, *, url: str, error: str, typed: Any) -> Row:
    particular, arranged = PARTICULARS[key], arrangement(at=found.fields_edition)
    value, options = getattr(found, particular.column), particular.options(arranged)
    words = particular.in_words(value, arranged=arranged)
    if value and value not in dict(options):
        options = [*options, (value, words)]
    return Row(
        key,
        particular.name,
        "choice",
        value,
        words,
        url=url,
        options=[("", _("Nothing")), *options],
        error=error,
        typed=typed,
    )


def _saved(request: AgentRequest, found: Ticket, key: str) -> int | None:
    """Save what was typed; the fact of it, if it changed anything."""
    seen = {key: seen_in(request.POST)}
    if key not in PARTICULARS:
        given = {key: typed_in(request.POST, _definition(found, key))}
        done = actions.set_values(found, given, seen=seen, by=request.user)
        return done[0] if done else None
    typed = request.POST.get("value", "")
    if key == "type":
        return actions.set_type(found, to=typed, seen=seen, by=request.user)
    set_it: dict[str, Callable[..., int | None]] = {
        "form": actions.set_form,
        "reason": actions.set_reason,
        "resolution": actions.set_resolution,
    }
    return set_it[key](found, to=_chosen(key, typed), seen=seen, by=request.user)


def _chosen(key: str, typed: str) -> TicketForm | ContactReason | Resolution | None:
    if not typed:
        return None
    found = CHOSEN[key]._default_manager.filter(pk=whole(typed) or 0).first()
    if found is None:
        raise NotOffered
    return found


def _not_saved(request: AgentRequest, found: Ticket, key: str, refused: Refused) -> HttpResponse:
    """The row as it was typed, with the sentence; what it says now is what the writer has seen."""
    again = ticket_for(request, found.pk) if isinstance(refused, ChangedMeanwhile) else found
    typed: Any = request.POST.get("value", "")
    if key not in PARTICULARS:
        typed = typed_in(request.POST, _definition(found, key))
    row = _row(again, key, error=str(refused), typed=typed)
    return rejected(request, "fields/_editor.html", _around(found, row), at=f"#row-{key}")


def _editor(request: AgentRequest, found: Ticket, row: Row) -> HttpResponse:
    return render(request, "fields/_editor.html", _around(found, row))


def _around(found: Ticket, row: Row) -> dict[str, Any]:
    url = reverse("tickets:fields", args=[found.pk])
    return {"row": row, "section": SECTION, "section_url": url}


def _said(found: Ticket, key: str) -> str:
    """What was saved, as the notice says it."""
    row = _row(found, key)
    return f"{row.name}: {row.words}" if row.words else _("%s: nothing") % row.name


def _known(found: Ticket) -> Definitions:
    return definitions(Field.About.TICKET, at=found.fields_edition)


def _definition(found: Ticket, key: str) -> Definition:
    definition = _known(found).in_use.get(key)
    if definition is None:
        raise Http404
    return definition
