"""The Africa's Talking USSD callback: a form with cumulative text in, `CON …` or `END …` out."""

from channels.ussd.forms import Fields, FormDialect

NAME = "africastalking"
_FORM = FormDialect(NAME, Fields("sessionId", "phoneNumber", "text", "serviceCode", "networkCode"), plus=True)
SHAPE, decode, encode = _FORM.SHAPE, _FORM.decode, _FORM.encode


def wire(page: str, goes_on: bool) -> str:
    """A page as the channel writes it, whatever the dialect: it must begin exactly with `CON ` or `END `."""
    return f"CON {page}" if goes_on else f"END {page}"
