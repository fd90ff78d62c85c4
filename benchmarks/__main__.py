"""`make bench`, or `python -m benchmarks --tickets 200000 --only pages search`."""

import argparse
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from benchmarks import report
from benchmarks.house import ROOT, House, Served
from benchmarks.measure import Figure

type Measure = Callable[[Served], Iterator[Figure]]


def main() -> None:
    """Seed where that is due, measure, print each line as it comes, keep all as JSON."""
    chosen = _arguments()
    folder = Path(chosen.folder or Path(tempfile.gettempdir()) / "helpwell-bench")
    house = House(folder / str(chosen.tickets), chosen.tickets, chosen.port)
    house.enter()
    print(report.HEAD, report.RULE, sep="\n", flush=True)
    figures = []
    for figure in _figures(house, chosen.only, chosen.count, chosen.mails):
        figures.append(figure)
        print(report.line(figure), flush=True)
    stamp = f"{datetime.now():%Y%m%d-%H%M%S}"
    path = Path(chosen.json or ROOT / f"benchmarks/results/{chosen.tickets}-{stamp}.json")
    report.keep(path, figures, tickets=chosen.tickets)
    print(f"\nkept in {path}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tickets", type=int, default=10_000)
    parser.add_argument("--folder", help="where the seeded houses are kept (default: temporary)")
    parser.add_argument("--port", type=int, default=27000, help="the first of a hundred")
    parser.add_argument("--count", type=int, default=200, help="repeats of a page")
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--only", nargs="*", default=list(NAMES), choices=NAMES)
    parser.add_argument("--json", help="where the figures are kept")
    return parser.parse_args()


NAMES = ("start", "memory", "pages", "search", "views", "api", "outbound", "inbound", "live")


def _figures(house: House, only: list[str], count: int, mails: int) -> Iterator[Figure]:
    from benchmarks import (  # noqa: PLC0415
        fanout,
        idle,
        inbound,
        outbound,
        pages,
        programs,
        searching,
        view_counts,
    )

    measures: dict[str, list[Measure]] = {
        "memory": [idle.memory],
        "pages": [lambda served: pages.measure(served, count)],
        "search": [lambda served: searching.measure(served, 60)],
        "views": [lambda served: view_counts.measure(served, count)],
        "api": [lambda served: programs.measure(served, count)],
        "outbound": [lambda served: outbound.measure(served, 20)],
        "inbound": [lambda served: inbound.measure(served, mails)],
        "live": [partial(fanout.measure, clients=clients) for clients in (1000, 5000)],
    }
    if "start" in only:
        yield from idle.starts(house)
    with house.served() as served:
        for name in only:
            for measure in measures.get(name, ()):
                yield from measure(served)


if __name__ == "__main__":
    main()
