"""What is said to prove the twenty points is there."""

import re

import pytest

from tests.architecture.house import ROOT

PAPER = (ROOT / "docs" / "ux-points.md").read_text()
POINTS = re.findall(r"^\| (\d+) \|.*$", PAPER, re.MULTILINE)
PROOFS = re.findall(r"`((?:tests|ui|helpwell)/[\w/]+\.py)(?:::(\w+))?`", PAPER)


def test_every_point_is_told_and_has_a_proof():
    assert [str(number) for number in range(1, 21)] == POINTS
    lines = [line for line in PAPER.splitlines() if re.match(r"\| \d", line)]
    assert [line for line in lines if "/test_" not in line] == []


@pytest.mark.parametrize(("path", "name"), sorted({*PROOFS}))
def test_a_proof_that_is_named_exists(path, name):
    assert re.search(rf"def {name or 'test_'}", (ROOT / path).read_text())
