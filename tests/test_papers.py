"""What is written about the house is true, and its reports run."""

import subprocess
import sys

from tests import events_page, size_report


def test_the_page_of_facts_is_not_stale():
    written = events_page.PAGE.read_text() if events_page.PAGE.exists() else ""
    assert written == events_page.page(), "Run: python -m tests.events_page --write"


def test_the_page_of_facts_tells_a_new_fact(monkeypatch):
    from helpwell.tickets.facts import TicketOpened

    monkeypatch.setattr(TicketOpened, "__doc__", "A changed sentence.")
    assert "A changed sentence." in events_page.page()


def test_the_size_report_counts_and_never_fails(tmp_path):
    room = tmp_path / "helpwell" / "toy"
    room.mkdir(parents=True)
    (room / "actions.py").write_text('def act():\n    """Act."""\n    # why\n    return 1\n')
    code = (
        f"from tests import size_report as r; from pathlib import Path; r.main(Path('{tmp_path}'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=size_report.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "     3  helpwell/toy/actions.py:1 act" in done.stdout
    assert "25.0 %" in done.stdout
