"""The rates that the documentation states are the rates that are measured."""

import re
from pathlib import Path

import pytest

from helpwell.channels.mail.judge import JUDGES, rates

PAGE = Path(__file__).resolve().parents[2] / "docs" / "mail-reading.md"
ROW = re.compile(r"\| (.+?) \| (\d+) \| (\d+) \|")
STATED = {name: (int(passed), int(of)) for name, passed, of in ROW.findall(PAGE.read_text())}


@pytest.fixture(scope="module")
def measured():
    return rates()


def test_the_page_states_a_rate_for_every_judge_of_reading():
    assert set(STATED) == {name for name in JUDGES if not name.startswith("flufl")}


@pytest.mark.parametrize("name", STATED)
def test_a_stated_rate_holds(name, measured):
    if name not in measured:
        pytest.skip("the third-party cases are not on this machine")
    passed, of, failed = measured[name]
    assert (passed, of) == STATED[name], failed
