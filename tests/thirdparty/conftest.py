"""Cases made by others, read in place."""

import json
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "thirdparty"


def mails() -> list:
    """Every mail that others made, as a parameter named by its collection and file."""
    found = [
        pytest.param(path, id=f"{folder}/{path.relative_to(DATA / folder)}")
        for folder in ("mikel-mail", "cpython-email", "stalwart-mail-parser", "talon")
        for path in sorted((DATA / folder).rglob("*"))
        if path.is_file() and _is_mail(path)
    ]
    return found or [
        pytest.param(None, marks=pytest.mark.skip(reason=f"no third-party data at {DATA}"))
    ]


def _is_mail(path: Path) -> bool:
    return path.suffix not in {".json"} and not path.name.startswith(("LICENSE", "COPYING"))


@pytest.fixture(scope="session")
def naughty() -> list[str]:
    """The big list of naughty strings."""
    path = DATA / "blns" / "blns.json"
    if not path.exists():
        pytest.skip(f"no third-party data at {DATA}")
    strings: list[str] = json.loads(path.read_text())
    return strings
