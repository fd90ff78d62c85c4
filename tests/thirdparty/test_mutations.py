"""Real mails, damaged: each is still read, and none takes long."""

import random
import time

import pytest

from helpwell.channels.mail import parse
from tests.thirdparty.conftest import mails

ROUNDS = 12
SECONDS = 20


def shuffled(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    start = chance.randrange(len(lines))
    piece = lines[start : start + 20]
    chance.shuffle(piece)
    return b"\n".join(lines[:start] + piece + lines[start + 20 :])


def cut(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[start + chance.randrange(200) :]


def overwritten(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(min(len(raw), 20)):
        changed[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(changed)


def doubled(raw: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(raw) + 1)
    return raw[:start] + raw[max(0, start - 500) :]


@pytest.mark.parametrize("path", mails())
def test_a_damaged_mail_is_read(path):
    raw = path.read_bytes()
    chance = random.Random(path.name)
    for _ in range(ROUNDS):
        damage = chance.choice((shuffled, cut, overwritten, doubled))
        damaged = damage(raw, chance) if raw else raw
        started = time.process_time()
        mail = parse(damaged)
        assert time.process_time() - started < SECONDS
        assert not [d for d in mail.defects if d.startswith("unreadable")], (damage, damaged)
        (mail.text + mail.subject + mail.visible_text + mail.from_name + mail.html).encode()
