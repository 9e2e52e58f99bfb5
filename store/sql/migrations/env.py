"""Where alembic meets our tables: it runs on the connection that `store.sql.schema` hands it."""

from alembic import context

from store.sql.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
