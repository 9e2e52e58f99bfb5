"""Where alembic meets our tables: it runs on the connection that `store.sql.schema` hands it."""

from alembic import context

from store.sql import tables_cases, tables_handoffs, tables_lists, watches
from store.sql.tables import metadata

__all__ = ["tables_cases", "tables_handoffs", "tables_lists", "watches"]  # imported so that the metadata knows its tables

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
