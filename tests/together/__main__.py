"""`python -m tests.together`: the whole proof, with a report; exit 1 when a promise was broken."""

import argparse
import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Sequence

SHOWN = 12
PROCESSES = 2
AT_WORK = "tests.together.at_work"


def main() -> int:
    asked = _asked()
    _have_a_house()
    from tests.together.actor import Record
    from tests.together.check import look
    from tests.together.mailing import mail_server, senders
    from tests.together.stage import Stage, set_up
    from tests.together.work import come_to_rest, tidy

    _say(f"{asked.actors} actors, {asked.tickets} tickets, {asked.minutes} minutes, {asked.seed=}")
    record, stop = Record(), threading.Event()
    with mail_server(record) as port:
        agents = [agent.pk for agent in set_up(Stage(asked.actors, asked.tickets, smtp_port=port))]
        beside = threading.Thread(target=tidy, args=(stop, record))
        beside.start()
        with senders(record):
            for noted in _work(agents, seed=asked.seed, seconds=asked.minutes * 60):
                record.add(noted)
        stop.set()
        beside.join()
        come_to_rest()
    found = look(record)
    _say(_report(record, found))
    return 1 if any(found.values()) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.together", description=__doc__)
    parser.add_argument("--actors", type=int, default=50)
    parser.add_argument("--tickets", type=int, default=24)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(1000))
    return parser.parse_args()


def _have_a_house() -> None:
    """A throw-away database and data folder, for this process and those it starts."""
    from helpwell.service.testing import ensure_data_folder, ensure_database

    ensure_data_folder()
    ensure_database()
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _work(agents: Sequence[int], *, seed: int, seconds: float) -> list[str]:
    """What the processes noted, each of which plays its part of the actors."""
    parts = [json.dumps(agents[n::PROCESSES]) for n in range(PROCESSES)]
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", AT_WORK, part, str(seed), str(seconds)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        for part in parts
    ]
    return [process.communicate()[0] for process in processes]


def _report(record: object, found: dict[str, list[str]]) -> str:
    noted = vars(record)
    lines = [f"  {noted['deeds'].total()} deeds: {dict(noted['deeds'].most_common())}"]
    lines.append(f"  answers: {dict(noted['answers'].most_common())}")
    for promise, violations in found.items():
        lines.append(f"{'BROKEN' if violations else 'kept  '} {promise}")
        lines += [f"         {violation}" for violation in violations[:SHOWN]]
        if len(violations) > SHOWN:
            lines.append(f"         and {len(violations) - SHOWN} more")
    return "\n".join(lines)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
