"""The tables of those who can be written to without a file: sealed numbers under the pseudonym of `contacts`."""

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, LargeBinary, String, Table

from store.sql.tables import ROW_ID, metadata

__all__ = ["ASKED", "roll", "roll_lists"]

ASKED = 0
"""The list of those who asked for announcements themselves."""

roll_lists = Table(
    "roll_lists",
    metadata,
    Column("id", ROW_ID, primary_key=True),
    Column("name", String(32), nullable=False),
    Column("by", LargeBinary(16)),
    Column("at", Double),
    Column("rows", Integer, nullable=False),
    Column("digest", LargeBinary(32)),
    Index("ix_roll_lists_name", "name", "id"),
)
"""`at` is empty until the draft is published; the published row with the highest id is the list."""

roll = Table(
    "roll",
    metadata,
    Column("list", BigInteger, primary_key=True, autoincrement=False),
    Column("who", LargeBinary(16), primary_key=True),
    Column("lang", String(8), nullable=False),
    Column("region", String(32), nullable=False),
    Column("commune", String(48), nullable=False),
    Column("programme", String(48), nullable=False),
    Column("registered", Boolean),
    Column("household", LargeBinary(16)),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_roll_who", "who"),
)
