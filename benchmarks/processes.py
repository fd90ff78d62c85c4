"""What processes cost, as Linux tells it."""

import os
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The processes it has started and that live, and theirs."""
    found: list[int] = []
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children_of(child)]
    return found


def parts_of(pid: int) -> dict[str, list[int]]:
    """The processes of `helpwell serve` (`pid`) by the name of their part."""
    parts: dict[str, list[int]] = {"supervisor": [pid]}
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            parts.setdefault(_part(child), []).extend([child, *children_of(child)])
    return parts


def _part(pid: int) -> str:
    words = (PROC / str(pid) / "cmdline").read_bytes().split(b"\0")
    return "database" if b"postgres" in words[0] else words[-2].decode()


def cpu(pids: list[int]) -> float:
    """CPU seconds of these processes and of their children that have ended."""
    return sum(_ticks(pid) for pid in pids) / TICK


def _ticks(pid: int) -> int:
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return sum(map(int, fields[11:15]))


def memory(pids: list[int]) -> float:
    """Megabytes: what is theirs alone, and their share of what they share (PSS)."""
    return sum(map(_pss, pids)) / 1024


def _pss(pid: int) -> int:
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, PermissionError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
