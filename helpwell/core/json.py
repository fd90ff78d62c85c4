"""Plain values as JSON text that is safe in an HTTP header."""

import json
from collections.abc import Mapping
from typing import Any


def to_json(values: Mapping[str, Any]) -> str:
    """ASCII JSON in one line; lazy translations and dates become strings."""
    return json.dumps(values, default=str, ensure_ascii=True)
