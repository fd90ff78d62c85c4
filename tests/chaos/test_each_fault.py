"""The faults that `make faults` knows, checked in the same way, but for those that may wait for
minutes until a server is tried again; test_smtp, test_outbox, test_pace and test_imap try such
servers, clocks and mailboxes one by one."""

import pytest

from tests.chaos.fault_times import NotHere
from tests.chaos.faults import FAULTS, inflict

PATIENT = {"refusals", "drops", "hangs", "clock", "cut-in-fetch", "uidvalidity"}


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - PATIENT))
def test_every_promise_is_kept_through(name: str):
    try:
        outcome = inflict(FAULTS[name])
    except NotHere as reason:
        pytest.skip(str(reason))
    assert outcome.is_clean, outcome
