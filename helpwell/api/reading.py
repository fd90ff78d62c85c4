"""The description of the API as chapters of a page."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any


@dataclass(frozen=True)
class Member:
    """A parameter, or a member of a body."""

    name: str
    kind: str
    words: str = ""
    is_needed: bool = False


@dataclass(frozen=True)
class Deed:
    """One thing that the API does."""

    method: str
    path: str
    title: str
    words: str
    anchor: str
    parameters: list[Member] = field(default_factory=list)
    body: list[Member] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)  # the good ones
    answer: str = ""
    gives: list[Member] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """All deeds of one kind."""

    title: str
    deeds: list[Deed]


def chapters(said: Mapping[str, Any]) -> list[Chapter]:
    """The description's operations by their first tag."""
    deeds = sorted(_deeds(said), key=lambda each: each[0])
    return [
        Chapter(title, [deed for _tag, deed in found])
        for title, found in groupby(deeds, key=lambda each: each[0])
    ]


def _deeds(said: Mapping[str, Any]) -> Iterator[tuple[str, Deed]]:
    parts = said["components"]["schemas"]
    for path, operations in said["paths"].items():
        for method, operation in operations.items():
            yield operation.get("tags", ["Other"])[0], _deed(method, path, operation, parts)


def _deed(method: str, path: str, operation: Mapping[str, Any], parts: Mapping[str, Any]) -> Deed:
    responses = operation["responses"]
    good: Mapping[str, Any] = next((r for code, r in responses.items() if code < "300"), {})
    return Deed(
        method=method.upper(),
        path=path,
        title=operation["summary"],
        words=operation.get("description", "").replace("`", ""),
        anchor=operation["operationId"],
        parameters=[_parameter(each) for each in operation["parameters"]],
        body=_members(_schema_of(operation.get("requestBody", {})), parts),
        answers=[(code, each["description"]) for code, each in responses.items() if code < "300"],
        answer=_kind(_schema_of(good)) if good else "",
        gives=_members(_one_of(_schema_of(good), parts), parts),
    )


def _parameter(said: Mapping[str, Any]) -> Member:
    name = said["name"] if said["in"] != "header" else f"{said['name']} (header)"
    return Member(name, _kind(said["schema"]), said.get("description", ""), said["required"])


def _schema_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = said.get("content", {})
    first: Mapping[str, Any] = next(iter(content.values()), {})
    schema: Mapping[str, Any] = first.get("schema", {})
    return schema


def _one_of(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a list or a page holds; anything else is itself."""
    if schema.get("type") == "array":
        return dict(schema.get("items", {}))
    named = str(schema.get("$ref", "")).rpartition("/")[2]
    if named.startswith("Page"):
        return dict(parts[named]["properties"]["items"]["items"])
    return schema


def _members(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> list[Member]:
    schema = parts[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    needed = schema.get("required", [])
    return [
        Member(name, _kind(each), each.get("description", ""), name in needed)
        for name, each in schema.get("properties", {}).items()
    ]


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(json.dumps(each, ensure_ascii=False) for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type", "anything"))
