from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused


class AlreadyHere(Refused):
    sentence = _("Somebody with this address already works here.")


class UnknownInvitation(Refused):
    sentence = _(
        "This link does not belong to any invitation. Check that you opened all of it, "
        "or ask for a new one."
    )


class InvitationUsed(Refused):
    sentence = _("This invitation has been used already. Sign in, or ask for a new one.")


class InvitationRevoked(Refused):
    sentence = _("This invitation was withdrawn. Ask the person who invited you for a new one.")


class InvitationExpired(Refused):
    sentence = _("This invitation has expired. Ask the person who invited you for a new one.")


class UnknownZone(Refused):
    sentence = _("There is no such time zone. Choose one of the list, such as Europe/Brussels.")


class HouseAlreadyFounded(Refused):
    sentence = _("Helpwell has its first administrator already. Sign in, or ask for an invitation.")


class LastAdministrator(Refused):
    sentence = _(
        "This is the last person who may do everything. Make somebody else an administrator first."
    )


class BeyondOwnRole(Refused):
    sentence = _(
        "This goes beyond what you may do yourself. Ask somebody whose role may do everything."
    )


class NameTaken(Refused):
    sentence = _("This name is taken already. Choose another one.")


class NameMissing(Refused):
    sentence = _("A name is missing. Type one, then save.")


class RoleInUse(Refused):
    sentence = _("People have this role. Give them another one first, then delete it.")


class SignInClosed(Refused):
    sentence = _("This person may not sign in at present. Let them back in first.")
