"""Why a mail did not arrive, as a sentence with what to do about it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpwell.channels.mail.incoming import Failure

LONGEST_DIAGNOSTIC = 250
SENTENCES = {
    "user unknown": gettext_lazy("There is no such mailbox. Ask for the right address."),
    "disabled": gettext_lazy("The mailbox is switched off. Ask for another address."),
    "moved": gettext_lazy("The mailbox has moved. Ask for the new address."),
    "accepts no mail": gettext_lazy("Their domain takes no mail. Ask for another address."),
    "host unknown": gettext_lazy("Their domain cannot be found. Look whether it is spelt right."),
    "mailbox full": gettext_lazy("The mailbox is full. Try again in some days, or call them."),
    "too large": gettext_lazy("The mail is too large for them. Send the files another way."),
    "spam": gettext_lazy("Their mail system took it for spam."),
    "blocked": gettext_lazy("Their mail system refuses mail from our server."),
    "sender refused": gettext_lazy("Their mail system refuses our address as a sender."),
    "relaying denied": gettext_lazy("The mail server does not pass mail on to them."),
    "greylisted": gettext_lazy("Their mail system wants to be asked again later."),
    "too many": gettext_lazy("Their mail system had too much mail from us at once."),
    "network": gettext_lazy("Their mail server could not be reached."),
    "expired": gettext_lazy("Their mail server could not be reached for days."),
    "content": gettext_lazy("Their mail system does not want what is in the mail."),
    "system": gettext_lazy("Their mail system has trouble of its own."),
}


def in_words(failure: Failure) -> str:
    """What a mail system said of one address: our sentence, and its own words and code."""
    sentence = str(SENTENCES.get(failure.reason, ""))
    if failure.action == "delayed":
        sentence = _("Not there yet; their mail system goes on trying. %s") % sentence
    told = f"{failure.status} {failure.diagnostic[:LONGEST_DIAGNOSTIC]}".strip()
    parts = [sentence.strip() or _("It came back."), f"({told})" if told else ""]
    return " ".join(part for part in parts if part)
