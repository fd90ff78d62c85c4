from django.urls import path

from helpwell.channels.views import health, inboxes, messages

app_name = "channels"
urlpatterns = [
    path("messages/<int:message_id>/withdrawal/", messages.take_back, name="take_back"),
    path("envelopes/<int:envelope_id>/original/", messages.original, name="original"),
    path("settings/inboxes/", inboxes.inboxes, name="inboxes"),
    path("settings/inboxes/new/", inboxes.new_inbox, name="new_inbox"),
    path("settings/inboxes/servers/", inboxes.servers, name="servers"),
    path("settings/inboxes/incoming-test/", inboxes.incoming_test, name="incoming_test"),
    path("settings/inboxes/outgoing-test/", inboxes.outgoing_test, name="outgoing_test"),
    path("settings/inboxes/<int:inbox_id>/", inboxes.inbox, name="inbox"),
    path("settings/mail/", health.mail_health, name="mail_health"),
    path("settings/mail/<int:envelope_id>/original/", health.original, name="unread_original"),
    path("settings/mail/<int:envelope_id>/retry/", health.retry_mail, name="retry_mail"),
    path("settings/mail/<int:envelope_id>/dismissal/", health.dismiss_mail, name="dismiss_mail"),
    path("settings/outbox/<int:delivery_id>/retry/", health.retry_answer, name="retry_answer"),
    path("settings/outbox/<int:delivery_id>/stop/", health.stop_answer, name="stop_answer"),
]
