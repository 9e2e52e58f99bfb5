"""A stateful fake of an RS biometric sub-system: JSON over HTTP for the NIU, with invented words for everything."""

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from dialogs.ports import Factor, Stage
from sandbox.faults import LIE, Faults, faulty, told_code
from sandbox.holdings import Holdings, Use, same_name
from sandbox.mosip_otp import OneTimeCodes, OtpRefused, OtpRules, six_digits
from sandbox.mosip_records import Clock
from sandbox.phones import Phones
from sandbox.population import Person
from sandbox.rsmis_wire import FACTOR, FACTORS, FAULTS, HOLDERS, KEY_HEADER, OUTCOME, PATHS, STAGE, Asked, Refused


class RsMis:
    """The registry of `people`, whose NIU is their ten-digit number; SMS go to `phones`.

    Every call is a POST with the key in `X-Api-Key`. Lies: `html`, `empty`, `code:X` (refuse with the status X).
    """

    def __init__(
        self,
        people: Iterable[Person],
        phones: Phones,
        clock: Clock,
        *,
        faults: Faults | None = None,
        otp: Callable[[], str] = six_digits,
        rules: OtpRules | None = None,
    ) -> None:
        self.faults = faults or Faults()
        self.holdings = Holdings(clock)
        self._clock = clock
        self._rules = rules or OtpRules()
        self._codes = OneTimeCodes(phones, clock, self._rules, otp)
        self._key = secrets.token_urlsafe(24)
        everybody = tuple(people)
        issued = [person for person in everybody if person.status is Stage.ISSUED]
        self._people = {
            "recepisse": {person.receipt: person for person in everybody},
            "niu": {person.uin: person for person in issued},
            "telephone": {str(person.phone): person for person in reversed(issued) if person.phone},
        }

    @property
    def codes(self) -> Mapping[str, str]:
        """The last code sent to each phone (E.164)."""
        return self._codes.last

    def attach(self, app: web.Application, prefix: str = "/rsmis") -> None:
        serve = {
            "SEND_OTP": self._send, "VERIFY_OTP": self._verify, "DEMOGRAPHICS": self._compare, "RECOVER": self._recover,
            "APPLICATION": self._application, "LOCK": self._lock, "UNLOCK": self._unlock, "ALIAS": self._alias,
            "ALIAS_REVOKE": self._revoke, "USAGE": self._usage, "EVENT": self._event,
        }  # fmt: skip
        service = web.Application(middlewares=[faulty(self.faults)])
        service.add_routes([web.post(PATHS[call], self._answering(step)) for call, step in serve.items()])
        app.add_subapp(prefix, service)

    def client_settings(self, base_url: str) -> dict[str, object]:
        """What a client needs beside the words above: the address, which ends with the prefix, and the key."""
        return {"url": base_url.rstrip("/"), "headers": {KEY_HEADER: self._key}, "region": "DJ"}

    def _answering(self, step: Callable[[Asked], Mapping[str, object]]) -> Handler:
        async def serve(request: web.Request) -> web.Response:
            if request[LIE] == "html":
                return web.Response(text="<!doctype html>", content_type="text/html")
            if request[LIE] == "empty":
                return web.Response(content_type="application/json")
            try:
                return web.json_response({"statut": "OK", **self._admitted(request, await request.read(), step)})
            except Refused as refused:
                return web.json_response({"statut": refused.status, "attente": refused.wait}, status=422)

        return serve

    def _admitted(self, request: web.Request, body: bytes, step: Callable[[Asked], Mapping[str, object]]) -> Mapping[str, object]:
        if status := told_code(request[LIE]):
            raise Refused(status)
        if not hmac.compare_digest(request.headers.get(KEY_HEADER, "").encode(), self._key.encode()):
            raise Refused("CLE_REFUSEE")
        try:
            return step(msgspec.json.decode(body, type=Asked))
        except msgspec.DecodeError as broken:
            raise Refused("DEMANDE_MAL_FORMEE") from broken

    def _send(self, asked: Asked) -> dict[str, object]:
        person = self._usable(asked)
        if len(asked.operation) != 10 or not asked.operation.isdecimal():
            raise Refused("DEMANDE_MAL_FORMEE")
        self._otp(lambda: self._codes.send(person, txn=asked.operation, id_type=asked.nature, by=_service(asked)))
        return {"telephoneMasque": "*" * 6 + str(person.phone)[-2:]}

    def _verify(self, asked: Asked) -> dict[str, object]:
        person = self._usable(asked)
        self._attempt(person, Factor.OTP, asked, lambda: self._spend(person, asked))
        return self._token(person)

    def _compare(self, asked: Asked) -> dict[str, object]:
        person = self._usable(asked)
        said = (
            (asked.nom, same_name(person, asked.nom)),
            (asked.naissance, asked.naissance == person.born.isoformat()),
            (asked.telephone, asked.telephone == person.phone),
        )
        claimed = [right for claim, right in said if claim]
        if not claimed:
            raise Refused("DEMANDE_MAL_FORMEE")

        def compare() -> None:
            if not all(claimed):
                raise Refused("DIFFERENT")

        self._attempt(person, Factor.DEMOGRAPHIC, asked, compare)
        return self._token(person)

    def _recover(self, asked: Asked) -> dict[str, object]:
        person = self._proven(asked)
        return {"niu": person.uin, "telephone": person.phone}

    def _application(self, asked: Asked) -> dict[str, object]:
        return {"etape": STAGE[self._find(asked).status]}

    def _lock(self, asked: Asked) -> dict[str, object]:
        factors = _factors(asked)
        self.holdings.lock(self._holder("lock", asked), factors)
        return {}

    def _unlock(self, asked: Asked) -> dict[str, object]:
        factors = _factors(asked)
        self.holdings.unlock(self._holder("lock", asked), factors, asked.secondes)
        return {}

    def _alias(self, asked: Asked) -> dict[str, object]:
        person = self._holder("alias", asked)
        made = self.holdings.issue(person)
        if made is None:
            raise Refused("TROP_D_ALIAS")
        until = datetime.fromtimestamp(made.expires_at, UTC).isoformat()
        return {"alias": made.number, "echeance": until, "telephone": person.phone}

    def _revoke(self, asked: Asked) -> dict[str, object]:
        person, alias = self._holder("alias", asked), self.holdings.alias(asked.alias)
        if alias is None or alias.person is not person or not self.holdings.live(alias):
            raise Refused("INCONNU")
        self.holdings.revoke(alias)
        return {}

    def _usage(self, asked: Asked) -> dict[str, object]:
        if asked.nombre < 1:
            raise Refused("DEMANDE_MAL_FORMEE")
        uses = self.holdings.uses(self._holder("usage", asked))
        return {"usages": [_line(use) for use in uses][: asked.nombre]}

    def _event(self, asked: Asked) -> dict[str, object]:
        if asked.nature != "demande":
            raise Refused("NUMERO_MAL_FORME")
        if asked.numero not in self.holdings.events:
            raise Refused("INCONNU")
        return {"suite": OUTCOME[self.holdings.events[asked.numero]]}

    def _holder(self, motif: str, asked: Asked) -> Person:
        if asked.motif != motif:
            raise Refused("DEMANDE_MAL_FORMEE")
        return self._proven(asked)

    def _proven(self, asked: Asked) -> Person:
        person = self._usable(asked)
        self._spend(person, asked)
        return person

    def _spend(self, person: Person, asked: Asked) -> None:
        if not asked.accord:
            raise Refused("SANS_CONSENTEMENT")
        txn, by = asked.operation, _service(asked)
        self._otp(lambda: self._codes.check(person, txn=txn, id_type=asked.nature, code=asked.code, by=by))

    def _attempt(self, person: Person, factor: Factor, asked: Asked, step: Callable[[], None]) -> None:
        passed = False
        try:
            if not asked.accord:
                raise Refused("SANS_CONSENTEMENT")
            if self.holdings.locked(person, factor):
                raise Refused("VERROUILLE")
            step()
            passed = True
        finally:
            self.holdings.record(person, "Guichet", factor, asked.operation, passed=passed)

    def _usable(self, asked: Asked) -> Person:
        person = self._find(asked)
        if person.status is not Stage.ISSUED:
            raise Refused("PAS_ENCORE")
        if not person.active:
            raise Refused("INACTIF")
        return person

    def _find(self, asked: Asked) -> Person:
        if asked.nature == "alias":
            alias = self.holdings.alias(asked.numero)
            if alias is not None and not self.holdings.live(alias):
                raise Refused("INACTIF")
            person = alias.person if alias else None
        elif asked.nature in self._people:
            person = self._people[asked.nature].get(asked.numero)
        else:
            raise Refused("NUMERO_MAL_FORME")
        if person is None:
            raise Refused("INCONNU")
        return person

    def _token(self, person: Person) -> dict[str, object]:
        return {"jeton": hmac.digest(self._key.encode(), person.receipt.encode(), "sha256").hex()}

    def _otp(self, step: Callable[[], None]) -> None:
        try:
            step()
        except OtpRefused as refused:
            status = FAULTS[refused.fault]
            wait = {"CODE_GELE": self._rules.freeze, "TROP_DE_DEMANDES": 60.0}.get(status)
            raise Refused(status, wait) from refused


def _service(asked: Asked) -> str:
    """What a holder does for herself and what she proves to others need codes of their own."""
    return "holder" if asked.motif in HOLDERS else "proof"


def _factors(asked: Asked) -> list[Factor]:
    if not asked.facteurs or not set(asked.facteurs) <= set(FACTOR):
        raise Refused("DEMANDE_MAL_FORMEE")
    return [FACTOR[word] for word in asked.facteurs]


def _line(use: Use) -> dict[str, object]:
    at = datetime.fromtimestamp(use.at, UTC).isoformat()
    return {"date": at, "organisme": use.by, "facteur": FACTORS[use.factor], "reussi": use.passed}
