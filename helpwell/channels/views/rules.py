"""Rules for mail before it becomes a ticket: list, order, edit, try out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts.requests import AgentRequest, requires
from helpwell.channels import actions
from helpwell.channels.conditions import FIELDS, TESTS, VALUES, Condition
from helpwell.channels.dry_run import try_out
from helpwell.channels.models import MailRule
from helpwell.channels.permissions import MANAGE
from helpwell.channels.rule_forms import VALUE_WORDS, ConditionRows, RuleForm, choices
from helpwell.core.errors import Refused
from helpwell.core.htmx import wants_fragment
from helpwell.core.numbers import whole

EMPTY = Condition("from", "contains")


@requires(MANAGE)
@require_safe
def rules(request: AgentRequest) -> HttpResponse:
    """All rules, in the order in which they are asked."""
    return render(request, "channels/rules.html", _list())


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def new_rule(request: AgentRequest) -> HttpResponse:
    """Make a rule."""
    return _form_page(request, None)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def rule(request: AgentRequest, rule_id: int) -> HttpResponse:
    """Change a rule."""
    return _form_page(request, get_object_or_404(MailRule, pk=rule_id))


@requires(MANAGE)
@require_safe
def condition(request: AgentRequest) -> HttpResponse:
    """One more row for a condition."""
    return render(request, "channels/_condition.html", {"each": EMPTY} | choices())


@requires(MANAGE)
@require_POST
def try_rule(request: AgentRequest) -> HttpResponse:
    """What the rule as it is typed would have done with the newest mails; nothing is changed."""
    form, rows = RuleForm(request.POST), ConditionRows.typed(request.POST)
    form.is_valid()
    wrong = rows.wrong() or ("" if rows.conditions else _("Fill in at least one condition."))
    if wrong:
        return render(request, "channels/_dry_run.html", {"wrong": wrong})
    inbox = form.cleaned_data.get("inbox")
    tried = MailRule(inbox=inbox, conditions=rows.stored())
    return render(request, "channels/_dry_run.html", {"run": try_out(tried, by=request.user)})


@requires(MANAGE)
@require_POST
def move_rule(request: AgentRequest, rule_id: int) -> HttpResponse:
    """Have a rule asked earlier or later; `to` is its new place, from 0."""
    found = get_object_or_404(MailRule, pk=rule_id)
    to = whole(request.POST.get("to", ""))
    actions.move_rule(found, to=found.position if to is None else to, by=request.user)
    return _changed(request)


@requires(MANAGE)
@require_POST
def switch_rule(request: AgentRequest, rule_id: int) -> HttpResponse:
    """Take a rule into use, or out of it."""
    found = get_object_or_404(MailRule, pk=rule_id)
    actions.change_rule(found, is_active="is_active" in request.POST, by=request.user)
    return _changed(request)


@requires(MANAGE)
@require_POST
def remove_rule(request: AgentRequest, rule_id: int) -> HttpResponse:
    """Delete a rule."""
    found = get_object_or_404(MailRule, pk=rule_id)
    actions.remove_rule(found, by=request.user)
    messages.success(request, _("The rule “%s” is gone.") % found.name)
    return redirect("channels:rules")


def _form_page(request: AgentRequest, found: MailRule | None) -> HttpResponse:
    form = RuleForm(request.POST or None, instance=found)
    rows = ConditionRows.typed(request.POST) if request.POST else _rows_of(found)
    if request.method == "POST" and form.is_valid() and _kept(request, form, rows, found):
        messages.success(request, _("The rule “%s” is kept.") % form.cleaned_data["name"])
        return redirect("channels:rules")
    context = {"form": form, "rule": found, "rows": rows.conditions or [EMPTY]} | choices()
    status = 422 if request.method == "POST" else 200
    return render(request, "channels/rule.html", context, status=status)


def _rows_of(found: MailRule | None) -> ConditionRows:
    return ConditionRows.of(found) if found else ConditionRows([])


def _kept(
    request: AgentRequest, form: RuleForm, rows: ConditionRows, found: MailRule | None
) -> bool:
    """Keep what was typed, or put the sentence that refuses it onto the form."""
    settings = form.cleaned_data | {"conditions": rows.stored()}
    try:
        if wrong := rows.wrong():
            raise Refused(wrong)
        if found:
            actions.change_rule(found, by=request.user, **settings)
        else:
            actions.make_rule(by=request.user, **settings)
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _changed(request: AgentRequest) -> HttpResponse:
    if not wants_fragment(request):
        return redirect("channels:rules")
    return render(request, "channels/_rules.html", _list())


def _list() -> dict[str, Any]:
    found = MailRule.objects.select_related("inbox", "group")
    return {
        "rules": [
            {"rule": each, "when": _in_words(each), "before": place - 1, "after": place + 1}
            for place, each in enumerate(found)
        ]
    }


def _in_words(found: MailRule) -> str:
    """A rule's conditions as a person would say them."""
    said = (_said(each) for each in ConditionRows.of(found).conditions)
    return _(" and ").join(said) or _("It has no condition that can be read, so it does nothing.")


def _said(each: Condition) -> str:
    what = each.name or FIELDS[each.field].label
    if each.field in VALUES:
        return f"{what}: {VALUE_WORDS.get(each.value.casefold(), each.value)}"
    value = f"“{each.value}”" if each.value else ""
    return f"{what} {TESTS[each.test].label} {value}".strip()
