"""Every dialect from the operator's side: how it sends a hop of a session and what it reads in the answer."""

import json
import re
import xmlrpc.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from channels.ussd.dialect import Hop
from tests.channels.tables import CODE, PHONE, got, posted

DIGITS, BARE = PHONE[1:], CODE.strip("*#")


@dataclass(frozen=True)
class Shown:
    """What the operator puts on the phone; `goes_on` is None where the dialect cannot tell."""

    text: str
    goes_on: bool | None


@dataclass(frozen=True)
class Call:
    """One hop: everything typed in this session so far (nothing: it opens), and the code that was dialled."""

    session: str
    typed: tuple[str, ...] = ()
    code: str = CODE

    @property
    def first(self) -> bool:
        return not self.typed

    @property
    def last(self) -> str:
        return self.typed[-1] if self.typed else self.code


@dataclass(frozen=True)
class Wire:
    """`sequenced`: a hop delivered again is known to be a retry. `close` is the hop that says the phone hung up."""

    name: str
    sequenced: bool
    send: Callable[[Call], Hop]
    show: Callable[[bytes, Mapping[str, str]], Shown]
    close: Callable[[Call], Hop] | None = None


def form(**fields: str) -> Hop:
    return Hop("POST", body=urlencode(fields).encode())


def text(body: bytes, _: Mapping[str, str]) -> Shown:
    shown = body.decode()
    assert shown.startswith(("CON ", "END "))
    return Shown(shown[4:], shown.startswith("CON "))


def in_json(page: Callable[[dict[str, Any]], str], on: Callable[[dict[str, Any]], bool]) -> Callable[..., Shown]:
    def show(body: bytes, headers: Mapping[str, str]) -> Shown:
        assert headers["Content-Type"] == "application/json"
        told = json.loads(body)
        return Shown(page(told), on(told))

    return show


def in_xml(body: bytes, headers: Mapping[str, str]) -> ElementTree.Element:
    assert headers["Content-Type"] == "text/xml; charset=utf-8"
    return ElementTree.fromstring(body)


def in_struct(page: str, field: str, on: str) -> Callable[..., Shown]:
    def show(body: bytes, headers: Mapping[str, str]) -> Shown:
        assert headers["Content-Type"] == "text/xml; charset=utf-8"
        told: Any = xmlrpc.client.loads(body.decode())[0][0]
        return Shown(told[page], told[field] == on)

    return show


def rpc(method: str, **told: object) -> Hop:
    return posted(xmlrpc.client.dumps((told,), method).encode())


def africastalking(call: Call, tail: str = "") -> Hop:
    typed = "*".join(call.typed)
    fields = {"sessionId": call.session, "phoneNumber": PHONE, "serviceCode": CODE, "networkCode": "60401", "text": typed}
    return Hop("POST", body=urlencode(fields).encode(), tail=tail)


def hubtel(call: Call, kind: str = "") -> Hop:
    kind = kind or ("Initiation" if call.first else "Response")
    told = {"Type": kind, "Mobile": DIGITS, "SessionId": call.session, "ServiceCode": BARE, "Message": call.last}
    return posted(told | {"Sequence": len(call.typed) + 1, "ClientState": "", "Platform": "USSD"})


def arkesel(call: Call) -> Hop:
    told = {"sessionID": call.session, "userID": "u", "newSession": call.first, "msisdn": DIGITS, "userData": call.last}
    return posted(told)


def nalo(call: Call) -> Hop:
    """At its worst: the flag always true, another session id each time."""
    told = {"USERID": "u", "MSISDN": DIGITS, "USERDATA": call.last, "MSGTYPE": True}
    return posted(told | {"SESSIONID": f"{call.session}-{len(call.typed)}"})


def infobip(call: Call) -> Hop:
    step = "start" if call.first else "response"
    return posted({"msisdn": DIGITS, "shortCode": CODE, "text": call.last}, f"session/{call.session}/{step}")


