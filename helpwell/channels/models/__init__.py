from helpwell.channels.models.delivery import Delivery, Recipient
from helpwell.channels.models.envelope import Envelope
from helpwell.channels.models.inbox import Inbox

__all__ = ["Delivery", "Envelope", "Inbox", "Recipient"]
