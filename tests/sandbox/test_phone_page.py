"""The phone page is served whole, by itself, under a policy that lets nothing else in."""

import re

import pytest
from aiohttp import web
from pytest_aiohttp import AiohttpClient

from sandbox import page

FILES = {
    "/phone": "text/html",
    "/phone/phone.css": "text/css",
    "/phone/phone.js": "text/javascript",
    "/phone/handset.js": "text/javascript",
}


def app() -> web.Application:
    made = web.Application()
    page.attach(made)
    return made


@pytest.mark.parametrize(("path", "kind"), FILES.items())
async def test_each_file_comes_with_its_type_and_the_strict_policy(path: str, kind: str, aiohttp_client: AiohttpClient) -> None:
    answer = await (await aiohttp_client(app())).get(path)
    assert answer.status == 200
    assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert (await answer.text()).strip()


@pytest.mark.parametrize("path", ["/phone/", "/phone/..%2f..%2fpage.py", "/phone/phone.html", "/phone/telco.py"])
async def test_nothing_else_lies_under_the_page(path: str, aiohttp_client: AiohttpClient) -> None:
    assert (await (await aiohttp_client(app())).get(path)).status == 404


async def test_the_page_asks_for_no_file_that_is_not_served(aiohttp_client: AiohttpClient) -> None:
    client = await aiohttp_client(app())
    html = await (await client.get("/phone")).text()
    script = await (await client.get("/phone/phone.js")).text()
    wanted = re.findall(r'(?:href|src)="(?!data:)([^"]+)"', html) + [
        f"phone/{name}" for name in re.findall(r'from "\./([^"]+)"', script)
    ]
    assert sorted("/" + name for name in wanted) == sorted(set(FILES) - {"/phone"})


@pytest.mark.parametrize("path", FILES)
async def test_data_never_becomes_markup(path: str, aiohttp_client: AiohttpClient) -> None:
    text = await (await (await aiohttp_client(app())).get(path)).text()
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|\son\w+=|\sstyle=", text)
