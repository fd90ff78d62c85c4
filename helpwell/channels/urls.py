from django.urls import path

from helpwell.channels.views import messages

app_name = "channels"
urlpatterns = [
    path("messages/<int:message_id>/withdrawal/", messages.take_back, name="take_back"),
    path("envelopes/<int:envelope_id>/original/", messages.original, name="original"),
]
