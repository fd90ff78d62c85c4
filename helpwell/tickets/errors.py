from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from helpwell.core.errors import Refused

if TYPE_CHECKING:
    from helpwell.tickets.completeness import Lack


class TicketClosed(Refused):
    sentence = _("This ticket is closed. Open it again first, then answer.")


class InSpam(Refused):
    sentence = _("This ticket is in spam. Take it out of spam first, then write.")


class SetAside(Refused):
    sentence = _("This ticket is in the trash or was merged. Bring it back first, then write.")


class OutOfSight(Refused):
    """It was merged into a ticket that whoever asks does not see."""

    sentence = _("You may not change this ticket any more.")


class StatusUnnamed(Refused):
    sentence = _("Give the status a name.")


class StatusNameTaken(Refused):
    sentence = _("There is a status of that name already.")


class TooManyStatuses(Refused):
    sentence = _("There are 40 statuses in use already. Retire one that nobody needs first.")


class StatusRetired(Refused):
    sentence = _("This status is not in use any more. Choose another one.")


class CustomerAddressed(Refused):
    """A side talk would go to the customer it is kept from."""

    def __init__(self, email: str) -> None:
        words = _("%s is the customer, who must not see a side talk. Take the address out.")
        super().__init__(words % email)


class NothingWritten(Refused):
    sentence = _("There is nothing written yet. Write a few words, then send.")


class TooManyAddressed(Refused):
    sentence = _("An answer goes to at most 100 people. Take some out, or write to a list.")


class NobodyAddressed(Refused):
    sentence = _("Nobody would get this. Add at least one recipient.")


class BlankLeft(Refused):
    """A place in the answer was not filled in."""

    def __init__(self, blank: str) -> None:
        words = _("“%s” is not filled in yet. Fill it in, or send once more to send it as it is.")
        super().__init__(words % blank)


class SomethingNewArrived(Refused):
    sentence = _(
        "Something new arrived while you were writing. Read it, then send if it still fits."
    )


class TakenBefore(Refused):
    """It was taken at an earlier try, whose answer did not reach the browser that sent it."""

    sentence = _("This was sent already.")

    def __init__(self, message_id: int | None) -> None:
        super().__init__()
        self.message_id = message_id


class NoSuchMoment(Refused):
    sentence = _("Choose a moment that is still to come, within a year.")


class WriterLeft(Refused):
    sentence = _(
        "Its writer does not work here any more, so it was not sent. Send it if it still fits, or "
        "cancel it."
    )


class WroteFirst(Refused):
    sentence = _("The customer wrote first, so it was not sent. Send it if it still fits.")


class AlreadySent(Refused):
    sentence = _("This answer has already left, so it cannot be taken back.")


class NotOneOfOurs(Refused):
    sentence = _("This person cannot take the ticket: they do not work here any more.")


class NotUndone(Refused):
    sentence = _("This was changed again since, so it was not undone.")


class MayNotNote(Refused):
    sentence = _("You may not write notes. Give it back without one, and tell them yourself.")


class MayNotUndo(Refused):
    """Whoever asks has not (or no more) the right to do such a thing themselves."""

    sentence = _("You may not take this back: it takes the right to do it.")


class MovedMeanwhile(Refused):
    sentence = _("This message is on another ticket by now. Look there.")


class NotMovable(Refused):
    sentence = _(
        "This message cannot be moved: it is the only one here, has only just been sent, or is no "
        "customer’s."
    )


class NotOffered(Refused):
    sentence = _("This cannot be chosen any more. Choose something else.")


class Incomplete(Refused):
    """An agent solves a ticket that does not say yet what it must; `lack` is what is missing."""

    def __init__(self, lack: "Lack") -> None:
        self.lack = lack
        names = ", ".join(str(name) for name in lack.names)
        super().__init__(_("Before it is solved, fill in: %s.") % names)


class IncompleteNew(Refused):
    """An agent makes a ticket that does not say yet what a new one must."""

    def __init__(self, lack: "Lack") -> None:
        names = ", ".join(str(name) for name in lack.names)
        super().__init__(_("A new ticket needs to say: %s.") % names)


class NobodyConcerned(Refused):
    sentence = _("Say whose matter it is: a customer, or an e-mail address.")


class TicketGone(Refused, Http404):
    """Of a ticket that is there no more, also for whoever looks for no refusal."""

    sentence = _("This ticket is gone: it was taken back, or emptied from the trash.")


