"""Remembers who opened a session, for dialects whose later hops do not say who calls."""

from dataclasses import dataclass

from msgspec import structs

from channels.gate import BadForm
from dialogs.model import Caller, Delivery, Phone
from dialogs.ports import Keys, Sessions


@dataclass(frozen=True, slots=True)
class Callers:
    """Phones by session, sealed, for `ttl` seconds from the opening."""

    dialect: str
    sessions: Sessions
    keys: Keys
    ttl: float

    async def known(self, delivery: Delivery) -> Delivery:
        """The delivery with its caller. Raises `BadForm` when nobody opened this session, `StoreDown` like any store."""
        key = self.keys.mac("ussd-caller", self.dialect, delivery.service, delivery.session)
        stored = await self.sessions.load(key)
        if delivery.caller.phone is not None:
            sealed = self.keys.seal("ussd-caller", delivery.caller.id.encode(), key)
            await self.sessions.save(key, stored[0] if stored else 0, sealed, self.ttl)
            return delivery
        if stored is None:
            raise BadForm("caller")
        phone = self.keys.open("ussd-caller", stored[1], key).decode()
        return structs.replace(delivery, caller=Caller("ussd", phone, Phone(phone), delivery.caller.network))
