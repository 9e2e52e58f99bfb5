"""A small telco world: phones that dial, and an aggregator that calls back the way Africa's Talking does."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

import aiohttp

from dialogs.ports import Clock
from sandbox.operators import PROFILES, Call, Hop, Profile, Round, shown
from sandbox.telco_last import arkesel, hubtel, screen

AT_HOP_METADATA = "at-ussd-hop-metadata"


@dataclass(slots=True)
class Callbacks:
    """Where the aggregator posts: filled in once the addresses are known; an empty one is never posted to.

    `last` and `numbered` are the USSD addresses of the profiles that send only the last input (as Arkesel and Hubtel do).
    """

    ussd: str = ""
    events: str = ""
    delivery: str = ""
    last: str = ""
    numbered: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """What the phone shows. `error` is empty, or why there is nothing to read:

    `no-answer`, `unreachable`, `http-…`, `bad-prefix`, `bad-encoding`, `no-service`, `no-session`, `session-timeout`, `busy`.
    `equal`: with double delivery, whether both answers were the same bytes. `expires_in` is in seconds.
    """

    text: str
    open: bool
    error: str = ""
    equal: bool | None = None
    expires_in: float = 0.0


@dataclass(slots=True, repr=False)
class _Session:
    call: Call
    msisdn: str
    service: str
    marks: list[str] = field(default_factory=list)
    said: str = ""
    busy: bool = False


class Postman:
    """Posts forms in the background, as an operator posts events and delivery reports: once, and without looking back."""

    def __init__(self, http: aiohttp.ClientSession, clock: Clock) -> None:
        self._http, self._clock = http, clock
        self._round: set[asyncio.Task[None]] = set()

    def post(self, url: str, *forms: Mapping[str, str], after: float = 0.0) -> None:
        """Post the forms one after the other, `after` seconds from now."""
        task = asyncio.get_running_loop().create_task(self._later(url, forms, after))
        self._round.add(task)
        task.add_done_callback(self._round.discard)

    async def deliver(self, url: str, *forms: Mapping[str, str]) -> None:
        """Post the forms now. An empty `url`: nothing."""
        for form in forms if url else ():
            try:
                async with self._http.post(url, data=form, timeout=aiohttp.ClientTimeout(total=10)) as answer:
                    await answer.read()
            except (aiohttp.ClientError, TimeoutError):
                continue  # nobody documents a retry of reports and events

    async def quiet(self) -> None:
        """Wait until all posts of now are done."""
        await asyncio.gather(*self._round)

    async def close(self) -> None:
        """Drop what is still waiting."""
        for task in self._round:
            task.cancel()
        await asyncio.gather(*self._round, return_exceptions=True)

    async def _later(self, url: str, forms: Sequence[Mapping[str, str]], after: float) -> None:
        if after:
            await self._clock.sleep(after)
        await self.deliver(url, *forms)


class Telco:
    """The USSD side. `services` are the codes that lead to the application; any longer code dials into it (`*384*123*7#`).

    `chance` decides what comes late where a profile says that hops do.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        clock: Clock,
        postman: Postman,
        callbacks: Callbacks,
        *,
        services: Sequence[str],
        network: str = "99999",
        chance: Random | None = None,
    ) -> None:
        self._http, self._clock, self._postman, self._callbacks = http, clock, postman, callbacks
        self._services = sorted(services, key=len, reverse=True)
        self._network = network
        self._chance = chance or Random(3737)  # noqa: S311 - a world that goes the same way each time
        self._sessions: dict[str, _Session] = {}
        self._before: dict[str, Sequence[Hop]] = {}

    async def dial(self, msisdn: str, code: str, profile: Profile = PROFILES["africastalking"]) -> Screen:
        """Dial a code; a session that this phone still had ends first."""
        self.drop(msisdn)
        service = next((one for one in self._services if code == one or code.startswith(one[:-1] + "*")), None)
        if service is None or not code.endswith("#"):
            return Screen("", open=False, error="no-service")
        before = self._before.get(msisdn, ())
        call = Call("ATUid_" + secrets.token_hex(16), profile, self._clock.now(), before)
        session = self._sessions[msisdn] = _Session(call, msisdn, service)
        self._before[msisdn] = call.hops
        return await self._hop(session, call.opened(code[len(service) : -1] if code != service else "", self._chance))

    async def send(self, msisdn: str, text: str) -> Screen:
        """Answer the screen."""
        session = self._sessions.get(msisdn)
        if session is None:
            return Screen("", open=False, error="no-session")
        left = session.call.left(self._clock.now())
        if session.busy:
            return Screen("", open=True, error="busy", expires_in=left)
        if not left:
            return self._fail(session, "session-timeout")
        return await self._hop(session, session.call.said(text, self._chance))

    def drop(self, msisdn: str) -> bool:
        """Hang up; False when there was no session."""
        session = self._sessions.get(msisdn)
        if session is not None:
            self._end(session, "Incomplete")
        return session is not None

    async def _hop(self, session: _Session, rounds: Sequence[Round]) -> Screen:
        session.busy = True
        try:
            status, body, equal = await self._deliver(session, rounds)
        except TimeoutError:
            return self._fail(session, "no-answer")
        except aiohttp.ClientError:
            return self._fail(session, "unreachable")
        finally:
            session.busy = False
        return self._show(session, status, body, equal)

    async def _deliver(self, session: _Session, rounds: Sequence[Round]) -> tuple[int, bytes, bool | None]:
        """Post round by round: the first answer counts."""
        mark = session.marks[-1] if session.marks else ""
        posted, answers = list[Hop](), list[tuple[int, bytes, str]]()
        for hops in rounds:
            posted += hops
            answers += await asyncio.gather(*(self._post(session, hop, mark) for hop in hops))
        copies = [answer for hop, answer in zip(posted, answers, strict=True) if hop == posted[0]]
        status, body, mark = answers[0]
        session.marks += [mark] if mark else []
        return status, body, copies[0] == copies[1] if len(copies) > 1 else None

    async def _post(self, session: _Session, hop: Hop, mark: str) -> tuple[int, bytes, str]:
        profile = session.call.profile
        limit = aiohttp.ClientTimeout(total=profile.answer)
        if profile.input == "last":
            return await self._post_last(session, hop, limit)
        form = self._named(session) | {"sessionId": hop.session, "text": hop.text}
        headers = {AT_HOP_METADATA: mark} if mark else {}
        async with self._http.post(self._callbacks.ussd, data=form, headers=headers, timeout=limit) as answer:
            return answer.status, await answer.read(), answer.headers.get(AT_HOP_METADATA, "")

    async def _post_last(self, session: _Session, hop: Hop, limit: aiohttp.ClientTimeout) -> tuple[int, bytes, str]:
        numbered = session.call.profile.numbered
        url, write = (self._callbacks.numbered, hubtel) if numbered else (self._callbacks.last, arkesel)
        told = write(hop, session.msisdn, session.service, self._network)
        async with self._http.post(url, json=told, timeout=limit) as answer:
            return answer.status, screen(await answer.read()), ""

    def _show(self, session: _Session, status: int, body: bytes, equal: bool | None) -> Screen:
        if self._sessions.get(session.msisdn) is not session:  # hung up, or dialled again, while we waited
            return Screen("", open=False, error="no-session", equal=equal)
        if status != 200:
            return self._fail(session, f"http-{status}", equal)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return self._fail(session, "bad-encoding", equal)
        if not text.startswith(("CON ", "END ")):
            return self._fail(session, "bad-prefix", equal)
        session.said = text
        page = shown(session.call.profile, text[4:])
        if text.startswith("END "):
            self._end(session, "Success")
            return Screen(page, open=False, equal=equal)
        return Screen(page, open=True, equal=equal, expires_in=session.call.left(self._clock.now()))

    def _fail(self, session: _Session, error: str, equal: bool | None = None) -> Screen:
        if self._sessions.get(session.msisdn) is session:
            self._end(session, "Incomplete" if error == "session-timeout" else "Failed", error)
        return Screen("", open=False, error=error, equal=equal)

    def _end(self, session: _Session, status: str, error: str = "") -> None:
        del self._sessions[session.msisdn]
        if session.call.profile.close and session.call.profile.input == "cumulative":
            self._postman.post(self._callbacks.events, self._event(session, status, error))

    def _named(self, session: _Session) -> dict[str, str]:
        return {
            "sessionId": session.call.session,
            "phoneNumber": session.msisdn,
            "networkCode": self._network,
            "serviceCode": session.service,
        }

    def _event(self, session: _Session, status: str, error: str) -> dict[str, str]:
        now = self._clock.now()
        return self._named(session) | {
            "date": datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "status": status,
            "cost": "KES 0.00",
            "durationInMillis": str(round(1000 * (now - session.call.began))),
            "hopsCount": str(len(session.call.hops)),
            "hopsMetadata": "|".join(session.marks),
            "input": "*".join(session.call.inputs),
            "lastAppResponse": session.said,
            **({"errorMessage": error} if status == "Failed" else {}),
        }
