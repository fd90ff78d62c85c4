"""What programs do in the name of people: change what they have read, and ask twice to be sure."""

from functools import partial
from typing import Any

from helpwell.api.testing import V1
from helpwell.core.testing import at_once
from helpwell.tickets.models import Merge
from tests.together.actor import Actor
from tests.together.deeds import deed, one_of, undoes


@deed(weight=8)
def change_as_read(actor: Actor) -> None:
    """Overwrite a field by `If-Match`: only what was read is overwritten."""
    path = f"{V1}/tickets/{actor.some_ticket().pk}"
    read = actor.ask("GET", path)
    if read.status_code != 200:
        return
    value = actor.new_words("size")
    seen = read.json()["values"].get("size")
    match = {"If-Match": read["ETag"]}
    answer = actor.ask("PATCH", path, {"values": {"size": value}}, **match)
    if answer.status_code == 200 and not undoes(actor):
        noted = {"key": "size", "seen": seen, "typed": value, "by": actor.user.pk}
        actor.record.overwrites.append(noted)


@deed(weight=3)
def change_several(actor: Actor) -> None:
    path = f"{V1}/tickets/{actor.some_ticket().pk}"
    tags = actor.dice.sample([f"tag{n}" for n in range(8)], 2)
    status = actor.dice.choice(("open", "pending", "solved"))
    actor.ask("PATCH", path, {"tags": tags, "status": status, "priority": "high"})


@deed(weight=4)
def say_twice(actor: Actor) -> None:
    """The same answer two times at once under one key, as after a broken line."""
    path, words = f"{V1}/tickets/{actor.some_ticket().pk}/replies", actor.new_words("keyed")
    said = {"text": words, "to": [{"email": "a@home.example"}]}
    say = partial(_ask, said=said, path=path, key=f"key {words}")
    at_once(partial(say, actor.twin()), partial(say, actor))


@deed(weight=2)
def note_it(actor: Actor) -> None:
    path = f"{V1}/tickets/{actor.some_ticket().pk}/notes"
    actor.ask("POST", path, {"text": actor.new_words("noted")})


@deed(weight=3)
def merge_or_part(actor: Actor) -> None:
    standing = Merge.objects.filter(undone_at=None).order_by("-pk")[:20]
    if actor.dice.random() < 0.5 and (merged := one_of(actor, standing)):
        actor.ask("DELETE", f"{V1}/tickets/{merged.into_id}/merges/{merged.pk}")
        return
    one, other = actor.some_ticket().pk, actor.some_ticket().pk
    actor.ask("POST", f"{V1}/tickets/{one}/merges", {"ticket_ids": [other]})


def _ask(actor: Actor, *, path: str, said: dict[str, Any], key: str) -> None:
    actor.ask("POST", path, said, **{"Idempotency-Key": key})
