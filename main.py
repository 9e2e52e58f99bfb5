"""The command line: `guichet demo`, `serve`, `work`, `talk`, and what operators need. `house` joins the parts."""

import asyncio
import gc
from typing import Annotated

import typer

from commands import campaigns, cases, lists, operators, texts, understanding
from commands.plainly import Country, fail, plainly, settings, until_stopped, with_settings
from config.garbage import GARBAGE

BENCHES = ("hop", "inbound", "outbox", "smpp", "campaign", "lanes", "chat")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="The counter window of a social registry, on every phone. Begin with `guichet demo`.",
    epilog="`./guichet test` runs the tests. What each setting and command does for an installation: docs/operate.md.",
)
config_app = typer.Typer(no_args_is_help=True, help="Look at the settings.")
db_app = typer.Typer(no_args_is_help=True, help="The database and its schema.")
audit_app = typer.Typer(no_args_is_help=True, help="The chain of all that was done.")
keys_app = typer.Typer(no_args_is_help=True, help="The keys that seal and look up: make them, change them.")
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(operators.operator_app, name="operator")
app.add_typer(cases.case_app, name="case")
app.add_typer(campaigns.campaign_app, name="campaign")
app.add_typer(lists.list_app, name="list")
app.add_typer(texts.texts_app, name="texts")
app.add_typer(understanding.nlu_app, name="nlu")
app.add_typer(understanding.rasa_app, name="rasa")


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
    with plainly():
        until_stopped(lambda stop: run(country, port, people, stop, as_json=as_json))


@app.command()
def serve() -> None:
    """The web process: webhooks, chats, console, API, health, metrics. Settings come from GUICHET_* and the files they name."""
    from house import serve_web

    with_settings(serve_web)


@app.command()
def work() -> None:
    """The background worker: outgoing SMS, late answers, cases, campaigns. Run as many as you like."""
    from house import serve_work

    with_settings(serve_work)


@app.command()
def talk(
    service: Annotated[
        str, typer.Argument(help="Where to begin: a service of the country's menu (recover, status, offices, …), or menu.")
    ] = "menu",
    country: Country = "morocco",
    lang: Annotated[str, typer.Option(help="Language of the phone, one of the country's.")] = "fr",
    phone: Annotated[str, typer.Option(help="The phone that dials; empty: the first demo citizen's.")] = "",
) -> None:
    """A phone in the terminal against the sandbox; on exit prints the transcript."""
    from house import start_logging
    from terminal import converse

    start_logging("error")
    with plainly():
        until_stopped(lambda stop: converse(service, country, lang, phone, stop))


@config_app.command("check")
def config_check() -> None:
    """Say all that is wrong with the settings; exit 1 when anything is."""
    from house import faults as found

    faults = found(settings())
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

    typer.echo(show(settings()), nl=False)


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False) -> None:
    """Ask everything that this installation leans on whether it answers, clocks included; exit 1 when anything fails."""
    from house.doctor import examine, show

    with plainly():
        findings = asyncio.run(examine(settings()))
    show(findings, as_json=as_json)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database to the newest schema."""
    from house import upgrade_database

    with plainly():
        asyncio.run(upgrade_database(settings()))
    typer.echo("The database is up to date.")


@audit_app.command("verify")
def audit_verify() -> None:
    """Check the audit chain; exit 1 and name the first broken row."""
    from house import verify_audit

    with plainly():
        broken = asyncio.run(verify_audit(settings()))
    if broken is not None:
        fail(f"the audit chain is broken at row {broken}")
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


@keys_app.command("rotate")
def keys_rotate() -> None:
    """Seal anew, under the newest key of the settings, what older keys sealed; exit 1 when something cannot be opened."""
    from house import rotate_keys

    async def rotate() -> int:
        lost = 0
        async for done in rotate_keys(settings()):
            if done.anew or done.lost:
                unread = f", {done.lost} that no key of the settings opens" if done.lost else ""
                typer.echo(f"{done.table}.{done.column}: {done.anew} sealed anew{unread}")
            lost += done.lost
        return lost

    with plainly():
        lost = asyncio.run(rotate())
    if lost:
        fail(f"{lost} values stay under a key that the settings lack: nobody can read them")
    typer.echo("The newest key seals the whole database. Conversations end within 7 days: keep the older keys until then.")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def bench(context: typer.Context, what: Annotated[str, typer.Argument(help=", ".join(BENCHES))] = "hop") -> None:
    """Measure against a floor in the same run; `bench hop --help` tells the options."""
    import importlib

    if what not in BENCHES:
        fail(f"there are `bench {'`, `bench '.join(BENCHES)}`")
    importlib.import_module(f"bench.{what}").main(context.args)


app.command()(understanding.understand)


def run() -> None:
    """The installed command."""
    gc.set_threshold(*GARBAGE)
    app(prog_name="guichet")


if __name__ == "__main__":
    run()
