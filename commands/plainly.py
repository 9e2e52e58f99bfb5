"""What every command does alike: its settings, its end, and what went wrong in plain lines."""

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Coroutine, Iterator
from typing import Annotated, Any, NoReturn

import typer

Country = Annotated[str, typer.Option(help="Country profile, a file of config/countries.")]
Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]


def settings() -> Any:
    from config.settings import load

    with plainly():
        return load()


def with_settings(job: Any) -> None:
    """Run `serve` or `work`; refused whole when any setting is wrong, doubts are only told."""
    from house import faults as found
    from house import start_logging

    ours = settings()
    faults = found(ours)
    if any(not fault.startswith("warning") for fault in faults):
        fail(*faults)
    tell(*faults)
    start_logging(ours.log_level)
    with plainly():
        until_stopped(lambda stop: job(ours, stop))


@contextlib.contextmanager
def plainly() -> Iterator[None]:
    """Whatever keeps a command from doing its work is told in plain lines on standard error; exit 1."""
    from config.profile import ProfileError
    from config.settings import SettingsError
    from dialogs.ports import StoreDown

    try:
        yield
    except (ProfileError, SettingsError) as faulty:
        fail(*str(faulty).splitlines())
    except StoreDown as down:
        fail(f"the database cannot be used ({down}): is it there, and did `guichet db upgrade` run?")
    except OSError as fault:
        fail(f"cannot start: {fault.strerror or type(fault).__name__}{f': {fault.filename}' if fault.filename else ''}")


def until_stopped(job: Any) -> None:
    """Run `job(stop)` until it ends or SIGTERM or Ctrl-C sets `stop`; the process is expected to end then."""
    runner = asyncio.Runner()
    with contextlib.suppress(ImportError):
        import uvloop

        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)

    async def run() -> None:
        stop = asyncio.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        work: Coroutine[Any, Any, None] = job(stop)
        await work

    try:
        with runner:
            runner.run(run())
    finally:
        gc.freeze()  # all is closed: to take apart what is left would cost the process a second at its end


def fail(*lines: str) -> NoReturn:
    tell(*lines)
    raise typer.Exit(1)


def tell(*lines: str) -> None:
    for line in lines:
        print(f"guichet: {line}", file=sys.stderr)
