"""Reading and writing mail: pure functions, no database, no network."""

from helpwell.channels.mail.incoming import Address, Attachment, Bounce, Forward, Incoming
from helpwell.channels.mail.message import parse

__all__ = ["Address", "Attachment", "Bounce", "Forward", "Incoming", "parse"]
