"""Who did it and to whom: each line that a conversation leaves in the audit is found by both, and names neither."""

import ast
import fnmatch
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import dialogs.desk
from dialogs.desk import Deed, Desk, Hand, HandedOff, Look
from dialogs.model import Caller, Code, IdRef, Phone
from dialogs.ports import AuditEvent, CaseKind
from house.people import ChatPeople, RoundTheClock
from registry_client.simswap.memory import MemorySimSwap
from store.memory import MemoryAudit
from store.memory_handoffs import MemoryHandoffs
from store.memory_inbox import MemoryInbox
from tests.golden import play, read_script
from tests.player import HER, NOBODY, OTHER, RECEIPT, UIN, Stage_, stage

TRANSCRIPTS = Path(__file__).parent.parent / "transcripts"
AGENT, PASSER, CARD = "+25377880011", "+25377550099", IdRef("PNSF", "55530R5150")
SHE, SIM, CASE = IdRef("UIN", UIN), IdRef("HANDLE", f"{HER}@phone"), IdRef("CASE", "64330128")
NIU, HERSELF, SOMEBODY = IdRef("NIU", "2639425169"), None, ()

TALKS: Sequence[tuple[str, str, str, tuple[str, ...], IdRef | None]] = [
    # conversation, action, outcome, who acts (a phone, or a channel and who writes there), whom it is about
    ("recover-sim", "consent-recover", "", (HER,), HERSELF),
    ("recover-sim", "recover-start", "", (HER,), SIM),
    ("recover-sim", "recover", "found", (HER,), SIM),
    ("recover-refused", "recover", "wrong", (NOBODY,), IdRef("HANDLE", f"{NOBODY}@phone")),
    ("recover-expired", "recover", "expired", (HER,), SIM),
    ("recover-household", "recover", "household", (HER,), SIM),
    ("djibouti-recover-card", "recover", "pass", (PASSER,), NIU),
    ("djibouti-recover-card-none", "recover", "none", ("+25377123407",), IdRef("HANDLE", "+25377123407@phone")),
    ("household", "prove-start", "", (HER,), SIM),
    ("household", "prove", "found", (HER,), SIM),
    ("household-nobody", "prove", "wrong", (NOBODY,), IdRef("HANDLE", f"{NOBODY}@phone")),
    ("household", "household", "", (HER,), SIM),
    ("household", "watch", "", (HER,), SIM),
    ("programmes", "enrolments", "", (HER,), SIM),
    ("data-looked", "data-uses", "", (HER,), SHE),
    ("people-of-phone", "people-of-phone", "", (HER,), SIM),
    ("identity-locked", "identity-lock", "done", (HER,), SHE),
    ("identity-refused", "identity-lock", "wrong", (HER,), SHE),
    ("helping", "help-start", "", (OTHER,), SHE),
    ("helping", "help", "found", (OTHER,), SHE),
    ("helping-refused", "help", "wrong", (OTHER,), IdRef("UIN", "2639425177")),
    ("helping-receipt", "help-receipt-agent", "", (OTHER,), IdRef("AID", RECEIPT)),
    ("case-opened", "case-open", "", (HER,), CASE),
    ("case-answered", "case-rate", "", (HER,), CASE),
    ("case-anonymous", "case-open", "", SOMEBODY, CASE),
    ("data-erase", "erase", "", (HER,), HERSELF),
    ("telegram-complaint", "link-start", "", ("telegram", "700100200"), IdRef("PHONE", HER)),
    ("telegram-complaint", "link", "wrong", ("telegram", "700100200"), IdRef("PHONE", HER)),
    ("telegram-complaint", "link", "found", ("telegram", "700100200"), IdRef("PHONE", HER)),
    ("whatsapp-linked", "unlink", "", (HER,), IdRef("whatsapp", "MA.70010020")),
    ("djibouti-agent-line", "agent-card", "valid", (AGENT,), CARD),
    ("djibouti-agent-line-refused", "agent-begin", "wrong", (PASSER,), HERSELF),
]  # fmt: skip
"""The services."""

