"""A rule while it is being written: what a form of nested conditions says, and what it shows.

Names in the form are places in the rule: `r` is the whole, `r.0.1` the second part of its first.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from helpwell.tickets.rules import MOST_CONDITIONS, MOST_LEVELS, Vocabulary
from helpwell.tickets.rules.compiling import parts
from helpwell.tickets.rules.operators import UNITS, Operator
from helpwell.tickets.rules.properties import Choices, Property

ROOT = "r"
NEW = {"field": "status", "is": "one_of", "value": ["new", "open"]}
MOST_PARTS = MOST_CONDITIONS + 1


@dataclass
class Line:
    """A condition or a group of a rule, with its place."""

    place: str
    vocabulary: Vocabulary
    mode: str = ""
    lines: list["Line"] = field(default_factory=list)
    key: str = ""
    how: str = ""
    value: Any = None
    is_fresh: bool = False

    @property
    def is_group(self) -> bool:
        return bool(self.mode)

    @property
    def can_nest(self) -> bool:
        return self.place.count(".") + 1 < MOST_LEVELS

    @property
    def word(self) -> Property | None:
        try:
            return self.vocabulary[self.key]
        except KeyError:
            return None

    @property
    def operator(self) -> Operator | None:
        return self.word.operators.get(self.how) if self.word else None

    @property
    def operators(self) -> list[tuple[str, Any]]:
        known = self.word.operators if self.word else {}
        return [(key, operator.label) for key, operator in known.items()]

    @property
    def takes(self) -> str:
        return self.operator.takes if self.operator else ""

    @property
    def choices(self) -> Choices:
        return self.vocabulary.choices(self.key)

    @property
    def chosen(self) -> list[str]:
        given = self.value if isinstance(self.value, list) else [self.value]
        return [str(each) for each in given if each is not None]

    @property
    def text(self) -> str:
        """The value as one line of text; several names with commas between."""
        return ", ".join(self.chosen)

    @property
    def number(self) -> str:
        return str(self.value.get("number", "")) if isinstance(self.value, dict) else ""

    @property
    def unit(self) -> str:
        return str(self.value.get("unit", "")) if isinstance(self.value, dict) else "days"

    @property
    def units(self) -> list[tuple[str, Any]]:
        return [(key, label) for key, (_span, label) in UNITS.items()]

    def rule(self) -> dict[str, Any]:
        """As rules are stored."""
        if self.is_group:
            return {self.mode: [line.rule() for line in self.lines]}
        return {"field": self.key, "is": self.how, "value": self.value}


def shown(rule: Any, vocabulary: Vocabulary, *, place: str = ROOT) -> Line:
    """A stored rule as lines of a form."""
    group = parts(rule)
    if group is None:
        leaf = rule if isinstance(rule, dict) else {}
        key, how = str(leaf.get("field", "")), str(leaf.get("is", ""))
        return Line(place, vocabulary, key=key, how=how, value=leaf.get("value"))
    mode, inner = group
    lines = [shown(each, vocabulary, place=f"{place}.{at}") for at, each in enumerate(inner)]
    return Line(place, vocabulary, mode=mode, lines=lines)


def typed(post: QueryDict, vocabulary: Vocabulary, *, place: str = ROOT) -> Line:
    """What somebody has filled in, at a place of the form and below it."""
    if post.get(f"{place}.mode") is None:
        return _typed_condition(post, vocabulary, place)
    mode = "any" if post[f"{place}.mode"] == "any" else "all"
    inner = [f"{place}.{at}" for at in range(MOST_PARTS)] if place.count(".") < MOST_LEVELS else []
    there = [each for each in inner if f"{each}.mode" in post or f"{each}.field" in post]
    lines = [typed(post, vocabulary, place=each) for each in there]
    return Line(place, vocabulary, mode=mode, lines=lines)


def changed(root: Line, deed: str) -> Line:
    """The lines after a button: `add r.0` a condition, `group r.0` a group, `drop r.0.1`."""
    verb, _space, place = deed.partition(" ")
    rule = _after(root, verb, place)
    again = shown(rule, root.vocabulary)
    if verb in ("add", "group"):
        _mark_fresh(again, place)
    return again


def _after(line: Line, verb: str, place: str) -> dict[str, Any]:
    """The rule of a line after the deed at a place, wherever below it that is."""
    if not line.is_group:
        return line.rule()
    inner = [
        _after(each, verb, place) for each in line.lines if (verb, place) != ("drop", each.place)
    ]
    if line.place == place and verb == "add":
        inner.append(NEW)
    if line.place == place and verb == "group" and line.can_nest:
        inner.append({"any": [NEW]})
    return {line.mode: inner}


def _mark_fresh(line: Line, place: str) -> None:
    """So that the page puts the focus where the next thing is chosen."""
    if line.place == place and line.lines:
        line.lines[-1].is_fresh = True
    for each in line.lines:
        _mark_fresh(each, place)


def _typed_condition(post: QueryDict, vocabulary: Vocabulary, place: str) -> Line:
    line = Line(place, vocabulary, key=post.get(f"{place}.field", ""))
    operators = line.word.operators if line.word else {}
    how = post.get(f"{place}.is", "")
    line.how = how if how in operators else next(iter(operators), "")
    line.value = _typed_value(post, f"{place}.value", line.takes)
    if post.get(f"{place}.was", line.key) != line.key:  # another field: its values mean nothing
        line.value = None
    return line


def _typed_value(post: QueryDict, name: str, takes: str) -> Any:
    if takes == "choices":
        return post.getlist(name)
    if takes == "names":
        return [word.strip() for word in post.get(name, "").split(",") if word.strip()]
    if takes == "span":
        return {"number": post.get(f"{name}.number", ""), "unit": post.get(f"{name}.unit", "days")}
    return post.get(name) if takes else None
