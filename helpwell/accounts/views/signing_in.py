"""The ways in and out: allauth's views, as this house answers."""

import math
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from allauth.account import views as allauth
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from helpwell.accounts.queries import is_empty_house
from helpwell.core import clock

Answer = Callable[..., HttpResponseBase]


def rejecting(view: Answer) -> Answer:
    """allauth's view, which shows a rejected form with 422, as every form here does."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200:
            response.status_code = 422
        return response

    return answer


def sign_in(request: HttpRequest) -> HttpResponseBase:
    """Sign in; while nobody works here, become the first administrator instead."""
    if request.method == "GET" and is_empty_house():
        return redirect("accounts:welcome")
    return rejecting(allauth.login)(request)


def closed_sign_up(request: HttpRequest) -> HttpResponse:
    """Say that people are invited."""
    return render(request, "account/signup_closed.html", status=403)


def forgotten(request: HttpRequest) -> HttpResponse:
    """Say who can make a link to a new password."""
    return render(request, "account/password_reset.html")


def address_of(request: HttpRequest, credentials: dict[str, str] | None) -> str:
    """Whose password was tried, for counting failures; the same for every spelling."""
    given = credentials or {}
    typed = given.get("email") or given.get("login") or request.POST.get("login", "")
    return typed.strip().lower()[:254]


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None
) -> HttpResponse:
    """Say how long to wait after too many wrong passwords, 429."""
    minutes = _minutes_left(request, address_of(request, credentials))
    context = {"minutes": minutes, "address": address_of(request, credentials)}
    answer = render(request, "account/locked_out.html", context, status=429)
    answer["Retry-After"] = str(minutes * 60)
    return answer


def _minutes_left(request: HttpRequest, address: str) -> int:
    pause = get_cool_off(request)
    last = (
        AccessAttempt.objects.filter(username=address, ip_address=request.axes_ip_address)  # type: ignore[attr-defined]
        .order_by("-attempt_time")
        .first()
    )
    left: timedelta = last.attempt_time + pause - clock.now() if last else pause
    return max(1, math.ceil(left.total_seconds() / 60))
