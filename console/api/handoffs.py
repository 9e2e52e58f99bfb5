"""The API of an agent's counter: claim a citizen's code, submit what the device captured, or vouch for her."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from console.api.documents import Asked, Told
from console.api.operations import Call, Operation
from console.api.problems import Kind, Problem
from console.proofs import AgentLocked, Proofs
from dialogs.ports import Agent, HandoffState, Modality, OpaqueBlock
from store.handoffs import Denied, HandoffDenied, Verdict

__all__ = ["AGENT", "SUPERVISOR", "operations"]

AGENT, SUPERVISOR = "agent", "supervisor"
_CODE, _ID = "[0-9]{6}", "[0-9a-f]{32}"
_LARGEST = 1024 * 1024
_BLOCK = 128 * 1024

UNKNOWN_CODE = Kind(404, "unknown-code", "This code is wrong, used or too old")
NOT_YOURS = Kind(404, "not-yours", "You have claimed no such hand-off")
CLOSED = Kind(409, "closed", "This hand-off is over")
BUSY = Kind(409, "busy", "A capture of this hand-off is being compared")
NOT_VOUCHED = Kind(409, "not-vouched", "The agent who claimed it must vouch first")
DAY_IS_FULL = Kind(429, "day-is-full", "You have had as many as one person may have in a day")
LOCKED = Kind(429, "locked", "Too many wrong codes")
UNAVAILABLE = Kind(503, "registry-unavailable", "The registry did not answer; the capture was not used")
_DENIED = {
    Denied.CODE: UNKNOWN_CODE,
    Denied.NOT_YOURS: NOT_YOURS,
    Denied.CLOSED: CLOSED,
    Denied.BUSY: BUSY,
    Denied.NOT_VOUCHED: NOT_VOUCHED,
    Denied.LIMIT: DAY_IS_FULL,
}


class Claim(Asked):
    """`device` is the serial number of the device that will capture."""

    device: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]


class Task(Told):
    """What to capture: `transactionId`, `env` and `domainUri` go into the capture request of the device (MOSIP SBI 0.9.5)."""

    id: str
    transaction_id: str
    modalities: list[Modality]
    env: str
    domain_uri: str
    purpose: str
    expires_at: datetime


class SbiError(Asked):
    """What a device says of a capture that went well: code `0`."""

    error_code: Literal["0"]
    error_info: Annotated[str, StringConstraints(max_length=200)] = ""


class SbiBlock(Asked):
    """One element of the device's `biometrics`, encrypted by it to the registry (MOSIP SBI 0.9.5, auth capture)."""

    spec_version: Annotated[str, StringConstraints(pattern=r"^[0-9.]{1,16}$")] = Field(repr=False)
    data: Annotated[str, StringConstraints(max_length=_BLOCK - 4096, pattern=r"^[A-Za-z0-9._=-]+$")] = Field(repr=False)
    hash: Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{64}$")] = Field(repr=False)
    session_key: Annotated[str, StringConstraints(max_length=1024, pattern=r"^[A-Za-z0-9_=-]+$")] = Field(repr=False)
    thumbprint: Annotated[str, StringConstraints(max_length=128, pattern=r"^[A-Za-z0-9_=-]+$")] = Field(repr=False)
    error: SbiError | None = Field(default=None, repr=False)

    def opaque(self) -> OpaqueBlock:
        return OpaqueBlock(self.model_dump_json(by_alias=True, exclude={"error"}).encode())


class Submission(Asked):
    """One to ten captures, each as the device made it."""

    biometrics: Annotated[list[SbiBlock], Field(min_length=1, max_length=10, repr=False)]


class Outcome(Told):
    """`claimed`: it may be tried again; `proved`, `failed`: it is over."""

    state: HandoffState
    verdict: Verdict


class Vouching(Asked):
    """Why nothing can be captured."""

    reason: Literal["unreadable", "injury", "not-enrolled", "device"]


class Vouched(Told):
    """`claimed`: a supervisor must vouch too; `exception`: done."""

    state: HandoffState


def operations(proofs: Proofs) -> Sequence[Operation[Any]]:
    """The three operations of a hand-off."""

    async def claim(call: Call[Claim]) -> Task:
        agent = Agent(call.operator.id, call.operator.counter, call.body.device)
        try:
            task = await proofs.claim(call.path["code"], agent)
        except AgentLocked as locked:
            raise Problem(LOCKED, retry_after=locked.seconds) from None
        except HandoffDenied as denied:
            raise Problem(_DENIED[denied.why]) from None
        return Task(
            id=task.id,
            transaction_id=task.txn,
            modalities=list(task.modalities),
            env=task.env,
            domain_uri=task.domain_uri,
            purpose=task.purpose,
            expires_at=datetime.fromtimestamp(task.expires_at, UTC),
        )

    async def submit(call: Call[Submission]) -> Outcome:
        blocks = [block.opaque() for block in call.body.biometrics]
        try:
            held = await proofs.submit(call.path["id"], call.operator.id, call.key, blocks)
        except HandoffDenied as denied:
            raise Problem(_DENIED[denied.why]) from None
        assert held.verdict is not None
        if held.verdict is Verdict.UNAVAILABLE:
            raise Problem(UNAVAILABLE, retry_after=10)
        return Outcome(state=held.state, verdict=held.verdict)

    async def vouch(call: Call[Vouching]) -> Vouched:
        supervisor = SUPERVISOR in call.operator.roles
        try:
            held = await proofs.vouch(call.path["id"], call.operator.id, supervisor=supervisor, reason=call.body.reason)
        except HandoffDenied as denied:
            raise Problem(_DENIED[denied.why]) from None
        return Vouched(state=held.state)

    agent, both = frozenset({AGENT}), frozenset({AGENT, SUPERVISOR})
    return (
        Operation(
            "claimHandoff", "POST", "/v1/handoffs/{code}/claim", "Claim the code that a citizen reads to you",
            agent, Claim, Task, claim, {"code": _CODE}, (UNKNOWN_CODE, DAY_IS_FULL, LOCKED),
        ),
        Operation(
            "submitHandoff", "POST", "/v1/handoffs/{id}/submit", "Have what the device captured compared by the registry",
            agent, Submission, Outcome, submit, {"id": _ID}, (NOT_YOURS, CLOSED, BUSY, UNAVAILABLE), _LARGEST,
        ),
        Operation(
            "vouchHandoff", "POST", "/v1/handoffs/{id}/exception", "Vouch for a citizen who cannot be captured",
            both, Vouching, Vouched, vouch, {"id": _ID}, (NOT_YOURS, CLOSED, BUSY, NOT_VOUCHED, DAY_IS_FULL),
        ),
    )  # fmt: skip
