"""Who works here: the list, inviting, and one person."""

from urllib.parse import quote

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from helpwell.accounts import actions, queries
from helpwell.accounts.forms import InviteForm, PersonForm
from helpwell.accounts.models import Invitation, User
from helpwell.accounts.requests import AgentRequest, requires
from helpwell.core.errors import Refused
from helpwell.core.htmx import fragment, rejected, wants_fragment

PERSON = "accounts/_person.html"


@requires("accounts.manage")
@require_safe
def people(request: AgentRequest) -> HttpResponse:
    """Everybody, with role, groups, last sign-in and second factor; and who is invited."""
    words = request.GET.get("q", "")
    found = queries.people(words)
    context = {
        "people": found,
        "words": words,
        "factors": queries.second_factors(found),
        "invitations": [] if words else queries.pending_invitations(),
    }
    page = "accounts/_people.html" if wants_fragment(request) else "accounts/people.html"
    return render(request, page, context)


@requires("accounts.manage")
@never_cache
@require_http_methods(["GET", "POST"])
def invitations(request: AgentRequest) -> HttpResponse:
    """Invite somebody, and show their link this once."""
    form = InviteForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite(by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return _show_invitation(request, invited)
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


@requires("accounts.manage")
@require_POST
def withdraw_invitation(request: AgentRequest, invitation_id: int) -> HttpResponse:
    """Let an invitation's link stop working."""
    pending = get_object_or_404(Invitation.objects.pending(), pk=invitation_id)
    actions.withdraw(pending, by=request.user)
    return redirect("accounts:people")


@requires("accounts.manage")
@require_http_methods(["GET", "POST"])
def person(request: AgentRequest, person_id: int) -> HttpResponse:
    """One person: name, role, groups, and whether they may sign in."""
    found = _found(person_id)
    form = PersonForm(request.POST or None, person=found, by=request.user)
    if request.method == "POST":
        return _change(request, found, form)
    page = PERSON if wants_fragment(request) else "accounts/person.html"
    return render(request, page, _about(found, form))


@requires("accounts.manage")
@require_POST
def deactivation(request: AgentRequest, person_id: int) -> HttpResponse:
    """Let somebody sign in no more; a notice takes it back."""
    found = _found(person_id)
    try:
        actions.deactivate(found, by=request.user)
    except Refused as refusal:
        return _refused(request, found, refusal)
    undo = reverse("accounts:reactivation", args=[person_id])
    return _again(request, found, _("%s may not sign in any more.") % found, undo=undo)


@requires("accounts.manage")
@require_POST
def reactivation(request: AgentRequest, person_id: int) -> HttpResponse:
    """Let somebody sign in again."""
    found = _found(person_id)
    try:
        actions.reactivate(found, by=request.user)
    except Refused as refusal:
        return _refused(request, found, refusal)
    return _again(request, found, _("%s may sign in again.") % found)


@requires("accounts.manage")
@require_POST
@never_cache
def password_link(request: AgentRequest, person_id: int) -> HttpResponse:
    """Make a link to a new password and show it this once."""
    found = _found(person_id)
    try:
        path = actions.make_password_link(found, by=request.user)
    except Refused as refusal:
        return _refused(request, found, refusal)
    link = request.build_absolute_uri(path)
    words = render_to_string("accounts/mail/password_link.txt", {"person": found, "link": link})
    letter = _letter(found.email, _("A new password for Helpwell"), words)
    context = {**_about(found, _form(request, found)), "link": link, "letter": letter}
    page = PERSON if wants_fragment(request) else "accounts/person.html"
    return render(request, page, context)


def _change(request: AgentRequest, person: User, form: PersonForm) -> HttpResponse:
    if form.is_valid():
        try:
            _apply(person, form, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _again(request, person, _("Saved"))
    return _rejected(request, person, form)


@transaction.atomic
def _apply(person: User, form: PersonForm, *, by: User) -> None:
    """All of the form or nothing of it."""
    wanted = form.cleaned_data
    actions.rename(person, name=wanted["name"], by=by)
    actions.give_role(person, role=wanted["role"], by=by)
    actions.put_into_groups(person, groups=wanted["groups"], by=by)


def _again(request: AgentRequest, person: User, words: str, *, undo: str = "") -> HttpResponse:
    """The person as they are now, with a notice."""
    if not wants_fragment(request):
        return redirect("accounts:person", person.pk)
    now = _found(person.pk)
    # The undo of a notice has no place for a fragment: there the page fetches itself again.
    events = {"toast": {"text": words, "undo": undo}} | ({} if undo else {"person-changed": True})
    return fragment(request, PERSON, _about(now, _form(request, now)), trigger=events)


def _refused(request: AgentRequest, person: User, refusal: Refused) -> HttpResponse:
    return _rejected(request, person, _form(request, person), refusal)


def _rejected(
    request: AgentRequest, person: User, form: PersonForm, refusal: Refused | None = None
) -> HttpResponse:
    page = PERSON if wants_fragment(request) else "accounts/person.html"
    context = {**_about(person, form), "refusal": refusal}
    return rejected(request, page, context, at="#person")


def _show_invitation(request: AgentRequest, invited: actions.Invited) -> HttpResponse:
    link = _link(request, invited.secret)
    words = render_to_string(
        "accounts/mail/invitation.txt", {"link": link, "invitation": invited.invitation}
    )
    letter = _letter(invited.invitation.email, _("Your invitation to Helpwell"), words)
    context = {"invitation": invited.invitation, "link": link, "letter": letter}
    return render(request, "accounts/invited.html", context)


def _link(request: HttpRequest, secret: str) -> str:
    return request.build_absolute_uri(reverse("accounts:invitation", args=[secret]))


def _letter(address: str, subject: str, words: str) -> str:
    """An address that opens the reader's own mail program with the letter in it."""
    return f"mailto:{quote(address)}?subject={quote(subject)}&body={quote(words)}"


def _found(person_id: int) -> User:
    return get_object_or_404(User.objects.select_related("role"), pk=person_id)


def _form(request: AgentRequest, person: User) -> PersonForm:
    return PersonForm(person=person, by=request.user)


def _about(person: User, form: PersonForm) -> dict[str, object]:
    factors = queries.second_factors(User.objects.filter(pk=person.pk))
    return {"person": person, "form": form, "factors": factors.get(person.pk, [])}
