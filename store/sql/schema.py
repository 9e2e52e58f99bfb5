"""Brings a database to the newest schema: `guichet db upgrade`, the demo and the tests all come through here."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = ["upgrade"]

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7071)")


async def upgrade(engine: AsyncEngine) -> None:
    """Run the migrations that are missing, in one transaction; two at the same time wait for each other."""
    async with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(ONE_AT_A_TIME)
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
