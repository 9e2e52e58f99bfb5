"""A circuit breaker that stops calling an upstream that fails, and lets exactly one call try it again."""

from collections.abc import Callable

__all__ = ["Breaker"]


class Breaker:
    """Closed until `failures` calls in a row fail; then open for `rest` seconds; then one probe at a time decides.

    Each admitted call holds a ticket: its outcome counts only while the breaker is still in the state that
    admitted it, so a slow answer to an old call neither closes nor re-opens it. `now` gives seconds.
    """

    def __init__(self, now: Callable[[], float], *, failures: int = 5, rest: float = 10.0) -> None:
        self._now = now
        self._most = failures
        self._rest = rest
        self._failed = 0
        self._era = 0
        self._opened_at: float | None = None
        self._probing = False

    @property
    def shut_out(self) -> bool:
        """True while no call would be admitted."""
        if self._opened_at is None:
            return False
        return self._probing or self._now() - self._opened_at < self._rest

    def enter(self) -> int | None:
        """A ticket for one call, to be handed to `settle`; None when the call must not be made."""
        if self.shut_out:
            return None
        self._probing = self._opened_at is not None
        return self._era

    def settle(self, ticket: int, worked: bool) -> None:
        """The outcome of an admitted call."""
        if ticket != self._era:
            return
        if worked:
            self._close()
        else:
            self._count_failure()

    def _close(self) -> None:
        if self._opened_at is not None:
            self._era += 1
        self._opened_at, self._probing, self._failed = None, False, 0

    def _count_failure(self) -> None:
        self._failed += 1
        if self._probing or self._failed >= self._most:
            self._era += 1
            self._opened_at, self._probing, self._failed = self._now(), False, 0
