"""Whether somebody can be reached now: what they said of it, in the few ways people say it."""

import re
from datetime import time

_TIME = r"(\d{1,2})(?:[:.h](\d\d))?\s*(?:uhr|h)?"
_BETWEEN = re.compile(rf"{_TIME}\s*(?:-|–|—|to|until|till|bis|tot|à|a)\s*{_TIME}", re.I)
_AFTER = re.compile(rf"\b(?:after|from|ab|nach|na|vanaf|après|dopo|desde)\s+{_TIME}", re.I)
_BEFORE = re.compile(rf"\b(?:before|until|till|vor|bis|voor|tot|avant|prima|hasta)\s+{_TIME}", re.I)
WAKING = (time(8), time(20))  # for whoever has said nothing


def is_reachable(said: str, *, at: time) -> bool:
    """Whether the hour fits what they said, such as “after 17:00”; else whether it is day."""
    if found := _BETWEEN.search(said):
        begin, end = _read(*found.groups()[:2]), _read(*found.groups()[2:])
        return begin <= at < end if begin <= end else at >= begin or at < end
    after, before = _AFTER.search(said), _BEFORE.search(said)
    begin = _read(*after.groups()) if after else WAKING[0]
    end = _read(*before.groups()) if before else time.max if after else WAKING[1]
    return begin <= at < end


def _read(hour: str, minute: str | None) -> time:
    return time(min(int(hour), 23), min(int(minute or 0), 59))
