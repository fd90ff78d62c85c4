"""What happens to mail: taken in, read onto a ticket, queued, sent, taken back."""

from helpwell.channels.actions.accepting import accept, dismiss, restore_dropped, retry
from helpwell.channels.actions.alerting import note_silence
from helpwell.channels.actions.blocking import block_sender, unblock_sender
from helpwell.channels.actions.cancelling import cancel, retry_delivery, send_again, take_back
from helpwell.channels.actions.emptying import empty_trash
from helpwell.channels.actions.filing import file_copies
from helpwell.channels.actions.following import note_moved
from helpwell.channels.actions.granting import (
    give_back,
    note_consent,
    register_app,
    use_grant,
)
from helpwell.channels.actions.histories import note_sent, read_at_once
from helpwell.channels.actions.hooks import (
    change_hook,
    drop_hook,
    make_hook,
    note_heard,
    note_hook_trouble,
)
from helpwell.channels.actions.inboxes import change_inbox, give_up_inbox, open_inbox
from helpwell.channels.actions.nudging import nudge_silent
from helpwell.channels.actions.queueing import queue, queue_aside
from helpwell.channels.actions.reading import read_waiting
from helpwell.channels.actions.ruling import (
    change_rule,
    make_rule,
    move_rule,
    remove_rule,
)
from helpwell.channels.actions.scheduling import release_scheduled, send_now
from helpwell.channels.actions.sending import send_due
from helpwell.channels.actions.signing_keys import begin_signing, make_signing_key, use_signing_key

__all__ = [
    "accept",
    "begin_signing",
    "block_sender",
    "cancel",
    "change_hook",
    "change_inbox",
    "change_rule",
    "dismiss",
    "drop_hook",
    "empty_trash",
    "file_copies",
    "give_back",
    "give_up_inbox",
    "make_hook",
    "make_rule",
    "make_signing_key",
    "move_rule",
    "note_consent",
    "note_heard",
    "note_hook_trouble",
    "note_moved",
    "note_sent",
    "note_silence",
    "nudge_silent",
    "open_inbox",
    "queue",
    "queue_aside",
    "read_at_once",
    "read_waiting",
    "register_app",
    "release_scheduled",
    "remove_rule",
    "restore_dropped",
    "retry",
    "retry_delivery",
    "send_again",
    "send_due",
    "send_now",
    "take_back",
    "unblock_sender",
    "use_grant",
    "use_signing_key",
]
