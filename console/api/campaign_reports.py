"""What the API tells of what came of a campaign."""

from datetime import datetime
from typing import Literal

from console.api.campaign_documents import Unasked
from console.api.documents import Told
from store.ledger import Stage

__all__ = ["ReportDocument", "ReportPage"]


class ReportPage(Unasked):
    """The language of the page."""

    lang: Literal["en", "fr", "ar"] = "en"


class GroupDocument(Told):
    """One group with how many of it ended how."""

    group: str
    total: int
    fates: dict[str, int]


class FunnelDocument(Told):
    """How many of a group came how far: `sent`, `delivered`, `replied`, `began`, `done`, as far as it points at nobody."""

    group: str
    total: int
    stages: dict[str, int]


class PointDocument(Told):
    """How many by that moment."""

    at: datetime
    sent: int
    delivered: int
    failed: int
    replied: int


class ReportDocument(Told):
    """What came of a campaign, in groups too large to point at anybody; `digest` is the SHA-256 of the audience."""

    name: str
    title: str
    stage: Stage
    reason: str
    audience: int
    digest: str
    fates: dict[str, int]
    reasons: dict[str, int]
    regions: list[GroupDocument]
    operators: list[GroupDocument]
    languages: list[GroupDocument]
    answers: dict[str, int]
    answers_by_region: dict[str, dict[str, int]]
    funnel: dict[str, int]
    funnel_by_region: list[FunnelDocument]
    funnel_by_operator: list[FunnelDocument]
    course: list[PointDocument]
