"""The migrations and the tables say the same, on both engines."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.sql.schema import upgrade
from store.sql.tables import metadata


async def test_migrations_make_exactly_the_tables_we_use(sql_engine: AsyncEngine) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with sql_engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_index_of_the_tables_is_there_with_its_condition(sql_engine: AsyncEngine) -> None:
    def conditions(connection: Connection) -> dict[str | None, bool]:
        found = inspect(connection).get_indexes("outbox")
        where = f"{connection.dialect.name}_where"
        return {index["name"]: where in index["dialect_options"] for index in found if not index["unique"]}

    async with sql_engine.connect() as connection:
        assert await connection.run_sync(conditions) == {str(index.name): True for index in metadata.tables["outbox"].indexes}


async def test_an_upgrade_of_the_newest_schema_changes_nothing(sql_engine: AsyncEngine) -> None:
    await upgrade(sql_engine)
    async with sql_engine.connect() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
