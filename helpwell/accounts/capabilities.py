"""Fine capabilities: each room declares its own in `permissions.py`; roles are sets of them."""

from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise


@dataclass(frozen=True)
class Capability:
    """Something a role may allow: `name` is `room.verb`, `label` finishes "People may …"."""

    name: str
    label: str | Promise


declared: dict[str, Capability] = {}


def declare(*capabilities: Capability) -> None:
    """Make capabilities known, so that roles can hold them and settings can show them."""
    declared.update({capability.name: capability for capability in capabilities})


@dataclass(frozen=True)
class Field:
    """The capabilities one room declares, under the room's name on screen."""

    title: str
    capabilities: tuple[Capability, ...]


def fields_of_work() -> list[Field]:
    """All declared capabilities, by room, in the order the rooms declared them."""
    rooms: dict[str, list[Capability]] = {}
    for capability in declared.values():
        rooms.setdefault(capability.name.split(".")[0], []).append(capability)
    return [
        Field(str(apps.get_app_config(room).verbose_name), tuple(found))
        for room, found in rooms.items()
    ]
