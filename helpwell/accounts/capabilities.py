"""Fine capabilities: each room declares its own in `permissions.py`; roles are sets of them."""

from dataclasses import dataclass

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
