"""The Africa's Talking USSD callback: a form with cumulative text in, `CON …` or `END …` out."""

from collections.abc import Mapping

from channels.gate import BadForm, e164
from dialogs.model import Caller, Delivery, Phone

NAME = "africastalking"
_NEEDED = ("sessionId", "phoneNumber", "serviceCode")


def decode(fields: Mapping[str, str], *, service_code: str, at: float) -> Delivery:
    """One hop. Raises `BadForm` when a field is missing or wrong, or the code dialled is not ours."""
    session, caller = _caller(fields, service_code)
    transcript = fields.get("text", "")
    if len(transcript) > 2000:
        raise BadForm("long")
    return Delivery("ussd", service_code, session, caller, "resume", transcript=transcript, at=at)


def decode_event(fields: Mapping[str, str], *, service_code: str, at: float) -> Delivery:
    """The end-of-session event. Only who and which session is read: its `input` and `lastAppResponse` may hold codes."""
    session, caller = _caller(fields, service_code)
    return Delivery("ussd", service_code, session, caller, "close", at=at)


def wire(page: str, goes_on: bool) -> str:
    """The answer's body: it must begin exactly with `CON ` or `END `."""
    return f"CON {page}" if goes_on else f"END {page}"


def _caller(fields: Mapping[str, str], service_code: str) -> tuple[str, Caller]:
    if not all(fields.get(name) for name in _NEEDED):
        raise BadForm("missing")
    if fields["serviceCode"] != service_code:
        raise BadForm("service")
    if len(fields["sessionId"]) > 100:
        raise BadForm("session")
    phone = e164(fields["phoneNumber"])
    return fields["sessionId"], Caller("ussd", phone, Phone(phone), fields.get("networkCode") or None)
