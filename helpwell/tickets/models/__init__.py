from helpwell.tickets.models.custom_status import CustomStatus
from helpwell.tickets.models.draft import Draft
from helpwell.tickets.models.form import TicketForm
from helpwell.tickets.models.habits import Habits, ReopenPolicy
from helpwell.tickets.models.house_word import HouseWord
from helpwell.tickets.models.joined import Follower, Link, Merge, Participant
from helpwell.tickets.models.mention import Mention
from helpwell.tickets.models.message import Attachment, Message
from helpwell.tickets.models.presence import Presence, Sight
from helpwell.tickets.models.reason import ContactReason, Resolution
from helpwell.tickets.models.receipt import Receipt
from helpwell.tickets.models.saved_view import BulkRun, SavedView, Touched, ViewEntry, ViewTally
from helpwell.tickets.models.side_talk import SideTalk
from helpwell.tickets.models.tag import Tag
from helpwell.tickets.models.tally import Tally
from helpwell.tickets.models.ticket import Ticket, TicketQuerySet
from helpwell.tickets.models.work import Promise, Snooze, Step, TimeEntry

__all__ = [
    "Attachment",
    "BulkRun",
    "ContactReason",
    "CustomStatus",
    "Draft",
    "Follower",
    "Habits",
    "HouseWord",
    "Link",
    "Mention",
    "Merge",
    "Message",
    "Participant",
    "Presence",
    "Promise",
    "Receipt",
    "ReopenPolicy",
    "Resolution",
    "SavedView",
    "SideTalk",
    "Sight",
    "Snooze",
    "Step",
    "Tag",
    "Tally",
    "Ticket",
    "TicketForm",
    "TicketQuerySet",
    "TimeEntry",
    "Touched",
    "ViewEntry",
    "ViewTally",
]
