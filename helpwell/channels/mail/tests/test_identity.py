"""A ticket is told from a mail only by what we signed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpwell.channels.mail.identity import (
    TALK,
    Name,
    name_in_address,
    names_in_header,
    new_message_id,
    reply_address,
)

KEY = b"a key of at least thirty-two bytes"


def ticket_of_message_id(header: str, key: bytes) -> int | None:
    names = names_in_header(header, key)
    return names[-1].id if names else None


def ticket_of_address(address: str, key: bytes) -> int | None:
    name = name_in_address(address, key)
    return name.id if name else None


@given(st.integers(1, 2**62), st.integers(1, 2**62))
def test_what_we_signed_comes_back(ticket: int, message: int) -> None:
    name = new_message_id(ticket, message, "example.org", KEY)
    assert ticket_of_message_id(name, KEY) == ticket
    assert ticket_of_address(reply_address("help@example.org", ticket, KEY), KEY) == ticket


def test_case_folding_and_company_do_no_harm() -> None:
    name = new_message_id(42, 7, "example.org", KEY)
    folded = f"<other@example.com>\r\n {name[:40].upper()}\r\n {name[40:]} junk"
    assert ticket_of_message_id(folded, KEY) == 42
    address = reply_address("help@example.org", 42, KEY)
    assert ticket_of_address(f'"Help" <{address.upper()}>', KEY) == 42


@pytest.mark.parametrize("other", ["t43", "t4", "t421"])
def test_another_ticket_is_not_opened_by_a_signature(other: str) -> None:
    assert (
        ticket_of_message_id(new_message_id(42, 7, "x.org", KEY).replace("t42", other), KEY) is None
    )
    forged = reply_address("help@example.org", 42, KEY).replace("t42", other)
    assert ticket_of_address(forged, KEY) is None


def test_another_key_signs_nothing() -> None:
    assert ticket_of_message_id(new_message_id(42, 7, "x.org", b"theirs"), KEY) is None
    assert ticket_of_address(reply_address("help@x.org", 42, b"theirs"), KEY) is None


def test_a_message_id_is_no_reply_address() -> None:
    signature = new_message_id(42, 7, "x.org", KEY).split(".")[2].partition("@")[0]
    assert ticket_of_address(f"help+t42-{signature}@x.org", KEY) is None


def test_a_long_inbox_name_still_makes_an_address() -> None:
    local = reply_address("a" * 64 + "@example.org", 10**17, KEY).partition("@")[0]
    assert len(local) == 64
    assert ticket_of_address(f"{local}@example.org", KEY) == 10**17


def test_the_newest_of_our_ids_counts() -> None:
    ids = " ".join(new_message_id(n, n, "x.org", KEY) for n in (1, 2, 3))
    assert ticket_of_message_id(ids, KEY) == 3


def test_a_side_talk_is_never_taken_for_the_ticket_of_that_number() -> None:
    header = new_message_id(42, 7, "x.org", KEY, kind=TALK)
    assert names_in_header(header, KEY) == [Name(TALK, 42, 7)]
    assert not names_in_header(header.replace("<s", "<t"), KEY)
    address = reply_address("help@x.org", 42, KEY, kind=TALK)
    assert name_in_address(address, KEY) == Name(TALK, 42)
    assert name_in_address(address.replace("+s", "+t"), KEY) is None
