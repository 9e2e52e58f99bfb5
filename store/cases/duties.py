"""Who at the registry may do what with which case: roles, areas, and whose case it is."""

from dataclasses import dataclass

from dialogs.ports import Role, Staff
from dialogs.refusals import NotPermitted
from store.cases.policy import CasePolicy
from store.cases.record import Record

__all__ = ["Duties", "Scope"]

_WORKERS = frozenset({Role.OFFICER, Role.LEAD})
_REPORTERS = frozenset({Role.REPORTER, Role.LEAD, Role.AUTHORITY})


@dataclass(frozen=True, slots=True)
class Scope:
    """The cases that somebody may see: `places` None is everywhere; `escalated`: those with the authority only."""

    places: frozenset[str] | None = None
    escalated: bool = False

    def holds(self, record: Record) -> bool:
        here = self.places is None or record.brought.place in self.places
        return here and (record.escalated or not self.escalated)


class Duties:
    """All raise `NotPermitted`. A role that is not named for something may not do it."""

    def __init__(self, policy: CasePolicy) -> None:
        self._regions = policy.regions

    def reading(self, staff: Staff) -> Scope:
        """Officers and leads see the cases of their areas, the authority those that were escalated to it."""
        if not staff.roles & (_WORKERS | {Role.AUTHORITY}):
            raise NotPermitted("role")
        return Scope(self._places(staff), escalated=not staff.roles & _WORKERS)

    def reporting(self, staff: Staff) -> Scope:
        if not staff.roles & _REPORTERS:
            raise NotPermitted("role")
        return Scope(self._places(staff))

    def reads(self, staff: Staff, record: Record) -> None:
        if not self.reading(staff).holds(record):
            raise NotPermitted("area")

    def works(self, staff: Staff, record: Record) -> None:
        """An escalated case is the authority's; any other its officer's, a lead's, or anybody's while it has none."""
        self.reads(staff, record)
        mine = not record.escalated and Role.OFFICER in staff.roles and record.assignee in ("", staff.id)
        if _chief(record) not in staff.roles and not mine:
            raise NotPermitted("role")

    def assigns(self, staff: Staff, record: Record, to: str) -> None:
        """An officer may take a case that nobody has; who it goes to otherwise is for a lead or the authority."""
        self.works(staff, record)
        if to != staff.id or record.assignee:
            self.leads(staff, record)

    def leads(self, staff: Staff, record: Record) -> None:
        """Whoever says what becomes of a case that is not his own: a lead, or of an escalated one the authority."""
        self.works(staff, record)
        if _chief(record) not in staff.roles:
            raise NotPermitted("role")

    def _places(self, staff: Staff) -> frozenset[str] | None:
        """Areas are communes, or regions with all of theirs."""
        if not staff.areas:
            return None
        inside = {commune for commune, region in self._regions.items() if region in staff.areas}
        return staff.areas | inside


def _chief(record: Record) -> Role:
    return Role.AUTHORITY if record.escalated else Role.LEAD
