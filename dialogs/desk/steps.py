"""What a desk hands out: looks and deeds, and the world that they lean on."""

from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import msgspec

from config.policy import Proof
from dialogs.country import Country
from dialogs.model import Masked, Phone
from dialogs.ports import (
    Announcements,
    Audit,
    BeneficiaryRegistry,
    CaseSystem,
    Clock,
    Contacts,
    Errands,
    FieldAgents,
    Guard,
    Handoffs,
    IdentityRegistry,
    Interpreter,
    Keys,
    Lessons,
    LinkedPhones,
    Outbox,
    People,
    ProofLinks,
    ProtectedCases,
    ServiceDirectory,
    Sessions,
    SimSwap,
    SocialRegistry,
    Watches,
)
from dialogs.texts.speech import Speech

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class World:
    """Every port that a conversation leans on; `emit(kind, step)` counts one new journal entry.

    Without `interpreter` free words lead to the menu, without `lessons` none of them is kept; without `handoffs` nobody is
    proved elsewhere: neither by an agent's device (`biometrics`) nor behind a link (`proof_links`); without `simswap` no
    operator is asked about a SIM; without `people` nobody but the counter answers; without `linked_phones` a phone that
    somebody linked to a chat is forgotten with the conversation; without `field_agents` nobody checks cards from the field;
    without `announcements` nobody reads the last one or asks whether a message is ours.
    """

    clock: Clock
    keys: Keys
    sessions: Sessions
    guard: Guard
    contacts: Contacts
    audit: Audit
    outbox: Outbox
    errands: Errands
    identity: IdentityRegistry
    social: SocialRegistry
    benefits: BeneficiaryRegistry
    cases: CaseSystem
    protected: ProtectedCases
    directory: ServiceDirectory
    watches: Watches
    speech: Speech
    country: Country
    emit: Callable[[str, str], None]
    handoffs: Handoffs | None = None
    biometrics: bool = True
    proof_links: ProofLinks | None = None
    simswap: SimSwap | None = None
    field_agents: FieldAgents | None = None
    interpreter: Interpreter | None = None
    people: People | None = None
    linked_phones: LinkedPhones | None = None
    lessons: Lessons | None = None
    announcements: Announcements | None = None


class Hand(Masked, msgspec.Struct, frozen=True):
    """What a look or deed is given when it is carried out: its idempotency key and the seconds it has."""

    key: bytes
    deadline: float


class Look(Masked, msgspec.Struct, Generic[T], frozen=True):
    """A read of the world.

    `fresh` is for how many seconds it holds; `errand` names what a worker does when it is slow (its first argument
    travels sealed); `speaks`: the value is the language from here on; `claims` gives the phone that stands behind the
    conversation from here on.
    """

    name: str
    args: tuple[str, ...]
    kind: type[T]
    call: Callable[[Hand], Awaitable[T]]
    fresh: float | None = None
    errand: str = ""
    speaks: bool = False
    claims: Callable[[T], Phone | None] | None = None

    def __await__(self) -> Generator[Any, T, T]:
        return (yield self)


class Deed(Masked, msgspec.Struct, Generic[T], frozen=True):
    """A change of the world, done once per idempotency key.

    `even` takes the policy's floor of time, whatever comes out; `sure`: on a channel where a retry cannot be told from new
    input, a number shown once is typed before it; `proves` tells the proof that a result gives;
    `speaks`: the result is the language from here on; `clears`: a true result ends the wait for an errand; `forgets`: a true
    result leaves nothing of this conversation to the next; `claims` gives the phone that stands behind the conversation from
    here on.
    """

    name: str
    args: tuple[str, ...]
    kind: type[T]
    call: Callable[[Hand], Awaitable[T]]
    even: bool = False
    sure: bool = False
    speaks: bool = False
    clears: bool = False
    forgets: bool = False
    proves: Callable[[T], Proof] | None = None
    claims: Callable[[T], Phone | None] | None = None

    def __await__(self) -> Generator[Any, T, T]:
        return (yield self)
