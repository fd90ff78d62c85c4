"""Blocked senders: whose mail goes to spam."""

from dataclasses import dataclass

from helpwell.accounts.models import User
from helpwell.channels.models import BlockedSender, Inbox
from helpwell.customers.actions import normalised
from helpwell.customers.models import Customer, Identity

MOST_OFFERED = 3
# Providers at whose domains anybody can have an address: blocking one would block half the world.
_PROVIDERS = """
    126.com 139.com 163.com aol.com comcast.net duck.com fastmail.com free.fr gmail.com gmx.at
    gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com hotmail.de
    hotmail.es hotmail.fr hotmail.it icloud.com inbox.lv interia.pl laposte.net libero.it live.com
    mac.com mail.com mail.ru mailbox.org me.com msn.com naver.com o2.pl online.de onet.pl
    orange.fr outlook.com outlook.de outlook.fr posteo.de proton.me protonmail.com qq.com
    rediffmail.com seznam.cz sfr.fr t-online.de tiscali.it tuta.com tutanota.com wanadoo.fr web.de
    wp.pl yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de yahoo.es yahoo.fr yahoo.it yandex.ru zoho.com
    ziggo.nl
"""
PUBLIC_PROVIDERS = frozenset(_PROVIDERS.split())


def block_of(email: str) -> BlockedSender | None:
    """The block that an address falls under: its own, or its domain's."""
    address = normalised(email)
    wanted = [address, domain_of(address)]
    return BlockedSender.objects.filter(value__in=wanted).order_by("-value").first()


@dataclass(frozen=True)
class Offer:
    """An address or a domain that may be blocked, and the block that there is already."""

    value: str
    block: BlockedSender | None


def offers_for(customer: Customer) -> list[Offer]:
    """What of a customer's addresses can be blocked; of each domain, if not everybody's."""
    addresses = customer.identities.filter(kind=Identity.Kind.EMAIL).order_by("pk")
    values = list(addresses.values_list("value", flat=True)[:MOST_OFFERED])
    values += [d for d in dict.fromkeys(map(domain_of, values)) if not is_public(d)]
    blocks = {block.value: block for block in BlockedSender.objects.filter(value__in=values)}
    return [Offer(value, blocks.get(value)) for value in values if not is_ours(value)]


def domain_of(email: str) -> str:
    """The domain of an address with its @, as it is blocked."""
    return f"@{normalised(email).rpartition('@')[2]}"


def is_public(value: str) -> bool:
    """Whether this is the domain of a provider where anybody can have an address."""
    return value.removeprefix("@") in PUBLIC_PROVIDERS


def is_ours(value: str) -> bool:
    """Whether an address or `@domain` is, or holds, an inbox's or a colleague's address."""
    ending = {"endswith": value} if value.startswith("@") else {"exact": value}
    inboxes = Inbox.objects.filter(**{f"address__i{kind}": v for kind, v in ending.items()})
    people = User.objects.filter(**{f"email__i{kind}": v for kind, v in ending.items()})
    return inboxes.exists() or people.exists()
