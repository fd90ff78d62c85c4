from django.urls import include, path

urlpatterns = [
    path("accounts/", include("helpwell.accounts.sign_in_urls")),
    path("style-guide/", include("ui.urls")),
    path("", include("helpwell.accounts.urls")),
    path("", include("helpwell.live.urls")),
    path("", include("helpwell.api.urls")),
    path("", include("helpwell.fields.urls")),
    path("", include("helpwell.brands.urls")),
    path("", include("helpwell.customers.urls")),
    path("", include("helpwell.tickets.urls")),
    path("", include("helpwell.channels.urls")),
    path("", include("helpwell.macros.urls")),
    path("", include("helpwell.notifications.urls")),
    path("", include("helpwell.workspace.urls")),
    path("", include("helpwell.demo.urls")),
]
handler500 = "helpwell.core.faults.fault"
