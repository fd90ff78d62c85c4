"""The disk of the data folder fills up, database and all; later somebody makes room."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from helpwell.service.tests.running import until
from tests.chaos.agents import signed_in
from tests.chaos.handing_in import a_mail, arrives, hand_in
from tests.chaos.house import House
from tests.chaos.house import house as new_house
from tests.chaos.look import stored, wait_until_quiet

DISK = "500m"
NOT_NOW = {451, 452}


@pytest.fixture
def house() -> Iterator[House]:
    """A Helpwell on a small disk of its own, which only root can mount."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("A small disk can only be mounted by root.")
    folder = Path(tempfile.mkdtemp(prefix="helpwell-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], check=False
    )
    if mounted.returncode:
        pytest.skip("A small disk cannot be mounted here.")
    try:
        with new_house(folder=folder) as ours:
            yield ours
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """No byte left on the disk of `folder`."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as heavy:
        for size in (1024 * 1024, 1024):
            try:
                while True:
                    heavy.write(bytes(size))
            except OSError:
                pass
    try:
        yield
    finally:
        ballast.unlink()


def test_a_full_disk_sends_mail_back_to_wait_and_keeps_nothing_by_halves(house: House):
    before = a_mail()
    assert hand_in(house, before) == 250
    arrives(house, before)
    browser = signed_in(house.address)
    refused = [a_mail() for _ in range(6)]
    with full(house.folder):
        assert {hand_in(house, mail) for mail in refused} <= NOT_NOW
        assert browser.get("/tickets/1/").status in (200, 503)
        assert house.running.process.poll() is None
    assert [stored(house, mail.sha256) for mail in refused] == [0] * len(refused)
    assert [path for path in (house.data / "files").rglob("*.*") if path.is_file()] == []
    until(lambda: hand_in(house, refused[0]) == 250)
    for mail in refused:
        assert hand_in(house, mail) == 250
        arrives(house, mail)
        assert stored(house, mail.sha256) == 1
    assert not any(wait_until_quiet(house, seconds=60).values())
    assert browser.get("/inbox/open/").is_good
