"""What every request of a program goes through, whatever it asks for.

Token, allowance, form of the request; then the deed in one transaction, which is undone when it
is refused and done once for each idempotency key; then the answer's tag. Cookies count for nothing.
"""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from helpwell.api import actions
from helpwell.api.admission import READING, allowed, lend, token_of
from helpwell.api.errors import Declined
from helpwell.api.matching import not_modified, tag_of
from helpwell.api.models import Answer
from helpwell.api.requests import ProgramRequest
from helpwell.core.problems import CONTENT_TYPE, problem

type View = Callable[..., HttpResponseBase]

JSON, FORM = "application/json", "multipart/form-data"
LARGEST_JSON_BYTES = 2 * 1024 * 1024
LONGEST_KEY = 255
LOCK_TIMED_OUT = "55P03"


def through_the_gate(view: View) -> View:
    """Let only what passes come to `view`, and let every refusal be a problem."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return _admitted(request, lambda: view(request, *args, **kwargs))
        except Declined as declined:
            return declined.answer()

    return guarded


def _admitted(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    asked = cast(ProgramRequest, request)
    asked.token = token_of(request)
    allowance = allowed(asked.token)
    try:
        asked.user = asked.token.user
        lend(asked.token, method=request.method)
        _refuse_unreadable(request)
        actions.note_used(asked.token)
        answer = _tagged(asked, _as_problem(_done(asked, act)))
    except Declined as declined:
        answer = declined.answer()
    for name, value in allowance.headers.items():
        answer[name] = value
    return answer


def _done(request: ProgramRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Reading as it is; changing in one transaction, which a refusal undoes."""
    if request.method in READING:
        return act()
    with transaction.atomic():
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        earlier = _claimed(request, key) if key else None
        answer = _again(earlier) if earlier else act()
        if answer.status_code >= 400:
            transaction.set_rollback(True)
        elif key and not earlier and isinstance(answer, HttpResponse):
            actions.keep(request.token, key=key, answer=answer)
    return answer


def _claimed(request: ProgramRequest, key: str) -> Answer | None:
    """What was answered under this key before; refuses another request under the same key."""
    if len(key) > LONGEST_KEY or not key.isprintable():
        raise Declined(422, _("An Idempotency-Key has at most 255 printable characters."))
    fingerprint = sha256(request.get_full_path().encode() + b"\0" + request.body).hexdigest()
    try:
        with transaction.atomic():
            earlier = actions.claim(request.token, key=key, fingerprint=fingerprint)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_TIMED_OUT:
            raise
        words = _("The same request is still being worked on. Ask again in a moment.")
        raise Declined(409, words, kind="still_at_work", headers={"Retry-After": "2"}) from None
    if earlier and earlier.fingerprint != fingerprint:
        words = _("This Idempotency-Key was used for another request. Use a new one.")
        raise Declined(422, words, kind="key_used_otherwise")
    return earlier


def _again(earlier: Answer) -> HttpResponse:
    answer = HttpResponse(bytes(earlier.body), status=earlier.status, headers=earlier.headers)
    answer["Idempotency-Replayed"] = "true"
    return answer


def _refuse_unreadable(request: HttpRequest) -> None:
    """Refuse what is too large or not JSON, and who wants an answer in nothing that we write."""
    accepts = request.accepts(JSON) or request.accepts(CONTENT_TYPE)
    if not accepts and "octet-stream" not in request.headers.get("Accept", ""):
        raise Declined(406, _("Answers are application/json."))
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    if not size:
        return
    if request.content_type not in (JSON, FORM) and request.method not in READING:
        raise Declined(415, _("Send application/json; files as multipart/form-data."))
    largest = LARGEST_JSON_BYTES if request.content_type == JSON else _largest_file()
    if size > largest:
        raise Declined(413, _("At most %s bytes can be sent at once.") % largest)


def _largest_file() -> int:
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _tagged(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """With its ETag where there is something to tell apart; 304 for what is known already."""
    if not isinstance(answer, HttpResponse) or answer.status_code >= 300 or not answer.content:
        return answer
    if request.method in (*READING, "PATCH", "PUT") and answer["Content-Type"].startswith(JSON):
        answer["ETag"] = tag_of(answer.content)
    if request.method in READING and not_modified(request, answer):
        kept = {name: answer[name] for name in ("ETag", "Link") if name in answer}
        return HttpResponse(status=304, headers=kept)
    return answer


def _as_problem(answer: HttpResponseBase) -> HttpResponseBase:
    """Whatever refuses in another form says so as a problem."""
    is_said = answer.headers.get("Content-Type", "").startswith(CONTENT_TYPE)
    if answer.status_code < 400 or is_said:
        return answer
    said = problem(answer.status_code)
    if "Allow" in answer:
        said["Allow"] = answer["Allow"]
    return said
