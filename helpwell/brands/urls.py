from django.urls import path

from helpwell.brands import views

app_name = "brands"
urlpatterns = [
    path("settings/brands/", views.brands, name="brands"),
    path("settings/brands/<int:brand_id>/", views.brand, name="brand"),
    path("settings/brands/<int:brand_id>/place/", views.brand_place, name="place"),
]
