"""How a line of the audit hangs on the one before: the keyed hash that both stores of the audit compute."""

import struct

from dialogs.ports import AuditEvent, Keys

__all__ = ["START", "link"]

START = bytes(16)


def link(keys: Keys, seq: int, previous: bytes, event: AuditEvent) -> bytes:
    """The 16-byte hash of line `seq`: without the look-up key nobody can write a chain that verifies."""
    head = struct.pack(">qd", seq, event.at)
    return keys.mac("audit", previous, head, event.action, event.actor, event.subject, event.outcome, event.key)
