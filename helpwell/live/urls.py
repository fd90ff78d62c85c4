from django.urls import path

from helpwell.live import views

app_name = "live"
urlpatterns = [path("live-pass/", views.pass_for_page, name="pass")]
