"""The roles a new house begins with; people change them as they like."""

from dataclasses import dataclass

READS_EVERYTHING = ("tickets.read_all", "customers.read")
ANSWERS = (
    "tickets.reply",
    "tickets.note",
    "tickets.assign",
    "tickets.set_status",
    "tickets.prioritise",
    "tickets.tag",
    "tickets.ask",
    "tickets.mark_spam",
    "tickets.set_fields",
    "tickets.merge",
    "tickets.promise",
    "tickets.snooze",
    "tickets.trash",
    "tickets.change_many",
)
LEADS = (
    "tickets.export",
    "tickets.share_views",
    "macros.share",
    "tickets.arrange",
    "customers.describe",
    "customers.merge",
    "customers.see_vulnerability",
    "customers.import",
    "customers.export",
    "channels.see_health",
)


@dataclass(frozen=True)
class StandingRole:
    """A role before it is a row: `key` finds it in code, `name` is what people read."""

    key: str
    name: str
    capabilities: tuple[str, ...] = ()
    is_administrator: bool = False


STANDING_ROLES = {
    role.key: role
    for role in (
        StandingRole("administrator", "Administrator", is_administrator=True),
        StandingRole(
            "lead",
            "Team lead",
            (*READS_EVERYTHING, *ANSWERS, *LEADS),
        ),
        StandingRole("agent", "Agent", (*READS_EVERYTHING, *ANSWERS, "customers.describe")),
        StandingRole(
            "specialist", "Specialist", ("tickets.read_assigned", "tickets.read_groups", *ANSWERS)
        ),
        StandingRole("light", "Light agent", (*READS_EVERYTHING, "tickets.note")),
    )
}
