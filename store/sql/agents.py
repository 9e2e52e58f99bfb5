"""The SIMs and PINs of agents in the field: the SIM hashed to find it by, the PIN as a slow hash of a keyed one."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from dialogs.model import Phone
from dialogs.ports import Keys
from store.agents import ROLE, pin_mac
from store.cases.pins import Pins
from store.sql.engine import transaction, upsert
from store.sql.tables_handoffs import agent_sims, operators

__all__ = ["SqlAgents"]


class SqlAgents:
    """The `FieldAgents` port on PostgreSQL or SQLite."""

    def __init__(self, engine: AsyncEngine, keys: Keys, pins: Pins) -> None:
        self._engine = engine
        self._keys = keys
        self._pins = pins

    async def register(self, id: str, phone: Phone, pin: str) -> bool:
        """This SIM and PIN are the operator's from now on, and his earlier ones no longer; False: the SIM is another's."""
        sim, hashed = self._sim(phone), await self._pins.hash(pin_mac(self._keys, pin))
        async with transaction(self._engine) as connection:
            owner = await connection.scalar(select(agent_sims.c.operator).where(agent_sims.c.phone_mac == sim))
            if owner not in (None, id):
                return False
            kept = {"phone_mac": sim, "pin": hashed}
            row = upsert(connection, agent_sims).values(operator=id, **kept)
            await connection.execute(row.on_conflict_do_update(index_elements=["operator"], set_=kept))
        return True

    async def recognise(self, phone: Phone, pin: str) -> str:
        found = (
            select(agent_sims.c.operator, agent_sims.c.pin, operators.c.roles, operators.c.disabled)
            .join(operators, operators.c.id == agent_sims.c.operator)
            .where(agent_sims.c.phone_mac == self._sim(phone))
        )
        async with transaction(self._engine) as connection:
            row = (await connection.execute(found)).first()
        right = await self._pins.fits(row.pin if row else "", pin_mac(self._keys, pin))
        return row.operator if row and right and not row.disabled and ROLE in row.roles.split() else ""

    def _sim(self, phone: Phone) -> bytes:
        return self._keys.mac("agent-sim", phone.e164)
