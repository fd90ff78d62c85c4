"""The papers speak of what is there: links, commands, settings, rooms."""

import re
import subprocess
from pathlib import Path

import pytest

from helpwell.service.cli import COMMANDS
from tests.architecture.house import HOUSE, ROOT, rooms

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"(?:^ {4}|`)(?:[A-Z_]+=\S+ )*make ([a-z-]+)", re.MULTILINE)
HELPWELL = re.compile(r"(?:^ {4}|`)(?:\S*/)?helpwell ([a-z_]+)", re.MULTILINE)
SETTING = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
READ = re.compile(r"environ, \"([A-Z_]+)\"")
TRACKED = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md")


def papers() -> list[Path]:
    """Everything written for readers, in the repository or about to be."""
    listed = subprocess.run(TRACKED, cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in listed.stdout.split() if (ROOT / name).exists()]


def broken_links(text: str, folder: Path) -> list[str]:
    """The relative links of a text that lead nowhere; code is not looked at."""
    links = [link.partition("#")[0] for link in LINK.findall(CODE.sub("", text))]
    return [link for link in links if link and "://" not in link and not (folder / link).exists()]


def words_after(command: re.Pattern[str], text: str) -> set[str]:
    """The first words that follow a command in code."""
    return set(command.findall(text))


def settings_told() -> set[str]:
    return set(SETTING.findall((ROOT / "README.md").read_text()))


def settings_read() -> set[str]:
    return set(READ.findall((HOUSE / "service" / "environment.py").read_text()))


@pytest.mark.parametrize("paper", papers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(paper):
    assert broken_links(paper.read_text(), paper.parent) == []


def test_a_link_that_leads_nowhere_is_told():
    text = "[here](README.md) [gone](docs/gone.md) `[code](nowhere)` [web](https://example.org)"
    assert broken_links(text, ROOT) == ["docs/gone.md"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "deploy/README.md"])
def test_every_make_target_that_is_named_exists(name):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert words_after(MAKE, (ROOT / name).read_text()) - targets == set()


@pytest.mark.parametrize("paper", papers(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_helpwell_command_that_is_named_exists(paper):
    from django.core.management import get_commands

    known = {*COMMANDS, *get_commands(), "help"}
    assert words_after(HELPWELL, paper.read_text()) - known == set()


def test_the_readme_names_commands_at_all():
    text = (ROOT / "README.md").read_text()
    assert {"demo", "test", "serve"} <= words_after(MAKE, text)
    assert {"status", "doctor", "prepare", "worker"} <= words_after(HELPWELL, text)


def test_the_readme_tells_every_setting_and_no_other():
    assert settings_read()
    assert settings_told() == settings_read()


@pytest.mark.parametrize("room", sorted(rooms()))
def test_every_room_says_what_it_is(room):
    paper = HOUSE / room / "README.md"
    assert paper.exists(), f"Write {paper.relative_to(ROOT)}: words, doors, facts; ten lines."
    assert paper.read_text().startswith(f"# {room}")


def test_every_decision_is_in_the_list_of_decisions():
    folder = ROOT / "docs" / "adr"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert {path.name for path in folder.glob("[0-9]*.md")} == listed
