"""The clock of the whole house jumps, as after a wrong battery or a virtual machine's sleep."""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.chaos.agents import signed_in
from tests.chaos.fault_lines import answer, fares, note_accepted
from tests.chaos.handing_in import a_mail, arrives, hand_in
from tests.chaos.house import House
from tests.chaos.record import Record

LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
JUMPS = ("+7200", "-86400", "+172800", "+0")  # seconds beside the true time, one after the other


class NotHere(Exception):  # noqa: N818 - named by the state
    """This machine lacks something the trouble needs."""


def own_clock(stack: ExitStack) -> dict[str, str]:
    """A house whose processes, the database's too, read their time from a file of ours."""
    library = next((str(found) for pattern in LIBRARIES for found in _found(pattern)), None)
    if library is None:
        raise NotHere("libfaketime is not installed: apt-get install faketime")
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="clock-")))
    folder.chmod(0o755)
    (folder / "clock").write_text("+0")
    return {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def jumps(house: House, record: Record) -> None:
    """Mails and answers before, between and after jumps; each answer leaves while its time is."""
    clock = Path(house.running.environ["FAKETIME_TIMESTAMP_FILE"])
    browser = signed_in(house.address)
    for jump in JUMPS:
        mail = a_mail()
        assert hand_in(house, mail) == 250
        note_accepted(record, mail)
        arrives(house, mail)
        marker = answer(house, browser, mail, record)
        clock.write_text(jump)  # within the time in which the answer may be taken back
        fares(house, marker, "sent")
    last = a_mail()
    assert hand_in(house, last) == 250
    note_accepted(record, last)
    arrives(house, last)


def _found(pattern: str) -> list[Path]:
    return sorted(Path("/").glob(pattern.removeprefix("/")))
