"""How the sandbox's registries read a request of SP-DCI and what they answer; the wrapping is `sandbox.dci`'s business."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sandbox.dci_records import CARDS, Homes, beneficiaries, card, group
from sandbox.dci_wire import Json, Refused, moment, stamp
from sandbox.households import Home
from sandbox.population import Person

_LOCALE = re.compile(r"[a-z]{3}")
_QUERIES = ("idtype-value", "expression", "predicate")
_ENTITIES = ("Group", "Member")

Found = Sequence[tuple[Home, Person]]


@dataclass
class Subscribed:
    """One wish to be told: `code` is the registry's, `event` the type of event, `uri` where to tell."""

    code: str
    home: Home
    event: str
    uri: str
    ended: bool = False


@dataclass
class Desk:
    """What one registry does with a checked message. `now` gives Unix seconds; `scores` are those that changed.

    `waiting` keeps answers that are asked for again: transaction id → polls still to go, and the answer.
    """

    homes: Homes
    now: Callable[[], float]
    scores: dict[str, float] = field(default_factory=dict)
    subscribed: list[Subscribed] = field(default_factory=list)
    waiting: dict[str, tuple[int, Json]] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)
    patience: int = 0
    acknowledges: bool = True
    only_yes_or_no: bool = True
    social: bool = True

    def search(self, message: Json, lie: str, _: Json) -> Json:
        """`search_response` of every request in a batch; pending ones wait for `txn/status`."""
        requests = _listed(message, "search_request")
        return self._answer(message, "search_response", [self._search(one, lie) for one in requests])

    def enrolled(self, message: Json, lie: str, _: Json) -> Json:
        criteria = message.get("enrolled_criteria")
        if not isinstance(criteria, dict):
            raise Refused("err.request.bad")
        kind, found = self._sought(criteria)
        item: Json = {"reference_id": uuid.uuid4().hex, "timestamp": stamp(self.now()), "status": "succ"}
        if self.only_yes_or_no:
            told = any(standing.state == "Active" for home, _ in found for standing in home.standings)
            return self._answer(message, "enrolled_response", [item | {"enrolled_status": "yes" if told else "no"}])
        return self._answer(message, "search_response", [item | self._data(self._records(kind, found, ""), 1, 50)])

    def status(self, message: Json, lie: str, _: Json) -> Json:
        asked = message.get("txnstatus_request")
        if not isinstance(asked, dict) or asked.get("attribute_type") not in ("transaction_id", "correlation_id"):
            raise Refused("rjct.search_criteria.invalid")
        value = str(asked.get("attribute_value"))
        if value not in self.waiting:
            raise Refused("err.request.not_found")
        left, answer = self.waiting[value]
        self.waiting[value] = (left - 1, answer)
        told = answer if left <= 0 else self._pending(answer)
        response = {"txn_type": asked.get("txn_type"), "txn_status": told}
        return {**_ids(message), "correlation_id": answer["correlation_id"], "txnstatus_response": response}

    def subscribe(self, message: Json, lie: str, head: Json) -> Json:
        items = [self._subscribe(one, lie, str(head.get("sender_uri", ""))) for one in _listed(message, "subscribe_request")]
        answer = self._whole(message, "subscribe_response", items)
        if not self.acknowledges:
            return answer
        self._keep(message, answer, self.patience)
        return {"ack_status": "ACK", "timestamp": stamp(self.now()), "correlation_id": answer["correlation_id"]}

    def unsubscribe(self, message: Json, lie: str, _: Json) -> Json:
        codes = message.get("subscription_codes", message.get("sunscription_codes"))
        if not isinstance(codes, list) or moment(message.get("timestamp")) is None:
            raise Refused("err.request.bad")
        told: Json = {**_ids(message), "correlation_id": uuid.uuid4().hex, "timestamp": stamp(self.now()), "status": "succ"}
        if code := lie.removeprefix("code:") if lie.startswith("code:") else self._end(codes):
            return told | {"status": "rjct", "status_reason_code": code}
        return told | {"subscription_status": [{"code": code, "status": "unsubscribe"} for code in codes]}

    def _end(self, codes: list[object]) -> str:
        known = {one.code: one for one in self.subscribed}
        if any(code not in known for code in codes):
            return "rjct.subscription_code.invalid"
        again = any(known[str(code)].ended for code in codes)
        for code in codes:
            known[str(code)].ended = True
        return "rjct.event.already_unsubscribed" if again else ""

    def _search(self, asked: Json, lie: str) -> Json:
        item: Json = {"reference_id": str(asked.get("reference_id", "")), "timestamp": stamp(self.now()), "status": "succ"}
        try:
            if lie.startswith("code:"):
                raise Refused(lie.removeprefix("code:"))
            criteria = self._checked(asked, "search_criteria")
            size, page = _page(criteria)
            records = self._records(*self._sought(criteria), lie)
            return item | {"locale": asked.get("locale", "eng")} | self._data(records, page, size)
        except Refused as refused:
            return item | {"status": "rjct", "status_reason_code": refused.code, "status_reason_message": "texte du registre"}

    def _checked(self, asked: Json, name: str) -> Json:
        """The criteria of one request of a batch."""
        reference = asked.get("reference_id")
        if not isinstance(reference, str) or not 1 <= len(reference) <= 99:
            raise Refused("rjct.reference_id.invalid")
        if reference in self.references:
            raise Refused("rjct.reference_id.duplicate")
        self.references.add(reference)
        if moment(asked.get("timestamp")) is None:
            raise Refused("rjct.timestamp.invalid")
        criteria = asked.get(name)
        if not isinstance(criteria, dict) or not _LOCALE.fullmatch(str(asked.get("locale", "eng"))):
            raise Refused("rjct.search_criteria.invalid")
        return criteria

    def _sought(self, criteria: Json) -> tuple[str, Found]:
        if criteria.get("query_type") not in _QUERIES or criteria.get("response_entity", "Group") not in _ENTITIES:
            raise Refused("rjct.search_criteria.invalid")
        if "sort" in criteria and not isinstance(criteria["sort"], list):
            raise Refused("rjct.sort.invalid")
        kind, value = _named(str(criteria["query_type"]), criteria.get("query"))
        return kind, self.homes.find(kind, value)

    def _records(self, kind: str, found: Found, lie: str) -> list[Json]:
        if lie == "record":
            others = list(self.homes.by_number.values())
            found = [(home, home.head) for home in others if home not in [mine for mine, _ in found]][:1]
        if lie == "two":
            found = [*found, *((home, home.head) for home in list(self.homes.by_number.values())[:2])]
        if self.social:
            return [group(home, self.scores.get(home.number, home.value)) for home, _ in found]
        today = datetime.fromtimestamp(self.now(), UTC).date()
        records: list[Json] = []
        for home, person in found:
            records += [card(home, kind, today)] if kind in CARDS else beneficiaries(home, person, today)
        return records

    def _data(self, records: list[Json], page: int, size: int) -> Json:
        kind = ("ns:org:RegistryType:Social", "Group") if self.social else ("ns:org:RegistryType:IBR", "Beneficiary")
        shown = records[(page - 1) * size : page * size]
        data = {"version": "1.0.0", "reg_type": kind[0], "reg_record_type": kind[1], "reg_records": shown}
        return {"data": data, "pagination": {"page_size": size, "page_number": page, "total_count": len(records)}}

    def _subscribe(self, asked: Json, lie: str, uri: str) -> Json:
        item: Json = {"reference_id": str(asked.get("reference_id", "")), "timestamp": stamp(self.now()), "status": "succ"}
        try:
            if lie.startswith("code:"):
                raise Refused(lie.removeprefix("code:"))
            wanted = self._wish(self._checked(asked, "subscribe_criteria"), uri)
        except Refused as refused:
            return item | {"status": "rjct", "status_reason_code": refused.code}
        self.subscribed.append(wanted)
        told = {"code": wanted.code, "status": "subscribe", "timestamp": stamp(self.now()), "reg_event_type": wanted.event}
        return item | {"subscriptions": [told]}

    def _wish(self, criteria: Json, uri: str) -> Subscribed:
        event, sought = str(criteria.get("reg_event_type", "")), criteria.get("filter")
        if not event:
            raise Refused("rjct.notify_types.invalid")
        if not criteria.get("notify_record_type"):
            raise Refused("rjct.notify_details.invalid")
        found = self.homes.find(*_named(str(criteria.get("filter_type", "idtype-value")), sought))
        if not found:
            raise Refused("rjct.person_id.invalid")
        if any((one.home, one.event, one.ended) == (found[0][0], event, False) for one in self.subscribed):
            raise Refused("rjct.event.already_subscribed")
        return Subscribed(uuid.uuid4().hex[:16], found[0][0], event, uri)

    def _answer(self, message: Json, name: str, items: list[Json]) -> Json:
        answer = self._whole(message, name, items)
        if not self.patience:
            return answer
        self._keep(message, answer, self.patience - 1)
        return self._pending(answer)

    def _whole(self, message: Json, name: str, items: list[Json]) -> Json:
        return {**_ids(message), "correlation_id": uuid.uuid4().hex, name: items}

    def _keep(self, message: Json, answer: Json, polls: int) -> None:
        """A transaction that comes again keeps its first answer."""
        self.waiting.setdefault(str(message.get("transaction_id")), (polls, answer))
        self.waiting[str(answer["correlation_id"])] = (polls, answer)

    def _pending(self, answer: Json) -> Json:
        shown: Json = {}
        for name, value in answer.items():
            shown[name] = [_only_pending(item) for item in value] if isinstance(value, list) else value
        return shown


