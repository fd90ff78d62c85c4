"""The style guide on a port of its own, and a real browser to look at it."""

import threading
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.utils.csp import CSP
from playwright.sync_api import Browser, Page

from ui.testing import at_rest, chromium

STRICT = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF, CSP.NONCE],
}
SERVED = {
    "ROOT_URLCONF": "ui.tests.urls",
    "ALLOWED_HOSTS": ["127.0.0.1"],
    "SECURE_CSP": STRICT,
    "MIDDLEWARE": ["django.middleware.csp.ContentSecurityPolicyMiddleware"],
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.csp"],
                "builtins": ["helpwell.core.template_tags"],
            },
        }
    ],
}


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="package")
def guide() -> Iterator[str]:
    """The address of the style guide, served under the strict policy."""
    with override_settings(**SERVED):
        app = StaticFilesHandler(get_wsgi_application())
        with make_server("127.0.0.1", 0, app, Server, Silent) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/style-guide/"
            server.shutdown()
            thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def open_page(browser: Browser, guide: str) -> Iterator[Callable[..., Page]]:
    """Open a page: `open_page("screen/", theme="dark", width=390)`; it must not complain."""
    contexts, complaints = [], []

    def open_it(
        path: str = "",
        theme: str = "light",
        width: int = 1440,
        dir: str = "ltr",
        bypass_csp: bool = False,
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="en-GB",
            reduced_motion="reduce",
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        look = f'localStorage.setItem("helpwell.look", JSON.stringify({{theme: "{theme}"}}))'
        context.add_init_script(f"if (!localStorage.getItem('helpwell.look')) {look}")
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(guide + path)
        page.evaluate("dir => { document.documentElement.dir = dir }", dir)
        return at_rest(page)

    yield open_it
    for context in contexts:
        context.close()
    assert [said for said in complaints if "status of 4" not in said] == []
