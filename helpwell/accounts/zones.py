"""Time zones as people choose them: a place and its clock (the IANA database)."""

from functools import cache
from itertools import groupby
from zoneinfo import available_timezones

REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe",
    "Indian", "Pacific",
)  # fmt: skip
Places = list[tuple[str, str]]


def is_zone(name: str) -> bool:
    """Whether a name is that of a zone people can choose."""
    return name in _zones()


@cache
def zones_by_region() -> list[tuple[str, str | Places]]:
    """Each region with its places, and at the end the one clock that is nowhere."""
    regions = groupby(sorted(_zones() - {"UTC"}), key=_region)
    return [*((region, [_place(name) for name in found]) for region, found in regions), _utc()]


@cache
def _zones() -> frozenset[str]:
    """Read from the disk once: some six hundred files."""
    return frozenset(
        name for name in available_timezones() if name == "UTC" or _region(name) in REGIONS
    )


def _region(name: str) -> str:
    return name.partition("/")[0]


def _place(name: str) -> tuple[str, str]:
    return name, name.partition("/")[2].replace("_", " ").replace("/", ", ")


def _utc() -> tuple[str, str]:
    return "UTC", "UTC"
