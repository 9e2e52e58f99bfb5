"""The composition root: builds the ports from settings and hands them down; `main` gives it a command line."""

from house.adapters import sms_routes, sms_senders
from house.building import House, open_house, web_app
from house.checking import faults
from house.lines import sms_conversation, sms_lines, ussd_lines
from house.running import rotate_keys, serve_web, serve_work, serving, start_logging, upgrade_database, verify_audit, work

__all__ = [
    "House", "faults", "open_house", "rotate_keys", "serve_web", "serve_work", "serving", "sms_conversation", "sms_lines",
    "sms_routes", "sms_senders", "start_logging", "upgrade_database", "ussd_lines", "verify_audit", "web_app", "work",
]  # fmt: skip
