"""The dialog that asks exactly for what is missing before a ticket is solved."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string

from helpwell.accounts.requests import AgentRequest
from helpwell.core.errors import Refused
from helpwell.fields.rows import Row, row_to_fill
from helpwell.fields.typed import PREFIX, typed_in
from helpwell.tickets.arrangement import arrangement
from helpwell.tickets.completeness import Lack
from helpwell.tickets.errors import Incomplete
from helpwell.tickets.models import Ticket
from helpwell.tickets.particulars import PARTICULARS

SEND = "send"  # what the dialog does instead of setting a status: the answer is sent again


def ask_what_is_missing(
    request: AgentRequest, found: Ticket, refused: Incomplete, *, to: str
) -> HttpResponse:
    """The dialog instead of the change that was refused; `to` is the status it was to bring."""
    context = missing_context(found, refused.lack, to=to)
    return _in_dialog(render(request, "tickets/_missing.html", context, status=422))


def also_ask_what_is_missing(request: AgentRequest, found: Ticket, refused: Incomplete) -> str:
    """The dialog beside a refused answer, which is sent again once nothing is missing."""
    context = missing_context(found, refused.lack, to=SEND)
    dialog = render_to_string("tickets/_missing.html", context, request)
    return f'<hx-partial hx-target="#asking" hx-swap="innerHTML">{dialog}</hx-partial>'


def ask_again(
    request: AgentRequest, found: Ticket, lack: Lack, refused: Refused, *, to: str
) -> HttpResponse:
    """The dialog with what was typed and why it was refused."""
    context = missing_context(found, lack, to=to, typed=request.POST) | {"refusal": str(refused)}
    return _in_dialog(render(request, "tickets/_missing.html", context, status=422))


def missing_context(
    found: Ticket, lack: Lack, *, to: str, typed: QueryDict | None = None
) -> dict[str, Any]:
    """Rows for what is missing, with what was typed already."""
    given = typed or QueryDict()
    rows = [
        row_to_fill(each, None, typed=typed_in(given, each, PREFIX + each.key))
        for each in lack.fields
    ]
    wanted = {"reason": lack.has_no_reason, "resolution": lack.has_no_resolution}
    particulars = [_particular(name, given) for name, is_missing in wanted.items() if is_missing]
    return {"ticket": found, "particulars": particulars, "rows": rows, "to": to}


def _particular(name: str, given: QueryDict) -> Row:
    particular = PARTICULARS[name]
    options = particular.options(arrangement())
    return Row(name, particular.name, "choice", None, "", options=options, typed=given.get(name))


def _in_dialog(response: HttpResponse) -> HttpResponse:
    response["HX-Retarget"], response["HX-Reswap"] = "#asking", "innerHTML"
    return response
