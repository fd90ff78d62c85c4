"""ETags: whether somebody knows a thing as it is now."""

from hashlib import sha256
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from pydantic import BaseModel

from helpwell.api.errors import Declined
from helpwell.api.rendering import JSON_OF_OURS
from helpwell.api.shapes import Shape


def tag_of(content: bytes) -> str:
    """A strong tag: equal bytes, equal tag (RFC 9110, section 8.8.3)."""
    return f'"{sha256(content).hexdigest()[:32]}"'


def refuse_outdated(request: HttpRequest, now: BaseModel) -> None:
    """Refuse when `If-Match` names none of what the thing is `now`; ask it under the row's lock."""
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if wanted and wanted != ["*"] and _tag_of_shape(request, now) not in wanted:
        words = _("Somebody changed it since you read it. Read it again, then change it.")
        raise Declined(412, words, kind="changed_meanwhile")


def as_known[M: Model](
    request: HttpRequest, rows: QuerySet[M], number: int, *, shape: type[Shape]
) -> M:
    """The row of that number, about to be changed; refuses one that is outdated, or not there."""
    found = get_object_or_404(rows, pk=number)
    refuse_outdated(request, shape.from_orm(found))
    return found


def not_modified(request: HttpRequest, answer: HttpResponse) -> bool:
    """Whether `If-None-Match` names what would be answered; weak comparison."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    plain = [tag.removeprefix("W/") for tag in known]
    return "ETag" in answer and (answer["ETag"] in plain or known == ["*"])


def _tag_of_shape(request: Any, shape: BaseModel) -> str:
    said = JSON_OF_OURS.render(request, shape.model_dump(), response_status=200)
    return tag_of(said.encode())
