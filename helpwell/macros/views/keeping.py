"""Keeping snippets and macros: lists, edit, delete; beginning with what is being written."""

from secrets import token_hex
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, agents_only
from helpwell.core.errors import Refused
from helpwell.core.text import fold, one_line, storable
from helpwell.macros import actions, queries
from helpwell.macros.beginning import begun_by
from helpwell.macros.deed_form import DeedForm
from helpwell.macros.errors import ChangedMeanwhile
from helpwell.macros.forms import (
    KeptForm,
    MacroForm,
    SnippetForm,
    languages,
    typed_subjects,
    typed_variants,
)
from helpwell.macros.models import Kept, Macro, Snippet
from helpwell.macros.values import NAMES

PAGE = 50
NEVER_USED = queries.Effect(used=0)


@agents_only
@require_safe
def snippets(request: AgentRequest) -> HttpResponse:
    """All snippets this person may use."""
    rows = Snippet.objects.usable_by(request.user).select_related("group", "owner")
    return render(request, "macros/snippets.html", _listed(request, rows))


@agents_only
@require_http_methods(["GET", "POST"])
def new_snippet(request: AgentRequest) -> HttpResponse:
    """Make a snippet; `?ticket=` begins with what is being written there."""
    return _snippet_page(request, None)


@agents_only
@require_http_methods(["GET", "POST"])
def snippet(request: AgentRequest, snippet_id: int) -> HttpResponse:
    """Look at a snippet, and change it where that is allowed."""
    rows = Snippet.objects.usable_by(request.user).select_related("group", "owner")
    return _snippet_page(request, get_object_or_404(rows, pk=snippet_id))


@agents_only
@require_POST
def remove_snippet(request: AgentRequest, snippet_id: int) -> HttpResponse:
    """Delete a snippet."""
    rows = queries.changeable_by(Snippet.objects.usable_by(request.user), request.user)
    found = get_object_or_404(rows, pk=snippet_id)
    actions.remove_snippet(found, by=request.user)
    messages.success(request, _("The snippet “%s” is gone.") % found.name)
    return redirect("macros:snippets")


@agents_only
@require_safe
def macros(request: AgentRequest) -> HttpResponse:
    """All macros this person may use, and how each fared."""
    rows = Macro.objects.usable_by(request.user).select_related("group", "owner")
    context = _listed(request, rows)
    shown = list(context["page"].object_list)
    effects = queries.effects(shown)
    context["rows"] = [(macro, effects.get(macro.pk, NEVER_USED)) for macro in shown]
    context["base"] = queries.base_effect()
    context["retirable"] = list(queries.retirable(rows)[:10])
    return render(request, "macros/macros.html", context)


@agents_only
@require_http_methods(["GET", "POST"])
def new_macro(request: AgentRequest) -> HttpResponse:
    """Make a macro; `?ticket=` begins with what is being written there, `?moment=` says when it is
    used."""
    return _macro_page(request, None)


@agents_only
@require_http_methods(["GET", "POST"])
def macro(request: AgentRequest, macro_id: int) -> HttpResponse:
    """Look at a macro, and change it where that is allowed."""
    rows = Macro.objects.usable_by(request.user).select_related("group", "owner")
    return _macro_page(request, get_object_or_404(rows, pk=macro_id))


@agents_only
@require_POST
def remove_macro(request: AgentRequest, macro_id: int) -> HttpResponse:
    """Delete a macro."""
    rows = queries.changeable_by(Macro.objects.usable_by(request.user), request.user)
    found = get_object_or_404(rows, pk=macro_id)
    actions.remove_macro(found, by=request.user)
    messages.success(request, _("The macro “%s” is gone.") % found.name)
    return redirect("macros:macros")


@agents_only
@require_safe
def variant(request: AgentRequest) -> HttpResponse:
    """One more text in another language."""
    return _variant(request)


@agents_only
@require_safe
def macro_variant(request: AgentRequest) -> HttpResponse:
    """The same for a macro, which may have a subject."""
    return _variant(request, has_subject=True, subjects={}, code="")


