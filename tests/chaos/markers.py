"""Unique words by which a mail or a reply is known again wherever it turns up."""

import random
import re

MAIL = re.compile(r"\bmail\d{5}z[0-9a-f]{8}\b")
REPLY = re.compile(r"\breply\d{5}z[0-9a-f]{8}\b")


def mail_marker(number: int, dice: random.Random) -> str:
    return f"mail{number:05d}z{dice.getrandbits(32):08x}"


def reply_marker(number: int, dice: random.Random) -> str:
    return f"reply{number:05d}z{dice.getrandbits(32):08x}"
