"""What nobody understood, read by whoever labels it; that it was read stays in the audit chain."""

from collections.abc import Sequence

from config.settings import Settings
from dialogs.ports import AuditEvent, Lesson
from house.adapters import keyring
from store.clock import SystemClock
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.lessons import SqlLessons


async def kept_lessons(settings: Settings, reader: str) -> Sequence[Lesson]:
    """All masked sentences, oldest first, for `reader`. Raises `StoreDown`."""
    engine, keys = make_engine(settings.database_url.get_secret_value()), keyring(settings)
    try:
        kept = await SqlLessons(engine, keys).kept()
        read = AuditEvent(SystemClock().now(), "lessons-read", keys.mac("operator", reader), outcome=str(len(kept)))
        await SqlAudit(engine, keys).append(read)
        return kept
    finally:
        await engine.dispose()
