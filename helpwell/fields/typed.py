"""What a browser sends of fields: as a form gives it, still to be cleaned."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from helpwell.fields.definitions import Definition
from helpwell.fields.models import Field

PREFIX = "field-"


def typed_in(post: QueryDict, definition: Definition, name: str = "value") -> Any:
    """What was typed for a field under `name`: a list where several can be chosen."""
    if definition.kind == Field.Kind.CHOICES:
        return post.getlist(name)
    return post.get(name, "")


def all_typed(post: QueryDict, definitions: Iterable[Definition]) -> dict[str, Any]:
    """What was typed for those of the fields that the form had, by key."""
    return {
        each.key: typed_in(post, each, PREFIX + each.key)
        for each in definitions
        if PREFIX + each.key in post or f"has-{PREFIX}{each.key}" in post
    }


def seen_in(post: QueryDict) -> Any:
    """What the field said when its editor was opened; nothing where that is unreadable."""
    try:
        return json.loads(post.get("seen", "null"))
    except ValueError:
        return None
