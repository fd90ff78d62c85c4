from dataclasses import dataclass, field
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class CustomerAppeared(Fact):
    """Somebody wrote to us for the first time."""

    name: ClassVar[str] = "customer.appeared"
    subject: ClassVar[str] = "customer_id"
    customer_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerDescribed(Fact):
    """What we know about a customer changed; what it said stands in erasable rows."""

    name: ClassVar[str] = "customer.described"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    fields: list[str]
    change_ids: list[int] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class CustomerMerged(Fact):
    """Somebody turned out to be somebody we know: `customer_id` goes on as `into_id`."""

    name: ClassVar[str] = "customer.merged"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    into_id: int
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class CustomersParted(Fact):
    """A merge of two people was undone: `customer_id` is themselves again."""

    name: ClassVar[str] = "customer.parted"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    into_id: int
    merge_id: int


@dataclass(frozen=True, kw_only=True)
class PersonJoined(Fact):
    """Somebody else was merged into this customer; the same merge, for their history."""

    name: ClassVar[str] = "customer.joined"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    other_id: int
    is_undone: bool


@dataclass(frozen=True, kw_only=True)
class IdentityAdded(Fact):
    """We know a customer by one more address, phone number or handle."""

    name: ClassVar[str] = "identity.added"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityRemoved(Fact):
    """An address, phone number or handle is no longer a customer's."""

    name: ClassVar[str] = "identity.removed"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityPreferred(Fact):
    """One of a customer's addresses of a kind is used first."""

    name: ClassVar[str] = "identity.preferred"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class IdentityMoved(Fact):
    """An address turned out to be somebody else's; told of both."""

    name: ClassVar[str] = "identity.moved"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int
    from_id: int
    to_id: int


@dataclass(frozen=True, kw_only=True)
class AddressFailed(Fact):
    """Mail to one of a customer's addresses comes back for good."""

    name: ClassVar[str] = "address.failed"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class AddressWithdrawn(Fact):
    """A customer wants no more mail at one of their addresses."""

    name: ClassVar[str] = "address.withdrawn"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class AddressRestored(Fact):
    """An address works again: its owner wrote from it, or an agent said so."""

    name: ClassVar[str] = "address.restored"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    identity_id: int


@dataclass(frozen=True, kw_only=True)
class OrganisationDescribed(Fact):
    """What we know about an organisation changed."""

    name: ClassVar[str] = "organisation.described"
    subject: ClassVar[str] = "organisation_id"
    organisation_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class SegmentMade(Fact):
    """A segment stands ready, with nobody in it yet."""

    name: ClassVar[str] = "segment.made"
    subject: ClassVar[str] = "segment_id"
    segment_id: int


@dataclass(frozen=True, kw_only=True)
class SegmentRenamed(Fact):
    """A segment of customers is called otherwise."""

    name: ClassVar[str] = "segment.renamed"
    subject: ClassVar[str] = "segment_id"
    segment_id: int


@dataclass(frozen=True, kw_only=True)
class SegmentRemoved(Fact):
    """A segment is gone; its people stay."""

    name: ClassVar[str] = "segment.removed"
    subject: ClassVar[str] = "segment_id"
    segment_id: int


@dataclass(frozen=True, kw_only=True)
class CustomerFilled(Fact):
    """Fields of this house say something else of a customer; what, stands in the rows named."""

    name: ClassVar[str] = "customer.fields_filled"
    subject: ClassVar[str] = "customer_id"
    customer_id: int
    change_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class OrganisationFilled(Fact):
    """Fields of this house say something else of an organisation; what, in the rows named."""

    name: ClassVar[str] = "organisation.fields_filled"
    subject: ClassVar[str] = "organisation_id"
    organisation_id: int
    change_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class ImportBegun(Fact):
    """Somebody brought a file of people."""

    name: ClassVar[str] = "import.begun"
    subject: ClassVar[str] = "import_id"
    import_id: int


@dataclass(frozen=True, kw_only=True)
class ImportEnded(Fact):
    """The people of a file are in, or out again."""

    name: ClassVar[str] = "import.ended"
    subject: ClassVar[str] = "import_id"
    import_id: int