Step = Callable[[Desk], Deed[Any] | Look[Any]]
VISITOR, ON_HER_SIM = Caller("web", "visitor"), Caller("ussd", HER, Phone(HER))
HANDOFF, WRONG = HandedOff("id", "123456", 10), Code("mac", "000000")
HERE: Sequence[tuple[str, Caller, Step, str, IdRef | None]] = [
    # action, who acts, what, outcome, whom it is about
    ("handoff", VISITOR, lambda desk: desk.hand_off(SHE, "prove"), "", SHE),
    ("proof-link", VISITOR, lambda desk: desk.came_back(SHE, HANDOFF, WRONG), "wrong", SHE),
    ("sim-swap", ON_HER_SIM, lambda desk: desk.sim_doubt(), "refuse", HERSELF),
    ("person-asked", VISITOR, lambda desk: desk.ask_for_a_person(shown=False), "", HERSELF),
    ("unlink", ON_HER_SIM, lambda desk: desk.unlink_account("telegram", "7"), "", IdRef("telegram", "7")),
]
"""What no conversation in the files does."""


def lines(scene: Stage_) -> list[AuditEvent]:
    assert isinstance(scene.world.audit, MemoryAudit)
    return scene.world.audit.events


def hashed(scene: Stage_, actor: tuple[str, ...], subject: IdRef | None) -> tuple[bytes, bytes]:
    mac = scene.world.keys.mac
    return mac("caller", *actor) if actor else b"", mac("subject", subject.scheme, subject.value) if subject else b""


@pytest.mark.parametrize(("talk", "action", "outcome", "actor", "subject"), TALKS)
async def test_a_line_is_found_by_who_acts_and_by_whom_it_is_about(
    talk: str, action: str, outcome: str, actor: tuple[str, ...], subject: IdRef | None
) -> None:
    script = read_script(TRANSCRIPTS / f"{talk}.fr.txt")
    scene = stage(script.header["country"])
    await play(script, scene=scene)
    found = {(one.actor, one.subject) for one in lines(scene) if (one.action, one.outcome) == (action, outcome)}
    assert found == {hashed(scene, actor, subject)}


@pytest.mark.parametrize(("action", "caller", "step", "outcome", "subject"), HERE)
async def test_so_is_what_needs_an_agent_a_person_or_the_operator(
    action: str, caller: Caller, step: Step, outcome: str, subject: IdRef | None
) -> None:
    scene = stage()
    lately = MemorySimSwap({Phone(HER): scene.clock.now()}, scene.clock)
    handoffs, people = MemoryHandoffs(lambda: "123456", lambda: "id"), ChatPeople(MemoryInbox(lambda: "id"), RoundTheClock())
    desk = Desk(replace(scene.world, handoffs=handoffs, simswap=lately, people=people), caller, lambda: "fr")
    await step(desk).call(Hand(b"once", 1.0))
    (line,) = lines(scene)
    acts = (caller.phone.e164,) if caller.phone else (caller.channel, caller.id)
    assert (line.action, line.outcome, line.actor, line.subject) == (action, outcome, *hashed(scene, acts, subject))


async def test_a_case_without_a_name_is_found_by_its_reference_and_leads_to_no_phone() -> None:
    scene, pin = stage(), Code("mac", "4242")
    desk, told = Desk(scene.world, ON_HER_SIM, lambda: "fr"), {"text": "", "place": "zagora"}
    opened = await desk.open_case(CaseKind.GRIEVANCE, "payment", told, pin=pin).call(Hand(b"open", 1.0))
    case = await desk.case_by_pin(opened.ref, pin).call(Hand(b"look", 1.0))
    assert await desk.do(case, "withdraw").call(Hand(b"take back", 1.0)) == "done"
    about = hashed(scene, SOMEBODY, IdRef("CASE", opened.ref))
    assert [(one.action, one.actor, one.subject) for one in lines(scene)] == [("case-open", *about), ("case-withdraw", *about)]


def test_no_action_of_the_desk_is_without_its_row() -> None:
    told = {action for _, action, *_ in TALKS} | {action for action, *_ in HERE}
    assert [action for action in actions() if not fnmatch.filter(told, action)] == []


def actions() -> list[str]:
    """What stands first in each `_audit(…)` of the desk; `*` stands for the rest of a name that is put together."""
    found = list[str]()
    for path in Path(dialogs.desk.__file__).parent.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "_audit":
                match call.args[0]:
                    case ast.Constant(value=str(name)):
                        found.append(name)
                    case ast.JoinedStr(values=[ast.Constant(value=str(begins)), _]):
                        found.append(f"{begins}*")
    return found
