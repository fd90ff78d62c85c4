"""Who hands in mail by HTTP, and how each one's calls are opened."""

from collections.abc import Callable

from helpwell.channels.adapters.webhooks import mailgun, postmark, raw, sendgrid
from helpwell.channels.adapters.webhooks.calls import Call, Parcel
from helpwell.channels.models import Hook

OPENERS: dict[str, Callable[[Call, str], Parcel]] = {
    Hook.Format.RAW: raw.open_parcel,
    Hook.Format.MAILGUN: mailgun.open_parcel,
    Hook.Format.SENDGRID: sendgrid.open_parcel,
    Hook.Format.POSTMARK: postmark.open_parcel,
}


def open_parcel(hook: Hook, call: Call) -> Parcel:
    """The mail of a call at `hook`; refuses what is not proven or has none."""
    return OPENERS[hook.format](call, hook.key)
