"""The house that the actors work in: a few groups, customers and tickets that all of them want."""

from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.accounts.testing import make_agent, make_group
from helpwell.channels.models import Inbox
from helpwell.channels.testing import make_inbox
from helpwell.core.actors import SYSTEM
from helpwell.customers.testing import make_customer
from helpwell.fields.testing import make_field
from helpwell.tickets import actions
from helpwell.tickets.testing import make_ticket

ROLES = ("administrator", "lead", "lead", "agent")
STATUSES = {"Waiting for parts": "on_hold", "Checked": "open"}


@dataclass(frozen=True)
class Stage:
    """How many act, and on how little: the fewer tickets, the more they meet."""

    actors: int = 50
    tickets: int = 24
    customers: int = 12
    smtp_port: int = 25


def set_up(stage: Stage) -> list[User]:
    """Make all that, through the real actions; the agents who will act."""
    plain = {"smtp_host": "127.0.0.1", "smtp_security": Inbox.Security.NONE}
    make_inbox(**plain, smtp_port=stage.smtp_port)
    groups = [make_group(f"Group {n}") for n in range(2)]
    agents = [
        make_agent(f"Actor {n}", ROLES[n % len(ROLES)], groups, email=f"actor{n}@together.example")
        for n in range(stage.actors)
    ]
    customers = [
        make_customer(f"Customer {n}", email=f"customer{n}@home.example")
        for n in range(stage.customers)
    ]
    make_field("Size")
    make_field("Colour", "choice", choices=["Red", "Blue", "Green"])
    for name, status in STATUSES.items():
        actions.make_status(name=name, status=status, by=SYSTEM)
    for n in range(stage.tickets):
        make_ticket(
            subject=f"Matter {n}",
            text=f"begun{n}",
            requester=customers[n % len(customers)],
            group=groups[n % 2],
        )
    _views(agents[0])
    return agents


def _views(agent: User) -> None:
    for name, rule in RULES.items():
        actions.save_view(actions.Plan(name=name, rule=rule, for_all=True), by=agent)


RULES = {
    "Ours": {"all": [{"field": "status", "is": "one_of", "value": ["new", "open"]}]},
    "Urgent or tagged": {
        "any": [
            {"field": "priority", "is": "one_of", "value": [4]},
            {"field": "tags", "is": "any_of", "value": ["tag1", "tag2"]},
        ]
    },
}
