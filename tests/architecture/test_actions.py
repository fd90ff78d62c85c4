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
    "macros.remove_of_groups": "a demo goes without a trace, facts and all",
    "accounts.standing_role": "the roles of every new house; each is made once",
    "api.claim": "belongs to a request, whose deed says who acts",
    "api.keep": "belongs to a request, whose deed says who acts",
    "api.note_came": "counts requests, and may be a stranger's",
    "api.note_used": "a token was used; nobody did anything by that",
    "api.sweep_allowances": "forgets counts of minutes gone by",
    "api.sweep_answers": "forgets answers that no repeat may ask for",
    "brands.remove": "a demo goes without a trace, facts and all",
    "channels.accept": "a mail comes in; its sender is known only after it was read",
    "channels.accept_all": "the same for several",
    "channels.access_token": "a mailbox is opened by the consent its owner gave",
    "channels.add": "a customer's mail; the facts name the customer",
    "channels.acknowledge": "the consequence of a customer's mail",
    "channels.advance": "how far a mailbox was fetched",
    "channels.begin": "a mailbox was counted anew by its server",
    "channels.claim_next": "the outbox takes what is due",
    "channels.file_copies": "a copy of what was sent, in the mailbox it was sent from",
    "channels.forget_gone": "a mailbox was emptied by others",
    "channels.give_up_inbox": "a demo goes without a trace, facts and all",
    "channels.go_on": "a mail server answered",
    "channels.hear": "a third party's mail; the facts name them",
    "channels.keep_together": "mails come in; their senders are known only after they were read",
    "channels.move": "what became of recipients, as those say who ask for it",
    "channels.note_delayed": "a mail server answered",
    "channels.note_fetch_trouble": "a mail server answered",
    "channels.note_fetched": "a mail server answered",
    "channels.note_handed_over": "a mail server answered",
    "channels.note_moved": "the consequence of a move, whose fact names who moved",
    "channels.note_heard": "a mail provider called",
    "channels.note_hook_trouble": "a mail provider called",
    "channels.note_report": "a mail server answered",
    "channels.note_reported": "a mail server answered",
    "channels.note_send_trouble": "a mail server answered",
    "channels.note_sent": "a mail server answered",
    "channels.pass_over": "a mail that is not wanted stays in its mailbox",
    "channels.open_ticket": "a customer's mail; the facts name the customer",
    "channels.empty_trash": "what somebody threw away long ago; its history goes with it",
    "channels.nudge_silent": "a house's habit; the facts name the machine",
    "channels.note_silence": "noticed by the machine; nobody did it",
    "channels.place": "a customer's mail; the facts name the customer",
    "channels.queue": "the consequence of a reply, whose fact names who wrote it",
    "channels.note_stopped": "a blocked sender's mail came in",
    "channels.queue_aside": "the consequence of a question, whose fact names who wrote it",
    "channels.read": "a customer's mail; the facts name the customer",
    "channels.read_at_once": "a customer's mail; the facts name the customer",
    "channels.read_batch": "a customer's mail; the facts name the customer",
    "channels.read_waiting": "a customer's mail; the facts name the customer",
    "channels.release_scheduled": "the time has come that the writer chose",
    "channels.rest": "a mail server answered",
    "channels.send": "the outbox sends what is due",
    "channels.send_due": "the outbox sends what is due",
    "channels.set_aside": "a mail is too large to be read",
    "channels.show": "tells open pages, and changes nothing",
    "channels.take_turns": "a lock, which changes nothing",
    "customers.found_organisation": "named in the customer's description, whose fact says who",
    "customers.remove": "a demo goes without a trace, facts and all",
    "customers.remove_empty_segments": "a demo goes without a trace, facts and all",
    "customers.remove_empty_organisations": "a demo goes without a trace, facts and all",
    "fields.forget_changes": "a subject goes without a trace, facts and all",
    "fields.remove": "a demo goes without a trace, facts and all",
    "fields.renewing": "the frame of a change, whose fact names who made it",
    "notifications.mail_alerts": "the machine looks after itself",
    "notifications.mail_due": "sends what facts have told of",
    "notifications.push_due": "sends what facts have told of",
    "notifications.push_to_devices": "sends what facts have told of",
    "tickets.close_old": "a house's habit; the facts name the machine",
    "tickets.give_back_when_away": "a house's habit; the fact names the machine",
    "tickets.remove_statuses": "a demo goes without a trace, facts and all",
    "tickets.solve_silent": "a house's habit; the facts name the machine",
    "tickets.correct_recipient": "the outbox's fact names who had it sent again",
    "tickets.carry": "a step of merging, whose fact names who merged",
    "tickets.carry_back": "a step of parting, whose fact names who parted",
    "tickets.count_touched": "keeps counts right",
    "tickets.judge_anew": "views follow a field, whose fact says who has changed it",
    "tickets.count_views": "keeps counts right",
    "tickets.fill_views": "keeps counts right",
    "tickets.fold_tallies": "keeps counts cheap",
    "tickets.go_on_with_runs": "each run knows who began it",
    "tickets.let_time_pass": "keeps counts right",
    "tickets.forget_begun_for": "a customer goes without a trace",
    "tickets.forget_the_gone": "drops presences that were not renewed",
    "tickets.readdress": "a step of merging and moving, whose facts name who did it",
    "tickets.recount": "a step of merging and moving, whose facts name who did it",
    "tickets.sweep_receipts": "drops tokens that no browser sends any more",
    "tickets.sweep_uploads": "drops files of messages that nobody has written",
    "tickets.remove": "a demo goes without a trace, facts and all",
    "tickets.remove_arranged": "a demo goes without a trace, facts and all",
    "tickets.remove_unused_tags": "a demo goes without a trace, facts and all",
    "tickets.remove_views": "a demo goes without a trace, facts and all",
    "tickets.wake_for_order": "an order has news; the facts name the machine",
    "tickets.wake_sleepers": "the time has come; the facts name the machine",
    "tickets.watch_promises": "time passes; the facts name the machine",
}
# Public names in actions that change nothing.
PURE = {
    "accounts.hash_of",
    "api.this_minute",
    "channels.done_with",
    "channels.follow",
    "channels.held",
    "channels.held_message",
    "channels.let_go",
    "channels.turn",
    "channels.writer_of",
    "customers.matched",
    "customers.said",
    "customers.segment_name",
    "tickets.hangs_on",
    "tickets.may_change",
    "tickets.one_at_a_time",
    "tickets.reminder_for",
    "tickets.tag_name",
    "tickets.takes_back",
}


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


# Files of an actions folder that only decide, lock or take a step, for the actions beside them.
QUESTIONS = {"guarding", "locking", "putting", "indexing"}
