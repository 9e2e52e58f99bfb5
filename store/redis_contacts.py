"""Language and network of a phone where all workers read them: neither a first hop nor a message waits for the database."""

from collections.abc import Awaitable, Callable

from dialogs.model import Phone
from dialogs.ports import Contacts, Keys
from store.redis_mux import Multiplexer, Script

__all__ = ["RedisContacts"]

# Only the first field of a bucket sets its end, so that a bucket in steady use is forgotten too.
KEEP = Script(
    "redis.call('HSET',KEYS[1],ARGV[1],ARGV[2]) if redis.call('PTTL',KEYS[1])<0 then redis.call('PEXPIRE',KEYS[1],ARGV[3]) end"
    " return 1"
)
BUCKETS = 1 << 14
FIELD = 8  # bytes
LIFE = 30 * 24 * 3_600_000  # milliseconds


class RedisContacts:
    """The `Contacts` port over `inner`, which stays the record: its languages and networks are read through Redis.

    A phone is 8 hashed bytes in one of 16,384 small hashes, which Redis packs: with a million phones a language costs
    about 14 bytes, as a key of its own 130. A word that is set is forgotten here, and read again when it is needed.
    """

    def __init__(self, inner: Contacts, mux: Multiplexer, keys: Keys, prefix: bytes = b"l") -> None:
        self._inner = inner
        self._mux = mux
        self._keys = keys
        self._prefix = prefix

    async def language(self, phone: Phone) -> str | None:
        return await self._read(phone, "language", self._inner.language)

    async def set_language(self, phone: Phone, lang: str, *, at: float) -> None:
        await self._inner.set_language(phone, lang, at=at)
        await self._mux.call(b"HDEL", *self._place(phone, "language"))

    async def network(self, phone: Phone) -> str | None:
        return await self._read(phone, "network", self._inner.network)

    async def set_network(self, phone: Phone, network: str, *, at: float) -> None:
        await self._inner.set_network(phone, network, at=at)
        await self._mux.call(b"HDEL", *self._place(phone, "network"))

    async def set_consent(self, phone: Phone, purpose: str, given: bool, *, how: str, at: float) -> None:
        await self._inner.set_consent(phone, purpose, given, how=how, at=at)

    async def consent(self, phone: Phone, purpose: str) -> bool | None:
        return await self._inner.consent(phone, purpose)

    async def forget(self, phone: Phone) -> None:
        await self._inner.forget(phone)
        for what in ("language", "network"):
            await self._mux.call(b"HDEL", *self._place(phone, what))

    async def _read(self, phone: Phone, what: str, record: Callable[[Phone], Awaitable[str | None]]) -> str | None:
        bucket, field = self._place(phone, what)
        kept = await self._mux.call(b"HGET", bucket, field)
        if isinstance(kept, bytes):
            return kept.decode()
        word = await record(phone)
        if word:
            await self._mux.run(KEEP, (bucket,), field, word, LIFE)
        return word

    def _place(self, phone: Phone, what: str) -> tuple[bytes, bytes]:
        who = self._keys.mac(what, phone.e164)
        bucket = int.from_bytes(who[:2], "big") % BUCKETS
        return self._prefix + bucket.to_bytes(2, "big"), who[2 : 2 + FIELD]
