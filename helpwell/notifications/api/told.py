"""What happened that somebody is told of, and that they have read it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Status

from helpwell.api.paging import Asked, page_of
from helpwell.api.requests import ProgramRequest
from helpwell.api.shapes import Moment, Number, Page, Shape
from helpwell.notifications import actions
from helpwell.notifications.api.router import router
from helpwell.notifications.models import Notification


class NotificationShape(Shape):
    """Something that happened on a ticket, `count` times since it was read."""

    id: int
    kind: str
    ticket_id: int
    by_id: int | None
    at: Moment
    count: int
    read_at: Moment | None


@router.get("/notifications", response=Page[NotificationShape], summary="What I am told")
def notifications(
    request: ProgramRequest, response: HttpResponse, asked: Query[Asked], unread: bool = False
) -> dict[str, Any]:
    """What you are told in Helpwell of tickets that you may see, newest first."""
    rows = Notification.objects.shown_to(request.user)
    rows = rows.unread() if unread else rows
    return page_of(rows, asked, request, response, newest_first=True)


@router.post("/notifications/read", response={204: None}, summary="All is read")
def read_all(request: ProgramRequest) -> Status[None]:
    """Mark all as read; nothing of it is mailed or pushed any more."""
    actions.read_all(by=request.user)
    return Status(204, None)


@router.post("/notifications/{notification_id}/read", response={204: None}, summary="One is read")
def read(request: ProgramRequest, notification_id: Number) -> Status[None]:
    """Mark one as read."""
    mine = Notification.objects.shown_to(request.user)
    actions.read(get_object_or_404(mine, pk=notification_id), by=request.user)
    return Status(204, None)
