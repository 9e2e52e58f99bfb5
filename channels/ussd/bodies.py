"""Reads queries, JSON, XML and XML-RPC so that nothing in them can hurt: sizes are capped by the gate, types are checked here."""

import xmlrpc.client
from collections.abc import Mapping
from html import escape
from xml.etree import ElementTree

import msgspec

from channels.gate import BadForm, form
from channels.ussd.dialect import Answer, Hop

Fields = Mapping[str, object]
_XML = "text/xml; charset=utf-8"


def fields_of(hop: Hop) -> Mapping[str, str]:
    """The fields of a GET's query or a POST's form. Raises `BadForm`."""
    return form(hop.query.encode() if hop.method == "GET" else hop.body)


def json_object(body: bytes) -> Fields:
    """A JSON object. Raises `BadForm` for anything else, for bytes that are not UTF-8 and for bottomless nesting."""
    try:
        found = msgspec.json.decode(body)
    except (ValueError, RecursionError) as fault:
        raise BadForm("json") from fault
    if not isinstance(found, dict):
        raise BadForm("json")
    return found


def word(fields: Fields, name: str) -> str:
    """A field as text: providers send whole numbers for strings. Missing and null are empty; other types raise `BadForm`."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value}"
    if not isinstance(value, str):
        raise BadForm("type")
    if "\0" in value:
        raise BadForm("nul")
    return value


def echo(fields: Fields, *names: str) -> dict[str, object]:
    """The named fields as they came, for dialects that want them back."""
    return {name: fields[name] for name in names if name in fields}


def json_or_nothing(body: bytes) -> Fields:
    """What can be echoed of a body that may be broken."""
    try:
        return json_object(body)
    except BadForm:
        return {}


def json_answer(fields: Fields) -> Answer:
    return Answer(msgspec.json.encode(fields), content_type="application/json")


def xml_tree(body: bytes) -> ElementTree.Element:
    """An XML document in UTF-8 without a document type, so that no entity can be declared. Raises `BadForm`."""
    try:
        return ElementTree.fromstring(_undeclared(body))  # noqa: S314  # declarations are refused before it reads
    except ElementTree.ParseError as fault:
        raise BadForm("xml") from fault


def xml_answer(document: str) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?>\n{document}'.encode(), content_type=_XML)


def xml_text(text: str) -> str:
    """Text for an element or a quoted attribute."""
    return escape(text)


def xmlrpc_call(body: bytes) -> tuple[str, Fields]:
    """Method name and the one struct of an XML-RPC call. Raises `BadForm`."""
    text = _undeclared(body)
    try:
        params, method = xmlrpc.client.loads(text)
    except Exception as fault:  # the unmarshaller raises whatever its table of types does
        raise BadForm("xmlrpc") from fault
    if not method or len(params) != 1 or not isinstance(params[0], dict):
        raise BadForm("xmlrpc")
    return method, params[0]


def xmlrpc_answer(struct: Fields) -> Answer:
    dumped = xmlrpc.client.dumps((dict(struct),), methodresponse=True, encoding="utf-8")
    return Answer(dumped.encode(), content_type=_XML)


def _undeclared(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadForm("encoding") from fault
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadForm("doctype")
    return text
