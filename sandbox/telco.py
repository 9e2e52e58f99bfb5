"""A small telco world: phones that dial, and an aggregator that calls back the way Africa's Talking does."""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Literal

import aiohttp

from dialogs.ports import Clock

AT_HOP_METADATA = "at-ussd-hop-metadata"


@dataclass(slots=True)
class Callbacks:
    """Where the aggregator posts: filled in once the addresses are known; an empty one is never posted to."""

    ussd: str = ""
    events: str = ""
    delivery: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """How an aggregator behaves. Times in seconds.

    `input`: the hop carries all inputs joined by `*`, or only the last one. `double`: every hop is posted twice,
    one after the other or together. `close`: the events address is told when a session ends.
    """

    name: str
    label: str
    input: Literal["cumulative", "last"] = "cumulative"
    double: Literal["no", "after", "together"] = "no"
    session: float = 180.0
    answer: float = 10.0
    close: bool = True


PROFILES: Mapping[str, Profile] = {
    profile.name: profile
    for profile in (
        Profile("africastalking", "Africa's Talking"),
        Profile("after", "Every hop twice, one after the other", double="after"),
        Profile("together", "Every hop twice, at once", double="together"),
        Profile("silent", "Never tells that a session ended", close=False),
        Profile("hasty", "Sessions of 20 seconds, answers within 2", session=20.0, answer=2.0),
        Profile("last", "Only the last input", input="last"),
    )
}


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
    id: str
    msisdn: str
    service: str
    profile: Profile
    began: float
    inputs: list[str] = field(default_factory=list)
    hops: int = 0
    marks: list[str] = field(default_factory=list)
    said: str = ""
    busy: bool = False

    def left(self, now: float) -> float:
        return max(0.0, self.began + self.profile.session - now)

    def text(self) -> str:
        return "*".join(self.inputs) if self.profile.input == "cumulative" else "".join(self.inputs[-1:])


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
    """The USSD side. `services` are the codes that lead to the application; any longer code dials into it (`*384*123*7#`)."""

    def __init__(
        self,
        http: aiohttp.ClientSession,
        clock: Clock,
        postman: Postman,
        callbacks: Callbacks,
        *,
        services: Sequence[str],
        network: str = "99999",
    ) -> None:
        self._http, self._clock, self._postman, self._callbacks = http, clock, postman, callbacks
        self._services = sorted(services, key=len, reverse=True)
        self._network = network
        self._sessions: dict[str, _Session] = {}

    async def dial(self, msisdn: str, code: str, profile: Profile = PROFILES["africastalking"]) -> Screen:
        """Dial a code; a session that this phone still had ends first."""
        self.drop(msisdn)
        service = next((one for one in self._services if code == one or code.startswith(one[:-1] + "*")), None)
        if service is None or not code.endswith("#"):
            return Screen("", open=False, error="no-service")
        session = _Session("ATUid_" + secrets.token_hex(16), msisdn, service, profile, self._clock.now())
        session.inputs = [code[len(service) : -1]] if code != service else []
        self._sessions[msisdn] = session
        return await self._hop(session)

    async def send(self, msisdn: str, text: str) -> Screen:
        """Answer the screen."""
        session = self._sessions.get(msisdn)
        if session is None:
            return Screen("", open=False, error="no-session")
        if session.busy:
            return Screen("", open=True, error="busy", expires_in=session.left(self._clock.now()))
        if not session.left(self._clock.now()):
            return self._fail(session, "session-timeout")
        session.inputs.append(text)
        return await self._hop(session)

    def drop(self, msisdn: str) -> bool:
        """Hang up; False when there was no session."""
        session = self._sessions.get(msisdn)
        if session is not None:
            self._end(session, "Incomplete")
        return session is not None

    async def _hop(self, session: _Session) -> Screen:
        session.busy = True
        session.hops += 1
        try:
            status, body, equal = await self._deliver(session)
        except TimeoutError:
            return self._fail(session, "no-answer")
        except aiohttp.ClientError:
            return self._fail(session, "unreachable")
        finally:
            session.busy = False
        return self._show(session, status, body, equal)

    async def _deliver(self, session: _Session) -> tuple[int, bytes, bool | None]:
        """Post the hop as often as the profile says: the first answer counts."""
        form = self._named(session) | {"text": session.text()}
        headers = {AT_HOP_METADATA: session.marks[-1]} if session.marks else {}
        post = partial(self._post, form, headers, session.profile.answer)
        match session.profile.double:
            case "no":
                answers = [await post()]
            case "after":
                answers = [await post(), await post()]
            case "together":
                answers = list(await asyncio.gather(post(), post()))
        status, body, mark = answers[0]
        session.marks += [mark] if mark else []
        return status, body, answers[0] == answers[1] if len(answers) > 1 else None

    async def _post(self, form: Mapping[str, str], headers: Mapping[str, str], seconds: float) -> tuple[int, bytes, str]:
        limit = aiohttp.ClientTimeout(total=seconds)
        async with self._http.post(self._callbacks.ussd, data=form, headers=headers, timeout=limit) as answer:
            return answer.status, await answer.read(), answer.headers.get(AT_HOP_METADATA, "")

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
        if text.startswith("END "):
            self._end(session, "Success")
            return Screen(text[4:], open=False, equal=equal)
        return Screen(text[4:], open=True, equal=equal, expires_in=session.left(self._clock.now()))

    def _fail(self, session: _Session, error: str, equal: bool | None = None) -> Screen:
        if self._sessions.get(session.msisdn) is session:
            self._end(session, "Incomplete" if error == "session-timeout" else "Failed", error)
        return Screen("", open=False, error=error, equal=equal)

    def _end(self, session: _Session, status: str, error: str = "") -> None:
        del self._sessions[session.msisdn]
        if session.profile.close:
            self._postman.post(self._callbacks.events, self._event(session, status, error))

    def _named(self, session: _Session) -> dict[str, str]:
        return {
            "sessionId": session.id,
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
            "durationInMillis": str(round(1000 * (now - session.began))),
            "hopsCount": str(session.hops),
            "hopsMetadata": "|".join(session.marks),
            "input": "*".join(session.inputs),
            "lastAppResponse": session.said,
            **({"errorMessage": error} if status == "Failed" else {}),
        }
