"""Every address of the house, with numbers for what is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

MADE_UP = {"IntConverter": 1, "UUIDConverter": UUID(int=1)}


@dataclass(frozen=True)
class Address:
    """One entry of the URLconf and a path that leads to it."""

    name: str
    path: str
    takes: tuple[str, ...]


def addresses(numbers: Mapping[str, Any]) -> list[Address]:
    """All addresses; what `numbers` does not name is 1, a secret one is made up."""
    return list(_walk(get_resolver(), space="", before="/", numbers=numbers))


def _walk(
    place: URLResolver, *, space: str, before: str, numbers: Mapping[str, Any]
) -> Iterator[Address]:
    for entry in place.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else space
            piece = str(entry.pattern)
            yield from _walk(entry, space=inner, before=before + piece, numbers=numbers)
        else:
            takes = tuple(entry.pattern.regex.groupindex)
            yield Address(f"{space}{entry.name}", before + _filled(entry, takes, numbers), takes)


def _filled(entry: URLPattern, takes: tuple[str, ...], numbers: Mapping[str, Any]) -> str:
    """The pattern with something in each of its places."""
    filled = str(entry.pattern)
    if filled.startswith("^"):
        return (
            filled.strip("^$")
            .replace(r"(?P<uidb36>[0-9A-Za-z]+)", "1")
            .replace("(?P<key>.+)", "made-up")
        )
    for name in takes:
        kind = entry.pattern.converters[name].__class__.__name__
        default = MADE_UP.get(kind, "made-up")
        kinds = ("int:", "str:", "slug:", "path:", "uuid:", "")
        pieces = [f"<{each}{name}>" for each in kinds]
        for piece in pieces:
            filled = filled.replace(piece, str(numbers.get(name, default)))
    return filled
