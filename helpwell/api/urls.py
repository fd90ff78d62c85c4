from django.urls import URLPattern, include, path, re_path

from helpwell.api.door import api
from helpwell.api.gate import through_the_gate
from helpwell.api.views.describing import docs, nowhere, openapi
from helpwell.api.views.tokens import app_revocation, apps, revocation, tokens


def gated() -> list[URLPattern]:
    """The addresses of all rooms, each behind the gate and once."""
    found: dict[str, URLPattern] = {}
    for entry in api.urls[0]:
        if isinstance(entry, URLPattern) and entry.name != "api-root":
            found.setdefault(str(entry.pattern), entry)
    for pattern in found.values():
        pattern.callback = through_the_gate(pattern.callback)
    return list(found.values())


app_name = "api"
urlpatterns = [
    path("settings/tokens/", tokens, name="my_tokens"),
    path("settings/tokens/<int:token_id>/revocation/", revocation, name="revocation"),
    path("settings/apps/", apps, name="all_apps"),
    path("settings/apps/<int:token_id>/revocation/", app_revocation, name="app_revocation"),
    path("api/", docs, name="docs"),
    path("api/v1/openapi.json", openapi, name="openapi"),
    path("api/v1/", include(gated())),
    re_path("^api/v1/.*$", through_the_gate(nowhere), name="nowhere"),
]
