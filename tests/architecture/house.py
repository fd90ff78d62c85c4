"""The house as the rules see it: rooms in their order, and every source file as a tree."""

import ast
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "helpwell"


@dataclass(frozen=True)
class Source:
    """One Python file of a room."""

    path: str
    text: str

    @classmethod
    def of(cls, text: str, path: str) -> "Source":
        """A made-up file, for showing that a rule can be broken."""
        return cls(path=path, text=text)

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """`helpwell/tickets/actions/tagging.py` is ("tickets", "actions", "tagging")."""
        return Path(self.path).with_suffix("").parts[1:]

    @property
    def room(self) -> str:
        return self.parts[0]

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts

    @property
    def is_action(self) -> bool:
        return self.parts[1:2] == ("actions",)

    def at(self, node: ast.AST, sentence: str) -> str:
        """A finding: where, and what to do instead."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {sentence}"


@cache
def order() -> tuple[frozenset[str], ...]:
    """The rooms by layer, top first, as pyproject declares them for import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["id"] == "rooms")["layers"]
    return tuple(frozenset(layer.replace(" ", "").split("|")) for layer in layers)


def rooms() -> frozenset[str]:
    """All rooms that are declared."""
    return frozenset().union(*order())


@cache
def may_know(room: str) -> frozenset[str]:
    """The room itself and all rooms below it."""
    own = next(place for place, layer in enumerate(order()) if room in layer)
    return frozenset({room}).union(*order()[own + 1 :])


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of every room, tests too, without migrations."""
    return tuple(_read(HOUSE))


@cache
def templates() -> tuple[Source, ...]:
    """Every template of every room."""
    return tuple(
        Source(str(path.relative_to(ROOT)), path.read_text())
        for path in sorted(HOUSE.glob("*/templates/**/*.html"))
    )


def _read(folder: Path) -> Iterator[Source]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts and path.parent != HOUSE:
            yield Source(str(path.relative_to(ROOT)), path.read_text())


def imports(source: Source) -> Iterator[tuple[ast.stmt, str, str, str]]:
    """Every import as (statement, module, name, name here); `import a.b` has no name."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node, node.module, alias.name, alias.asname or alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, "", alias.asname or alias.name


def in_order(findings: Iterable[str]) -> None:
    """Fail with all findings, one a line; pass when there are none."""
    if found := list(findings):
        pytest.fail("\n".join(found), pytrace=False)
