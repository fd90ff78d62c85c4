"""Taking people out for good, as if they had never been here."""

from collections.abc import Collection

from django.db import transaction

from helpwell.accounts.actions.guarding import rights_changed
from helpwell.accounts.models import Group, Invitation, User
from helpwell.events.actions import forget


@transaction.atomic
def remove_people(person_ids: Collection[int]) -> None:
    """Delete people and the invitations they came by; what they wrote stays, without its author."""
    people = User.objects.filter(pk__in=person_ids)
    invitations = Invitation.objects.filter(accepted_by__in=people)
    forget([f"invitation:{pk}" for pk in invitations.values_list("pk", flat=True)])
    invitations.delete()
    people.delete()
    rights_changed(person_ids)
    forget(f"person:{pk}" for pk in person_ids)


@transaction.atomic
def remove_empty_groups(group_ids: Collection[int]) -> None:
    """Delete those of the groups that nobody is in."""
    empty = Group.objects.filter(pk__in=group_ids, members=None)
    gone = list(empty.values_list("pk", flat=True))
    empty.delete()
    forget(f"group:{pk}" for pk in gone)
