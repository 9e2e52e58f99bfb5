"""One SMPP connection: requests find their responses, garbage ends it, and what had no answer stays in doubt."""

import asyncio
from collections.abc import Callable
from typing import cast

import structlog

from channels.smpp.pdu import LAST_SEQUENCE, RESPONSE, BadPdu, Command, Frames, Pdu, Status
from dialogs.ports import Clock, TooSlow

log = structlog.get_logger()


class NoAnswer(Exception):
    """A request was written and not answered: the operator may have taken it. The argument is a static word."""


class Session(asyncio.Protocol):
    """A connection from its first octet to its last. `on_request` gets what the operator asks (`deliver_sm`)."""

    def __init__(self, clock: Clock, on_request: Callable[["Session", Pdu], None]) -> None:
        self._clock, self._on_request = clock, on_request
        self._frames = Frames()
        self._pending: dict[int, tuple[int, asyncio.Future[Pdu]]] = {}
        self._last = 0
        self._transport: asyncio.WriteTransport | None = None
        self._leaving: list[bytes] = []
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.ready = asyncio.Event()  # bound (or lost): what the operator asks may be handled

    @property
    def open(self) -> bool:
        """Whether something may still be written."""
        return self._transport is not None and not self._transport.is_closing()

    @property
    def idle(self) -> bool:
        """Whether every request has its response."""
        return not self._pending

    async def request(self, command: Command, body: bytes, seconds: float) -> Pdu:
        """Write a request and await its response. Raises `NoAnswer` after `seconds`, or when the connection ends.

        The future is registered before the octets leave: a response cannot come too early.
        """
        sequence = self._next()
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        self._pending[sequence] = command, answer
        self._write(Pdu(command, sequence, body=body))
        try:
            return await self._clock.within(seconds, answer)
        except TooSlow:
            raise NoAnswer("no-answer") from None
        finally:
            self._pending.pop(sequence, None)

    def respond(self, request: Pdu, status: int, body: bytes = b"") -> None:
        """Answer a request of the operator; nothing happens when the connection is gone."""
        self._write(Pdu(request.command | RESPONSE, request.sequence, status, body))

    def close(self) -> None:
        """Close when what was written has left."""
        self._flush()
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close at once: what was written and not read by the other side is gone."""
        if self._transport is not None:
            self._transport.abort()

    # --- asyncio.Protocol ----------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        try:
            for pdu in self._frames.feed(data):
                self._take(pdu)
        except BadPdu as fault:
            log.error("smpp.garbage", what=str(fault))
            self.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        for _, answer in self._pending.values():
            if not answer.done():
                answer.set_exception(NoAnswer("link-lost"))
        self.ready.set()
        if not self.lost.done():
            self.lost.set_result(None)

    # --- what arrives --------------------------------------------------------------------------

    def _take(self, pdu: Pdu) -> None:
        if pdu.command & RESPONSE:
            self._answered(pdu)
        elif pdu.command == Command.ENQUIRE_LINK:
            self.respond(pdu, Status.OK)
        elif pdu.command == Command.UNBIND:
            self.respond(pdu, Status.OK)
            self.close()
        elif pdu.command == Command.DELIVER_SM:
            self._on_request(self, pdu)
        elif pdu.command != Command.ALERT_NOTIFICATION:
            self._write(Pdu(Command.GENERIC_NACK, pdu.sequence, Status.INVALID_COMMAND))

    def _answered(self, pdu: Pdu) -> None:
        """A response to nothing came too late, or to nobody: it changes nothing. One of the wrong kind is garbage."""
        if pdu.sequence not in self._pending:
            if pdu.command == Command.GENERIC_NACK:
                raise BadPdu("nack")  # the operator could not even read our header
            log.warning("smpp.response.late")
            return
        command, answer = self._pending[pdu.sequence]
        if pdu.command not in (command | RESPONSE, Command.GENERIC_NACK):
            raise BadPdu("response")
        if not answer.done():
            answer.set_result(pdu)

    def _write(self, pdu: Pdu) -> None:
        """What is written in one turn of the loop leaves together: with a window full of tasks that is one system call."""
        if not self.open:
            return
        if not self._leaving:
            asyncio.get_running_loop().call_soon(self._flush)
        self._leaving.append(pdu.encode())

    def _flush(self) -> None:
        octets = b"".join(self._leaving)
        self._leaving.clear()
        if octets and self.open:
            assert self._transport is not None
            self._transport.write(octets)

    def _next(self) -> int:
        """1 to 0x7FFFFFFF and round again, past those that still wait."""
        while True:
            self._last = self._last % LAST_SEQUENCE + 1
            if self._last not in self._pending:
                return self._last
