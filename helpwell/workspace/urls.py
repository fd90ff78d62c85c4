from django.urls import path

from helpwell.workspace import views

app_name = "workspace"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("palette/", views.palette, name="palette"),
    path("settings/", views.settings, name="settings"),
    path("settings/suggestions/", views.suggestions, name="suggestions"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
