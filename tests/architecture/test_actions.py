"""Actions say who acts."""

import ast

import pytest

from tests.architecture.house import Source, in_order, sources

TEACHING = (
    "{name} changes something without knowing who does it. Give it a keyword `by: By` and pass it "
    "to the fact it publishes; upkeep by the machine itself is listed with its reason in {here}."
)
HERE = "tests/architecture/test_actions.py"

# Rooms that store for others (who acts is known to the room that asks them), and the demo, which
# acts as everybody in its play.
SERVING_ROOMS = {"files", "search", "events", "jobs", "live", "demo"}
# The machine's own upkeep, and mail that nobody of us sends: there is nobody to name.
BY_NOBODY = {
    "accounts.accept": "whoever holds the invitation's link becomes who acts",
    "accounts.found_house": "nobody is here yet; whoever founds becomes who acts",
    "accounts.join": "whoever joins becomes who acts",
    "accounts.remove_empty_groups": "a demo goes without a trace, facts and all",
    "accounts.remove_people": "a demo goes without a trace, facts and all",
    "accounts.standing_role": "the roles of every new house; each is made once",
    "channels.accept": "a mail comes in; its sender is known only after it was read",
    "channels.accept_all": "the same for several",
    "channels.advance": "how far a mailbox was fetched",
    "channels.begin": "a mailbox was counted anew by its server",
    "channels.claim_next": "the outbox takes what is due",
    "channels.give_up_inbox": "a demo goes without a trace, facts and all",
    "channels.note_bounce": "a mail server answered",
    "channels.note_fetch_trouble": "a mail server answered",
    "channels.note_fetched": "a mail server answered",
    "channels.note_handed_over": "a mail server answered",
    "channels.note_send_trouble": "a mail server answered",
    "channels.note_sent": "a mail server answered",
    "channels.queue": "the consequence of a reply, whose fact names who wrote it",
    "channels.read": "a customer's mail; the facts name the customer",
    "channels.read_at_once": "a customer's mail; the facts name the customer",
    "channels.read_batch": "a customer's mail; the facts name the customer",
    "channels.read_waiting": "a customer's mail; the facts name the customer",
    "channels.send": "the outbox sends what is due",
    "channels.send_due": "the outbox sends what is due",
    "channels.set_aside": "a mail is too large to be read",
    "customers.found_organisation": "named in the customer's description, whose fact says who",
    "customers.remove": "a demo goes without a trace, facts and all",
    "customers.remove_empty_organisations": "a demo goes without a trace, facts and all",
    "tickets.fold_tallies": "keeps counts cheap",
    "tickets.forget_the_gone": "drops presences that were not renewed",
    "tickets.remove": "a demo goes without a trace, facts and all",
    "tickets.remove_unused_tags": "a demo goes without a trace, facts and all",
}
# Public names in actions that change nothing.
PURE = {"accounts.hash_of", "customers.normalised", "tickets.tag_name"}


def test_every_action_says_who_acts():
    in_order(finding for source in sources() for finding in check(source))


def test_the_exceptions_exist():
    there_are = {name for source in sources() for name, _ in actions_of(source)}
    assert (set(BY_NOBODY) | PURE) - there_are == set()


def test_an_action_without_by_is_told():
    source = Source.of("def merge(ticket, into): ...", "helpwell/tickets/actions/merging.py")
    (finding,) = check(source)
    assert finding.startswith(
        "helpwell/tickets/actions/merging.py:1: tickets.merge changes something without knowing"
    )
    assert "`by: By`" in finding


@pytest.mark.parametrize(
    "text",
    [
        "def merge(ticket, *, by): ...",
        "def _row(ticket): ...",
        "class Merging:\n    def run(self): ...",
    ],
)
def test_actions_with_by_and_private_steps_are_fine(text):
    assert check(Source.of(text, "helpwell/tickets/actions.py")) == []


def check(source: Source) -> list[str]:
    """The actions of this file that do not say who acts."""
    return [
        source.at(function, TEACHING.format(name=name, here=HERE))
        for name, function in actions_of(source)
        if source.room not in SERVING_ROOMS
        and name not in BY_NOBODY.keys() | PURE
        and "by" not in [argument.arg for argument in function.args.kwonlyargs]
    ]


def actions_of(source: Source) -> list[tuple[str, ast.FunctionDef]]:
    """The public functions of a room's actions, as `room.function`."""
    if not source.is_action or source.is_test or source.parts[-1] in QUESTIONS:
        return []
    return [
        (f"{source.room}.{node.name}", node)
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


# Files of an actions folder that only decide or lock, for the actions beside them.
QUESTIONS = {"guarding", "locking"}
