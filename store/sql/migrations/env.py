"""Where alembic meets our tables: it runs on the connection that `store.sql.schema` hands it."""

from alembic import context

from store.sql import (
    arrivals,
    lessons,
    linked,
    tables_campaigns,
    tables_cases,
    tables_handoffs,
    tables_inbox,
    tables_lists,
    tables_mirror,
    tables_roll,
    watches,
)
from store.sql.tables import metadata

# imported so that the metadata knows its tables
__all__ = [
    "arrivals",
    "lessons",
    "linked",
    "tables_campaigns",
    "tables_cases",
    "tables_handoffs",
    "tables_inbox",
    "tables_lists",
    "tables_mirror",
    "tables_roll",
    "watches",
]

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
