from django.urls import path

from helpwell.macros.views import keeping, putting, starting

app_name = "macros"
urlpatterns = [
    path("tickets/<int:ticket_id>/snippets/", putting.snippets, name="snippets_for"),
    path(
        "tickets/<int:ticket_id>/snippets/<int:snippet_id>/text/",
        putting.snippet_text,
        name="snippet_text",
    ),
    path("tickets/new/macros/", starting.macros, name="macros_to_start"),
    path("tickets/new/macros/<int:macro_id>/", starting.macro, name="start"),
    path("tickets/<int:ticket_id>/macros/", putting.macros, name="macros_for"),
    path("tickets/<int:ticket_id>/macros/<int:macro_id>/", putting.macro, name="chosen"),
    path("macros/uses/<int:use_id>/removal/", putting.drop, name="drop"),
    path(
        "macros/uses/<int:use_id>/deeds/<slug:deed>/removal/", putting.drop_deed, name="drop_deed"
    ),
    path("macros/uses/<int:use_id>/undo/", putting.take_back, name="take_back"),
    path("settings/snippets/", keeping.snippets, name="snippets"),
    path("settings/snippets/new/", keeping.new_snippet, name="new_snippet"),
    path("settings/snippets/<int:snippet_id>/", keeping.snippet, name="snippet"),
    path(
        "settings/snippets/<int:snippet_id>/removal/",
        keeping.remove_snippet,
        name="remove_snippet",
    ),
    path("settings/macros/", keeping.macros, name="macros"),
    path("settings/macros/new/", keeping.new_macro, name="new_macro"),
    path("settings/macros/<int:macro_id>/", keeping.macro, name="macro"),
    path("settings/macros/<int:macro_id>/removal/", keeping.remove_macro, name="remove_macro"),
    path("settings/macros/variant/", keeping.macro_variant, name="macro_variant"),
    path("settings/snippets/variant/", keeping.variant, name="variant"),
]