def beem(call: Call, command: str = "") -> Hop:
    command = command or ("initiate" if call.first else "continue")
    told = {"command": command, "msisdn": DIGITS, "session_id": call.session, "operator": "o"}
    return posted(told | {"payload": {"request_id": 0, "response": 0 if call.first else call.last}})


def oltranz(call: Call) -> Hop:
    told = {"sessionId": call.session, "serviceCode": BARE, "phoneNumber": DIGITS, "text": "" if call.first else call.last}
    return posted(told | {"response": "", "action": "CON"})


def flares(call: Call) -> Hop:
    return got(
        {"MSISDN": DIGITS, "MSC": "m", "input": call.code.strip("*#") if call.first else call.last, "SessionID": call.session}
    )


def flares_page(body: bytes, headers: Mapping[str, str]) -> Shown:
    return Shown(body.decode(), headers["Freeflow"] == "FC")


def safaricom(call: Call) -> Hop:
    return got({"ORIG": DIGITS, "DEST": BARE, "SESSION_ID": call.session, "USSD_PARAMS": "*".join(call.typed)})


def cellulant(call: Call) -> Hop:
    operation = "BEG" if call.first else ""
    return got({"MSISDN": DIGITS, "INPUT": call.last, "opCode": operation, "ABORT": "0", "sessionID": call.session})


def bars(body: bytes, _: Mapping[str, str]) -> Shown:
    one, page, *nulls, end, last = body.decode().split("|")
    assert (one, nulls, last) == ("1", ["null", "null"], "null")
    return Shown(page, end != "end")


def trueafrican(call: Call) -> Hop:
    if call.first:
        return rpc("USSD.INIT", session=call.session, msisdn=PHONE, shortcode=CODE)
    return rpc("USSD.CONT", session=call.session, response=call.last)


def mtn(call: Call) -> Hop:
    told = {"TransactionId": call.session, "USSDServiceCode": BARE, "USSDRequestString": call.last, "MSISDN": DIGITS}
    return rpc("handleUSSD", **told, USSDEncoding="GSM0338")


def vodacom(call: Call) -> Hop:
    return got({"ussdSessionId": call.session, "msisdn": DIGITS, "provider": "web", "request": call.last})


def vodacom_page(body: bytes, headers: Mapping[str, str]) -> Shown:
    tree = in_xml(body, headers)
    return Shown(tree.findtext("headertext", ""), tree.find("options/option") is not None)


def mtech(call: Call) -> Hop:
    phone = f"<mobile_number>{DIGITS}</mobile_number><page_id>0</page_id>" if call.first else "<page_id>indexX</page_id>"
    return posted(f"<page><session_id>{call.session}</session_id>{phone}<data>{call.last}</data></page>".encode())


def mtech_page(body: bytes, headers: Mapping[str, str]) -> Shown:
    tree = in_xml(body, headers)
    div = tree.find("div")
    assert div is not None
    return Shown("\n".join(div.itertext()), tree.find("navigation/link") is not None)


def truroute(call: Call, kind: str = "") -> Hop:
    kind = kind or ("1" if call.first else "2")
    inner = f"<msisdn>{DIGITS}</msisdn><sessionid>{call.session}</sessionid><type>{kind}</type><msg>{call.last}</msg>"
    return posted(f"<ussd>{inner}</ussd>".encode())


def truroute_page(body: bytes, headers: Mapping[str, str]) -> Shown:
    tree = in_xml(body, headers)
    return Shown(tree.findtext("msg", ""), tree.findtext("type") == "2")


def vumi(call: Call, event: str = "") -> Hop:
    event = event or ("new" if call.first else "resume")
    told = {"message_id": f"{call.session}-{len(call.typed)}", "from_addr": PHONE, "to_addr": CODE}
    return posted(told | {"content": None if call.first else call.last, "session_event": event})


