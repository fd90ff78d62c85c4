from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class WishesChosen(Fact):
    """Somebody said of what they want to be told, and how."""

    name: ClassVar[str] = "wishes.chosen"
    subject: ClassVar[str] = "person_id"
    person_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceAdded(Fact):
    """Somebody lets us push to a browser of theirs."""

    name: ClassVar[str] = "device.added"
    subject: ClassVar[str] = "person_id"
    person_id: int
    device_id: int


@dataclass(frozen=True, kw_only=True)
class DeviceRemoved(Fact):
    """A browser gets no more pushes."""

    name: ClassVar[str] = "device.removed"
    subject: ClassVar[str] = "person_id"
    person_id: int
    device_id: int
