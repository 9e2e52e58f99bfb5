"""One SP-DCI registry as a partner calls it: signed, authorised, in time, and only believed when the answer is ours."""

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

import aiohttp
import structlog
from joserfc.jwk import Key

from dialogs.ports.machine import Clock
from dialogs.refusals import ClockSkew, ProtocolViolation, Unavailable
from registry_client.dci.config import DciConfig, Misconfigured
from registry_client.dci.envelope import Envelope, canonical, decode, header
from registry_client.dci.errors import refusal, refusal_by_status
from registry_client.dci.keys import FetchedKeys, Keys, PinnedKeys, read_jwks
from registry_client.dci.lenient import Member
from registry_client.dci.signing import Broken, CavageEd25519, Jws, Signer, Stale, Unsigned
from registry_client.dci.token import Tokens
from registry_client.http import Answer, Deadline, Upstream
from registry_client.transport import Transport

__all__ = ["Dci", "connect", "make_signer"]

log = structlog.get_logger()

T = TypeVar("T")


class Dci:
    """Sends one message and returns the `message` of the answer. Not retried: a message id may arrive only once."""

    def __init__(self, upstream: Upstream, config: DciConfig, signer: Signer, tokens: Tokens | None, clock: Clock) -> None:
        self.config = config
        self.name = upstream.name
        self._upstream = upstream
        self._signer = signer
        self._tokens = tokens
        self._clock = clock

    @property
    def well(self) -> bool:
        return self._upstream.well

    @property
    def now(self) -> float:
        return self._clock.now()

    async def send(self, path: str, action: str, message: Mapping[str, object], by: Deadline) -> Member:
        """The answer's message, verified. Raises the tree of `dialogs.refusals`; a token that is refused is renewed once."""
        token = await self._tokens.bearer(by) if self._tokens else ""
        answer = await self._post(path, action, message, token, by)
        if answer.status == 401 and self._tokens:
            token = await self._tokens.bearer(by, refused=token)
            answer = await self._post(path, action, message, token, by)
        return await self._accept(answer, str(message.get("transaction_id", "")), by)

    async def _post(self, path: str, action: str, message: Mapping[str, object], token: str, by: Deadline) -> Answer:
        ours = self.config
        head = header(action, self.now, sender_id=ours.sender_id, receiver_id=ours.receiver_id, sender_uri=ours.sender_uri)
        signature = self._signer.sign(head, message)
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = b'{"signature":%s,%s' % (json.dumps(signature).encode(), canonical(head, message)[1:])
        return await self._upstream.call("POST", path, body=body, headers=headers, deadline=by.left(), safe=False)

    async def _accept(self, answer: Answer, transaction_id: str, by: Deadline) -> Member:
        envelope = decode(answer.body)
        if answer.status >= 400:
            raise refusal_by_status(answer.status, _code(envelope), self.name)
        if envelope is None:
            raise Unavailable("not-json", upstream=self.name)
        acknowledged = envelope.message.at("ack_status").text.upper()
        if acknowledged:  # nobody signs an acknowledgement: of what else is in it nothing counts
            if acknowledged != "ACK":
                raise refusal(_code(envelope), self.name)
            return Member({"correlation_id": envelope.message.at("correlation_id").text}, envelope.slips)
        await self._verify(envelope, by)
        self._belongs(envelope, transaction_id)
        self._check_status(envelope)
        return envelope.message

    def read(self, record: Member, how: Callable[[Member], T]) -> T:
        """What `how` reads out of a record; how often that took leniency goes to the log, as counts."""
        told = how(record)
        if record.slips:
            log.info("dci.read_leniently", upstream=self.name, **record.slips)
            record.slips.clear()
        return told

    async def _verify(self, envelope: Envelope, by: Deadline) -> None:
        if not self.config.verify_answers:
            return
        try:
            await self._signer.verify(envelope.header.raw, envelope.message.raw, envelope.signature, by)
        except Stale as stale:
            raise ClockSkew(str(stale), upstream=self.name) from None
        except Broken as broken:
            raise ProtocolViolation(f"signature-{broken}", upstream=self.name) from None
        told = envelope.header.at("message_ts").moment
        if told is None or abs(told - self.now) > self.config.clock_skew:
            raise ClockSkew("message_ts", upstream=self.name)
        if envelope.header.at("sender_id").text != self.config.receiver_id:
            raise ProtocolViolation("sender", upstream=self.name)

    def _belongs(self, envelope: Envelope, transaction_id: str) -> None:
        """An answer to somebody else's question must not be shown, whoever signed it."""
        if envelope.header.at("is_msg_encrypted").truth or envelope.message.at("ciphertext"):
            raise ProtocolViolation("encrypted", upstream=self.name)
        told = envelope.message.at("transaction_id").text
        if told != transaction_id and not self.tolerant:
            raise ProtocolViolation("transaction", upstream=self.name)

    @property
    def tolerant(self) -> bool:
        """Whether answers with another's ids are read all the same: mocks outside production answer by rote."""
        return not self.config.production and not self.config.verify_answers

    def _check_status(self, envelope: Envelope) -> None:
        if envelope.header.at("status").text.lower() == "rjct":
            raise refusal(envelope.header.at("status_reason_code").text or _code(envelope), self.name)


def connect(
    name: str, config: DciConfig, session: aiohttp.ClientSession, clock: Clock, transport: Transport | None = None
) -> Dci:
    """The registry of `config`, called `name` in logs, by way of `transport`; its tokens and keys are fetched directly.

    Raises `Misconfigured` for keys that cannot be read.
    """
    token_at = Upstream(f"{name}-token", config.token_url, session, clock)
    tokens = Tokens(token_at, config.client_id, config.client_secret, clock, config.scope) if config.token_url else None
    signer = make_signer(config, Upstream(f"{name}-jwks", config.jwks_url, session, clock), clock)
    return Dci(Upstream(name, config.url, session, clock, transport=transport), config, signer, tokens, clock)


def make_signer(config: DciConfig, jwks_at: Upstream, clock: Clock) -> Signer:
    """The dialect of `config`. Raises `Misconfigured`."""
    try:
        if config.signature == "unsigned":
            return Unsigned(production=config.production)
        keys: Keys = FetchedKeys(jwks_at, clock) if config.jwks_url else PinnedKeys(_pinned(config))
        if config.signature == "jws":
            return Jws(config.private_key, config.key_id, config.algorithm or "RS256", keys)
        return CavageEd25519(
            config.private_key,
            config.sender_id,
            config.key_id,
            config.receiver_id,
            keys,
            clock,
            config.validity,
            config.clock_skew,
        )
    except ValueError as fault:
        raise Misconfigured([str(fault)]) from None


def _pinned(config: DciConfig) -> Mapping[str, Key]:
    """The keys of the settings; none where the registry does not sign: then nothing of it verifies."""
    keys = read_jwks(config.peer_keys.encode()) if config.peer_keys else {}
    if config.verify_answers and not keys:
        raise ValueError("peer_keys is a JWKS document without a usable key")
    return keys


def _code(envelope: Envelope | None) -> str:
    """The code of a failure, wherever this server writes it."""
    if envelope is None:
        return ""
    listed = [entry.at("code").text for entry in envelope.whole.at("errors").each()]
    told = [
        envelope.message.down("error", "code").text,
        envelope.header.at("status_reason_code").text,
        envelope.whole.down("error", "code").text,
        *listed,
        envelope.whole.at("code").text,
    ]
    return next((code for code in told if code), "")
