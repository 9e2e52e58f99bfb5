"""Agents in the field: known by the SIM that was registered to them and a PIN of their own."""

from typing import Protocol

from dialogs.model import Phone


class FieldAgents(Protocol):
    """Who may check cards at a distribution point."""

    async def recognise(self, phone: Phone, pin: str) -> str:
        """The id of the operator whose SIM and PIN these are; empty for anybody else, after as long."""
        ...
