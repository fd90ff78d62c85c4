from django.urls import path

from helpwell.fields.views import arranging

app_name = "fields"
urlpatterns = [
    path("settings/fields/", arranging.fields, name="fields"),
    path("settings/fields/new/", arranging.new_field, name="new_field"),
    path("settings/fields/<int:field_id>/", arranging.field, name="field"),
    path("settings/fields/<int:field_id>/place/", arranging.place, name="place"),
]
