"""How operators that send only the last input write a hop: JSON as Arkesel does, or as Hubtel does where hops are numbered."""

import json
from typing import Any

from sandbox.operators import Hop


def arkesel(hop: Hop, msisdn: str, service: str, network: str) -> dict[str, Any]:
    """`userData` of the first hop is the code that was dialled."""
    opens = hop.number == 1
    said = _dialled(hop, service) if opens else hop.text
    number = msisdn.removeprefix("+")
    return {
        "sessionID": hop.session,
        "userID": "sandbox",
        "newSession": opens,
        "msisdn": number,
        "userData": said,
        "network": network,
    }


def hubtel(hop: Hop, msisdn: str, service: str, network: str) -> dict[str, Any]:
    """`Sequence` counts the hops of a session from 1."""
    opens = hop.number == 1
    return {
        "Type": "Initiation" if opens else "Response",
        "Message": _dialled(hop, service) if opens else hop.text,
        "ServiceCode": service,
        "Operator": network,
        "ClientState": "",
        "Mobile": msisdn.removeprefix("+"),
        "SessionId": hop.session,
        "Sequence": hop.number,
        "Platform": "USSD",
    }


def screen(body: bytes) -> bytes:
    """An answer of either in Africa's Talking's words (`CON …`, `END …`); empty when it is none."""
    try:
        told = json.loads(body)
        page = told["message"] if "message" in told else told["Message"]
        goes_on = told["continueSession"] if "continueSession" in told else {"response": True, "release": False}[told["Type"]]
        return f"{'CON' if goes_on else 'END'} {page}".encode()
    except (ValueError, KeyError, TypeError):
        return b""


def _dialled(hop: Hop, service: str) -> str:
    return f"{service[:-1]}*{hop.text}#" if hop.text else service
