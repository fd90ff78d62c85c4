"""Private doors: what a room may use of another one."""

import ast
from collections.abc import Iterator

from tests.architecture.house import Source, imports, in_order, rooms, sources

DOORS = frozenset({"models", "actions", "queries", "facts", "errors"})
MORE_DOORS = {
    "api": {"door", "matching", "paging", "requests", "shapes"},
    "accounts": {"capabilities", "requests", "permissions", "standing_roles"},
    "channels": {"notices", "permissions"},
    "customers": {"permissions", "timeline"},
    "fields": {"choices", "cleaning", "definitions", "people", "rows", "showing", "typed"},
    "jobs": {"registry", "bell", "leases"},
    "language": {"coach", "identify", "mood", "promises", "questions", "reading", "spans"},
    "live": {"topics", "hub"},
    "search": {"words"},
    "tickets": {
        *("content", "deeds", "habits", "permissions", "reopening", "rules", "shown", "waiting"),
        *("asking", "given_deeds", "merged", "shapes"),
        *("beginnings", "sheets", "standing_views"),
    },
}
OPEN_ROOMS = {"core", "service"}
TEACHING = (
    "{here} uses {module} of the room {there}. Another room's doors are its models, actions, "
    "queries, facts and errors (and {more}). Ask through one of them, add what is missing there, "
    "or move what both rooms need into helpwell/core."
)
NAMELESS = (
    "{name} is private to {module}. Use one of its public names, or give what you need a name "
    "without an underscore."
)


def test_rooms_use_only_the_doors_of_other_rooms():
    in_order(finding for source in sources() for finding in check(source))


def test_a_view_of_another_room_is_no_door():
    source = Source.of(
        "from helpwell.tickets.views.fetching import news", "helpwell/channels/views/messages.py"
    )
    (finding,) = check(source)
    assert "helpwell/channels/views/messages.py:1: channels uses tickets.views.fetching" in finding
    assert "content, deeds" in finding
    assert "helpwell/core" in finding


def test_a_module_taken_from_a_room_is_looked_at_too():
    source = Source.of("from helpwell.tickets import tasks", "helpwell/channels/actions.py")
    assert "channels uses tickets.tasks" in check(source)[0]


def test_a_file_inside_a_door_is_no_door():
    source = Source.of(
        "from helpwell.accounts.actions.roles import standing_role", "helpwell/demo/cast.py"
    )
    assert "demo uses accounts.actions.roles" in check(source)[0]


def test_private_names_stay_at_home():
    source = Source.of(
        "from helpwell.files.actions import _storage\n"
        "from helpwell.files import queries as files\n"
        "files._open()\n",
        "helpwell/tickets/actions.py",
    )
    assert ["_storage is private" in f or "_open is private" in f for f in check(source)] == [
        True,
        True,
    ]


def test_what_is_made_for_tests_is_for_tests():
    text = "from helpwell.accounts.testing import ada"
    assert check(Source.of(text, "helpwell/tickets/actions.py"))
    assert not check(Source.of(text, "helpwell/tickets/tests/test_assigning.py"))
    assert not check(Source.of(text, "helpwell/tickets/testing.py"))


def check(source: Source) -> list[str]:
    """What this file takes from other rooms that is none of their doors."""
    return [*_closed_doors(source), *_private_names(source)]


def _closed_doors(source: Source) -> Iterator[str]:
    for statement, module, name, _ in imports(source):
        path = module.split(".")
        if path[0] != "helpwell" or len(path) == 1:
            continue
        there, door = path[1], path[2:] or [name]
        if there in OPEN_ROOMS | {source.room} or _is_open(source, there, door):
            continue
        more = ", ".join(sorted(MORE_DOORS.get(there, {"nothing else"})))
        yield source.at(
            statement,
            TEACHING.format(
                here=source.room, module=".".join([there, *door]), there=there, more=more
            ),
        )


def _is_open(source: Source, there: str, door: list[str]) -> bool:
    for_tests = source.is_test or source.parts[-1] == "testing"
    allowed = DOORS | MORE_DOORS.get(there, set()) | ({"testing"} if for_tests else set())
    return there in rooms() and len(door) == 1 and door[0] in allowed


def _private_names(source: Source) -> Iterator[str]:
    foreign = {}
    for statement, module, name, here in imports(source):
        if module.startswith("helpwell.") and module.split(".")[1] != source.room:
            foreign[here] = f"{module}.{name}".rstrip(".")
            if name.startswith("_"):
                yield source.at(statement, NAMELESS.format(name=name, module=module))
    for node in ast.walk(source.tree):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in foreign
            and node.attr.startswith("_")
            and node.attr not in DJANGO_S_OWN
        ):
            module = foreign[node.value.id]
            yield source.at(node, NAMELESS.format(name=node.attr, module=module))


DJANGO_S_OWN = {"_meta", "_default_manager", "_base_manager"}
