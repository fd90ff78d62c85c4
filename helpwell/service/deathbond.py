"""Children that die with their parent, whatever kills it (Linux; elsewhere nothing happens)."""

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent(signum: int = signal.SIGKILL) -> None:
    """Let the kernel send us `signum` when the thread that started us is gone."""
    if _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signum)


def bond(signum: int) -> Callable[[], None]:
    """The same as a step between fork and exec; after any change of user, which undoes it."""
    return lambda: die_with_parent(signum)
