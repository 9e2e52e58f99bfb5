"""The migrations and the tables say the same, on both engines."""

import re
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.sql import schema
from store.sql.schema import upgrade
from store.sql.tables import metadata

HEAD = ScriptDirectory(str(Path(schema.__file__).parent / "migrations")).get_current_head()


async def test_migrations_make_exactly_the_tables_we_use(sql_engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        opts = {
            "compare_type": True,
            "include_name": lambda name, *_: not re.fullmatch(r"(outbox|campaign_people)_\d+", name or ""),
        }
        return list(compare_metadata(MigrationContext.configure(connection, opts=opts), metadata))

    async with sql_engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_index_of_the_tables_is_there_with_its_condition(sql_engine: AsyncEngine) -> None:
    def conditions(connection: Connection) -> dict[str | None, bool]:
        found = [index for name in metadata.tables for index in inspect(connection).get_indexes(name) if not index["unique"]]
        where = f"{connection.dialect.name}_where"
        return {index["name"]: where in index.get("dialect_options", {}) for index in found}

    ours = [index for table in metadata.tables.values() for index in table.indexes if not index.unique]
    async with sql_engine.connect() as connection:
        assert await connection.run_sync(conditions) == {
            str(index.name): index.dialect_options["postgresql"]["where"] is not None for index in ours
        }


async def test_an_upgrade_of_the_newest_schema_changes_nothing(sql_engine: AsyncEngine) -> None:
    await upgrade(sql_engine)
    async with sql_engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD
