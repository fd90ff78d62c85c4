"""Storing bytes, having them scanned, and sweeping up what was left behind."""

from helpwell.files.actions.scanning import request_scan, scan_waiting
from helpwell.files.actions.storing import drop_unused, store, store_all
from helpwell.files.actions.sweeping import sweep

__all__ = ["drop_unused", "request_scan", "scan_waiting", "store", "store_all", "sweep"]
