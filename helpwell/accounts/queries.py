"""Reads of this room: who works here, in which groups and roles, and who is invited."""

from collections import defaultdict

from allauth.mfa.models import Authenticator
from django.db.models import Count, Q, QuerySet

from helpwell.accounts.actions.inviting import hash_of
from helpwell.accounts.errors import UnknownInvitation
from helpwell.accounts.models import Group, Invitation, Role, User

STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def is_empty_house() -> bool:
    """Whether nobody works here yet, so that the first administrator may come in."""
    return not User.objects.exists()


def people(words: str = "") -> QuerySet[User]:
    """Everybody who works here, those who may sign in first; `words` look in name and address."""
    found = User.objects.select_related("role").prefetch_related("groups")
    for word in words.split()[:5]:
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found.order_by("-is_active", "name", "pk")


def pending_invitations() -> QuerySet[Invitation]:
    """Links nobody has used yet, newest first; expired ones too, until they are withdrawn."""
    return Invitation.objects.pending().select_related("role", "invited_by")


def invitation_for(secret: str) -> Invitation:
    """The open invitation of a link; refused, with the reason, when it does not work any more."""
    found = (
        Invitation.objects.select_related("role", "invited_by")
        .filter(secret_hash=hash_of(secret))
        .first()
    )
    if found is None:
        raise UnknownInvitation
    found.refuse_unless_open()
    return found


def second_factors(people: QuerySet[User]) -> dict[int, list[str]]:
    """What else than a password protects these people, by person: `totp`, `webauthn`."""
    kinds: dict[int, list[str]] = defaultdict(list)
    rows = Authenticator.objects.filter(user__in=people.order_by(), type__in=STRONG)
    for person_id, kind in rows.values_list("user_id", "type").distinct():
        kinds[person_id].append(kind)
    return dict(kinds)


def groups() -> QuerySet[Group]:
    """All groups with the number of their members, by name."""
    return Group.objects.annotate(
        member_count=Count("members", filter=Q(members__is_active=True))
    ).order_by("name")


def roles() -> QuerySet[Role]:
    """All roles with the number of people who have them, the most powerful first."""
    return Role.objects.annotate(
        people_count=Count("users", filter=Q(users__is_active=True))
    ).order_by("-is_administrator", "name")


def roles_within(giver: User) -> QuerySet[Role]:
    """The roles this person may give: none that may do more than they may themselves."""
    if giver.role.is_administrator:
        return Role.objects.order_by("-is_administrator", "name")
    return Role.objects.filter(
        is_administrator=False, capabilities__contained_by=giver.role.capabilities
    ).order_by("name")
