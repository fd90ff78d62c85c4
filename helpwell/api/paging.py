"""Pages that go on after a row, by a cursor that nobody needs to understand."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, StringConstraints

from helpwell.api.errors import Declined
from helpwell.api.shapes import LARGEST_ID, NO_NUL

LONGEST_PAGE = 100
USUAL_PAGE = 50
LONGEST_CURSOR = 2000
Cursor = Annotated[str, StringConstraints(max_length=LONGEST_CURSOR, pattern=NO_NUL)]


class Asked(Schema):
    """Which page is asked for."""

    cursor: Cursor = Field("", description="From `next` of the page before.")
    limit: int = Field(USUAL_PAGE, ge=1, le=LONGEST_PAGE)


def page_of[M: Model](
    rows: QuerySet[M],
    asked: Asked,
    request: HttpRequest,
    response: HttpResponse,
    *,
    shape: Callable[[M], Any] = lambda row: row,
    newest_first: bool = False,
) -> dict[str, Any]:
    """A page of `rows` by their number."""
    after = number_in(asked.cursor)
    if after is not None:
        rows = rows.filter(**{"pk__lt" if newest_first else "pk__gt": after})
    found = list(rows.order_by("-pk" if newest_first else "pk")[: asked.limit + 1])
    more = len(found) > asked.limit
    cursor = written([found[asked.limit - 1].pk]) if more else ""
    return paged([shape(row) for row in found[: asked.limit]], cursor, request, response)


def paged(
    items: Sequence[Any], cursor: str, request: HttpRequest, response: HttpResponse
) -> dict[str, Any]:
    """Items with the address of the page that begins at `cursor`, in the answer and as a Link
    (RFC 8288)."""
    if not cursor:
        return {"items": items, "next": None}
    asked = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name != "cursor"
    ]
    address = request.build_absolute_uri(
        f"{request.path}?{urlencode([*asked, ('cursor', cursor)])}"
    )
    response["Link"] = f'<{address}>; rel="next"'
    return {"items": items, "next": address}


def written(place: Any) -> str:
    """A place in a list as a cursor."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def read(cursor: str) -> Any:
    """The place that a cursor names; one that is damaged is refused."""
    try:
        return json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        raise damaged() from None


def number_in(cursor: str) -> int | None:
    """The number after which a page begins; none for the first page."""
    if not cursor:
        return None
    match read(cursor):
        case [int() as number] if 0 <= number <= LARGEST_ID:
            return number
    raise damaged()


def damaged() -> Declined:
    """The refusal of a cursor that did not come from us, or belongs to another list."""
    words = _("This cursor does not belong to this list. Begin again without one.")
    return Declined(422, words, errors=[{"detail": words, "parameter": "cursor"}])
