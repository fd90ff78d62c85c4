"""Answering htmx: fragments, and refused forms that keep what was typed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from helpwell.core.json import to_json


def wants_fragment(request: HttpRequest) -> bool:
    """Whether the browser asks for a piece of the page rather than for all of it."""
    return request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )


def fragment(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    trigger: str | Mapping[str, Any] | None = None,
) -> HttpResponse:
    """A piece of a page; `trigger` names the browser events that other panels listen for."""
    response = render(request, template, dict(context))
    return triggering(response, trigger) if trigger else response


def rejected(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, at: str
) -> HttpResponse:
    """The refused form with its errors, 422, put back at the selector `at`."""
    response = render(request, template, dict(context), status=422)
    response["HX-Retarget"] = at
    response["HX-Reswap"] = "outerHTML"
    return response


def triggering(response: HttpResponse, trigger: str | Mapping[str, Any]) -> HttpResponse:
    """`response`, also sending browser events: one by name, or several with their details."""
    response["HX-Trigger"] = trigger if isinstance(trigger, str) else to_json(trigger)
    return response


def refusal(text: object) -> HttpResponse:
    """A refused change that has no form: 422, nothing swapped, and the sentence as a notice."""
    response = HttpResponse(status=422)
    response["HX-Reswap"] = "none"
    return triggering(response, {"toast": {"text": str(text), "tone": "late"}})


def news(text: str | Promise, *, undo: str = "") -> dict[str, dict[str, str]]:
    """The browser event that shows a notice, with a way back where there is one."""
    return {"toast": {"text": str(text), "undo": undo}}
