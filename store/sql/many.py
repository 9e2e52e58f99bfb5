"""Many rows in one statement: over arrays on PostgreSQL, one prepared statement run many times on SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Select, Table, any_, bindparam, cast, column, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from store.sql.engine import upsert

__all__ = ["among", "among_those", "insert_new"]


def among(connection: AsyncConnection, what: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """`what IN values`; for PostgreSQL as one array, so that a batch of any size is the same prepared statement."""
    if connection.dialect.name == "postgresql":
        return what == any_(cast(list(values), ARRAY(what.type)))
    return what.in_(list(values))


def among_those(dialect: str, what: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """The same for a statement that is made once: its values are the parameter `name`."""
    if dialect == "postgresql":
        return what == any_(bindparam(name, type_=ARRAY(what.type)))
    return what.in_(bindparam(name, expanding=True))


async def insert_new(connection: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert, in their order, the rows that no unique key keeps out; how many these are. All rows name the same columns."""
    if not rows:
        return 0
    insert = upsert(connection, table)
    if connection.dialect.name == "postgresql":
        insert = insert.from_select(list(rows[0]), _from_arrays(table, rows))
        return (await connection.execute(insert.on_conflict_do_nothing())).rowcount
    return (await connection.execute(insert.on_conflict_do_nothing(), rows)).rowcount


def _from_arrays(table: Table, rows: Sequence[Mapping[str, Any]]) -> Select[Any]:
    """The rows as arrays, a column each; where all say the same it is told once, for every element has its price."""
    told = {name: [row[name] for row in rows] for name in rows[0]}
    several = [name for name, values in told.items() if values.count(values[0]) < len(values)] or list(told)[:1]
    arrays = [cast(told[name], ARRAY(table.c[name].type)) for name in several]
    columns = [column(name, table.c[name].type) for name in several]
    new = func.unnest(*arrays).table_valued(*columns, name="new").render_derived()
    return select(*(new.c[name] if name in several else literal(told[name][0], table.c[name].type) for name in told))
