"""The living style guide."""

from django.urls import path

from ui import views

app_name = "ui"

urlpatterns = [
    path("", views.style_guide, name="style_guide"),
    path("found/", views.found, name="found"),
    path("colleagues/", views.colleagues, name="colleagues"),
    path("undone/", views.undone, name="undone"),
    path("refused/", views.refused, name="refused"),
    path("screen/", views.screen, name="screen"),
    path("plain/", views.plain, name="plain"),
]