def orange(call: Call) -> Hop:
    query = "" if call.first else f"a{len(call.typed)}={quote(call.last)}"
    return Hop("GET", query=query, headers={"User-MSISDN": PHONE})


def orange_page(body: bytes, headers: Mapping[str, str]) -> Shown:
    tree = ElementTree.fromstring(body)
    lines = tree.find("body/p")
    assert lines is not None
    return Shown("\n".join(lines.itertext()), re.search(rb'<input type="text" name="a\d+"/>', body) is not None)


def kannel(call: Call) -> Hop:
    message = quote(call.last.encode("utf-16-be"))
    id = f"{call.session}-{len(call.typed)}"
    return Hop("GET", query=f"from={quote(PHONE)}&to={BARE}&message={message}&charset=UTF-16BE&id={id}")


WIRES = (
    Wire("africastalking", True, africastalking, text, lambda call: africastalking(call, "events")),
    Wire(
        "hubtel", True, hubtel, in_json(lambda t: t["Message"], lambda t: t["Type"] == "response"), lambda c: hubtel(c, "Release")
    ),
    Wire("arkesel", False, arkesel, in_json(lambda t: t["message"], lambda t: t["continueSession"] is True)),
    Wire("nalo", False, nalo, in_json(lambda t: t["MSG"], lambda t: t["MSGTYPE"] is True)),
    Wire(
        "infobip",
        False,
        infobip,
        in_json(lambda t: t["ussdMenu"], lambda t: t["shouldClose"] is False),
        lambda call: posted({"reason": "ok", "exitCode": 0}, f"session/{call.session}/end", "PUT"),
    ),
    Wire(
        "beem",
        False,
        beem,
        in_json(lambda t: t["payload"]["request"], lambda t: t["command"] == "continue"),
        lambda call: beem(call, "terminate"),
    ),
    Wire("oltranz", False, oltranz, in_json(lambda t: t["response"], lambda t: t["action"] == "CON")),
    Wire(
        "flares",
        False,
        flares,
        flares_page,
        lambda call: Hop("GET", query=f"msisdn={DIGITS}&clean=cleann&error=523&SessionID={call.session}&=&=&=en"),
    ),
    Wire("safaricom", True, safaricom, text),
    Wire("cellulant", False, cellulant, bars, lambda c: got({"MSISDN": DIGITS, "opCode": "ABO", "sessionID": c.session})),
    Wire("trueafrican", False, trueafrican, in_struct("message", "type", "cont"), lambda c: rpc("USSD.END", session=c.session)),
    Wire("mtn", False, mtn, in_struct("USSDResponseString", "action", "request")),
    Wire("vodacom", False, vodacom, vodacom_page),
    Wire("mtech", False, mtech, mtech_page),
    Wire("truroute", False, truroute, truroute_page, lambda call: truroute(call, "3")),
    Wire(
        "vumi",
        True,
        vumi,
        in_json(lambda t: t["content"], lambda t: t["session_event"] == "resume"),
        lambda call: vumi(call, "close"),
    ),
    Wire("orange", True, orange, orange_page),
    Wire("kannel", True, kannel, lambda body, _: Shown(body.decode(), None)),
    Wire(
        "advanta",
        True,
        lambda c: got(
            {"SESSIONID": c.session, "MSISDN": DIGITS, "USSDCODE": CODE, "INPUT": f"{'*'.join((CODE[:-1], *c.typed))}#"}
        ),
        text,
    ),
    Wire(
        "crossgate",
        True,
        lambda c: got({"session_id": c.session, "msisdn": DIGITS, "service_code": BARE, "ussd_string": "*".join(c.typed)}),
        text,
    ),
    Wire(
        "hollatags",
        True,
        lambda c: got(
            {"session_id": c.session, "session_msisdn": DIGITS, "session_from": BARE, "session_msg": "*".join(c.typed) or CODE}
        ),
        text,
    ),
)
