"""A case as a row and back: what was said and by whom is sealed, bound to the case and its line."""

from typing import Any

import msgspec
from sqlalchemy import Row

from dialogs.model import IdRef, Masked, Phone
from dialogs.ports import CaseEvent, CaseKind, CaseState, Keys, NewCase
from store.cases.record import Change, Notice, NoticeKind, Record, notice_key

__all__ = ["Wire", "place_of"]

_PLAIN = (
    "id", "ref", "rev", "level", "escalated", "body", "assignee", "upheld", "score", "opened_at", "ack_by", "resolve_by",
    "paused_on", "decided_on", "closed_on", "check_at", "followed_at", "helped",
)  # fmt: skip
_SHOWN = ("category", "lang", "channel", "place", "programme")

_encode = msgspec.msgpack.Encoder().encode


class _Brought(Masked, msgspec.Struct, array_like=True, frozen=True):
    """What came in and is nobody's business but her officer's."""

    phone: str | None
    pin: str
    text: str
    desired: str
    for_other: bool
    about: tuple[str, str] | None
    details: dict[str, str]


class _Words(Masked, msgspec.Struct, array_like=True, frozen=True):
    """What was said last, and who decided."""

    note: str
    question: str
    deciders: tuple[str, ...]
    barred: tuple[str, ...]


_brought = msgspec.msgpack.Decoder(_Brought).decode
_words = msgspec.msgpack.Decoder(_Words).decode


class Wire:
    """Rows of `cases` and `case_events`; reading raises `Unreadable`."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys

    def phone(self, phone: Phone) -> bytes:
        """What the cases of a phone are looked up by."""
        return self._keys.mac("case-phone", phone.e164)

    def alike(self, case: NewCase) -> bytes | None:
        """The same for equal requests of one phone (`Record.like`)."""
        if case.phone is None:
            return None
        about = (case.about.scheme, case.about.value) if case.about else ()
        return self._keys.mac("case-alike", case.phone.e164, case.kind, case.category, case.programme, *about)

    def new(self, record: Record) -> dict[str, Any]:
        """The whole row of a new case."""
        case = record.brought
        about = (case.about.scheme, case.about.value) if case.about else None
        phone = case.phone.e164 if case.phone else None
        inside = _Brought(phone, record.pin, case.text, case.desired, case.for_other, about, dict(case.details))
        return {
            **{name: getattr(case, name) for name in _SHOWN},
            **self.row(record),
            "kind": case.kind.value,
            "phone_mac": self.phone(case.phone) if case.phone else None,
            "alike": self.alike(case),
            "sealed": self._keys.seal("case", _encode(inside), record.id),
        }

    def row(self, record: Record) -> dict[str, Any]:
        """What a change may change."""
        words = _Words(record.note, record.question, record.deciders, record.barred)
        return {
            **{name: getattr(record, name) for name in _PLAIN},
            "state": record.state.value,
            "told": " ".join(sorted(record.told)),
            "words": self._keys.seal("case-words", _encode(words), record.id),
        }

    def record(self, row: Row[Any]) -> Record:
        inside = _brought(self._keys.open("case", row.sealed, row.id))
        words = _words(self._keys.open("case-words", row.words, row.id))
        case = NewCase(
            key=b"",
            kind=CaseKind(row.kind),
            phone=Phone(inside.phone) if inside.phone else None,
            text=inside.text,
            desired=inside.desired,
            for_other=inside.for_other,
            about=IdRef(*inside.about) if inside.about else None,
            details=inside.details,
            **{name: getattr(row, name) for name in _SHOWN},
        )
        return Record(
            brought=case,
            pin=inside.pin,
            state=CaseState(row.state),
            told=frozenset(row.told.split()),
            **msgspec.structs.asdict(words),
            **{name: getattr(row, name) for name in _PLAIN},
        )

    def line(self, change: Change) -> dict[str, Any]:
        """A line of the history; its text is bound to its place there."""
        record, entry = change.record, change.entry
        event = entry.event
        return {
            "case_id": record.id,
            "seq": record.rev,
            "at": event.at,
            "kind": event.kind,
            "by": event.by,
            "public": event.public,
            "key": entry.key or None,
            "sealed": self._keys.seal("case-event", event.text.encode(), place_of(record.id, record.rev)),
            "notice": entry.notice.value if entry.notice else None,
            "notice_at": event.at if entry.notice else None,
        }

    def event(self, row: Row[Any]) -> CaseEvent:
        text = self._keys.open("case-event", row.sealed, place_of(row.case_id, row.seq)).decode()
        return CaseEvent(row.at, row.kind, row.by, text, row.public)

    def notice(self, row: Row[Any]) -> Notice:
        """From a line joined to its case: `case_id`, `seq`, `notice`, `ref`, `lang` and the case's `sealed`."""
        phone = _brought(self._keys.open("case", row.sealed, row.case_id)).phone
        assert phone
        key = notice_key(self._keys, row.case_id, row.seq)
        return Notice(key, row.case_id, row.seq, Phone(phone), NoticeKind(row.notice), row.lang, row.ref)


def place_of(id: bytes, seq: int) -> bytes:
    """What the words of an event are bound to."""
    return id + seq.to_bytes(4, "big")
