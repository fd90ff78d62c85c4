"""Where mail providers hand in mail: anonymous, and answered only when the mail is stored."""

import threading

from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from helpwell.channels import actions
from helpwell.channels.adapters.email.answers import MOST_BYTES
from helpwell.channels.adapters.webhooks.calls import Call, NotProven, Parcel
from helpwell.channels.adapters.webhooks.providers import open_parcel
from helpwell.channels.models import Hook
from helpwell.core import clock
from helpwell.core.errors import Refused

MOST_BODY_BYTES = 2 * MOST_BYTES  # Postmark sends a mail twice, one of them in base64
LARGE = 4 * 1024 * 1024
_large = threading.BoundedSemaphore(2)  # so that large mails in hand never fill the memory
AGAIN_SECONDS = "60"


@csrf_exempt  # who calls is no browser, and proves itself in its own way
@require_POST
@never_cache
def hand_in(request: HttpRequest, path: str) -> HttpResponse:
    """Take a mail: 200 once it is stored; 4xx with a sentence for what is wrong with the call; 503
    for trouble of ours, so that the provider tries again. A repeat does no harm."""
    try:
        hook = Hook.objects.select_related("inbox").filter(path=path).first()
        if hook is None:
            return _say(404, _("There is no such address."))
        if not hook.inbox.is_active:
            return _say(_status_for(hook, 410), _("This inbox is not in use."))
        return _take_within_memory(request, hook)
    except DatabaseError:
        return _say(503, _("The database is away. Please try again."))


def _take_within_memory(request: HttpRequest, hook: Hook) -> HttpResponse:
    size = _size(request)
    if size is None or size > MOST_BODY_BYTES:
        return _refuse(hook, 413, _("This mail is too large, or its size is not told."))
    if size < LARGE:
        return _take(request, hook)
    if not _large.acquire(timeout=20):
        return _say(503, _("Too many large mails at once. Please try again."))
    try:
        return _take(request, hook)
    finally:
        _large.release()


def _take(request: HttpRequest, hook: Hook) -> HttpResponse:
    try:
        parcel = open_parcel(hook, _call(request))
        return _store(hook, parcel)
    except UnreadablePostError:
        return _say(400, _("The call ended before its mail."))
    except NotProven as refusal:
        return _refuse(hook, 401, str(refusal))
    except Refused as refusal:
        return _refuse(hook, 422, str(refusal))


def _store(hook: Hook, parcel: Parcel) -> HttpResponse:
    if not parcel.raw.strip():
        return _refuse(hook, 422, _("The mail is empty."))
    if len(parcel.raw) > MOST_BYTES:
        return _refuse(hook, 413, _("This mail is larger than 50 MB."))
    try:
        actions.accept(
            hook.inbox,
            parcel.raw,
            envelope_from=parcel.envelope_from,
            envelope_to=parcel.envelope_to,
        )
    except Refused as refusal:  # such as a full disk: the provider keeps the mail meanwhile
        return _refuse(hook, 503, str(refusal))
    actions.note_heard(hook)
    return _say(200, _("Stored."))


def _call(request: HttpRequest) -> Call:
    return Call(
        headers=request.headers,
        content_type=request.META.get("CONTENT_TYPE", ""),
        body=request.read(MOST_BODY_BYTES + 1),
        at=clock.now(),
    )


def _size(request: HttpRequest) -> int | None:
    try:
        return int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError:
        return None


def _refuse(hook: Hook, status: int, sentence: str) -> HttpResponse:
    actions.note_hook_trouble(hook, sentence)
    return _say(_status_for(hook, status), sentence)


def _status_for(hook: Hook, status: int) -> int:
    """SendGrid throws away what gets 4xx and tells nobody, so a wrong setting would cost mail; told
    503 it tries again for three days, in which the setting can be mended."""
    is_mendable = hook.format == Hook.Format.SENDGRID and status in (401, 410, 422)
    return 503 if is_mendable else status


def _say(status: int, sentence: str) -> HttpResponse:
    answer = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    if status == 503:
        answer["Retry-After"] = AGAIN_SECONDS
    return answer
