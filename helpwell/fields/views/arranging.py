"""The fields of this house: all about one kind of subject, a new one, one of them, their order."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import wants_fragment
from helpwell.core.numbers import whole
from helpwell.fields import actions
from helpwell.fields.choices import Line, lines_of
from helpwell.fields.forms import (
    FieldForm,
    NewFieldForm,
    condition_in,
    conditions_for,
    has_choices,
    lines_in,
)
from helpwell.fields.models import Field
from helpwell.fields.permissions import ARRANGE

ICONS = {
    "text": "file-text",
    "number": "hash",
    "date": "calendar",
    "choice": "circle-dot",
    "choices": "square-check",
    "tree": "folder",
    "person": "user",
    "order": "package",
    "yes_no": "check",
}
LEADS = {
    Field.About.TICKET: gettext_lazy(
        "What you want to know of every ticket, such as a size or what went wrong."
    ),
    Field.About.CUSTOMER: gettext_lazy("What you want to know of every customer."),
    Field.About.ORGANISATION: gettext_lazy("What you want to know of every organisation."),
}


@requires(ARRANGE)
@require_safe
def fields(request: AgentRequest) -> HttpResponse:
    """All fields about `?about=`, in the order in which they are asked."""
    return _list(request, _about(request.GET.get("about", "")))


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def new_field(request: AgentRequest) -> HttpResponse:
    """Make a field about `?about=`."""
    about = _about(request.GET.get("about", ""))
    form = NewFieldForm(request.POST or None, about=about)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(about=about, by=request.user, **_settings(form, request.POST))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _kept(request, made)
    return _page(request, form, about=about)


@requires(ARRANGE)
@require_http_methods(["GET", "POST"])
def field(request: AgentRequest, field_id: int) -> HttpResponse:
    """Change a field."""
    found = get_object_or_404(Field, pk=field_id)
    form = FieldForm(request.POST or None, about=found.about, initial=found.__dict__)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, by=request.user, **_settings(form, request.POST))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _kept(request, found)
    return _page(request, form, about=found.about, found=found)


@requires(ARRANGE)
@require_POST
def place(request: AgentRequest, field_id: int) -> HttpResponse:
    """Ask it as the one at place `to`, from 0."""
    found = get_object_or_404(Field, pk=field_id)
    actions.move(found, to=whole(request.POST.get("to", "")) or 0, by=request.user)
    if wants_fragment(request):
        return _list(request, Field.About(found.about))
    return redirect(_address(found.about))


def _list(request: AgentRequest, about: Field.About) -> HttpResponse:
    rows = [
        {
            "field": each,
            "icon": ICONS[each.kind],
            "before": place - 1,
            "after": place + 1,
            "waits_for": each.shown_if.get("field"),
        }
        for place, each in enumerate(Field.objects.filter(about=about))
    ]
    context = {"rows": rows, "about": about.value, "lead": LEADS[about], "tabs": _tabs(about)}
    part = "fields/_list.html" if wants_fragment(request) else "fields/list.html"
    return render(request, part, context)


def _tabs(here: str) -> list[tuple[str, str, bool]]:
    return [(str(about.label), _address(about), about == here) for about in Field.About]


def _page(
    request: AgentRequest, form: FieldForm, *, about: str, found: Field | None = None
) -> HttpResponse:
    typed = request.method == "POST"
    condition = condition_in(request.POST) if typed else (found.shown_if if found else {})
    lines = lines_in(request.POST) if typed else lines_of(found.choices if found else [])
    context: dict[str, Any] = {
        "form": form,
        "field": found,
        "about": about,
        "back": _address(about),
        "lines": lines or [Line("")],
        "conditions": conditions_for(found, about=about, chosen=condition),
        "has_choices": found is None or has_choices(found.kind),
        "is_tree": found is None or found.kind == Field.Kind.TREE,
    }
    return render(request, "fields/field.html", context, status=422 if typed else 200)


def _settings(form: FieldForm, post: QueryDict) -> dict[str, Any]:
    return (
        form.cleaned_data
        | {"choices": lines_in(post), "shown_if": condition_in(post)}
        | ({} if form.cleaned_data.get("needed") else {"needed": Field.Needed.NEVER})
    )


def _kept(request: AgentRequest, found: Field) -> HttpResponse:
    messages.success(request, _("The field “%s” is kept.") % found.name)
    return redirect(_address(found.about))


def _address(about: str) -> str:
    return f"{reverse('fields:fields')}?about={about}"


def _about(typed: str) -> Field.About:
    return Field.About(typed) if typed in Field.About.values else Field.About.TICKET
