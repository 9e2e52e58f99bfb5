"""What a registry tells us unasked: verified, read once, and answered the way SP-DCI wants it."""

import hashlib
from collections.abc import Mapping

import msgspec
import structlog

from dialogs.model import IdRef
from dialogs.ports.keeping import Sessions
from dialogs.ports.machine import Clock
from dialogs.ports.social import Change, RegistryEvent
from registry_client.dci import records
from registry_client.dci.config import DciConfig
from registry_client.dci.envelope import Envelope, decode, fresh_id, iso
from registry_client.dci.lenient import Member
from registry_client.dci.signing import Broken, Missing, Signer
from registry_client.http import Deadline

__all__ = ["Notices", "NotifyRefused", "acknowledgement"]

log = structlog.get_logger()

PATIENCE = 3.0
"""Seconds for the keys of the other side."""
SILENT = frozenset({"on-search", "on-subscribe", "on-unsubscribe", "txn-on-status"})
"""Callbacks that bring no event: what they answer is polled for."""
_MOST_ID = 99


class NotifyRefused(Exception):
    """A callback that we do not take; `code` is of SP-DCI (`err.signature.invalid`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Notices:
    """Verifies callbacks of the registry of `config`. `seen` is shared by all processes: it holds message ids for a while.

    A callback must be signed, whatever `verify_answers` says of answers: anybody could have sent it.
    """

    def __init__(self, config: DciConfig, signer: Signer, seen: Sessions, clock: Clock) -> None:
        self._config = config
        self._signer = signer
        self._seen = seen
        self._clock = clock
        known = {name: change for change, name in config.events.items()}
        self._changes = {"REGISTER": Change.STATUS, "NewHouseHoldMember": Change.HOUSEHOLD} | known
        self._schemes = {kind: scheme for scheme, kind in config.id_types.items()}

    async def verify(self, headers: Mapping[str, str], body: bytes) -> list[RegistryEvent]:
        """The events of a callback; the same message again gives the same events with the same ids.

        Raises `NotifyRefused`; `Unavailable` and `StoreDown` where we cannot tell: the registry should come again.
        """
        if "json" not in headers.get("Content-Type", "json").lower():
            raise NotifyRefused("err.request.bad")
        envelope = decode(body)
        if envelope is None or not envelope.header:
            raise NotifyRefused("err.request.bad")
        self._check_header(envelope.header)
        await self._check_signature(envelope)
        await self._check_replay(envelope.header, body)
        if envelope.header.at("action").text in SILENT:
            return []
        return self._events(envelope)

    def _check_header(self, head: Member) -> None:
        ours, action = self._config, head.at("action").text
        if action not in SILENT | {"notify"}:
            raise NotifyRefused("rjct.action.not_supported")
        if head.at("sender_id").text != ours.receiver_id:
            raise NotifyRefused("err.sender_id.invalid")
        if head.at("receiver_id").text not in ("", ours.sender_id):
            raise NotifyRefused("err.receiver_id.invalid")
        if not 1 <= len(head.at("message_id").text) <= _MOST_ID:
            raise NotifyRefused("err.request.bad")
        if head.at("is_msg_encrypted").truth:
            raise NotifyRefused("err.encryption.invalid")

    async def _check_signature(self, envelope: Envelope) -> None:
        try:
            await self._signer.verify(envelope.header.raw, envelope.message.raw, envelope.signature, Deadline(PATIENCE))
        except Broken as broken:
            code = "err.signature.missing" if isinstance(broken, Missing) else "err.signature.invalid"
            raise NotifyRefused(code) from None

    async def _check_replay(self, head: Member, body: bytes) -> None:
        """Old messages are refused by their time, other messages under a used id by what we saw under it."""
        told, skew = head.at("message_ts").moment, self._config.clock_skew
        if told is None or abs(told - self._clock.now()) > skew:
            raise NotifyRefused("rjct.message_ts.invalid")
        key = _hash(b"dci message", self._config.receiver_id.encode(), head.at("message_id").text.encode())
        digest = hashlib.sha256(body).digest()
        if await self._seen.save(key, 0, digest, 2 * skew):
            return
        before = await self._seen.load(key)
        if before is not None and before[1] != digest:
            raise NotifyRefused("rjct.message_id.duplicate")

    def _events(self, envelope: Envelope) -> list[RegistryEvent]:
        transaction = envelope.message.at("transaction_id").text
        listed = list(envelope.message.at("notify_event").each())
        if not transaction or not listed:
            raise NotifyRefused("err.request.bad")
        read = [self._event(transaction, item) for item in listed]
        if unread := read.count(None):
            log.warning("dci.notice_not_read", count=unread)
        return [event for event in read if event is not None]

    def _event(self, transaction: str, item: Member) -> RegistryEvent | None:
        data = item.at("data")
        change = self._changes.get(data.at("reg_event_type").text.rpartition(":")[2])
        ref = next((ref for record in data.at("reg_records").each() if (ref := self._whom(record))), None)
        reference = item.at("reference_id").text
        if change is None or ref is None or not reference:
            return None
        made = _hash(b"dci event", self._config.receiver_id.encode(), transaction.encode(), reference.encode()).hex()
        return RegistryEvent(made, change, ref, item.at("timestamp", "timesstamp", "timesatmp").moment or self._clock.now())

    def _whom(self, record: Member) -> IdRef | None:
        """The household where the record is one, else the first identifier of a type that we know."""
        if number := records.group_number(record, self._config):
            return IdRef("HOUSEHOLD", number)
        known = ((self._schemes.get(kind), value) for kind, value in records.identifiers(record) if value)
        return next((IdRef(scheme, value) for scheme, value in known if scheme), None)


def acknowledgement(now: float, code: str = "") -> bytes:
    """The body that answers a callback: ACK without a code, NACK for what a good message says, ERR for a bad one."""
    status = "ACK" if not code else "NACK" if code.startswith("rjct.") else "ERR"
    told: dict[str, object] = {"ack_status": status, "timestamp": iso(now), "correlation_id": fresh_id()}
    return msgspec.json.encode({"message": told | ({"error": {"code": code, "message": ""}} if code else {})})


def _hash(kind: bytes, *parts: bytes) -> bytes:
    hashed = hashlib.sha256(kind)
    for part in parts:
        hashed.update(len(part).to_bytes(4, "big") + part)
    return hashed.digest()[:16]
