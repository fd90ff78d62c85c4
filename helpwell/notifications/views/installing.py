"""What makes Helpwell an app on a phone: its worker, and what it shows without a connection."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.views.decorators.http import require_safe

SHELL = (
    "ui/css/index.css",
    "ui/before-paint.js",
    "ui/favicon.svg",
    "ui/icons/192.png",
    "notifications/without-connection.js",
)
OFFLINE = "notifications/offline.html"


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; another set of files or another offline page makes it a new one."""
    files = [static(name) for name in SHELL]
    kept = " ".join(files) + render_to_string(OFFLINE)
    edition = hashlib.sha256(kept.encode()).hexdigest()[:12]
    context = {"files": files, "edition": edition}
    return render(
        request,
        "notifications/worker.js",
        context,
        content_type="text/javascript; charset=utf-8",
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """A calm page that says nothing of anybody."""
    return render(request, OFFLINE)
