"""The command line: `guichet demo`, `serve`, `work`, `talk`, and what operators need. `house` joins the parts."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine, Iterator
from typing import Annotated, Any, NoReturn

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
config_app = typer.Typer(no_args_is_help=True, help="Look at the settings.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit chain.")
keys_app = typer.Typer(no_args_is_help=True, help="Keys.")
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")

Country = Annotated[str, typer.Option(help="Country profile, a file of config/countries.")]


@app.command()
def demo(
    country: Country = "morocco",
    port: Annotated[int, typer.Option(help="Port of the gateway; 0 picks a free one.", min=0, max=65535)] = 8080,
    people: Annotated[int, typer.Option(help="How many invented people the registry holds.", min=10, max=1_000_000)] = 1000,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line on stdout when ready.")] = False,
) -> None:
    """Everything on one machine: gateway, worker, invented registry, operator and phones."""
    from demo import run
    from house import start_logging

    start_logging("warning")
    with _plainly():
        _until_stopped(lambda stop: run(country, port, people, stop, as_json=as_json))


@app.command()
def serve() -> None:
    """The web process: webhooks, health, metrics. Settings come from GUICHET_* and the files they name."""
    from house import serve_web

    _with_settings(serve_web)


@app.command()
def work() -> None:
    """The background worker: outgoing SMS and late answers. Run as many as you like."""
    from house import serve_work

    _with_settings(serve_work)


@app.command()
def talk(
    service: Annotated[str, typer.Argument(help="Where to begin: recover, status, offices, privacy, or menu.")] = "menu",
    country: Country = "morocco",
    lang: Annotated[str, typer.Option(help="Language of the phone.")] = "fr",
    phone: Annotated[str, typer.Option(help="The phone that dials; empty: the first demo citizen's.")] = "",
) -> None:
    """A phone in the terminal against the sandbox; on exit prints the transcript."""
    from house import start_logging
    from terminal import converse

    start_logging("error")
    with _plainly():
        _until_stopped(lambda stop: converse(service, country, lang, phone, stop))


@config_app.command("check")
def config_check() -> None:
    """Say all that is wrong with the settings; exit 1 when anything is."""
    from config.settings import check

    faults = check(_settings())
    for fault in faults:
        typer.echo(fault)
    if any(not fault.startswith("warning") for fault in faults):
        raise typer.Exit(1)
    if not faults:
        typer.echo("The settings are complete.")


@config_app.command("show")
def config_show() -> None:
    """The settings in force, each with its source; secrets are masked."""
    from config.settings import show

    typer.echo(show(_settings()), nl=False)


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from house import upgrade_database

    with _plainly():
        asyncio.run(upgrade_database(_settings()))
    typer.echo("The database is up to date.")


@audit_app.command("verify")
def audit_verify() -> None:
    """Check the audit chain; exit 1 and name the first broken row."""
    from house import verify_audit

    with _plainly():
        broken = asyncio.run(verify_audit(_settings()))
    if broken is not None:
        _fail(f"the audit chain is broken at row {broken}")
    typer.echo("The audit chain is whole.")


@keys_app.command("new")
def keys_new() -> None:
    """Print a new sealing key, a look-up key and two webhook secrets for the settings of an installation."""
    import base64
    import secrets

    typer.echo(f'GUICHET_KEYS="1:{base64.b64encode(secrets.token_bytes(32)).decode()}"')
    typer.echo(f'GUICHET_LOOKUP_KEY="{base64.b64encode(secrets.token_bytes(32)).decode()}"')
    typer.echo(f'GUICHET_AFRICASTALKING__USSD_KEY="{secrets.token_hex(16)}"')
    typer.echo(f'GUICHET_AFRICASTALKING__SMS_KEY="{secrets.token_hex(16)}"')


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def bench(context: typer.Context, what: Annotated[str, typer.Argument(help="hop, outbox or smpp")] = "hop") -> None:
    """Measure against a floor in the same run; `bench hop --help` tells the options."""
    import importlib

    if what not in ("hop", "outbox", "smpp"):
        _fail("there are `bench hop`, `bench outbox` and `bench smpp`")
    importlib.import_module(f"bench.{what}").main(context.args)


def _settings() -> Any:
    from config.settings import load

    with _plainly():
        return load()


def _with_settings(job: Any) -> None:
    """Run `serve` or `work`; refused whole when any setting is wrong, doubts are only told."""
    from config.settings import check
    from house import start_logging

    settings = _settings()
    faults = check(settings)
    if any(not fault.startswith("warning") for fault in faults):
        _fail(*faults)
    _tell(*faults)
    start_logging(settings.log_level)
    with _plainly():
        _until_stopped(lambda stop: job(settings, stop))


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """Whatever keeps a command from doing its work is told in plain lines on standard error; exit 1."""
    from config.profile import ProfileError
    from config.settings import SettingsError
    from dialogs.ports import StoreDown

    try:
        yield
    except (ProfileError, SettingsError) as faulty:
        _fail(*str(faulty).splitlines())
    except StoreDown as down:
        _fail(f"the database cannot be used ({down}): is it there, and did `guichet db upgrade` run?")
    except OSError as fault:
        _fail(f"cannot start: {fault.strerror or type(fault).__name__}{f': {fault.filename}' if fault.filename else ''}")


def _until_stopped(job: Any) -> None:
    """Run `job(stop)` until it ends or SIGTERM or Ctrl-C sets `stop`."""
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

    with runner:
        runner.run(run())


def _fail(*lines: str) -> NoReturn:
    _tell(*lines)
    raise typer.Exit(1)


def _tell(*lines: str) -> None:
    for line in lines:
        print(f"guichet: {line}", file=sys.stderr)


def run() -> None:
    """The installed command."""
    app()


if __name__ == "__main__":
    run()
