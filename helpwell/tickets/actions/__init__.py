"""Everything that changes a ticket: lock it, decide, write, tell."""

from helpwell.tickets.actions.acknowledging import acknowledge, nudge
from helpwell.tickets.actions.arranging import (
    arrange_form,
    arrange_reason,
    arrange_resolution,
    put_in_place,
)
from helpwell.tickets.actions.arranging_habits import set_habits, set_reopening
from helpwell.tickets.actions.arranging_statuses import change_status, make_status, move_status
from helpwell.tickets.actions.arranging_views import (
    Plan,
    may_change,
    order_views,
    remove_view,
    save_view,
)
from helpwell.tickets.actions.beginning import Outline, Upload, begin_with_mail, begin_with_record
from helpwell.tickets.actions.changing import (
    assign,
    make_requester,
    prioritise,
    set_brand,
    tag,
    tag_name,
)
from helpwell.tickets.actions.completing import complete
from helpwell.tickets.actions.counting import fold_tallies
from helpwell.tickets.actions.disclosing import look_at_original
from helpwell.tickets.actions.drafting import (
    attach,
    detach,
    discard_begun,
    discard_draft,
    forget_begun_for,
    save_begun,
    save_draft,
)
from helpwell.tickets.actions.filling import (
    set_form,
    set_reason,
    set_resolution,
    set_type,
    set_values,
)
from helpwell.tickets.actions.following import (
    add_participant,
    follow,
    remove_participant,
    unfollow,
)
from helpwell.tickets.actions.following_people import (
    follow_merge,
    follow_parting,
    follow_stragglers,
)
from helpwell.tickets.actions.growing_old import close_old, solve_silent
from helpwell.tickets.actions.linking import (
    link,
    unlink,
)
from helpwell.tickets.actions.locking import locked, locked_with, wait_for_turn
from helpwell.tickets.actions.merging import merge
from helpwell.tickets.actions.messaging import note, open, receive, reply
from helpwell.tickets.actions.moving import move_message, split_off
from helpwell.tickets.actions.overhearing import overhear
from helpwell.tickets.actions.parting import unmerge
from helpwell.tickets.actions.promising import (
    keep_promise,
    move_promise,
    promise,
    watch_promises,
    withdraw_promise,
)
from helpwell.tickets.actions.removing import (
    remove,
    remove_arranged,
    remove_statuses,
    remove_unused_tags,
    remove_views,
)
from helpwell.tickets.actions.returning import note_complaint, note_return
from helpwell.tickets.actions.running_in_bulk import BELL as BULK
from helpwell.tickets.actions.running_in_bulk import change_many, go_on_with_runs, undo_run
from helpwell.tickets.actions.scheduling import correct_recipient, release, schedule
from helpwell.tickets.actions.setting_status import (
    make_ours,
    mark_spam,
    not_spam,
    restore,
    set_status,
    trash,
)
from helpwell.tickets.actions.sharing import give_back, sending_for, share_draft
from helpwell.tickets.actions.side_talking import (
    hear_in_side_talk,
    open_side_talk,
    write_in_side_talk,
)
from helpwell.tickets.actions.snoozing import snooze, wake_for_order, wake_sleepers
from helpwell.tickets.actions.spending import (
    correct_time,
    remove_time,
    spend,
)
from helpwell.tickets.actions.steps import (
    add_steps,
    assign_step,
    move_step,
    remove_step,
    rename_step,
    tick,
)
from helpwell.tickets.actions.sweeping import sweep_uploads
from helpwell.tickets.actions.taking_once import sweep_receipts, taken_once
from helpwell.tickets.actions.undoing import takes_back, undo
from helpwell.tickets.actions.view_counting import count_views, judge_anew
from helpwell.tickets.actions.watching import forget_the_gone, leave, look, see, see_all
from helpwell.tickets.actions.withdrawing import make_outdated, withdraw
from helpwell.tickets.actions.wording import forget_house_word, keep_house_word

__all__ = [
    "BULK",
    "Outline",
    "Plan",
    "Upload",
    "acknowledge",
    "add_participant",
    "add_steps",
    "arrange_form",
    "arrange_reason",
    "arrange_resolution",
    "assign",
    "assign_step",
    "attach",
    "begin_with_mail",
    "begin_with_record",
    "change_many",
    "change_status",
    "close_old",
    "complete",
    "correct_recipient",
    "correct_time",
    "count_views",
    "detach",
    "discard_begun",
    "discard_draft",
    "fold_tallies",
    "follow",
    "follow_merge",
    "follow_parting",
    "follow_stragglers",
    "forget_begun_for",
    "forget_house_word",
    "forget_the_gone",
    "give_back",
    "go_on_with_runs",
    "hear_in_side_talk",
    "judge_anew",
    "keep_house_word",
    "keep_promise",
    "leave",
    "link",
    "locked",
    "locked_with",
    "look",
    "look_at_original",
    "make_ours",
    "make_outdated",
    "make_requester",
    "make_status",
    "mark_spam",
    "may_change",
    "merge",
    "move_message",
    "move_promise",
    "move_status",
    "move_step",
    "not_spam",
    "note",
    "note_complaint",
    "note_return",
    "nudge",
    "open",
    "open_side_talk",
    "order_views",
    "overhear",
    "prioritise",
    "promise",
    "put_in_place",
    "receive",
    "release",
    "remove",
    "remove_arranged",
    "remove_participant",
    "remove_statuses",
    "remove_step",
    "remove_time",
    "remove_unused_tags",
    "remove_view",
    "remove_views",
    "rename_step",
    "reply",
    "restore",
    "save_begun",
    "save_draft",
    "save_view",
    "schedule",
    "see",
    "see_all",
    "sending_for",
    "set_brand",
    "set_form",
    "set_habits",
    "set_reason",
    "set_reopening",
    "set_resolution",
    "set_status",
    "set_type",
    "set_values",
    "share_draft",
    "snooze",
    "solve_silent",
    "spend",
    "split_off",
    "sweep_receipts",
    "sweep_uploads",
    "tag",
    "tag_name",
    "taken_once",
    "takes_back",
    "tick",
    "trash",
    "undo",
    "undo_run",
    "unfollow",
    "unlink",
    "unmerge",
    "wait_for_turn",
    "wake_for_order",
    "wake_sleepers",
    "watch_promises",
    "withdraw",
    "withdraw_promise",
    "write_in_side_talk",
]
