"""Whom an answer goes to, by the golden table beside this file."""

import re

import pytest

from helpwell.channels.recipients import Knowing, Said, answer_to, bare, is_deaf
from helpwell.channels.tests.answers import CASES
from helpwell.tickets.content import Recipient

OURS = frozenset({"us@shop.example", "sales@shop.example"})
PERSON = re.compile(
    r'(?P<kind>\w+)\s+(?:(?P<name>"[^"]*"(?=\s)|[^\s@"]+(?=\s+\S+@))\s+)?(?P<email>.*)'
)
HOUSES = re.compile(r"@(shop|[xyz])$", re.IGNORECASE)


def cases():
    lines = [line for line in CASES.splitlines() if line.count("|") == 4]
    return [
        pytest.param(*map(str.strip, line.split("|")[1:]), id=line.split("|")[0].strip())
        for line in lines
    ]


def message(text):
    head, colon, rest = text.partition(":")
    marks = head.split() if colon else []
    return Said(
        recipients=people(rest if colon else text),
        is_ours="us" in marks or "we" in marks,
        is_automatic="auto" in marks,
        is_bounce="bounce" in marks,
        is_apart="apart" in marks,
    )


def people(text):
    parts = re.split(r',(?=(?:[^"]*"[^"]*")*[^"]*$)', text)
    return [one for part in parts if part.strip() for one in person(part.strip())]


def person(text):
    kind, name, email = PERSON.fullmatch(text).group("kind", "name", "email")
    if crowd := re.fullmatch(r"(\d+) people", email):
        return [
            Recipient(kind=kind, name="", email=f"p{n}@x.example") for n in range(int(crowd[1]))
        ]
    if email == '""':
        email = ""
    return [Recipient(kind=kind, name=(name or "").strip('"'), email=address(email))]


def address(text):
    return HOUSES.sub(lambda match: f"@{match[1]}.example", text)


def known(text):
    kinds = {"requester": [], "colleague": [], "complained": [], "participant": []}
    for part in filter(None, map(str.strip, text.split(","))):
        kind, *addresses = part.split()
        kinds.setdefault(kind, []).extend(map(address, addresses))
    first = next(iter(kinds["requester"]), None)
    return Knowing(
        ours=OURS,
        requester=Recipient(kind="to", name="", email=first) if first else None,
        requesters=frozenset(map(bare, kinds["requester"])),
        participants=[Recipient(kind="cc", name="", email=e) for e in kinds["participant"]],
        colleagues=frozenset(map(bare, kinds["colleague"])),
        complained=frozenset(map(bare, kinds["complained"])),
        sender="passed" if "proven" in kinds else "failed" if "forged" in kinds else "",
        has_earlier="earlier" in kinds,
    )


@pytest.mark.parametrize(("knowing", "said", "mode", "answer"), cases())
def test_an_answer_goes_to(knowing, said, mode, answer):
    messages = [message(part) for part in map(str.strip, said.split(" / ")) if part]
    found = answer_to(messages, knowing=known(knowing), mode=mode or "usual")
    assert found == people(answer)


def test_the_table_is_long_and_names_no_case_twice():
    names = [case.id for case in cases()]
    assert len(names) == len(set(names)) >= 60


def test_every_line_of_the_table_is_a_case_or_a_heading():
    lines = [line for line in CASES.splitlines() if line and not line.startswith("--")]
    assert [line for line in lines if line.count("|") != 4] == []


@pytest.mark.parametrize(
    ("email", "is_deaf_"),
    [
        ("no-reply@x.example", True),
        ("No_Reply+7@x.example", True),
        ("do.not.reply@x.example", True),
        ("keine-antwort@x.example", True),
        ("mailer-daemon@x.example", True),
        ("noreen@x.example", False),
        ("reply@x.example", False),
        ("postmasters.anna@x.example", False),
    ],
)
def test_an_address_says_that_nobody_reads_it(email, is_deaf_):
    assert is_deaf(email) == is_deaf_
