"""Facts: frozen, ids and plain values, named noun.verbed."""

import re
from dataclasses import dataclass, fields
from typing import ClassVar, get_type_hints

import pytest

from helpwell.core.actors import Actor
from helpwell.events import facts
from helpwell.events.facts import Fact
from tests.architecture.house import in_order

NAME = re.compile(r"^[a-z]+\.[a-z]+(_[a-z]+)*$")
PAST = re.compile(
    r"(ed|en|sent|made|left|begun|found|lost|told|held|withdrawn|kept|spent|woke|took_in)$"
)
PLAIN = {int, bool, int | None, bool | None, list[int], Actor}
# Words are allowed where they are of a closed set or a name that people gave to a category.
WORDS = {
    *("before", "after", "status_before", "status_after"),
    *("from_before", "from_after", "to_before", "to_after"),
    *("why", "what", "as_what"),
    # moments, as ISO 8601
    *("until", "until_before", "solved_before", "from_solved_before", "to_solved_before"),
}
LISTS_OF_WORDS = {"added", "removed", "fields", "unwanted"}
TEACHING = {
    "frozen": "must be @dataclass(frozen=True, kw_only=True): what happened does not change.",
    "type": (
        "keeps `{field}: {kind}`. The log outlives erasure: keep the id and let readers look the "
        "words up; a word of a closed set is listed in tests/architecture/test_facts.py."
    ),
    "name": "is called “{name}”. Name what happened: noun.verbed, in the past tense.",
    "own": "has no name of its own, so it would replace its parent's. Give it `name`.",
    "subject": "is about `{subject}`, which is none of its fields.",
    "doc": "has no docstring. Say in a sentence what happened.",
    "twice": "shares the name “{name}” with {other}.",
}


def test_all_facts_of_the_house_are_in_order():
    kinds = _kinds(Fact)
    assert len(kinds) > 10
    in_order(finding for kind in kinds for finding in check(kind))


@pytest.mark.usefixtures("only_these")
def test_what_a_room_makes_up_for_its_tests_is_no_fact_of_the_house():
    toy = _made()
    toy.__module__ = "helpwell.events.tests.test_telling"
    assert toy in Fact.__subclasses__()
    assert toy not in _kinds(Fact)


@pytest.fixture
def only_these(monkeypatch):
    """Made-up facts stay out of the house's list."""
    monkeypatch.setattr(facts, "known", {})


@pytest.mark.usefixtures("only_these")
class TestTaughtRules:
    def test_a_body_does_not_belong_into_a_fact(self):
        (finding,) = check(_made(body=str))
        assert "keeps `body: str`" in finding
        assert "outlives erasure" in finding

    @pytest.mark.parametrize("kind", [dict, list[str], str | None, object, float])
    def test_nor_does_anything_else_that_may_hold_one(self, kind):
        assert len(check(_made(extra=kind))) == 1

    def test_a_status_may_be_a_word(self):
        assert check(_made(status_before=str)) == []

    @pytest.mark.parametrize("name", ["ticket.merge", "merged", "Ticket.merged", "ticket.merges"])
    def test_a_name_says_what_happened(self, name):
        (finding,) = check(_made(named=name))
        assert "noun.verbed" in finding

    def test_a_fact_is_frozen(self):
        class Loose(Fact):
            """Something loose happened."""

            name: ClassVar[str] = "toy.loosened"
            subject: ClassVar[str] = "by"

        assert any("frozen" in finding for finding in check(Loose))


def check(kind: type[Fact]) -> list[str]:
    """What is wrong with a kind of fact."""
    name = kind.__dict__.get("name", "")
    wrong = []
    if "__dataclass_fields__" not in kind.__dict__ or not kind.__dataclass_params__.frozen:
        wrong.append(TEACHING["frozen"])
    if not name:
        wrong.append(TEACHING["own"])
    elif not NAME.match(name) or not PAST.search(name):
        wrong.append(TEACHING["name"].format(name=name))
    elif facts.known[name] is not kind:
        wrong.append(TEACHING["twice"].format(name=name, other=facts.known[name].__name__))
    if kind.subject not in {field.name for field in fields(kind)}:
        wrong.append(TEACHING["subject"].format(subject=kind.subject))
    if not (kind.__doc__ or "").strip() or (kind.__doc__ or "").startswith(f"{kind.__name__}("):
        wrong.append(TEACHING["doc"])
    for field, hint in get_type_hints(kind).items():
        if field not in {"name", "subject"} and not _is_plain(field, hint):
            shown = getattr(hint, "__name__", hint) if isinstance(hint, type) else hint
            wrong.append(TEACHING["type"].format(field=field, kind=shown))
    return [f"{kind.__module__}.{kind.__name__} {sentence}" for sentence in wrong]


def _is_plain(field: str, hint: object) -> bool:
    return (
        hint in PLAIN
        or (hint is str and field in WORDS)
        or (hint == list[str] and field in LISTS_OF_WORDS)
    )


def _kinds(parent: type[Fact]) -> list[type[Fact]]:
    """All kinds of fact that rooms declare; what their tests made up may not be collected yet."""
    found = []
    for kind in parent.__subclasses__():
        path = kind.__module__.split(".")
        found += [kind, *_kinds(kind)] if path[0] == "helpwell" and "tests" not in path else []
    return found


def _made(named: str = "toy.mended", **extra: object) -> type[Fact]:
    """A fact made up for a test."""
    hints = {"toy_id": int, **extra, "name": ClassVar[str], "subject": ClassVar[str]}
    body = {"__annotations__": hints, "name": named, "subject": "toy_id", "__doc__": "A toy."}
    return dataclass(frozen=True, kw_only=True)(type("ToyMended", (Fact,), body))
