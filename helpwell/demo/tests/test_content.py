"""What is written about Plovermill holds together."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest

from helpwell.demo import cast
from helpwell.demo.chance import chance
from helpwell.demo.errors import UnreadableError
from helpwell.demo.letters import MAILS, Thread, letter
from helpwell.demo.script import talks_in
from helpwell.demo.telling import tellings
from helpwell.demo.timetable import DAY, ZONE, scenes

NOW = datetime(2026, 11, 21, 21, 6, tzinfo=UTC)
LANGUAGES = ("en", "de", "fr", "nl", "es", "it", "pl", "pt", "uk", "ja", "ar", "he")
RESERVED = re.compile(r"[\w.+-]+@[\w.-]+\.example$")


def plan(now=NOW, seed=2011):
    random = chance(seed)
    return scenes(tellings(random), now=now, random=random)


def test_everybody_in_the_talks_exists():
    for folder in ("talks", "woven"):
        for talk in talks_in(cast.CONTENT / folder):
            assert talk.inbox in cast.inboxes()
            assert talk.group in {"", *cast.groups()}
            assert talk.who in {"", *cast.customers()}, talk.subject
            for turn in talk.turns:
                known = {"customer", "agent", "supplier", *cast.colleagues()}
                assert turn.who in known, talk.subject


def test_nobody_real_is_meant():
    addresses = [one.email for one in cast.customers().values()]
    addresses += [inbox.address for inbox in cast.inboxes().values()]
    addresses += [one.person.email for one in tellings(chance(1))]
    assert all(RESERVED.match(address) for address in addresses)
    every_host = re.findall(r"https?://([\w.-]+)", "".join(p.read_text() for p in MAILS.iterdir()))
    assert all(host.endswith(".example") for host in every_host)


def test_about_two_hundred_talks_of_about_sixty_customers_in_many_languages():
    told = tellings(chance(2011))
    assert 190 <= len(told) <= 215
    assert sum(not one.is_woven for one in told) >= 70
    assert 55 <= len({one.person.key for one in told}) <= 70
    languages = Counter(one.language for one in told)
    assert languages.keys() >= {*LANGUAGES}


def test_no_two_talks_read_the_same_and_no_gap_is_left():
    first_words = Counter()
    for scene in plan():
        if scene.telling.is_woven:
            assert not re.search(r"[{}<>|]", scene.turn.text), scene.turn.text
        if scene.turn.is_customers and len(scene.turn.text) > 120:
            first_words[scene.turn.text] += 1
        assert "{" not in scene.turn.text
    assert max(first_words.values()) == 1


def test_the_same_seed_tells_the_same_story():
    assert plan() == plan()
    assert plan(seed=7) != plan()
    scene = next(one for one in plan() if one.turn.prop("shows"))
    written = [
        letter(
            scene.turn,
            person=scene.telling.person,
            thread=Thread(subject="Hello", to="support@plovermill.example"),
            at=scene.at,
            language="en",
        )
        for _ in range(2)
    ]
    assert written[0] == written[1]


@pytest.mark.parametrize("days", range(8))
def test_everything_is_past_whatever_the_weekday_and_agents_sleep(days):
    now = NOW + days * DAY * 1.3
    told = plan(now=now)
    assert told == sorted(told, key=lambda scene: (scene.at, scene.number))
    assert told[-1].at < now
    assert told[0].at > now - 95 * DAY
    for scene in told:
        local = scene.at.astimezone(ZONE)
        if scene.turn.text and not scene.turn.is_customers and scene.turn.ago is None:
            assert (local.weekday() < 5, 8 <= local.hour < 18) == (True, True), (scene.turn, local)


def test_a_damaged_talk_says_what_is_not_understood(tmp_path):
    (tmp_path / "one.talk").write_text("== Hello\nwhoo: somebody\n\n[customer]\nHi\n")
    with pytest.raises(UnreadableError, match="whoo: somebody"):
        list(talks_in(tmp_path))
