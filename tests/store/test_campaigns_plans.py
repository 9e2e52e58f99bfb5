"""A feeding takes as long in a large campaign as in a small one: the database goes straight to who may be written to."""

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.chunks import Chunk
from store.keyring import Keyring
from store.sql.campaign_rows import row_of_chunk, waiting_chunks
from store.sql.engine import transaction
from store.sql.tables_campaigns import chunks
from tests.store.boxes import NOW
from tests.store.campaign_boxes import real_ledger

MANY = 3000


async def test_chunks_whose_people_are_all_over_a_cap_are_not_looked_through(
    postgresql_engine: AsyncEngine, keys: Keyring
) -> None:
    record = await real_ledger(postgresql_engine, keys).book.create("days", b"{}", now=NOW)
    rows = []
    for seq in range(MANY):
        chunk = Chunk.of(seq, [b"%016d" % seq], [("fr", "", "")], b"")
        chunk.later_at = NOW + 60 if seq < MANY - 1 else 0.0
        rows.append(row_of_chunk(record.id, chunk))
    async with transaction(postgresql_engine) as connection:
        await connection.execute(insert(chunks), rows)
        await connection.execute(text("ANALYZE campaign_chunks"))
        (found,) = (await connection.execute(waiting_chunks(record.id, 1, now=NOW))).all()
        assert found.seq == MANY - 1
        inline = {"literal_binds": True}
        asked = waiting_chunks(record.id, 1, now=NOW).compile(connection.sync_connection, compile_kwargs=inline)
        plan = "\n".join((await connection.scalars(text(f"EXPLAIN ANALYZE {asked}"))).all())
    assert "ix_campaign_chunks_waiting" in plan
    assert "Rows Removed" not in plan
    assert "Sort" not in plan
