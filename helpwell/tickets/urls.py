from django.urls import path

from helpwell.tickets.views import changes, pages, showing, writing

app_name = "tickets"
urlpatterns = [
    path("inbox/<slug:slug>/", pages.inbox, name="inbox"),
    path("inbox/<slug:slug>/rows/", pages.rows, name="rows"),
    path("inbox/<slug:slug>/views/", pages.views, name="views"),
    path("tags/", changes.tag_names, name="tag_names"),
    path("tickets/<int:ticket_id>/", pages.ticket, name="ticket"),
    path("tickets/<int:ticket_id>/head/", pages.head, name="head"),
    path("tickets/<int:ticket_id>/thread/", pages.thread, name="thread"),
    path("tickets/<int:ticket_id>/status/", changes.set_status, name="status"),
    path("tickets/<int:ticket_id>/priority/", changes.prioritise, name="priority"),
    path("tickets/<int:ticket_id>/assignment/", changes.assign, name="assignment"),
    path("tickets/<int:ticket_id>/assignment/me/", changes.take, name="take"),
    path("tickets/<int:ticket_id>/tags/", changes.tag, name="ticket_tags"),
    path("tickets/<int:ticket_id>/undo/<int:fact_id>/", changes.undo, name="undo"),
    path("tickets/<int:ticket_id>/composer/", writing.composer, name="composer"),
    path("tickets/<int:ticket_id>/replies/", writing.create_reply, name="replies"),
    path("tickets/<int:ticket_id>/notes/", writing.create_note, name="notes"),
    path("tickets/<int:ticket_id>/draft/", writing.save_draft, name="draft"),
    path("tickets/<int:ticket_id>/files/", writing.attach, name="files"),
    path("tickets/<int:ticket_id>/files/<int:attachment_id>/", showing.attachment, name="file"),
    path(
        "tickets/<int:ticket_id>/files/<int:attachment_id>/removal/", writing.detach, name="detach"
    ),
    path("tickets/<int:ticket_id>/messages/<int:message_id>/frame/", showing.frame, name="frame"),
    path(
        "tickets/<int:ticket_id>/messages/<int:message_id>/images/",
        showing.frame_with_images,
        name="frame_with_images",
    ),
    path(
        "tickets/<int:ticket_id>/messages/<int:message_id>/inline/<path:content_id>/",
        showing.inline,
        name="inline",
    ),
    path("tickets/<int:ticket_id>/presence/", showing.present, name="presence"),
    path("tickets/<int:ticket_id>/presence/look/", showing.look, name="look"),
    path("tickets/<int:ticket_id>/presence/leave/", showing.leave, name="leave"),
]
