"""The order of the rooms: declared in full, kept by import-linter, taught when it is broken."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.house import HOUSE, ROOT, may_know, order, rooms

LINTER = Path(sys.executable).with_name("lint-imports")
TOY = """
[importlinter]
root_package = toy

[importlinter:contract:rooms]
name = A room imports only rooms below it
type = layers
containers = toy
exhaustive = true
layers =
    tickets
    customers
"""


def test_every_folder_of_the_house_is_a_declared_room():
    folders = {path.name for path in HOUSE.iterdir() if path.is_dir()} - {"__pycache__"}
    assert folders == rooms(), "List the room in pyproject.toml, at its place in the order."


def test_every_room_with_tables_is_installed_and_the_higher_ones_first(settings):
    installed = [name.removeprefix("helpwell.") for name in settings.INSTALLED_APPS]
    with_apps = [sorted(r for r in layer if (HOUSE / r / "apps.py").exists()) for layer in order()]
    ours = [name for name in installed if name in rooms()]
    assert ours == [room for layer in with_apps for room in layer]


def test_the_order_of_config_house_and_look_is_declared_and_exhaustive():
    contracts = {contract["id"]: contract for contract in _settings()["contracts"]}
    assert contracts["rooms"]["exhaustive"] is True
    assert contracts["whole"]["layers"] == ["config", "helpwell", "ui"]
    assert _settings()["root_packages"] == ["helpwell", "config", "ui"]


def test_a_room_knows_those_below_and_not_its_neighbours():
    assert may_know("files") & {"files", "search", "accounts", "tickets"} == {"files", "accounts"}


def test_the_house_keeps_its_order():
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"customers/door.py": "import toy.tickets.door"},
            "toy.customers is not allowed to import",
        ),
        ({"shed/__init__.py": ""}, "must be declared as a layer"),
    ],
    ids=["a lower room imports a higher one", "a room is not listed"],
)
def test_a_broken_order_is_told(tmp_path, files, words):
    usual = {"__init__.py": "", "customers/__init__.py": "", "tickets/__init__.py": ""}
    for name, text in (usual | {"customers/door.py": "", "tickets/door.py": ""} | files).items():
        path = tmp_path / "toy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / ".importlinter").write_text(TOY)
    done = _lint(tmp_path)
    assert done.returncode == 1
    assert words.lower() in " ".join(done.stdout.lower().split())


def _settings():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--no-cache"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
