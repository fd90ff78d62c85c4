"""One run of the proof: everybody at work, the killer among them, then the reckoning."""

import hashlib
import json
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from tests.chaos.agents import Agents
from tests.chaos.customers import Customers
from tests.chaos.house import House
from tests.chaos.killer import Killer
from tests.chaos.look import wait_until_quiet
from tests.chaos.mails import marker_of
from tests.chaos.record import Record

ROOT = Path(__file__).resolve().parent.parent.parent
SLOW_SINK_SECONDS = 0.15
QUIET_SECONDS = 400


@dataclass(frozen=True)
class Plan:
    """How much comes in, goes out and is killed, and in how many seconds."""

    mails: int = 500
    replies: int = 100
    kills: int = 12
    seed: int = 1
    seconds: float = 120
    sink_troubles: int = 8


@dataclass
class Outcome:
    """What was found; `is_clean` when every promise was kept."""

    checks: dict[str, list[str]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not any(self.checks.values())


def run(plan: Plan, house: House) -> Outcome:
    """Let mails come in and replies go out while parts are killed; then check everything."""
    begun = time.monotonic()
    record = Record(house.folder / "record.jsonl")
    handed_in = _work_under_fire(plan, house, record)
    worked = time.monotonic()
    left = wait_until_quiet(house, seconds=QUIET_SECONDS)
    write_down(house)
    outcome = check(house)
    outcome.checks["all work is done in the end"] = [
        *(f"{number} {work} wait" for work, number in left.items() if number),
        *_not_done(plan, record),
    ]
    outcome.figures |= _figures(record) | {
        "mails handed in again": handed_in - len(record.of("accepted")),
        "seconds under fire": round(worked - begun),
        "seconds until quiet": round(time.monotonic() - worked),
    }
    return outcome


def check(house: House) -> Outcome:
    """Ask the checker, which looks from within the house."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.chaos.check", str(house.folder)],
        env=house.running.environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return Outcome(**json.loads(answer.stdout))


def _work_under_fire(plan: Plan, house: House, record: Record) -> int:
    """Everybody works until all is handed in; how many mails were handed in, repeats included."""
    dice = [
        random.Random(f"{plan.seed} {who}") for who in ("killer", "customers", "agents", "sink")
    ]
    house.sink.seconds = SLOW_SINK_SECONDS
    house.sink.to_data = _deeds(plan, dice[3])
    customers = Customers(house.smtp_port, house.sink, record, plan.mails, plan.seconds, dice[1])
    agents = Agents(house.address, record, plan.replies, plan.seconds, dice[2])
    threads = [*customers.start(), *agents.start()]
    Killer(
        house,
        record,
        plan.kills,
        plan.seconds,
        dice[0],
        lambda: customers.on_the_wire or agents.on_the_wire,
    ).work()
    for thread in threads:
        thread.join()
    return customers.handed_in


def _deeds(plan: Plan, dice: random.Random) -> list[str]:
    """What the sink answers: yes; now and then not now, or it hangs up before or after."""
    deeds = ["250 OK"] * plan.replies
    for place in dice.sample(range(plan.replies), plan.sink_troubles):
        deeds[place] = dice.choice(("451 not now", "take and cut", "cut"))
    return deeds


def _not_done(plan: Plan, record: Record) -> list[str]:
    """What was planned and never taken, however often it was tried."""
    planned = {"accepted": plan.mails, "reply": plan.replies}
    done = {kind: len(record.of(kind)) for kind in planned}
    return [f"{done[k]} of {n} were taken: {k}" for k, n in planned.items() if done[k] != n]


def write_down(house: House) -> None:
    """What the sink got, for the checker."""
    (house.folder / "sink.json").write_text(
        json.dumps(
            [
                {
                    "message_id": message_from_bytes(mail.raw, policy=policy.default)["Message-ID"],
                    "marker": marker_of(mail),
                    "sha256": hashlib.sha256(mail.raw).hexdigest(),
                    "recipient": ",".join(mail.recipients),
                }
                for mail in house.sink.mails
            ]
        )
    )


def _figures(record: Record) -> dict[str, Any]:
    return {
        "mails accepted": len(record.of("accepted")),
        "mails refused or cut": len(record.of("not taken")),
        "replies taken": len(record.of("reply")),
        "replies found on the ticket after a cut": sum(
            note["how"] == "found" for note in record.of("reply")
        ),
        "pages that did not come": len(record.of("no page")),
        "killed": dict(Counter(note["target"] for note in record.of("killed"))),
    }
