"""What is kept between two turns: conversations, try counters, contacts, the audit chain, slow answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dialogs.model import Phone, Prompt


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
    """What we keep about a phone: its language, its network and its consents by purpose, under a pseudonym."""

    async def language(self, phone: Phone) -> str | None: ...

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None: ...

    async def network(self, phone: Phone) -> str | None:
        """The network that a channel told for this phone, as it spelt it (mostly MCC and MNC); None when none ever did."""
        ...

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None: ...

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        """Keep the latest word on a purpose (`service`, `campaign`, `security`) with how it came and when."""
        ...

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        """True or False as last said; None when never said."""
        ...

    async def forget(self, phone: Phone) -> None:
        """All but her refusals: whoever said no is written to no more than before."""
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

    async def forget(self, phone: Phone) -> None:
        """All errands of this phone, finished or not."""
        ...
