"""Groups: the list with a line to add one, and one group."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from helpwell.accounts import actions, queries
from helpwell.accounts.forms import GroupForm
from helpwell.accounts.models import Group
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def groups(request: AgentRequest) -> HttpResponse:
    """All groups; a POST makes one."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.make_group(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("accounts:groups")
    context = {"form": form, "groups": queries.groups()}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/groups.html", context, status=status)


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def group(request: AgentRequest, group_id: int) -> HttpResponse:
    """One group: its name and its members."""
    found = get_object_or_404(Group, pk=group_id)
    form = GroupForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_group(found, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("accounts:groups")
    context = {"form": form, "group": found, "members": queries.people().filter(groups=found)}
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/group.html", context, status=status)


@requires("accounts.manage")
@require_POST
def group_deletion(request: AgentRequest, group_id: int) -> HttpResponse:
    """Delete a group."""
    actions.delete_group(get_object_or_404(Group, pk=group_id), by=request.user)
    return redirect("accounts:groups")
