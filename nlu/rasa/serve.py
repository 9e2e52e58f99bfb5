"""Serves one model in Rasa's own environment: Rasa's HTTP API, cut down to what the gateway asks of it.

Rasa can be told over HTTP to train, and to load a model from anywhere, which is to run what is in it (CVE-2024-49375); it
keeps conversations; and `rasa run` takes its secret from the command line, where every user of the machine reads it.
"""

import argparse
import asyncio
import logging
import os
import sys

import structlog
from rasa.core.agent import load_agent  # type: ignore[import-not-found]
from rasa.server import create_app  # type: ignore[import-not-found]
from sanic import Sanic, response  # type: ignore[import-not-found]
from sanic.request import Request  # type: ignore[import-not-found]

OPEN = frozenset({("GET", "/"), ("GET", "/version"), ("GET", "/status"), ("POST", "/model/parse")})
MOST_BODY = 16 * 1024
SECRET = "RASA_JWT_SECRET"  # noqa: S105  # the name of the variable


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    told = parser.parse_args()
    secret = os.environ.pop(SECRET)
    app = app_of(told.model, secret)
    app.run(host=told.host, port=told.port, access_log=False, motd=False)


def app_of(model: str, secret: str) -> Sanic:
    """Rasa's application with the paths of `OPEN` alone; a caller proves itself by a JWT (HS256) of `secret`."""
    logging.basicConfig(level=logging.ERROR)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR), processors=[_name_alone])
    agent = asyncio.run(load_agent(model_path=model))
    if not agent.is_ready():
        sys.exit("the model cannot be loaded")
    app = create_app(agent, cors_origins=None, jwt_secret=secret, jwt_method="HS256")
    app.config.REQUEST_MAX_SIZE = MOST_BODY
    app.register_middleware(_closed, "request")
    app.register_listener(_ready, "after_server_start")
    _hush()
    return app


def _closed(request: Request) -> object:
    if (request.method, request.path) in OPEN:
        return None
    return response.json({"status": "failure", "reason": "NotFound"}, status=404)


def _ready(*_: object) -> None:
    print("guichet: Rasa is ready", file=sys.stderr, flush=True)


def _hush() -> None:
    """From here on messages of citizens pass: no log says more than who logged."""
    for handler in (*logging.getLogger().handlers, *logging.getLogger("sanic.error").handlers):
        handler.setFormatter(_Silent("%(levelname)s %(name)s"))
    logging.getLogger("sanic.root").setLevel(logging.ERROR)


class _Silent(logging.Formatter):
    def formatException(self, ei: object) -> str:
        return ""


def _name_alone(_: object, level: str, event: structlog.typing.EventDict) -> str:
    """Rasa hands its log every message that it reads."""
    return f"{level} {event['event']}"


if __name__ == "__main__":
    main()
