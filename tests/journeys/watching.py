"""Watching a page for what strangers' words must never bring about."""

import re

from playwright.sync_api import Page, Route

OURS = ("http://localhost", "data:", "blob:")


def watch(page: Page, *, requests: list[str], dialogs: list[str]) -> None:
    """Note every request of the page's window to elsewhere, which is stopped, and every dialog."""

    def guard(route: Route) -> None:
        if route.request.url.startswith(OURS):
            route.fallback()
        else:
            requests.append(route.request.url)
            route.abort()

    page.context.route(re.compile(".*"), guard)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
