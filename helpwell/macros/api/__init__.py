"""Macros and snippets for programs."""

from helpwell.api.door import register
from helpwell.macros.api import macros, snippets, using
from helpwell.macros.api.router import router

__all__ = ["macros", "snippets", "using"]

register(router)