class ViewGone(Refused, Http404):
    sentence = _("This view is gone: somebody has removed it.")


class NobodyYouMet(Refused):
    sentence = _(
        "Your role does not let you look customers up: choose somebody who is on a ticket that you "
        "see, or ask somebody who may."
    )


class Unnamed(Refused):
    sentence = _("Give it a name.")


class NameTaken(Refused):
    """Something beside it has that name already."""

    def __init__(self, name: str) -> None:
        super().__init__(_("There is “%s” already. Choose another name.") % name)


class TooDeep(Refused):
    sentence = _("Contact reasons have at most three levels.")


class FileInfected(Refused):
    sentence = _("A virus was found in one of the files. Take it out, then send again.")


class TagTooLong(Refused):
    sentence = _("A tag has at most 60 characters.")


class NotAnAddress(Refused):
    """Something typed as a recipient is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(_("“%s” is not an e-mail address. Correct it, then send.") % typed)


class MergedAway(Refused):
    """A ticket was merged before one could merge it oneself; where it went is not for everybody."""

    def __init__(self, number: int) -> None:
        words = _("#%s was merged meanwhile. Open it to see where it goes on.")
        super().__init__(words % number)


class NothingToMerge(Refused):
    sentence = _("Choose at least one more ticket to merge with this one.")


class TooManyToMerge(Refused):
    sentence = _("At most 50 tickets can be merged at once. Take some out, then merge.")


class NotMergeable(Refused):
    """A ticket is hidden, or the one to go on with is closed."""

    def __init__(self, number: int) -> None:
        words = _("#%s is closed, in spam or in the trash. Bring it back first, then merge.")
        super().__init__(words % number)


class AlreadyLinked(Refused):
    sentence = _("These two are linked like that already.")


class LinkedInCircle(Refused):
    sentence = _("That would go round in a circle: the other one hangs on this ticket already.")


class HasParent(Refused):
    sentence = _("It hangs on another ticket already. Take that link away first.")


class TooManySteps(Refused):
    sentence = _("A checklist has at most 100 steps. Remove some, or open another ticket.")


class StepGone(Refused):
    sentence = _("Somebody has removed this step meanwhile.")


class RenamedMeanwhile(Refused):
    """A step reads otherwise than its writer saw."""

    def __init__(self, text: str) -> None:
        super().__init__(_("Somebody has changed it meanwhile. It reads now: %s") % text)


class IsRequester(Refused):
    sentence = _("This is the customer whose ticket it is; they get every answer anyway.")


class TooManyTakePart(Refused):
    sentence = _("At most 50 people can take part. Take some out, or write to a list.")


class NoSpan(Refused):
    sentence = _("Write how long it took, such as “10m”, “1h 20m” or “1:20”; a day at most.")


class NothingChosen(Refused):
    sentence = _("Nothing is chosen to be changed.")


class TooManyChosen(Refused):
    sentence = _("At most 5,000 tickets are changed at once. Choose fewer, or change them in turn.")


class StillRunning(Refused):
    sentence = _("This is not finished yet. Undo it then.")


class NotYourView(Refused):
    sentence = _("This view is shared, and sharing views is not among your rights. Copy it first.")


class ViewUnnamed(Refused):
    sentence = _("Give the view a name.")


class TooManyViews(Refused):
    sentence = _("There are 300 views already. Remove one that nobody needs first.")


class ViewChanged(Refused):
    sentence = _(
        "Somebody changed this view while you did. Look at it as it is now; yours is kept here."
    )


class DraftChanged(Refused):
    """Another device or person has written something else in the draft `draft_id` since."""

    sentence = _("This draft was changed elsewhere. Both are kept: choose.")

    def __init__(self, draft_id: int) -> None:
        super().__init__()
        self.draft_id = draft_id


class NotAskedToLook(Refused):
    sentence = _("This draft is back with its writer, or was sent.")


class CannotLookOver(Refused):
    sentence = _("They cannot look it over: they do not see this ticket, or may not answer it.")


class NothingPromised(Refused):
    sentence = _("Say what you promise, in a few words.")


class PromiseSettled(Refused):
    sentence = _("This promise was kept or withdrawn meanwhile.")


class MayNotSee(Refused):
    """Somebody shall hear of a ticket that is hidden from them."""

    def __init__(self, name: str) -> None:
        words = _("%s may not see this ticket. Move it to a group of theirs first.")
        super().__init__(words % name)
