"""The live process: not Django, a raw ASGI app that streams."""

from helpwell.live.app import app as live

__all__ = ["live"]
