"""Reverse names: a room leads to its own pages and to those of rooms below."""

import ast
import re
from collections.abc import Iterator

from django.urls import get_resolver

from tests.architecture.house import Source, in_order, may_know, rooms, sources, templates

TAG = re.compile(r"{%-?\s*url\s+['\"]([\w:-]+)['\"]")
NAME = re.compile(r"^([a-z_]+):[a-z_]+$")
SIGNING_IN = re.compile(r"^(account|mfa)_")
TEACHING = (
    "{here} leads to {name}, a page of {there}, which lies above it. Offer a slot here that "
    "{there} fills with its link."
)


def test_rooms_lead_only_to_their_own_and_lower_pages():
    files = [*sources(), *templates()]
    in_order(finding for source in files for finding in check(source))


def test_a_python_file_that_leads_upwards_is_told():
    source = Source.of("url = reverse('tickets:ticket', args=[1])", "helpwell/customers/models.py")
    (finding,) = check(source)
    assert finding.startswith("helpwell/customers/models.py:1: customers leads to tickets:ticket")
    assert "slot" in finding


def test_a_template_that_leads_upwards_is_told():
    text = "<p>\n<a href=\"{% url 'workspace:search' %}\">"
    (finding,) = check(Source.of(text, "helpwell/tickets/templates/tickets/_head.html"))
    assert ":2: tickets leads to workspace:search" in finding


def test_leading_down_and_home_is_fine():
    text = "{% url 'tickets:ticket' 1 %}{% url 'customers:list' %}{% url 'account_logout' %}"
    assert check(Source.of(text, "helpwell/tickets/templates/tickets/_head.html")) == []


def test_every_name_space_is_a_rooms_name():
    spaces = set(get_resolver().namespace_dict)
    assert spaces <= rooms() | {"ui"}


def check(source: Source) -> list[str]:
    """Where this file leads to pages of rooms above it."""
    found = _in_python(source) if source.path.endswith(".py") else _in_template(source)
    return [
        f"{source.path}:{line}: " + TEACHING.format(here=source.room, name=name, there=there)
        for line, name in found
        if (there := _room_of(name)) and there not in may_know(source.room)
    ]


def _room_of(name: str) -> str | None:
    if SIGNING_IN.match(name):
        return "accounts"
    space = name.partition(":")[0]
    return space if ":" in name and space in rooms() else None


def _in_python(source: Source) -> Iterator[tuple[int, str]]:
    """Every text that is a page's name, whoever reverses it in the end."""
    if source.is_test:
        return
    known = get_resolver().namespace_dict
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            match = NAME.match(node.value)
            if match and match[1] in known:
                yield node.lineno, node.value


def _in_template(source: Source) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.text.splitlines(), 1):
        for name in TAG.findall(line):
            yield number, name
