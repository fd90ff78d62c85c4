"""Roles: the list, and one role as a checklist of what it allows."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts import actions, queries
from helpwell.accounts.capabilities import fields_of_work
from helpwell.accounts.forms import RoleForm
from helpwell.accounts.models import Role
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused


@requires("accounts.manage")
@require_safe
def roles(request: AgentRequest) -> HttpResponse:
    """All roles."""
    return render(request, "accounts/roles.html", {"roles": queries.roles()})


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def new_role(request: AgentRequest) -> HttpResponse:
    """Make a role."""
    return _edit(request, None)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def role(request: AgentRequest, role_id: int) -> HttpResponse:
    """One role: its name and what it allows."""
    return _edit(request, get_object_or_404(Role, pk=role_id))


@requires("accounts.manage")
@require_POST
def role_deletion(request: AgentRequest, role_id: int) -> HttpResponse:
    """Delete a role that nobody has."""
    try:
        actions.delete_role(get_object_or_404(Role, pk=role_id), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:role", role_id)
    return redirect("accounts:roles")


def _edit(request: AgentRequest, role: Role | None) -> HttpResponse:
    form = RoleForm(request.POST or None, role=role)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, role, form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("accounts:roles")
    context = {"form": form, "role": role, "fields": fields_of_work(), "chosen": form.chosen()}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/role.html", context, status=status)


def _save(request: AgentRequest, role: Role | None, form: RoleForm) -> None:
    if role is None:
        actions.make_role(by=request.user, **form.cleaned_data)
    else:
        actions.change_role(role, by=request.user, **form.cleaned_data)
