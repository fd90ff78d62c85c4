from django.urls import include, path

urlpatterns = [path("style-guide/", include("ui.urls"))]
