from helpwell.channels.models.delivery import Delivery, Recipient
from helpwell.channels.models.envelope import Envelope
from helpwell.channels.models.fetched import Fetched
from helpwell.channels.models.grant import Grant, Provider, ProviderApp
from helpwell.channels.models.hook import Hook
from helpwell.channels.models.inbox import Inbox
from helpwell.channels.models.rule import BlockedSender, MailRule

__all__ = [
    "BlockedSender",
    "Delivery",
    "Envelope",
    "Fetched",
    "Grant",
    "Hook",
    "Inbox",
    "MailRule",
    "Provider",
    "ProviderApp",
    "Recipient",
]
