"""What is known of each language: one file of words a language, for people to read and mend."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).with_name("words")
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "fi", "cs",
             "ru", "ja", "zh")  # fmt: skip


@dataclass(frozen=True)
class Table:
    """The words of one language, by section; a section that is not there is empty."""

    code: str
    content: Mapping[str, Any]

    def phrases(self, section: str) -> tuple[str, ...]:
        """The entries of `section` (`greeting.openings`), which commas or lines separate."""
        text = self._at(section) or ""
        entries = (entry.strip() for line in text.splitlines() for entry in line.split(","))
        return tuple(entry for entry in entries if entry)

    def words(self, section: str) -> frozenset[str]:
        """The single words of a section that blanks separate."""
        return frozenset((self._at(section) or "").split())

    def pairs(self, section: str) -> Mapping[str, str]:
        """A section that says something about each of its entries."""
        found: Mapping[str, str] = self._at(section) or {}
        return found

    def has(self, section: str) -> bool:
        """Whether the section is filled, so that something may be said by it."""
        return bool(self._at(section))

    def _at(self, section: str) -> Any:
        here: Any = self.content
        for step in section.split("."):
            here = here.get(step) if isinstance(here, Mapping) else None
        return here


@cache
def table_of(language: str | None) -> Table:
    """The table of a language; an empty one where there is none."""
    path = WORDS / f"{language}.toml"
    known = language in LANGUAGES and path.exists()
    return Table(language or "", tomllib.loads(path.read_text("utf-8")) if known else {})
