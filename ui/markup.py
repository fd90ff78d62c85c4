"""Attributes and classes, written once for all parts."""

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString


def attributes(given: Mapping[str, object]) -> SafeString:
    """Keyword arguments as HTML attributes.

    `hx_post` becomes `hx-post`, `hx_target__inherited` becomes `hx-target:inherited`;
    True stands alone, None and False vanish.
    """
    said = (_attribute(name, value) for name, value in given.items() if _is_said(value))
    return SafeString("".join(said))


@lru_cache(maxsize=1024)
def attribute_name(name: str) -> str:
    """`hx_status__422` is `hx-status:422`; an underscore at the end only avoids Python's words."""
    return name.rstrip("_").replace("__", ":").replace("_", "-")


def _is_said(value: object) -> bool:
    return value is not None and value is not False


def _attribute(name: str, value: object) -> str:
    name = escape(attribute_name(name))
    return f" {name}" if value is True else f' {name}="{conditional_escape(cast(str, value))}"'


def classes(part: str, *variants: object, also: object = "") -> str:
    """`button`, `button--primary` and whatever the caller adds."""
    names = [part, *(f"{part}--{variant}" for variant in variants if variant), str(also or "")]
    return " ".join(name for name in names if name)
