"""Whom an answer goes to: the golden table of correct reply-all.

One line a case: what the last message said, what the answer must say. `us@` is our inbox.
"""

import pytest

from helpwell.channels.recipients import answer_again, answer_to, with_requester
from helpwell.tickets.content import Recipient

OURS = {"us@shop.example", "sales@shop.example"}

CASES = """
plain                  | from ann@x                                | to ann@x
to us only             | from ann@x, to us@shop                    | to ann@x
reply-to wins          | from ann@x, reply_to box@x                | to box@x
two reply-tos          | from ann@x, reply_to b@x, reply_to c@x    | to b@x, to c@x
reply-to is the sender | from ann@x, reply_to ann@x                | to ann@x
others in to           | from ann@x, to us@shop, to bob@x          | to ann@x, cc bob@x
others in cc           | from ann@x, to us@shop, cc bob@x          | to ann@x, cc bob@x
we in cc               | from ann@x, to bob@x, cc us@shop          | to ann@x, cc bob@x
we in bcc              | from ann@x, to bob@x                      | to ann@x, cc bob@x
two of our inboxes     | from ann@x, to us@shop, to sales@shop     | to ann@x
our +tag is us         | from ann@x, to us+t.9.abc@shop            | to ann@x
our letters in capital | from ann@x, to US@Shop                    | to ann@x
nobody twice           | from ann@x, to bob@x, cc bob@x            | to ann@x, cc bob@x
nobody twice, any case | from ann@x, to Bob@x, cc bOB@x            | to ann@x, cc Bob@x
sender also in cc      | from ann@x, to us@shop, cc ann@x          | to ann@x
sender in cc, capital  | from ann@x, cc ANN@X                      | to ann@x
reply-to also in cc    | from ann@x, reply_to box@x, cc box@x      | to box@x
sender stays out       | from ann@x, reply_to box@x, to us@shop    | to box@x
reply-to is us         | from ann@x, reply_to us@shop              | to ann@x
reply-to us and other  | from ann@x, reply_to us@shop, reply_to b@x| to b@x
we wrote to ourselves  | from us@shop, to us@shop                  |
we wrote, others in cc | from us@shop, to us@shop, cc bob@x        | cc bob@x
no sender              | to us@shop, cc bob@x                      | cc bob@x
empty sender           | from , to us@shop                         |
no address in cc       | from ann@x, cc undisclosed                | to ann@x
an old bcc is not told | from ann@x, bcc bob@x                     | to ann@x
order is kept          | from ann@x, to d@x, to c@x, cc b@x       | to ann@x, cc d@x, cc c@x, cc b@x
spaces around          | from ann@x, cc  us@shop                   | to ann@x
a list with reply-to   | from ann@x, reply_to list@x, to list@x    | to list@x
the same +tag person   | from ann@x, cc ann+news@x                 | to ann@x
nothing at all         |                                           |
"""


def cases() -> list:
    found = []
    for line in CASES.strip().splitlines():
        name, said, answered = (part.strip() for part in line.split("|"))
        found.append(pytest.param(people(said), people(answered), id=name))
    return found


def people(text: str) -> list[Recipient]:
    found = []
    for piece in filter(None, (part.strip() for part in text.split(","))):
        kind, _, email = piece.partition(" ")
        email = email.replace("@shop", "@shop.example").replace("@Shop", "@Shop.Example")
        found.append(Recipient(kind=kind, name="", email=email))
    return found


@pytest.mark.parametrize(("said", "answered"), cases())
def test_reply_all(said, answered):
    assert answer_to(said, ours=OURS) == answered


def test_the_table_is_long_enough():
    assert len(cases()) >= 25


def test_a_reply_to_the_sender_alone_leaves_the_others_out():
    said = people("from ann@x, to us@shop, to bob@x, cc c@x")
    assert answer_to(said, ours=OURS, to_all=False) == people("to ann@x")


def test_names_are_kept():
    said = [Recipient(kind="from", name="Ann Archer", email="ann@x")]
    assert answer_to(said, ours=OURS) == [Recipient(kind="to", name="Ann Archer", email="ann@x")]


def test_one_more_message_goes_to_the_same_people_without_the_bcc():
    ours = people("to ann@x, cc bob@x, bcc boss@x")
    assert answer_again(ours) == people("to ann@x, cc bob@x")


def test_a_mail_to_a_crowd_is_answered_to_its_writer_alone():
    crowd = [Recipient(kind="to", name="", email=f"p{n}@x.example") for n in range(40)]
    last = [Recipient(kind="from", name="", email="grace@x.example"), *crowd]
    assert [r["email"] for r in answer_to(last, ours=[])] == ["grace@x.example"]


def test_the_requester_is_not_forgotten_over_a_stranger_who_wrote_last():
    grace = Recipient(kind="to", name="Grace", email="grace@x.example")
    stan = Recipient(kind="to", name="Stan", email="stan@s.example")
    assert with_requester([stan], grace) == [grace, stan]
    assert with_requester([stan, grace], grace) == [stan, grace]
