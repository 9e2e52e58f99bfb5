"""What dialogs need from the world, each port small, with an in-memory twin and one contract suite."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol, TypeVar

from dialogs.model import Code, IdRef, Phone, Prompt

T = TypeVar("T")

# --- the machine -------------------------------------------------------------------------------


class TooSlow(Exception):
    """An awaited thing did not finish within the seconds it was given."""


class Clock(Protocol):
    """Time enters a conversation through here and nowhere else."""

    def now(self) -> float:
        """Unix time in seconds."""
        ...

    async def sleep(self, seconds: float) -> None: ...

    async def within(self, seconds: float, work: Awaitable[T]) -> T:
        """Await `work` for at most `seconds`, then cancel it and raise `TooSlow`."""
        ...


class Keys(Protocol):
    """Keyed hashes for looking up, authenticated encryption for what must be read back."""

    def mac(self, purpose: str, *parts: str | bytes) -> bytes:
        """A 16-byte keyed hash; parts are length-prefixed, so ("ab","c") and ("a","bc") differ."""
        ...

    def seal(self, purpose: str, plain: bytes, bound_to: bytes = b"") -> bytes:
        """Key id (1 byte) + nonce (12) + AES-256-GCM ciphertext + tag (16); `bound_to` is authenticated."""
        ...

    def open(self, purpose: str, sealed: bytes, bound_to: bytes = b"") -> bytes:
        """The plain bytes; raises `Unreadable` when the key is gone or the bytes were touched."""
        ...


class Unreadable(Exception):
    """Sealed bytes cannot be opened: another key, another binding, or damage."""


# --- what a conversation keeps -----------------------------------------------------------------


class StoreDown(Exception):
    """The session store or the database did not answer in time: say so in neutral words, lose nothing."""


class Sessions(Protocol):
    """Conversations by key, saved by compare-and-set on a revision. Values are opaque sealed bytes.

    All methods raise `StoreDown` when the store does not answer in time.
    """

    async def load(self, key: bytes) -> tuple[int, bytes] | None:
        """(revision, value), or None when there is none or it has expired."""
        ...

    async def save(self, key: bytes, was: int, value: bytes, ttl: float) -> bool:
        """Write `value` as revision `was + 1` if the stored revision is `was` (0: none); False when it is not."""
        ...

    async def drop(self, key: bytes) -> None: ...


class Guard(Protocol):
    """Counters of tries and locks, by hashed caller and hashed subject; Back, redial or another channel never resets them.

    `what` is the kind of try (`recover-code`), `who` the hashed parties, `key` the idempotency key of the deed.
    """

    async def spend(self, what: str, who: Sequence[bytes], *, tries: int, window: float, lock: float, key: bytes) -> int:
        """Spend one try of every party *before* the attempt.

        Returns the tries left after this one (the least of all parties), or -1 when any party was already out of
        tries or locked; spending past the last try locks that party for `lock` seconds. The same `key` again
        returns the first answer and spends nothing. Atomic over all parties.
        """
        ...

    async def lock(self, what: str, who: Sequence[bytes], seconds: float) -> None: ...

    async def locked(self, what: str, who: Sequence[bytes]) -> float:
        """Seconds until the last of the parties' locks ends; 0.0 when free."""
        ...

    async def forgive(self, what: str, who: Sequence[bytes]) -> None:
        """Reset the counters (not the locks) after a success."""
        ...


class Contacts(Protocol):
    """What we keep about a phone: its language and its consents by purpose, under a pseudonym."""

    async def language(self, phone: Phone) -> str | None: ...

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None: ...

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        """Keep the latest word on a purpose (`service`, `campaign`, `security`) with how it came and when."""
        ...

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        """True or False as last said; None when never said."""
        ...


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the audit chain: what was done, by a hashed actor to a hashed subject; never a value in clear."""

    at: float
    action: str
    actor: bytes
    subject: bytes = b""
    outcome: str = ""
    key: bytes = b""


class Audit(Protocol):
    """An append-only hash chain."""

    async def append(self, event: AuditEvent) -> None:
        """Append once per `event.key` (an empty key is never a duplicate)."""
        ...


# --- what leaves -------------------------------------------------------------------------------


class Lane(IntEnum):
    """Who goes first when messages wait: a campaign never delays a code."""

    CODE = 0
    REPLY = 1
    CASE = 2
    CAMPAIGN = 3


class State(StrEnum):
    """States of an outgoing message; they only move forward. `UNKNOWN`: the operator may have taken it."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, repr=False)
