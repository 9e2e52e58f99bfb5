"""Who the registries of the tests' countries know beside Morocco's people, who are in `tests.player`: all are invented."""

from dataclasses import dataclass
from datetime import date

from dialogs.model import IdRef, Phone
from dialogs.ports import Card, CardState, Coverage, Enrolment, EnrolmentState, Household, NextEvent, Score, Stage
from registry_client.memory import Enrolled
from registry_client.memory_social import Beneficiary, Dwelling


@dataclass(frozen=True)
class Cast:
    """The people of a country; a transcript's `{code}` is the last one that was sent to `her`.

    `agent` is the SIM of an operator in the field, whose PIN is 271828.
    """

    her: str
    people: tuple[Enrolled, ...]
    dwellings: tuple[Dwelling, ...] = ()
    beneficiaries: tuple[Beneficiary, ...] = ()
    agent: str = ""


_SHE = (IdRef("NIU", "2639425169"), IdRef("HANDLE", "+25377123407@phone"))

DJIBOUTI = Cast(
    her="+25377123407",
    agent="+25377880011",
    people=(
        Enrolled("2639425169", "10001100020000320260115093000", Phone("+25377123407")),
        Enrolled("7351940826", "10001100020000720260117101500", Phone("+25377123407")),
        Enrolled("6981458359", "10001100020000420260115093100", Phone("+25377550021"), active=False),
        Enrolled("4097247305", "10001100020000520260116101500", Phone("+25377550022"), stage=Stage.PROCESSING),
        Enrolled("4508750890", "10001100020000620260116111500", Phone("+25377550023"), stage=Stage.REJECTED),
        Enrolled("5180326419", "10001100020000820260118101500", Phone("+25377550024")),
    ),
    dwellings=(
        Dwelling(
            Household(IdRef("HOUSEHOLD", "55530R5150"), 6, "F. A.", date(2025, 3, 3), date(2026, 1, 20), "balbala", {}),
            (*_SHE, IdRef("NIU", "7351940826")),
            Score("very-low", date(2026, 1, 21)),
            born={IdRef("NIU", "2639425169"): 1985, IdRef("NIU", "7351940826"): 2007},
        ),
    ),
    beneficiaries=(
        Beneficiary(
            _SHE,
            (
                Enrolment("pnsf", EnrolmentState.ENROLLED, date(2025, 6, 1), "", NextEvent("payment", date(2026, 11, 29))),
                Enrolment("wfp", EnrolmentState.ENROLLED, date(2025, 6, 1), "", NextEvent("distribution", date(2026, 12, 3))),
                Enrolment("zakat", EnrolmentState.REFUSED, None, "score-above"),
            ),
            (Coverage(True, "pass", date(2026, 12, 31)),),
            {
                IdRef("PNSF", "55530R5150"): Card(CardState.VALID, "pnsf", date(2027, 12, 31), "F. A."),
                IdRef("PNSF", "216R2112"): Card(CardState.REPLACED, "pnsf"),
                IdRef("PASS", "160001806"): Card(CardState.VALID, "pass"),
                IdRef("ASERI", "223399"): Card(CardState.BLOCKED, "aseri"),
            },
        ),
    ),
)

COTE_DIVOIRE = Cast(her="+2250707123407", people=())
"""Nobody is known to a registry: none answers there yet."""

_WOMAN = (IdRef("CNIC", "1730112345674"), IdRef("HANDLE", "+923001234507@phone"))

PAKISTAN_KP = Cast(
    her="+923001234507",
    people=(Enrolled("1730112345674", "10001100020000320260115093000", Phone("+923001234507")),),
    dwellings=(
        Dwelling(
            Household(IdRef("HOUSEHOLD", "48120077"), 7, "S. B.", date(2025, 3, 3), date(2026, 1, 20), "mardan", {}),
            _WOMAN,
            Score("low", date(2026, 1, 21)),
        ),
    ),
    beneficiaries=(
        Beneficiary(
            _WOMAN,
            (
                Enrolment("kafaalat", EnrolmentState.ENROLLED, date(2025, 6, 1), "", NextEvent("payment", date(2026, 12, 4))),
                Enrolment("wazaif", EnrolmentState.PENDING),
                Enrolment("zakat", EnrolmentState.REFUSED, None, "score-above"),
            ),
            (Coverage(True, "sehat-card", date(2027, 6, 30)),),
        ),
    ),
)
