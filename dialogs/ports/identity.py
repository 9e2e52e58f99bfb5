"""The population registry: who somebody is, and the proof of it (MOSIP for RNP and IDCS, RS-MIS for the NIU)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from dialogs.model import Code, IdRef, Phone

CAPS = frozenset(
    {
        "recover_by_phone",
        "recover_by_receipt",
        "recover_by_number",
        "application_status",
        "demographics",
        "lock",
        "alias",
        "usage",
        "events",
    }
)
"""All that an `IdentityRegistry` may be able to do."""


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


@dataclass(frozen=True, slots=True, repr=False)
class Claims:
    """What somebody says of herself, to be compared by the registry and by nobody else; `name` in the script she typed."""

    name: str = ""
    born: date | None = None
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class Recovered:
    """A recovered identifier and the phone that enrolment has on file, the only one that may receive it in full."""

    ref: IdRef
    phone: Phone


class Stage(StrEnum):
    """Where a registration stands, in the words of the citizen's menu."""

    RECEIVED = "received"
    PROCESSING = "processing"
    AWAITING = "awaiting"
    REJECTED = "rejected"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class ApplicationStatus:
    stage: Stage


class Factor(StrEnum):
    """A way to authenticate that its owner may lock."""

    OTP = "otp"
    DEMOGRAPHIC = "demographic"
    FINGER = "finger"
    IRIS = "iris"
    FACE = "face"


@dataclass(frozen=True, slots=True)
class Alias:
    """A temporary number (MOSIP VID) that stands for the lasting one; `expires_at` Unix time, None when it does not expire.

    `phone` is the one that enrolment has on file: the only one that may receive the number in full.
    """

    ref: IdRef
    expires_at: float | None = None
    phone: Phone | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Somebody authenticated with, or asked about, this identity. `by` is the organisation as the registry names it."""

    at: float
    by: str
    factor: Factor | None
    passed: bool


class IdentityRegistry(Protocol):
    """The population registry (RNP/IDCS, NIU). Raises the tree of `dialogs.refusals`; answers within `ctx.deadline`.

    A call outside `caps()` raises `NotSupported`.
    """

    def caps(self) -> frozenset[str]:
        """What this country's registry can do.

        Of `recover_by_phone`, `recover_by_receipt`, `recover_by_number`, `application_status`, `demographics`, `lock`, `alias`,
        `usage`, `events`.
        """
        ...

    def well(self) -> bool:
        """False while it is left alone after failures: whoever would need it is told so before she types anything."""
        ...

    async def send_otp(self, ref: IdRef, *, ctx: CallContext) -> OtpChallenge:
        """A code to the enrolled phone of a UIN, VID or HANDLE.

        `ctx.purpose` says what it is for: `prove`, or `lock`, `alias`, `usage`, which only a UIN or VID can do.
        """
        ...

    async def verify_otp(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> AuthOutcome: ...

    async def verify_demographics(self, ref: IdRef, claims: Claims, *, ctx: CallContext) -> AuthOutcome:
        """Yes, or `DemographicMismatch` that never says which claim was wrong."""
        ...

    async def recover_start(self, by: IdRef, *, ctx: CallContext) -> OtpChallenge:
        """Send a code for a lost number: `by` is a HANDLE (`+212…@phone`) or an AID (29-digit receipt).

        Or it is the lasting number itself (UIN, NIU), which another registry told, or which opens the way to another number.
        """
        ...

    async def recover_finish(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Recovered: ...

    async def application_status(self, aid: IdRef, *, ctx: CallContext) -> ApplicationStatus: ...

    async def lock(self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], *, ctx: CallContext) -> None:
        """Nobody can authenticate by these factors until they are unlocked."""
        ...

    async def unlock(
        self, challenge: OtpChallenge, code: Code, factors: Sequence[Factor], seconds: int | None, *, ctx: CallContext
    ) -> None:
        """Free for `seconds`, then locked again; None: free for good."""
        ...

    async def issue_alias(self, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> Alias: ...

    async def revoke_alias(self, alias: IdRef, challenge: OtpChallenge, code: Code, *, ctx: CallContext) -> None: ...

    async def usage_history(self, challenge: OtpChallenge, code: Code, limit: int, *, ctx: CallContext) -> Sequence[Usage]:
        """The latest uses, newest first."""
        ...

    async def event_status(self, event: IdRef, *, ctx: CallContext) -> str:
        """What became of a request by its 16-digit event id: `done`, `under-way` or `failed`."""
        ...
