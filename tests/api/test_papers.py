"""What is written about the API is so: its description, and every example."""

import re
import subprocess
import sys

import pytest

from helpwell.accounts.testing import make_administrator
from helpwell.api.testing import make_token
from helpwell.tickets.testing import make_ticket
from tests.api_page import PAGE, page

EXAMPLE = re.compile(r"```(sh|python)\n(.*?)```", re.DOTALL)


def test_the_description_is_as_it_was_written():
    assert PAGE.read_text() == page(), "Run python -m tests.api_page --write, and look what changed"


def test_operations_have_names_of_their_own():
    from helpwell.api.description import description

    names = [
        operation["operationId"]
        for operations in description()["paths"].values()
        for operation in operations.values()
    ]
    assert len(set(names)) == len(names)


@pytest.mark.django_db(transaction=True)
def test_every_example_runs(live_server):
    text = (PAGE.parent / "README.md").read_text()
    examples = EXAMPLE.findall(text)
    assert len(examples) >= 5
    make_ticket()
    secret = make_token(make_administrator()).secret
    surroundings = {"HELPWELL": live_server.url, "TOKEN": secret, "PATH": "/usr/bin:/bin"}
    for kind, code in examples:
        program = ["bash", "-euc", code] if kind == "sh" else [sys.executable, "-c", code]
        ran = subprocess.run(
            program, env=surroundings, capture_output=True, text=True, timeout=60, check=False
        )
        assert ran.returncode == 0, (code, ran.stdout, ran.stderr)
        assert '"status": 4' not in ran.stdout, (code, ran.stdout)
