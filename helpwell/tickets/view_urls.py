"""Addresses of saved views, and of what is done to many tickets at once."""

from django.urls import path

from helpwell.tickets.views import bulk, exporting, saved

urlpatterns = [
    path("inbox/<slug:slug>/export/", exporting.export, name="export"),
    path("bulk/", bulk.begin, name="bulk"),
    path("bulk/dialog/", bulk.dialog, name="bulk_dialog"),
    path("bulk/outlook/", bulk.outlook, name="bulk_outlook"),
    path("bulk/runs/", bulk.runs, name="bulk_runs"),
    path("bulk/runs/<int:run_id>/undo/", bulk.undo, name="bulk_undo"),
    path("views/", saved.all_views, name="all_views"),
    path("views/new/", saved.new, name="new_view"),
    path("views/draft/", saved.draft, name="draft_view"),
    path("views/order/", saved.order, name="order_views"),
    path("views/<int:view_id>/", saved.view, name="view"),
    path("views/<int:view_id>/removal/", saved.removal, name="remove_view"),
]
