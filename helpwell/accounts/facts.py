from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class PersonInvited(Fact):
    """A link was made that lets somebody join."""

    name: ClassVar[str] = "person.invited"
    subject: ClassVar[str] = "invitation_id"
    invitation_id: int
    role_id: int


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """An invitation's link stopped working before it was used."""

    name: ClassVar[str] = "invitation.withdrawn"
    subject: ClassVar[str] = "invitation_id"
    invitation_id: int


@dataclass(frozen=True, kw_only=True)
class PersonFact(Fact):
    """Something that happened to somebody who works here."""

    name: ClassVar[str] = "person.touched"
    subject: ClassVar[str] = "person_id"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class HouseZoneChosen(Fact):
    """The house works by another clock now, and so do all who had no other of their own."""

    name: ClassVar[str] = "house.zone_chosen"
    subject: ClassVar[str] = "house_id"
    house_id: int


@dataclass(frozen=True, kw_only=True)
class PersonZoneChosen(PersonFact):
    """Somebody works by another clock now."""

    name: ClassVar[str] = "person.zone_chosen"


@dataclass(frozen=True, kw_only=True)
class PersonJoined(PersonFact):
    """Somebody works here now; without an invitation, they are the first administrator."""

    name: ClassVar[str] = "person.joined"
    role_id: int
    invitation_id: int | None


@dataclass(frozen=True, kw_only=True)
class AppMade(PersonFact):
    """A program works here now, under a name of its own."""

    name: ClassVar[str] = "app.made"
    role_id: int


@dataclass(frozen=True, kw_only=True)
class PersonRenamed(PersonFact):
    """Somebody goes by another name now."""

    name: ClassVar[str] = "person.renamed"


@dataclass(frozen=True, kw_only=True)
class PersonRoleChanged(PersonFact):
    """Somebody may do other things now."""

    name: ClassVar[str] = "person.role_changed"
    before: int
    after: int


@dataclass(frozen=True, kw_only=True)
class PersonRegrouped(PersonFact):
    """Somebody joined or left groups."""

    name: ClassVar[str] = "person.regrouped"
    joined: list[int]
    left: list[int]


@dataclass(frozen=True, kw_only=True)
class PersonDeactivated(PersonFact):
    """Somebody may not sign in any more."""

    name: ClassVar[str] = "person.deactivated"


@dataclass(frozen=True, kw_only=True)
class PersonReactivated(PersonFact):
    """Somebody may sign in again."""

    name: ClassVar[str] = "person.reactivated"


@dataclass(frozen=True, kw_only=True)
class PersonAvailabilityChanged(PersonFact):
    """Somebody came, went away for a while, or left for the day."""

    name: ClassVar[str] = "person.availability_changed"
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PasswordLinkMade(PersonFact):
    """An administrator made a link that lets somebody choose a new password."""

    name: ClassVar[str] = "person.password_link_made"


@dataclass(frozen=True, kw_only=True)
class GroupFact(Fact):
    """Something that happened to a group."""

    name: ClassVar[str] = "group.touched"
    subject: ClassVar[str] = "group_id"
    group_id: int


@dataclass(frozen=True, kw_only=True)
class GroupMade(GroupFact):
    """There is a new group."""

    name: ClassVar[str] = "group.made"


@dataclass(frozen=True, kw_only=True)
class GroupRenamed(GroupFact):
    """A group goes by another name now."""

    name: ClassVar[str] = "group.renamed"


@dataclass(frozen=True, kw_only=True)
class GroupDeleted(GroupFact):
    """A group is no more; its tickets belong to no group."""

    name: ClassVar[str] = "group.deleted"


@dataclass(frozen=True, kw_only=True)
class RoleFact(Fact):
    """Something that happened to a role."""

    name: ClassVar[str] = "role.touched"
    subject: ClassVar[str] = "role_id"
    role_id: int


@dataclass(frozen=True, kw_only=True)
class RoleMade(RoleFact):
    """There is a new role."""

    name: ClassVar[str] = "role.made"


@dataclass(frozen=True, kw_only=True)
class RoleChanged(RoleFact):
    """A role's name or what it allows changed."""

    name: ClassVar[str] = "role.changed"
    is_administrator: bool
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class RoleDeleted(RoleFact):
    """A role is no more; nobody had it."""

    name: ClassVar[str] = "role.deleted"


@dataclass(frozen=True, kw_only=True)
class PersonHintsChosen(PersonFact):
    """Somebody said which kinds of hints they do not want while they write."""

    name: ClassVar[str] = "person.hints_chosen"
    unwanted: list[str]


@dataclass(frozen=True, kw_only=True)
class PersonSingleKeysChosen(PersonFact):
    """Somebody said whether keys without Ctrl work for them."""

    name: ClassVar[str] = "person.single_keys_chosen"
    used: bool
