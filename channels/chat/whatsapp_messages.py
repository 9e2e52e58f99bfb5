"""Our words as WhatsApp takes them: three buttons, a list of ten, or numbers in the text where neither would fit."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from channels.chat.buttons import fitted
from channels.chat.messenger import Said

MOST_WORDS, MOST_BODY = 4096, 1024
"""Characters of a plain text, and of one with something to pick under it."""
MOST_BUTTONS, MOST_TITLE = 3, 20
MOST_ROWS, MOST_ROW, MOST_MORE = 10, 24, 72


def message_of(to: str, said: Said) -> bytes:
    """The body of a message to a number (digits) or a business-scoped id."""
    if said.buttons and len(said.text) <= MOST_BODY:
        picking = _buttons(said) or _list(said)
        if picking is not None:
            interactive = {"body": {"text": said.text or "…"}, **picking}
            return _encode(to, {"type": "interactive", "interactive": interactive})
    return _encode(to, {"type": "text", "text": {"preview_url": False, "body": fitted(_numbered(said), MOST_WORDS) or "…"}})


def template_of(to: str, name: str, language: str) -> bytes:
    """An approved template without parameters."""
    return _encode(to, {"type": "template", "template": {"name": name, "language": {"code": language}}})


def _encode(to: str, message: Mapping[str, Any]) -> bytes:
    address = {"to": to} if to.isdigit() else {"recipient": to}
    return msgspec.json.encode({"messaging_product": "whatsapp", "recipient_type": "individual", **address, **message})


def _buttons(said: Said) -> dict[str, Any] | None:
    labels = [_line(one.label) for one in said.buttons]
    if len(labels) > MOST_BUTTONS or max(map(len, labels)) > MOST_TITLE or len(set(labels)) < len(labels):
        return None
    replies = [
        {"type": "reply", "reply": {"id": one.value, "title": label}} for one, label in zip(said.buttons, labels, strict=True)
    ]
    return {"type": "button", "action": {"buttons": replies}}


def _list(said: Said) -> dict[str, Any] | None:
    labels = [_line(one.label) for one in said.buttons]
    titles = [_title(label) for label in labels]
    if len(labels) > MOST_ROWS or max(map(len, labels)) > MOST_MORE or len(set(titles)) < len(titles):
        return None
    rows = [
        {"id": one.value, "title": title} | ({"description": label} if label != title else {})
        for one, label, title in zip(said.buttons, labels, titles, strict=True)
    ]
    return {"type": "list", "action": {"button": fitted(said.choose, MOST_TITLE), "sections": [{"rows": rows}]}}


def _title(label: str) -> str:
    return label if len(label) <= MOST_ROW else fitted(label, MOST_ROW)


def _line(label: str) -> str:
    return re.sub(r"\s+", " ", label)


def _numbered(said: Said) -> str:
    """Each choice behind the number that stands for it, as on any phone."""
    return "\n".join([said.text, *(f"{one.value.rpartition('.')[2]} {_line(one.label)}" for one in said.buttons)])
