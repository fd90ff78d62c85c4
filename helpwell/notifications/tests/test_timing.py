"""When somebody is told."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from helpwell.accounts.models import User
from helpwell.notifications.kinds import Kind
from helpwell.notifications.models import Wishes
from helpwell.notifications.timing import GATHERING, after_quiet, local, mail_due

ZONE = ZoneInfo("Europe/Berlin")


def at(hour, minute=0, day=10):
    return datetime(2026, 3, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "expected"),
    [
        (22, 7, at(23), at(7, day=11)),
        (22, 7, at(3), at(7)),
        (22, 7, at(7), at(7)),
        (22, 7, at(12), at(12)),
        (12, 13, at(12, 30), at(13)),
        (12, 12, at(12), at(12)),
    ],
)
def test_quiet_hours_put_off_until_they_end(begins, ends, now, expected):
    wishes = Wishes(quiet_from=time(begins), quiet_until=time(ends))
    assert after_quiet(wishes, Kind.ANSWERED, now) == expected


def test_mentions_come_in_quiet_hours_only_where_chosen():
    wishes = Wishes(quiet_from=time(22), quiet_until=time(7))
    assert after_quiet(wishes, Kind.MENTIONED, at(23)) == at(7, day=11)
    wishes.mentions_break_quiet = True
    assert after_quiet(wishes, Kind.MENTIONED, at(23)) == at(23)


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        ("at_once", at(9, 40) + GATHERING),
        ("hourly", at(10)),
        ("daily", at(8, day=11)),
    ],
)
def test_mails_come_at_the_pace_chosen(pace, expected):
    wishes = Wishes(pace=pace, daily_at=time(8))
    assert mail_due(wishes, Kind.ANSWERED, at(9, 40)) == expected


def test_the_clock_is_the_persons_own_and_utc_where_none_is_known():
    noon = datetime(2026, 3, 10, 12, tzinfo=ZoneInfo("UTC"))
    assert local(User(time_zone="Asia/Tokyo"), noon).hour == 21
    assert local(User(time_zone="Nowhere/Atall"), noon).hour == 12
