"""Inline styles of foreign HTML: the few properties that change looks and reach nothing."""

import re

from helpwell.core.markup import names

PROPERTIES = names(
    "background-color border border-bottom border-bottom-color border-bottom-style "
    "border-bottom-width border-collapse border-color border-left border-left-color "
    "border-left-style border-left-width border-radius border-right border-right-color "
    "border-right-style border-right-width border-spacing border-style border-top "
    "border-top-color border-top-style border-top-width border-width clear color direction "
    "display float font font-family font-size font-style font-variant font-weight height "
    "letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right "
    "margin-top max-height max-width min-width padding padding-bottom padding-left padding-right "
    "padding-top table-layout text-align text-decoration text-indent text-transform "
    "vertical-align white-space width word-break word-spacing word-wrap overflow-wrap"
)
_MOVING = re.compile("margin|text-indent|letter-spacing|word-spacing")
_EXPONENT = re.compile(r"\de[+-]?\d")
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d{0,9})?|\d{10,})([a-z%]*)")
_SAFE_VALUE = re.compile(r"[\w\s#%.,'\"!+-]*+(?:rgba?\([\d\s.,%/]*+\)[\w\s#%.,'\"!+-]*+)*+\Z")


def safe_style(style: str) -> str:
    """The declarations that may stay: no address, function, escape or position among them."""
    kept = []
    for declaration in style.split(";")[:100]:
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "background":
            name = "background-color"
        if name in PROPERTIES and _is_harmless(value) and _stays_in_place(name, value.lower()):
            kept.append(f"{name}:{value}")
    return ";".join(kept)


def _is_harmless(value: str) -> bool:
    return len(value) <= 200 and bool(_SAFE_VALUE.match(value))


def _stays_in_place(name: str, value: str) -> bool:
    """Whether nothing is made larger than a page or drawn over something else."""
    if "color" in name or name.startswith("font-family"):
        return True
    if _EXPONENT.search(value) or (_MOVING.match(name) and "-" in value):
        return False
    return all(_is_modest(name, *found) for found in _LENGTH.findall(value))


def _is_modest(name: str, number: str, unit: str) -> bool:
    if unit.startswith(("v", "c", "d", "s", "l")):  # of the window: vw, cqw, dvh, svh, lvh; or cm
        return unit == "cm" and float(number) <= 30
    if unit in ("em", "rem", "ex", "ch", "in"):
        return float(number) <= (10 if name in ("font", "font-size") else 100)
    return float(number) <= (200 if name in ("font", "font-size") else 2000)
