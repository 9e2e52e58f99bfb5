"""The SIMs and PINs of agents in the field, in memory; the PIN is kept as a slow hash of a keyed one."""

from dialogs.model import Phone
from dialogs.ports import Keys
from store.cases.pins import Pins
from store.operators import Operators

__all__ = ["ROLE", "MemoryAgents", "pin_mac"]

ROLE = "agent"
"""What an operator must be to check cards."""


def pin_mac(keys: Keys, pin: str) -> str:
    """What is hashed in place of a PIN: without our keys a stolen table is of no use for trying them all."""
    return keys.mac("agent-pin", pin).hex()


class MemoryAgents:
    """The twin of `store.sql.agents`, in dicts."""

    def __init__(self, operators: Operators, keys: Keys, pins: Pins) -> None:
        self._operators = operators
        self._keys = keys
        self._pins = pins
        self._kept: dict[str, tuple[Phone, str]] = {}

    async def register(self, id: str, phone: Phone, pin: str) -> bool:
        """This SIM and PIN are the operator's from now on, and his earlier ones no longer; False: the SIM is another's."""
        if any(other != id and kept == phone for other, (kept, _) in self._kept.items()):
            return False
        self._kept[id] = (phone, await self._pins.hash(pin_mac(self._keys, pin)))
        return True

    async def recognise(self, phone: Phone, pin: str) -> str:
        id, hashed = next(((id, hashed) for id, (kept, hashed) in self._kept.items() if kept == phone), ("", ""))
        right = await self._pins.fits(hashed, pin_mac(self._keys, pin))
        one = await self._operators.by_id(id) if id else None
        return id if right and one is not None and not one.disabled and ROLE in one.roles else ""
