from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class NoInbox(Refused):
    sentence = _("There is no inbox to send from. Add one in the settings, then retry.")


class InboxNotInUse(Refused):
    sentence = _(
        "Its inbox is not in use any more, so it was not sent. Use the inbox again, or cancel it."
    )


class NotSentAgain(Refused):
    sentence = _("There is nobody left whom this answer has not reached.")


class NoSigningKey(Refused):
    sentence = _("This is no private key in PEM: RSA with 1024 bits or more, or Ed25519.")


class SelectorWrong(Refused):
    sentence = _("A selector has letters, digits, dots and hyphens only, at most 63.")


class AddressTaken(Refused):
    sentence = _("There is an inbox with this address already. Change that one, or use another.")


class OneOfOurs(Refused):
    sentence = _("That is an address of our own, so it cannot be blocked.")


class PublicProvider(Refused):
    sentence = _(
        "Anybody can have an address there, customers too. Block the single address instead."
    )


class NothingToBlock(Refused):
    sentence = _("Give an address, such as name@example.com, or a domain, such as @example.com.")


class RuleIncomplete(Refused):
    sentence = _("A rule needs a name, what happens, and at least one condition.")