def _only_pending(item: Json) -> Json:
    return {"reference_id": item["reference_id"], "timestamp": item["timestamp"], "status": "pdng"}


def _ids(message: Json) -> Json:
    transaction = message.get("transaction_id")
    if not isinstance(transaction, str) or not 1 <= len(transaction) <= 99:
        raise Refused("err.request.bad")
    return {"transaction_id": transaction}


def _listed(message: Json, name: str) -> list[Json]:
    listed = message.get(name)
    if not isinstance(listed, list) or not listed or not all(isinstance(one, dict) for one in listed):
        raise Refused("err.request.bad")
    return listed


def _page(criteria: Json) -> tuple[int, int]:
    told = criteria.get("pagination", {"page_size": 10})
    size, page = (told.get("page_size"), told.get("page_number", 1)) if isinstance(told, dict) else (None, None)
    if type(size) is not int or type(page) is not int or size < 1 or page < 1:
        raise Refused("rjct.pagination.invalid")
    return size, page


def _named(kind: str, query: object) -> tuple[str, str]:
    """The identifier that a query names, whichever way it asks."""
    try:
        if kind == "idtype-value":
            return str(query["type"]), str(query["value"])  # type: ignore[index]
        if kind == "expression":
            ((name, how),) = query["value"]["expression"]["query"]["$and"][0].items()  # type: ignore[index]
            return str(name), str(how["$eq"])
        told = query[0]["expression1"] if isinstance(query, list) else query
        return str(told["attribute_name"]), str(told["attribute_value"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError, IndexError):
        raise Refused("rjct.filter.invalid") from None
