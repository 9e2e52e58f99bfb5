"""One-time codes as MOSIP keeps them: one live code per person, an expiry, a freeze and a flood limit."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.mosip_records import Clock
from sandbox.phones import Phones
from sandbox.population import Person

SENDER = "RNP"
_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class OtpRules:
    """The published defaults of MOSIP; times in seconds, `flood` in requests per minute."""

    expiry: float = 180.0
    tries: int = 10
    freeze: float = 1800.0
    flood: int = 100


class OtpFault(StrEnum):
    """Why a code was not sent or not accepted; each service has its own error code for it."""

    NO_PHONE = "no-phone"
    FLOODED = "flooded"
    FROZEN_SEND = "frozen-send"
    FROZEN_CHECK = "frozen-check"
    NOT_REQUESTED = "not-requested"
    OTHER_TXN = "other-txn"
    OTHER_ID_TYPE = "other-id-type"
    OTHER_SERVICE = "other-service"
    EXPIRED = "expired"
    WRONG = "wrong"


class OtpRefused(Exception):
    def __init__(self, fault: OtpFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True, repr=False)
class _Sent:
    by: str
    txn: str
    id_type: str
    code: str
    at: float


@dataclass(slots=True, repr=False)
class _Line:
    """What is kept about one person's codes."""

    live: _Sent | None = None
    wrong: int = 0
    frozen_until: float = 0.0
    asked: list[float] = field(default_factory=list)


def six_digits() -> str:
    return f"{secrets.randbelow(10**6):06d}"


class OneTimeCodes:
    """Codes by person. A new code replaces the live one; a right one is spent; wrong ones add up over codes."""

    def __init__(self, phones: Phones, clock: Clock, rules: OtpRules, draw: Callable[[], str]) -> None:
        self._phones = phones
        self._clock = clock
        self._rules = rules
        self._draw = draw
        self._lines: dict[str, _Line] = {}
        self.last: dict[str, str] = {}

    def send(self, person: Person, *, txn: str, id_type: str, by: str) -> None:
        """Send a code of the service `by` to the enrolled phone, or raise `OtpRefused`."""
        line, now = self._line(person), self._clock.now()
        line.asked = [at for at in line.asked if at > now - _MINUTE]
        if person.phone is None:
            raise OtpRefused(OtpFault.NO_PHONE)
        if now < line.frozen_until:
            raise OtpRefused(OtpFault.FROZEN_SEND)
        if len(line.asked) >= self._rules.flood:
            raise OtpRefused(OtpFault.FLOODED)
        line.asked.append(now)
        line.live = _Sent(by, txn, id_type, self._draw(), now)
        self.last[person.phone] = line.live.code
        self._phones.deliver(person.phone, SENDER, self._text(line.live.code), now)

    def check(self, person: Person, *, txn: str, id_type: str, code: str, by: str) -> None:
        """Spend the live code, or raise `OtpRefused`; only the service that sent it may check it."""
        line, now = self._line(person), self._clock.now()
        if now < line.frozen_until:
            raise OtpRefused(OtpFault.FROZEN_CHECK)
        if line.live is None:
            raise OtpRefused(OtpFault.NOT_REQUESTED)
        if line.live.by != by:
            raise OtpRefused(OtpFault.OTHER_SERVICE)
        if line.live.id_type != id_type:
            raise OtpRefused(OtpFault.OTHER_ID_TYPE)
        if line.live.txn != txn:
            raise OtpRefused(OtpFault.OTHER_TXN)
        if now - line.live.at >= self._rules.expiry:
            raise OtpRefused(OtpFault.EXPIRED)
        if line.live.code != code:
            self._count_wrong(line, now)
            raise OtpRefused(OtpFault.WRONG)
        line.live, line.wrong = None, 0

    def tell(self, person: Person, text: str) -> None:
        """A notification to the enrolled phone, if there is one."""
        if person.phone:
            self._phones.deliver(person.phone, SENDER, text, self._clock.now())

    def _count_wrong(self, line: _Line, now: float) -> None:
        line.wrong += 1
        if line.wrong >= self._rules.tries:
            line.wrong, line.live, line.frozen_until = 0, None, now + self._rules.freeze

    def _line(self, person: Person) -> _Line:
        return self._lines.setdefault(person.receipt, _Line())

    def _text(self, code: str) -> str:
        return f"RNP : votre code est {code}, valable {self._rules.expiry / 60:.0f} minutes. Ne le donnez à personne."
