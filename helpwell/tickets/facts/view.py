"""Saved views."""

from dataclasses import dataclass
from typing import ClassVar

from helpwell.events.facts import Fact


@dataclass(frozen=True, kw_only=True)
class ViewFact(Fact):
    """Something that happened to a saved view."""

    name: ClassVar[str] = "view.touched"
    subject: ClassVar[str] = "view_id"
    view_id: int


@dataclass(frozen=True, kw_only=True)
class ViewSaved(ViewFact):
    """A view was made or changed; its owner, its group, or neither where it is everybody's."""

    name: ClassVar[str] = "view.saved"
    owner_id: int | None
    group_id: int | None


@dataclass(frozen=True, kw_only=True)
class ViewRemoved(ViewFact):
    """A view is gone; its tickets are where they were."""

    name: ClassVar[str] = "view.removed"
