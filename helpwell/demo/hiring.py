"""Opening the shop: groups, people and inboxes of Plovermill, made through the rooms' actions."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from helpwell.accounts import actions as accounts
from helpwell.accounts.models import Group, User
from helpwell.channels import actions as channels
from helpwell.channels.models import Inbox
from helpwell.core.actors import SYSTEM
from helpwell.demo import cast
from helpwell.demo.models import Made
from helpwell.demo.noting import note_made
from helpwell.demo.phrases import learn_phrases
from helpwell.demo.wondering import Wonder, wonder

MAIL_VIEWERS_HOST = "127.0.0.1"
BIRDS = ("heron", "crane", "dipper", "wren", "swift", "martin", "jay", "kite", "stork", "owl")


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The people, groups and inboxes by the names the content gives them."""

    people: dict[str, User]
    groups: dict[str, Group]
    inboxes: dict[str, Inbox]
    wonder: Wonder


def open_desk() -> Desk:
    """Make everything that must be there before the first customer writes."""
    groups = {key: _group(name) for key, name in cast.groups().items()}
    people = {key: _person(one, groups) for key, one in cast.colleagues().items()}
    inboxes = {key: _inbox(one, groups) for key, one in cast.inboxes().items()}
    for kind, made in (
        (Made.Kind.GROUP, groups),
        (Made.Kind.PERSON, people),
        (Made.Kind.INBOX, inboxes),
    ):
        for key, row in made.items():
            note_made(kind, row.pk, key=key)
    _sort_newsletters(inboxes["support"])
    learn_phrases(groups)
    return Desk(people=people, groups=groups, inboxes=inboxes, wonder=wonder())


def _sort_newsletters(inbox: Inbox) -> None:
    """A rule that knows newsletters by their header; it goes with its inbox."""
    condition = {"field": "header:List-Unsubscribe", "test": "exists", "value": ""}
    channels.make_rule(
        name="Newsletters are tagged",
        inbox=inbox,
        conditions=[condition],
        action="tag",
        tag="newsletter",
        by=SYSTEM,
    )


def password() -> str:
    """The password of all demo logins: of this installation only, and not kept anywhere."""
    digest = hmac.new(settings.SECRET_KEY.encode(), b"helpwell.demo:password", hashlib.sha256)
    value = int.from_bytes(digest.digest()[:8])
    first, value = BIRDS[value % 10], value // 10
    second, value = BIRDS[value % 10], value // 10
    return f"{first}-{second}-{value % 1_000_000:06}"


def _group(name: str) -> Group:
    """A new group; if a real one has the name already, the demo's gets another."""
    taken = Group.objects.filter(name=name).exists()
    return accounts.make_group(name=f"{name} (demo)" if taken else name, by=SYSTEM)


def _person(colleague: cast.Colleague, groups: dict[str, Group]) -> User:
    invited = accounts.invite(
        email=colleague.email,
        name=colleague.name,
        role=accounts.standing_role(colleague.role),
        groups=[groups[key] for key in colleague.groups],
        by=SYSTEM,
    )
    return accounts.accept(secret=invited.secret, name=colleague.name, password=password())


def _inbox(desk: cast.DeskInbox, groups: dict[str, Group]) -> Inbox:
    """An inbox whose answers leave to the demo's own mail viewer."""
    return channels.open_inbox(
        name=desk.name,
        address=desk.address,
        group=groups[desk.group],
        signature=desk.signature.strip(),
        smtp_host=MAIL_VIEWERS_HOST,
        smtp_port=settings.HELPWELL.demo_smtp_port,
        smtp_security=Inbox.Security.NONE,
        by=SYSTEM,
    )
