"""All writes of this room: inviting and founding, people, groups, roles."""

from helpwell.accounts.actions.clocks import choose_house_zone, choose_zone
from helpwell.accounts.actions.employing import make_app
from helpwell.accounts.actions.founding import found_house
from helpwell.accounts.actions.grouping import delete_group, make_group, rename_group
from helpwell.accounts.actions.guarding import covers
from helpwell.accounts.actions.hinting import choose_hints
from helpwell.accounts.actions.inviting import Invited, accept, invite, withdraw
from helpwell.accounts.actions.keying import use_single_keys
from helpwell.accounts.actions.people import (
    deactivate,
    give_role,
    join_group,
    leave_group,
    make_password_link,
    put_into_groups,
    reactivate,
    rename,
    set_availability,
)
from helpwell.accounts.actions.removing import remove_empty_groups, remove_people
from helpwell.accounts.actions.roles import change_role, delete_role, make_role, standing_role

__all__ = [
    "Invited",
    "accept",
    "change_role",
    "choose_hints",
    "choose_house_zone",
    "choose_zone",
    "covers",
    "deactivate",
    "delete_group",
    "delete_role",
    "found_house",
    "give_role",
    "invite",
    "join_group",
    "leave_group",
    "make_app",
    "make_group",
    "make_password_link",
    "make_role",
    "put_into_groups",
    "reactivate",
    "remove_empty_groups",
    "remove_people",
    "rename",
    "rename_group",
    "set_availability",
    "standing_role",
    "use_single_keys",
    "withdraw",
]
