"""An SMSC whose octets are written by hand: it shares nothing with our codec."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

BIND, BIND_RESP = 0x00000009, 0x80000009
SUBMIT, SUBMIT_RESP = 0x00000004, 0x80000004
ENQUIRE, ENQUIRE_RESP = 0x00000015, 0x80000015
UNBIND, UNBIND_RESP = 0x00000006, 0x80000006
DELIVER, DELIVER_RESP = 0x00000005, 0x80000005
NACK = 0x80000000


def wire(command: int, sequence: int, status: int = 0, body: bytes = b"") -> bytes:
    return struct.pack(">IIII", 16 + len(body), command, status, sequence) + body


class HandSmsc:
    """Answers binds, enquiries and unbinds; `on_submit` gives the octets to answer a submit with. Keeps all that it heard."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int, int, bytes]] = []
        self.connections = 0
        self.on_submit: Callable[[int, bytes], bytes] = lambda sequence, _: wire(SUBMIT_RESP, sequence, 0, b"id%d\0" % sequence)
        self.on_bind: Callable[[int], bytes] = lambda sequence: wire(BIND_RESP, sequence, 0, b"smsc\0")
        self.answers_enquiries = True
        self.writers: list[asyncio.StreamWriter] = []
        self.port = 0

    def commands(self, command: int) -> list[tuple[int, int, int, bytes]]:
        return [pdu for pdu in self.heard if pdu[0] == command]

    def say(self, octets: bytes) -> None:
        """Write to the connection that came last."""
        self.writers[-1].write(octets)

    def drop(self) -> None:
        """Cut every connection."""
        for writer in self.writers:
            writer.transport.abort()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                length, command, status, sequence = struct.unpack(">IIII", await reader.readexactly(16))
                body = await reader.readexactly(length - 16)
                self.heard.append((command, status, sequence, body))
                writer.write(self._answer(command, sequence, body))
        writer.close()

    def _answer(self, command: int, sequence: int, body: bytes) -> bytes:
        match command:
            case 0x00000009:
                return self.on_bind(sequence)
            case 0x00000001 | 0x00000002:  # bind_receiver, bind_transmitter
                return wire(0x80000000 | command, sequence, 0, b"smsc\0")
            case 0x00000004:
                return self.on_submit(sequence, body)
            case 0x00000015 if self.answers_enquiries:
                return wire(ENQUIRE_RESP, sequence)
            case 0x00000006:
                return wire(UNBIND_RESP, sequence)
        return b""


@asynccontextmanager
async def hand_smsc() -> AsyncIterator[HandSmsc]:
    smsc = HandSmsc()
    server = await asyncio.start_server(smsc.serve, "127.0.0.1", 0)
    smsc.port = server.sockets[0].getsockname()[1]
    try:
        yield smsc
    finally:
        smsc.drop()
        server.close()
        await server.wait_closed()
