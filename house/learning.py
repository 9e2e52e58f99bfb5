"""What nobody understood, read by whoever labels it; that it was read stays in the audit chain."""

from collections.abc import Sequence

from config.settings import Settings
from dialogs.ports import AuditEvent, Lesson
from house.adapters import keyring, machine_user
from store.clock import SystemClock
from store.sql.audit import SqlAudit
from store.sql.engine import make_engine
from store.sql.lessons import SqlLessons


async def kept_lessons(settings: Settings, reader: str) -> Sequence[Lesson]:
    """All masked sentences, oldest first, for `reader`. Raises `StoreDown`."""
    engine, keys = make_engine(settings.database_url.get_secret_value()), keyring(settings)
    try:
        kept = await SqlLessons(engine, keys).kept()
        user, operator = machine_user(keys), keys.mac("operator", reader)
        await SqlAudit(engine, keys).append(AuditEvent(SystemClock().now(), "lessons-read", user, operator, str(len(kept))))
        return kept
    finally:
        await engine.dispose()
