"""Refusals that programs read: RFC 9457, `application/problem+json`."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

CONTENT_TYPE = "application/problem+json"
FOR_PROGRAMS = "/api/v"


def is_for_programs(request: HttpRequest) -> bool:
    """Whether a program asks, which would not know what to do with a page."""
    return request.path_info.startswith(FOR_PROGRAMS)


def problem(
    status: int,
    detail: str = "",
    *,
    kind: str = "",
    errors: Sequence[dict[str, str]] = (),
) -> HttpResponse:
    """An answer that says what was wrong; `kind` names a refusal in one word for programs.

    `errors` are {detail, and where: pointer (RFC 6901) into the body, or parameter}.
    """
    said: dict[str, Any] = {
        "type": f"urn:helpwell:{kind}" if kind else "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
    }
    if detail:
        said["detail"] = detail
    if errors:
        said["errors"] = list(errors)
    return HttpResponse(json.dumps(said), status=status, content_type=CONTENT_TYPE)
