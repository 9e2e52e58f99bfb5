"""The tables of lists that come as files: numbers as keyed hashes only."""

from sqlalchemy import BigInteger, Column, Date, Double, ForeignKey, Index, Integer, LargeBinary, String, Table

from store.sql.tables import ROW_ID, metadata

__all__ = ["list_entries", "list_imports"]

list_imports = Table(
    "list_imports",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("name", String(32), nullable=False),
    Column("by", String(64), nullable=False),
    Column("at", Double),
    Column("digest", LargeBinary(32)),
    Column("rows", Integer, nullable=False),
    Index("ix_list_imports_name", "name", "id"),
)
"""`at` is empty until the draft is published; the published row with the highest id is the list."""

list_entries = Table(
    "list_entries",
    metadata,
    Column("import_id", BigInteger, ForeignKey("list_imports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("mac", LargeBinary(16), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("programme", String(48), nullable=False),
    Column("state", String(9), nullable=False),
    Column("since", Date),
    Column("until", Date),
    Column("reason", String(40), nullable=False),
)
