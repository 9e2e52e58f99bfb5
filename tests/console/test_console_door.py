"""The door of the console: who comes in, for how long, and what nobody can make a browser of ours do."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from yarl import URL

from config.policy import Limit
from console.pages.page import Download, Goto, Page, Refusal, Sheet, Visit
from console.pages.rendering import HEADERS
from store.clock import FakeClock
from store.keyring import Keyring
from tests.console.staff import Room, console, forms

TEXT = "<script>alert(1)</script>"


async def echo(visit: Visit) -> Sheet:
    return Sheet("error.html", {"status": 404 if visit.text("said") else 409})


async def show(visit: Visit) -> Sheet:
    return Sheet("error.html", {"status": 404, "operator_said": visit.query.get("q", "")})


async def done(visit: Visit) -> Goto:
    return Goto("/things", done="signed-out")


async def file(_: Visit) -> Download:
    return Download(b"a,b\n", "text/csv", "report.csv")


async def broken(_: Visit) -> Sheet:
    raise ValueError("secret")


async def nothing(_: Visit) -> Sheet:
    raise Refusal(404)


OFFICER = frozenset({"officer"})
KEYS_SEEN: list[bytes] = []


async def keyed(visit: Visit) -> Goto:
    KEYS_SEEN.append(visit.key)
    return Goto("/things")


PAGES = (
    Page("things", "GET", "/things", OFFICER, show),
    Page("file", "GET", "/things/file", OFFICER, file),
    Page("broken", "GET", "/things/broken", OFFICER, broken),
    Page("gone", "GET", "/things/{id}", OFFICER, nothing, {"id": "[0-9]+"}),
    Page("do", "POST", "/things/do", OFFICER, done),
    Page("keyed", "POST", "/things/keyed", OFFICER, keyed),
    Page("echo", "POST", "/things/echo", OFFICER, echo, largest=2000),
)


@pytest.fixture
async def room(keys: Keyring, clock: FakeClock) -> AsyncIterator[Room]:
    async with console(PAGES, clock=clock, keys=keys, pending=("aa", "zgh")) as made:
        yield made


async def csrf(clerk_html: str) -> dict[str, str]:
    return {"csrf": forms(clerk_html)["/console/sign-out"]["csrf"]}


# --- in and out --------------------------------------------------------------------------------


async def test_a_token_opens_the_console_and_signing_out_closes_it(room: Room) -> None:
    clerk = await room.enter("officer")
    home = await clerk.open()
    assert (home.status, home.path) == (200, "")
    assert "officer" in home.text
    left = await clerk.fill("", "/sign-out")
    assert (left.path, "You are signed out" in left.text) == ("/sign-in?done=signed-out", True)
    assert (await clerk.open("/things")).path == "/sign-in?done=left"
    assert [event.action for event in room.audit.events] == ["console-sign-in", "console-sign-out"]


@pytest.mark.parametrize("token", ["", "short", "x" * 43, "é" * 43, TEXT])
async def test_a_wrong_token_opens_nothing_and_is_not_shown_again(room: Room, token: str) -> None:
    clerk = room.stranger()
    seen = await clerk.sign_in(token)
    assert (seen.status, "not valid" in seen.text) == (403, True)
    assert not token or token not in seen.html
    assert (await clerk.open()).path == "/sign-in?done=left"
    assert room.audit.events == []


async def test_who_is_disabled_is_out_at_the_next_click_and_never_in_again(room: Room) -> None:
    token = await room.token("officer")
    clerk, other = room.stranger(), room.stranger()
    assert (await clerk.sign_in(token)).status == 200
    assert (await other.sign_in(token)).status == 200
    await room.operators.disable("officer")
    assert (await clerk.open()).path == "/sign-in?done=left"
    assert (await other.open()).path == "/sign-in?done=left"
    assert (await clerk.sign_in(token)).status == 403


async def test_half_an_hour_away_or_eight_hours_at_work_end_a_session(room: Room) -> None:
    clerk = await room.enter("officer")
    for _ in range(23):
        await room.clock.advance(20 * 60)
        assert (await clerk.open()).path == ""
    await room.clock.advance(20 * 60)
    assert (await clerk.open()).path == "/sign-in?done=left"
    clerk = await room.enter("lead")
    await room.clock.advance(31 * 60)
    assert (await clerk.open()).path == "/sign-in?done=left"


async def test_a_session_that_a_browser_brought_is_never_taken_over(room: Room) -> None:
    clerk = room.stranger()
    clerk.http.cookie_jar.update_cookies({"guichet-session": "a" * 43}, URL(room.url))
    await clerk.sign_in(await room.token("officer"))
    first = {one.key: one.value for one in clerk.http.cookie_jar}["guichet-session"]
    assert first != "a" * 43
    await clerk.sign_in(await room.token("lead"))
    second = {one.key: one.value for one in clerk.http.cookie_jar}["guichet-session"]
    assert second != first
    old = room.stranger()
    old.http.cookie_jar.update_cookies({"guichet-session": first}, URL(room.url))
    assert (await old.open()).path == "/sign-in?done=left"


async def test_nobody_shuts_the_others_out_by_wrong_tokens_from_their_address(room: Room) -> None:
    stranger = room.stranger()
    assert {(await stranger.sign_in("x" * 43)).status for _ in range(25)} == {403}
    assert (await room.stranger().sign_in(await room.token("officer"))).status == 200


async def test_an_operator_who_hurries_is_told_to_wait(keys: Keyring, clock: FakeClock) -> None:
    async with console(PAGES, clock=clock, keys=keys, pace=Limit(tries=3, window=60.0, lock=30.0)) as room:
        clerk = await room.enter("officer")
        assert [(await clerk.open()).status for _ in range(3)] == [200, 200, 429]


# --- what a browser keeps ----------------------------------------------------------------------


async def test_cookies_are_out_of_reach_of_scripts_and_other_sites(room: Room) -> None:
    clerk = await room.enter("officer")
    (session,) = [one for one in clerk.http.cookie_jar if one.key == "guichet-session"]
    assert (session["httponly"], session["samesite"], session["path"], session["max-age"]) == (True, "Strict", "/", "")
    assert len(session.value) == 43


@pytest.mark.parametrize("name", ["session", "door", "openid", "language"])
@pytest.mark.parametrize("path", ["", "/sign-in", "/sign-in/callback?state=x&code=y"])
async def test_a_cookie_that_is_none_of_ours_is_no_fault_of_ours(room: Room, name: str, path: str) -> None:
    address = URL(room.url)
    reader, writer = await asyncio.open_connection(address.host, address.port)
    asked = f"GET /console{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: guichet-{name}="
    writer.write(asked.encode() + b"\xed\xa0\x80\xff\r\n\r\n")
    status = (await reader.readline()).split()[1]
    writer.close()
    assert status in (b"200", b"303", b"403")


async def test_beyond_the_demo_a_cookie_goes_over_tls_and_to_this_host_alone(keys: Keyring, clock: FakeClock) -> None:
    async with console(PAGES, clock=clock, keys=keys, secure=True) as room:
        token, clerk = await room.token("officer"), room.stranger()
        async with clerk.http.get(f"{room.url}/console/sign-in") as answer:
            door = answer.cookies["__Host-guichet-door"]
            form = {**forms(await answer.text())["/console/sign-in"], "token": token}
        headers = {"Cookie": f"__Host-guichet-door={door.value}"}
        async with clerk.http.post(f"{room.url}/console/sign-in", data=form, headers=headers, allow_redirects=False) as answer:
            made = answer.cookies["__Host-guichet-session"]
        for cookie in (door, made):
            assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Strict")
            assert (cookie["path"], cookie["domain"]) == ("/", "")
        headers = {"Cookie": f"guichet-session={made.value}"}
        async with clerk.http.get(f"{room.url}/console", headers=headers, allow_redirects=False) as answer:
            assert answer.status == 303, "by another name it is nothing"
        headers = {"Cookie": f"__Host-guichet-session={made.value}"}
        async with clerk.http.get(f"{room.url}/console", headers=headers, allow_redirects=False) as answer:
            assert answer.status == 200


async def test_everything_is_told_to_be_kept_nowhere_and_framed_by_nobody(room: Room) -> None:
    clerk = await room.enter("officer")
    for path in ("", "/things", "/things/file", "/things/broken", "/nowhere", "/sign-in"):
        seen = await clerk.open(path)
        assert {name: seen.headers[name] for name in HEADERS} == HEADERS
        assert "<script" not in seen.html
        assert " style=" not in seen.html
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


# --- forms -------------------------------------------------------------------------------------


@pytest.mark.parametrize("told", ["", "0" * 32, "é", "another's"])
async def test_a_form_without_the_word_of_its_session_does_nothing(room: Room, told: str) -> None:
    clerk, other = await room.enter("officer"), await room.enter("officer", id="other")
    word = (await csrf((await other.open()).html))["csrf"] if told == "another's" else told
    assert (await clerk.post("/things/do", {"csrf": word})).status == 403
    assert (await clerk.post("/sign-out", {"csrf": word})).status == 403
    assert (await clerk.open()).path == ""


async def test_a_form_of_another_site_is_not_even_read(room: Room) -> None:
    clerk = await room.enter("officer")
    word = await csrf((await clerk.open()).html)
    for site in ("cross-site", "same-site", "none"):
        assert (await clerk.post("/things/do", word, **{"Sec-Fetch-Site": site})).status == 403
    assert (await clerk.post("/things/do", word, **{"Sec-Fetch-Site": "same-origin"})).path == "/things?done=signed-out"


async def test_nobody_can_be_signed_in_by_the_form_of_another_browser(room: Room) -> None:
    token = await room.token("officer")
    found = forms((await room.stranger().open("/sign-in")).html)["/console/sign-in"]
    assert (await room.stranger().post("/sign-in", {**found, "token": token})).status == 403


async def test_a_form_that_is_sent_twice_has_one_key(room: Room) -> None:
    clerk = await room.enter("officer")
    word = await csrf((await clerk.open()).html)
    KEYS_SEEN.clear()
    for once in ("a", "a", "b", ""):
        assert (await clerk.post("/things/keyed", {**word, "once": once})).path == "/things"
    assert (KEYS_SEEN[0], len(set(KEYS_SEEN))) == (KEYS_SEEN[1], 3)


async def test_a_form_has_a_size_and_a_form(room: Room) -> None:
    clerk = await room.enter("officer")
    word = await csrf((await clerk.open()).html)
    assert (await clerk.post("/things/echo", {**word, "said": "x" * 3000})).status == 413
    assert (await clerk.post("/things/echo", {**word, "said": "\x00\x07"})).text.count("Somebody was faster") == 1
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=bogus"}
    async with clerk.http.post(f"{clerk.url}/console/things/echo", data=b"csrf=1", headers=kind) as answer:
        assert answer.status == 400
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    async with clerk.http.post(f"{clerk.url}/console/things/echo", data=b"--y\r\n", headers=kind) as answer:
        assert answer.status in (400, 403)


# --- roles and errors --------------------------------------------------------------------------


async def test_a_role_opens_its_pages_and_no_others(room: Room) -> None:
    lead = await room.enter("lead")
    assert (await lead.open("/things")).status == 403
    word = await csrf((await lead.open()).html)
    assert (await lead.post("/things/do", word)).status == 403
    assert (await (await room.enter("officer")).open("/things")).status == 200


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/nowhere", 404, "There is nothing here."),
        ("/things/12", 404, "There is nothing here."),
        ("/things/do", 405, "cannot be used in this way"),
        ("/things/broken", 500, "This is our fault."),
    ],
)
async def test_what_goes_wrong_is_a_page_that_tells_nothing(room: Room, path: str, status: int, told: str) -> None:
    seen = await (await room.enter("officer")).open(path)
    assert (seen.status, told in seen.text, "secret" in seen.html) == (status, True, False)


async def test_a_file_comes_to_be_kept(room: Room) -> None:
    seen = await (await room.enter("officer")).open("/things/file")
    assert (seen.html, seen.headers["Content-Disposition"]) == ("a,b\n", 'attachment; filename="report.csv"')


async def test_the_home_page_says_which_languages_want_a_reader(room: Room) -> None:
    home = await (await room.enter("officer")).open()
    assert "Languages waiting for a reader" in home.text
    assert "(zgh)" in home.text


# --- languages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accepted", "lang", "dir"),
    [
        ("ar-MA,fr;q=0.8", "ar", "rtl"),
        ("fr;q=0.5, en;q=0.9", "en", "ltr"),
        ("es,fr-FR;q=.2", "fr", "ltr"),
        ("*;q=x", "en", "ltr"),
    ],
)
async def test_the_browser_says_which_language(room: Room, accepted: str, lang: str, dir: str) -> None:
    assert f'<html lang="{lang}" dir="{dir}">' in (await room.stranger(accepted).open("/sign-in")).html


@pytest.mark.parametrize(
    ("back", "to"),
    [
        ("/console/sign-in", "/sign-in"),
        ("/console/sign-in?x=%C3%A9", "/sign-in?x=%C3%A9"),
        ("https://elsewhere.example/", "/sign-in?done=left"),
        ("//elsewhere.example/", "/sign-in?done=left"),
        ("/console\\@elsewhere.example", "/sign-in?done=left"),
        ("/console.elsewhere.example", "/sign-in?done=left"),
        ("/console/\r\nSet-Cookie: a=b", "/sign-in?done=left"),
    ],
)
async def test_a_chosen_language_stays_and_leads_back_here_only(room: Room, back: str, to: str) -> None:
    clerk = room.stranger("en")
    async with clerk.http.get(f"{room.url}/console/language/ar", params={"back": back}) as answer:
        assert answer.url.path_qs.removeprefix("/console") == to or answer.url.raw_path_qs.removeprefix("/console") == to
        assert 'dir="rtl"' in await answer.text()
    assert 'dir="rtl"' in (await clerk.open("/sign-in")).html
    assert (await clerk.open("/language/xx")).status == 404


async def test_a_notice_is_one_of_ours_or_none(room: Room) -> None:
    clerk = await room.enter("officer")
    assert "You are signed out" in (await clerk.open("/things?done=signed-out")).text
    for told in (TEXT, "nothing-known", "x" * 50):
        assert 'class="notice"' not in (await clerk.open(f"/things?done={told}")).html
