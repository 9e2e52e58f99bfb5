"""The page on which a developer or a visitor plays a phone against the running demo; the telco behind it is `sandbox.telco`."""

from importlib import resources

from aiohttp import web
from aiohttp.typedefs import Handler

_FILES = {
    "/phone": ("phone.html", "text/html"),
    "/phone/phone.css": ("phone.css", "text/css"),
    "/phone/phone.js": ("phone.js", "text/javascript"),
    "/phone/handset.js": ("handset.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def attach(app: web.Application) -> None:
    """Serve `GET /phone` and its assets under `/phone/`; the page calls `/phones…` and `/profiles` of the same origin."""
    folder = resources.files("sandbox").joinpath("page")
    for path, (name, kind) in _FILES.items():
        app.router.add_get(path, _serve(folder.joinpath(name).read_bytes(), kind))


def _serve(body: bytes, kind: str) -> Handler:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body, content_type=kind, charset="utf-8", headers=_HEADERS)

    return answer
