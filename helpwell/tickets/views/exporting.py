"""Giving lists out as files."""

from datetime import UTC

from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core import clock
from helpwell.tickets.exporting import exported_csv, exported_json
from helpwell.tickets.permissions import EXPORT
from helpwell.tickets.views.fetching import view_named


@requires(EXPORT)
@require_safe
def export(request: AgentRequest, slug: str) -> StreamingHttpResponse:
    """A view's tickets as a file: `?as=csv` (also `excel`) or `json`; row by row as it is read."""
    view, kind = view_named(request, slug), request.GET.get("as", "csv")
    if kind == "json":
        lines, media, ending = exported_json(request.user, view), "application/json", "json"
    else:
        lines = exported_csv(request.user, view, for_excel=kind == "excel")
        media, ending = "text/csv; charset=utf-8", "csv"
    day = clock.now().astimezone(UTC).date().isoformat()
    response = StreamingHttpResponse(lines, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{slug}-{day}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
