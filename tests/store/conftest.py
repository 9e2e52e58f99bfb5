"""What several suites of the store stand on: each of its tests runs on the twin, on SQLite and on PostgreSQL."""

from itertools import count

import pytest

from store.inbox import Inbox
from store.keyring import Keyring
from store.memory_inbox import MemoryInbox
from store.sql.inbox import SqlInbox
from tests.store.campaign_boxes import Ledger, real_ledger, twin_ledger


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, keys: Keyring) -> Ledger:
    """The ledger of campaigns, with its lists."""
    if request.param == "twin":
        return twin_ledger(keys)
    return real_ledger(request.getfixturevalue(f"{request.param}_engine"), keys)


@pytest.fixture(params=["twin", "sqlite", "postgresql"])
def inbox(request: pytest.FixtureRequest, keys: Keyring) -> Inbox:
    """Conversations with people, under the module's `RULES`."""
    ids, rules = count(1), request.module.RULES

    def new_id() -> str:
        return f"{next(ids):032x}"

    if request.param == "twin":
        return MemoryInbox(new_id, rules)
    return SqlInbox(request.getfixturevalue(f"{request.param}_engine"), keys, new_id, rules)
