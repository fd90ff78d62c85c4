"""`python -m tests.chaos`: the whole proof, with a report; exit 1 when a promise was broken."""

import argparse
import sys
from pathlib import Path

from tests.chaos.house import house
from tests.chaos.run import Outcome, Plan, run

SHOWN = 10


def main() -> int:
    asked = _asked()
    plan = Plan(
        mails=asked.mails,
        replies=asked.replies,
        kills=asked.kills,
        seed=asked.seed,
        seconds=asked.seconds or max(asked.mails / 4, asked.kills * 10),
    )
    _say(f"{plan.mails} mails in, {plan.replies} replies out, {plan.kills} kills, seed {plan.seed}")
    with house(port=asked.port, folder=asked.folder) as ours:
        outcome = run(plan, ours)
        _say(_report(outcome))
        if not outcome.is_clean:
            _say(f"\nThe end of its log ({ours.running.log}):\n{_end_of(ours.running.log)}")
    return 0 if outcome.is_clean else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    for name, number in (("mails", 500), ("replies", 100), ("kills", 12), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--seconds", type=float, help="how long mails come in")
    parser.add_argument("--port", type=int, help="the first of five ports in a row")
    parser.add_argument("--folder", type=Path, help="kept afterwards, for looking")
    return parser.parse_args()


def _report(outcome: Outcome) -> str:
    lines = [f"  {name}: {figure}" for name, figure in outcome.figures.items()]
    for promise, violations in outcome.checks.items():
        lines.append(f"{'BROKEN' if violations else 'kept  '} {promise}")
        lines += [f"         {violation}" for violation in violations[:SHOWN]]
        if len(violations) > SHOWN:
            lines.append(f"         and {len(violations) - SHOWN} more")
    lines.append("Every promise was kept." if outcome.is_clean else "Promises were broken.")
    return "\n".join(lines)


def _end_of(log: Path) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-60:])


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