def _variant(request: AgentRequest, **more: Any) -> HttpResponse:
    context = {"languages": languages(), "number": token_hex(4)} | more
    return render(request, "macros/_variant.html", context)


def _listed[K: (Macro, Snippet)](request: AgentRequest, rows: QuerySet[K]) -> dict[str, Any]:
    typed = storable(request.GET.get("q", ""))[:200]
    for word in fold(one_line(typed)).split()[:6]:
        rows = rows.filter(findable__contains=word)
    page = Paginator(rows.order_by("folder", "name", "pk"), PAGE)
    return {"page": page.get_page(request.GET.get("page")), "typed": typed}


def _snippet_page(request: AgentRequest, found: Snippet | None) -> HttpResponse:
    begun = begun_by(request) if found is None else None
    form = SnippetForm(request.POST or None, instance=found, user=request.user, initial=begun)
    if request.method == "POST" and form.is_valid() and _allowed(request, found):
        settings = form.settings | {"variants": typed_variants(request.POST)}
        if _kept(request, form, found, settings):
            messages.success(request, _("The snippet “%s” is kept.") % settings["name"])
            return redirect("macros:snippets")
    return _page(request, "macros/snippet.html", form, found)


def _macro_page(request: AgentRequest, found: Macro | None) -> HttpResponse:
    begun = begun_by(request) if found is None else None
    if begun is None and request.GET.get("moment") in Macro.Moment:
        begun = {"moment": request.GET["moment"]}
    form = MacroForm(request.POST or None, instance=found, user=request.user, initial=begun)
    deeds = DeedForm(request.POST or None, kept=found.deeds if found else None)
    if request.method == "POST" and all([deeds.is_valid(), form.is_valid()]):
        chosen = {
            "variants": typed_variants(request.POST),
            "subjects": typed_subjects(request.POST),
            "deeds": deeds.typed(request.POST),
        }
        is_right = deeds.is_valid() and _allowed(request, found)
        if is_right and _kept(request, form, found, form.settings | chosen):
            messages.success(request, _("The macro “%s” is kept.") % form.settings["name"])
            return redirect("macros:macros")
    effects = queries.effects([found]) if found else {}
    subjects = typed_subjects(request.POST) or (found.subjects if found else {})
    more = {
        "deeds": deeds,
        "effect": effects.get(found.pk) if found else None,
        "subjects": subjects,
        "has_subject": True,
    }
    return _page(request, "macros/macro.html", form, found, more | {"base": queries.base_effect()})


def _allowed(request: AgentRequest, found: Kept | None) -> bool:
    if found and not queries.may_change(found, request.user):
        messages.error(request, _("You may use this one, but not change it."))
        return False
    return True


def _kept(
    request: AgentRequest, form: KeptForm, found: Kept | None, settings: dict[str, Any]
) -> bool:
    """Keep what was typed, or put the sentence that refuses it onto the form."""
    seen = form.cleaned_data["seen"]
    try:
        match found:
            case None if isinstance(form, SnippetForm):
                actions.make_snippet(by=request.user, **settings)
            case None:
                actions.make_macro(by=request.user, **settings)
            case Snippet():
                actions.change_snippet(found, by=request.user, seen=seen, **settings)
            case Macro():
                actions.change_macro(found, by=request.user, seen=seen, **settings)
    except Refused as refused:
        form.add_error(None, str(refused))
        if found and isinstance(refused, ChangedMeanwhile):
            form.newer = type(found)._default_manager.get(pk=found.pk)
        return False
    return True


def _page(
    request: AgentRequest,
    template: str,
    form: KeptForm,
    found: Kept | None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    is_post = request.method == "POST"
    variants = typed_variants(request.POST) if is_post else found.variants if found else {}
    titled = (more or {}).get("subjects", {})
    context = {
        "form": form,
        "kept": found,
        "may_change": found is None or queries.may_change(found, request.user),
        "variants": list(enumerate((dict.fromkeys(titled, "") | variants).items())),
        "languages": languages(),
        "names": [(f"{{{{{name}}}}}", words) for name, words in NAMES.items()],
    }
    return render(request, template, context | (more or {}), status=422 if is_post else 200)