class Message:
    """One SMS to one phone. `key` is unique for ever; `note` is a masked word on it (`26****5169`), safe to show.

    `valid_until` is Unix time: a message that has not left by then expires and is never sent late.
    `encoding` is `gsm7` (transliterate into GSM-7) or `auto` (as written; UCS-2 when it must).
    """

    key: bytes
    to: Phone
    text: str
    lane: Lane
    valid_until: float
    note: str = ""
    encoding: str = "auto"

    def __repr__(self) -> str:
        return f"Message({self.lane.name}, {self.to!r})"


class Outbox(Protocol):
    """Messages that wait for the sender."""

    async def put(self, message: Message) -> bool:
        """Queue it durably; False when this key is already known (nothing changes)."""
        ...

    async def note(self, key: bytes) -> str | None:
        """The masked note of a message by its key; None when there is none."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Claimed:
    """A message leased to one worker. `attempt` counts from 1."""

    id: int
    message: Message
    attempt: int


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """A delivery report of an operator: forward only. `state` is SENT, DELIVERED, FAILED or EXPIRED; `phone` when told."""

    provider: str
    provider_id: str
    state: State
    reason: str = ""
    phone: Phone | None = None


class Dispatch(Protocol):
    """The worker's side of the outbox."""

    async def claim(self, most: int, *, lease: float, now: float) -> list[Claimed]:
        """Lease up to `most` due messages, lane by lane, oldest first; no message to two workers.

        Queued rows past their validity become EXPIRED here. A row whose lease ran out while SENDING becomes
        UNKNOWN (the operator may have it) and is never leased again.
        """
        ...

    async def release(self, id: int, *, due: float) -> None:
        """The operator certainly did not take it: queue it again for `due` (Unix time)."""
        ...

    async def settle(
        self, id: int, state: State, *, provider: str = "", provider_id: str = "", reason: str = "", parts: int = 0
    ) -> None:
        """The outcome of a sending: SENT, FAILED, UNKNOWN or EXPIRED; a report that came first is applied after."""
        ...

    async def report(self, report: Report, *, now: float) -> bool:
        """Apply a delivery report; kept for later when it came before the response. False when it changed nothing."""
        ...

    async def waiting(self) -> dict[Lane, int]:
        """How many are queued per lane (for metrics)."""
        ...


# --- a slow answer -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, repr=False)
class Errand:
    """A look that outlived its turn: a worker finishes it, one SMS follows, a redial shows it.

    `ref` is four digits for the citizen; `args` and `answer` are sealed by the store.
    """

    key: bytes
    ref: str
    kind: str
    args: Mapping[str, str]
    phone: Phone
    lang: str
    made_at: float
    answer: Prompt | None = None


class Errands(Protocol):
    async def put(self, errand: Errand) -> Errand:
        """Keep it durably; the same key again returns the errand that is kept."""
        ...

    async def claim(self, *, lease: float, now: float) -> Errand | None:
        """Lease the oldest unfinished errand to one worker; a lease that runs out may be taken by another."""
        ...

    async def finish(self, key: bytes, answer: Prompt) -> None: ...

    async def news(self, phone: Phone, *, since: float) -> Errand | None:
        """The latest errand of this phone made after `since`, finished or not, that was not yet shown."""
        ...

    async def shown(self, key: bytes) -> None: ...


# --- registries --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CallContext:
    """What travels with each registry call.

    `key` makes the call idempotent where the upstream can; `deadline` is in seconds from now;
    `consent` says that the citizen agreed to this purpose.
    """

    purpose: str
    key: bytes
    deadline: float
    consent: bool = False
    lang: str = "en"


@dataclass(frozen=True, slots=True)
class OtpChallenge:
    """A one-time code is on its way to the enrolled phone. `txn` is ten digits; `expires_at` Unix time."""

    txn: str
    by: IdRef
    expires_at: float
    masked_phone: str = ""


@dataclass(frozen=True, slots=True)
class AuthOutcome:
    """A positive authentication. `token` is the partner-specific user token: store this, never the number."""

    token: str
    at: float


@dataclass(frozen=True, slots=True)
class Recovered:
    """A recovered identifier and the phone that enrolment has on file, the only one that may receive it in full."""

    ref: IdRef
    phone: Phone


class Stage(StrEnum):
    """Where a registration stands, in the words of the citizen's menu."""

    RECEIVED = "received"
    PROCESSING = "processing"
    REJECTED = "rejected"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ApplicationStatus:
    stage: Stage


class IdentityRegistry(Protocol):
    """The population registry (RNP/IDCS, NIU). Raises the tree of `dialogs.refusals`; answers within `ctx.deadline`."""

    def caps(self) -> frozenset[str]:
        """Of `recover_by_phone`, `recover_by_receipt`, `application_status`."""
        ...

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge: ...

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome: ...

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        """Send a code for a lost number: `by` is a HANDLE (`+212…@phone`) or an AID (29-digit receipt)."""
        ...

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered: ...

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus: ...
