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
_SAFE_VALUE = re.compile(r"[\w\s#%.,'\"!+-]*+(?:rgba?\([\d\s.,%/]*+\)[\w\s#%.,'\"!+-]*+)*+\Z")


def safe_style(style: str) -> str:
    """The declarations that may stay: no address, function, escape or position among them."""
    kept = []
    for declaration in style.split(";")[:100]:
        name, _, value = declaration.partition(":")
        name, value = name.strip().lower(), value.strip()
        if name == "background":
            name = "background-color"
        if name in PROPERTIES and len(value) <= 200 and _SAFE_VALUE.match(value):
            kept.append(f"{name}:{value}")
    return ";".join(kept)
