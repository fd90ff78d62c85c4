"""The mail viewer: the mailboxes of the demo's customers, and writing from them."""

from functools import wraps
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, AgentView, View, agents_only
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, rejected, wants_fragment
from helpwell.demo import mailboxes, queries
from helpwell.demo.forms import AnswerForm, LetterForm
from helpwell.demo.mailboxes import Enclosed
from helpwell.demo.models import Mail
from helpwell.demo.opening import OpenedMail

FRAME = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-same-origin", "allow-popups", "allow-popups-to-escape-sandbox"],
}
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def in_demo[**P](view: AgentView[P]) -> View[P]:
    """Let signed-in people in while the demo is here."""

    @wraps(view)
    def guarded(request: AgentRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not queries.is_present():
            raise Http404
        return view(request, *args, **kwargs)

    return agents_only(guarded)


@require_safe
@in_demo
def mails(request: AgentRequest) -> HttpResponse:
    """All mailboxes, and the mails of one (`?box=`) or of all; nothing is opened yet."""
    return render(request, "demo/viewer.html", _beside(request))


@require_safe
@in_demo
def boxes(request: AgentRequest) -> HttpResponse:
    """The mailboxes with their counts."""
    return render(request, "demo/_boxes.html", _beside(request))


@require_safe
@in_demo
def rows(request: AgentRequest) -> HttpResponse:
    """The mails of one mailbox or of all."""
    return render(request, "demo/_rows.html", _beside(request))


@require_safe
@in_demo
def mail(request: AgentRequest, mail_id: int) -> HttpResponse:
    """One mail as its reader sees it, with the form to answer."""
    found = _mail_for(request, mail_id)
    mailboxes.mark_read(found)
    context = _opened(request, found, AnswerForm())
    if wants_fragment(request):
        return render(request, "demo/_mail.html", context)
    return render(request, "demo/viewer.html", _beside(request) | context)


@require_safe
@in_demo
@xframe_options_sameorigin
@csp_override(FRAME)
def frame(request: AgentRequest, mail_id: int) -> HttpResponse:
    """The mail's own HTML in a document that may load nothing from outside and run nothing."""
    opened = OpenedMail(bytes(_mail_for(request, mail_id).raw))
    return render(request, "tickets/frame.html", {"html": opened.safe_html("../parts/{number}/")})


@require_safe
@in_demo
def part(request: AgentRequest, mail_id: int, number: int) -> HttpResponse:
    """A file or a picture of the mail: pictures are shown, everything else is a download."""
    found = OpenedMail(bytes(_mail_for(request, mail_id).raw)).part(number)
    if found is None:
        raise Http404
    is_picture = found.content_type in PICTURES
    response = HttpResponse(
        found.content,
        content_type=found.content_type if is_picture else "application/octet-stream",
    )
    kind = "inline" if is_picture else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(found.name, safe='')}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@in_demo
def answers(request: AgentRequest, mail_id: int) -> HttpResponse:
    """Answer as the customer, by real SMTP."""
    found = _mail_for(request, mail_id)
    form = AnswerForm(request.POST)
    address = request.POST.get("as") or found.recipients[0]
    if form.is_valid() and address in found.recipients:
        try:
            mailboxes.answer(
                found, address=address, text=form.cleaned_data["text"], enclosed=_files(request)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _sent(request, found)
    context = _opened(request, found, form)
    return rejected(request, "demo/_answer.html", context, at="#customers-answer")


@require_http_methods(["GET", "POST"])
@in_demo
def letters(request: AgentRequest) -> HttpResponse:
    """Write to us as somebody new."""
    form = LetterForm(request.POST or None)
    if form.is_valid():
        try:
            mailboxes.write(enclosed=_files(request), **form.letter())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _written(request)
    context = {"form": form}
    if request.method == "POST" and wants_fragment(request):
        return rejected(request, "demo/_letter.html", context, at="#letter")
    if wants_fragment(request):
        return render(request, "demo/_letter.html", context)
    status = 422 if form.errors else 200
    return render(request, "demo/viewer.html", _beside(request) | context, status=status)


def _mail_for(request: AgentRequest, mail_id: int) -> Mail:
    return get_object_or_404(queries.visible_to(request.user), pk=mail_id)


def _beside(request: AgentRequest) -> dict[str, Any]:
    """The mailboxes and the list of mails."""
    box = request.GET.get("box", "")
    return {
        "box": box,
        "boxes": queries.mailboxes(request.user),
        "mails": queries.newest_mails(request.user, address=box),
    }


def _opened(request: AgentRequest, found: Mail, form: AnswerForm) -> dict[str, Any]:
    return {
        "mail": found,
        "opened": OpenedMail(bytes(found.raw)),
        "form": form,
        "box": request.GET.get("box", ""),
    }


def _files(request: AgentRequest) -> list[Enclosed]:
    return [
        Enclosed(
            name=upload.name or "file",
            content_type=upload.content_type or "application/octet-stream",
            content=upload.read(),
        )
        for upload in request.FILES.getlist("files")
    ]


def _sent(request: AgentRequest, found: Mail) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("demo:mail", found.pk)
    toast = {"toast": {"text": _("Sent. It is on its way to the inbox."), "tone": "good"}}
    return fragment(
        request, "demo/_answer.html", _opened(request, found, AnswerForm()), trigger=toast
    )


def _written(request: AgentRequest) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("demo:mails")
    toast = {"toast": {"text": _("Sent. It becomes a ticket in a moment."), "tone": "good"}}
    return fragment(
        request,
        "demo/_nothing_open.html",
        {"letter_url": reverse("demo:letters")},
        trigger=toast,
    )
