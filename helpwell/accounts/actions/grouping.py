"""Groups of agents."""

from django.db import IntegrityError, transaction

from helpwell.accounts.actions.guarding import named, rights_changed
from helpwell.accounts.errors import NameTaken
from helpwell.accounts.facts import GroupDeleted, GroupMade, GroupRenamed
from helpwell.accounts.models import Group
from helpwell.core.actors import By
from helpwell.events.actions import publish


@transaction.atomic
def make_group(*, name: str, by: By) -> Group:
    """A new group, without members."""
    group = Group(name=named(name))
    _save(group)
    publish(GroupMade(group_id=group.pk, by=by.actor))
    return group


@transaction.atomic
def rename_group(group: Group, *, name: str, by: By) -> Group:
    """Give a group another name."""
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    group.name = named(name)
    _save(group)
    publish(GroupRenamed(group_id=group.pk, by=by.actor))
    return group


@transaction.atomic
def delete_group(group: Group, *, by: By) -> None:
    """Delete a group: its members stay, and its tickets and inboxes belong to no group."""
    rights_changed(group.members.values_list("pk", flat=True))
    publish(GroupDeleted(group_id=group.pk, by=by.actor))
    group.delete()


def _save(group: Group) -> None:
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as taken:
        raise NameTaken from taken
