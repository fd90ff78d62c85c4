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
            (*READS_EVERYTHING, *ANSWERS, "customers.describe", "channels.see_health"),
        ),
        StandingRole("agent", "Agent", (*READS_EVERYTHING, *ANSWERS, "customers.describe")),
        StandingRole(
            "specialist", "Specialist", ("tickets.read_assigned", "tickets.read_groups", *ANSWERS)
        ),
        StandingRole("light", "Light agent", (*READS_EVERYTHING, "tickets.note")),
    )
}
