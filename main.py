"""The command line: `guichet demo`, `serve`, `work`, `talk`, and what operators need. `house` joins the parts."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Coroutine, Iterator
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, NoReturn

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
config_app = typer.Typer(no_args_is_help=True, help="Look at the settings.")
db_app = typer.Typer(no_args_is_help=True, help="The database.")
audit_app = typer.Typer(no_args_is_help=True, help="The audit chain.")
keys_app = typer.Typer(no_args_is_help=True, help="Keys.")
operator_app = typer.Typer(no_args_is_help=True, help="Who may call the API.")
nlu_app = typer.Typer(no_args_is_help=True, help="The embedded reader of free text.")
rasa_app = typer.Typer(no_args_is_help=True, help="Rasa beside the gateway, as another reader of free text.")
texts_app = typer.Typer(no_args_is_help=True, help="The texts that citizens read, for writers and translators.")
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")
app.add_typer(operator_app, name="operator")
app.add_typer(nlu_app, name="nlu")
app.add_typer(rasa_app, name="rasa")
app.add_typer(texts_app, name="texts")
case_app = typer.Typer(no_args_is_help=True, help="Cases: `case --as OPERATOR --role ROLE list`, and so on.")
app.add_typer(case_app, name="case")
campaign_app = typer.Typer(no_args_is_help=True, help="Campaigns: `campaign --as OPERATOR --role ROLE list`, and so on.")
app.add_typer(campaign_app, name="campaign")

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
    from house import faults as found

    faults = found(_settings())
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


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of a table.")] = False) -> None:
    """Ask everything that this installation leans on whether it answers, clocks included; exit 1 when anything fails."""
    from house.doctor import examine, show

    with _plainly():
        findings = asyncio.run(examine(_settings()))
    show(findings, as_json=as_json)
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


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


@app.command()
def understand(
    lang: Annotated[str, typer.Option(help="Language of lines that name none.", show_default=False)] = "",
    country: Country = "morocco",
) -> None:
    """What free text means: JSON lines {"text", "lang"?} in, one {"text", "intent", "confidence", "entities"} out for each."""
    import io

    from config.profile import load
    from nlu.embedded import EmbeddedReader, shipped
    from nlu.entities import finder
    from nlu.lines import understand
    from store.clock import SystemClock

    with _plainly():
        reader = EmbeddedReader(shipped(), finder(load(country), SystemClock().now))
    lines = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n")
    asyncio.run(understand(reader, lines, io.TextIOWrapper(sys.stdout.buffer, "utf-8"), lang or None))


@nlu_app.command("train")
def nlu_train() -> None:
    """Learn from nlu/data and write nlu/model.json; needs scikit-learn, which tests install."""
    from rich.console import Console

    from nlu.examples import load

    try:
        from nlu.training import train, write
    except ImportError:
        _fail("training needs scikit-learn, which is installed for tests: run `guichet test` once")
    with Console(stderr=True).status("Learning") as status:
        write(train(load(), lambda step: status.update(f"Learning: {step}")))
    typer.echo("nlu/model.json is written; `guichet nlu test` tells how good it is.")


@nlu_app.command("test")
def nlu_test(as_json: Annotated[bool, typer.Option("--json", help="JSON instead of tables.")] = False) -> None:
    """Read the held-out examples and say how right it was, by variety of language."""
    import json

    from rich.console import Console

    from nlu.embedded import EmbeddedReader, shipped
    from nlu.examples import HELDOUT, VARIETIES, load
    from nlu.report import examine, show

    reader = EmbeddedReader(shipped(), lambda _: ())
    report = asyncio.run(examine(reader, load(HELDOUT), VARIETIES, Console(stderr=True)))
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        show(report, Console())


Pipeline = Annotated[Literal["tfidf", "diet_fast"], typer.Option(help="Ours, or Rasa's own parts.")]
Model = Annotated[Path | None, typer.Option(help="A trained model; without it that of the pipeline.")]


@rasa_app.command("sync")
def rasa_sync() -> None:
    """Install Rasa into an environment of its own: Linux on x86-64, Python 3.11 or 3.10, 2 GB."""
    with _rasa() as home:
        home.sync()
    typer.echo("Rasa is installed.")


@rasa_app.command("train")
def rasa_train(pipeline: Pipeline = "tfidf") -> None:
    """Train a model on the examples of nlu/data and print its path."""
    from nlu.rasa.running import train

    with _rasa() as home:
        typer.echo(train(home, pipeline))


@rasa_app.command("serve")
def rasa_serve(
    secret: Annotated[
        str, typer.Option("--jwt-secret", envvar="RASA_JWT_SECRET", help="Signs the gateway's calls (HS256).")
    ] = "",
    pipeline: Pipeline = "tfidf",
    model: Model = None,
    host: Annotated[str, typer.Option(help="Where to listen; other machines only over a private network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port of the server.", min=1, max=65535)] = 5005,
) -> None:
    """Serve a model to the gateway. Give the secret in the environment: a command line is read by all of the machine."""
    from nlu.rasa.running import model_of, serve

    with _rasa() as home:
        serve(home, model or model_of(home, pipeline), host, port, secret)


@rasa_app.command("test")
def rasa_test(pipeline: Pipeline = "tfidf", model: Model = None) -> None:
    """Serve a model, ask it the held-out examples as the gateway would, and say how right and how fast it was."""
    from nlu.rasa.running import model_of
    from nlu.rasa.testing import examine
    from store.clock import SystemClock

    with _rasa() as home:
        typer.echo("\n".join(asyncio.run(examine(home, model or model_of(home, pipeline), SystemClock()))))


Language = Annotated[str, typer.Argument(help="A language of the country, such as fr.")]


@texts_app.command("check")
def texts_check(
    country: Annotated[str, typer.Option(help="Country profile; without it all of them.", show_default=False)] = "",
) -> None:
    """Whether every text is there and has room on a phone with its arguments at their longest; exit 1 when any has not."""
    from house.texts.commands import checked

    with _plainly():
        faults = checked(country)
    for fault in faults:
        typer.echo(fault)
    if faults:
        raise typer.Exit(1)
    typer.echo("Every text is there and has room.")


@texts_app.command("export")
def texts_export(lang: Language, country: Country = "morocco") -> None:
    """Print a PO file for a translator: the English text, what there is, where it stands and how much room is left."""
    from house.texts.commands import exported

    with _texts():
        typer.echo(exported(lang, country), nl=False)


@texts_app.command("import")
def texts_import(
    lang: Language,
    file: Annotated[Path, typer.Argument(help="The PO file that came back.")],
    country: Country = "morocco",
) -> None:
    """Take a translator's PO file into the catalogues: all of it, or nothing and every fault with its line."""
    from house.texts.commands import imported

    with _texts():
        changed = imported(lang, country, file)
    typer.echo(f"{len(changed)} texts changed.")


@texts_app.command("preview")
def texts_preview(
    key: Annotated[str, typer.Argument(help="The key of a text, such as busy.")],
    lang: Annotated[str, typer.Option(help="Language of the phone.")] = "fr",
    country: Country = "morocco",
) -> None:
    """A text as pages of a phone and as an SMS, with its arguments at their longest."""
    from house.texts.commands import previewed

    with _texts():
        typer.echo("\n".join(previewed(key, lang, country)))


Json = Annotated[bool, typer.Option("--json", help="JSON instead of a table.")]
Ref = Annotated[str, typer.Argument(help="The reference of the case.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], show_default=False)]


@case_app.callback()
def case(
    context: typer.Context,
    operator: Annotated[str, typer.Option("--as", help="The operator's id.", show_default=False)] = "",
    role: Annotated[list[str] | None, typer.Option(help="A role of the operator; may be repeated.", show_default=False)] = None,
    area: Annotated[list[str] | None, typer.Option(help="A region or commune; none: all.", show_default=False)] = None,
) -> None:
    """Who works: the audit tells which user of this machine said so."""
    context.obj = (operator, role or [], area or [])


@case_app.command("list")
def case_list(
    context: typer.Context,
    state: Annotated[str | None, typer.Option(show_default=False)] = None,
    category: Annotated[str | None, typer.Option(show_default=False)] = None,
    place: Annotated[str | None, typer.Option(show_default=False)] = None,
    assignee: Annotated[str | None, typer.Option(help="An operator's id; empty: nobody.", show_default=False)] = None,
    overdue: Annotated[bool | None, typer.Option("--overdue/--in-time", show_default=False)] = None,
    after: Annotated[str, typer.Option(help="Go on after this reference.", show_default=False)] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Json = False,
) -> None:
    """Cases, oldest promise first."""
    from house import casework as desk

    where = (state, category, place, assignee, overdue)
    files = _case(context, "list", lambda office: desk.listed(office, desk.case_filter(*where), after, limit))
    desk.print_cases(files, as_json=as_json)


@case_app.command("show")
def case_show(context: typer.Context, ref: Ref, as_json: Json = False) -> None:
    """One case with its history."""
    from house import casework as desk

    desk.print_file(_case(context, "show", lambda office: desk.shown(office, ref)), as_json=as_json)


@case_app.command("assign")
def case_assign(
    context: typer.Context, ref: Ref, to: Annotated[str, typer.Argument(help="An operator's id.")], as_json: Json = False
) -> None:
    """Give a case to somebody."""
    from house import casework as desk

    desk.print_file(_case(context, "assign", lambda office: desk.assign(office, ref, to)), as_json=as_json)


@case_app.command("answer")
def case_answer(
    context: typer.Context,
    ref: Ref,
    text: Annotated[str, typer.Argument(help="What the citizen will read.")],
    upheld: Annotated[bool, typer.Option("--upheld/--rejected", help="Whether she was right.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Decide a case."""
    from house import casework as desk

    desk.print_file(_case(context, "answer", lambda office: desk.answer(office, ref, text, upheld)), as_json=as_json)


@case_app.command("report")
def case_report(
    context: typer.Context,
    by: Annotated[str, typer.Option(help="category, state, place, programme, channel or satisfaction")] = "category",
    since: Day = None,
    until: Day = None,
    as_json: Json = False,
) -> None:
    """How many cases were opened, in groups too large to point at anybody."""
    from house import casework as desk

    counts = _case(context, "report", lambda office: desk.report(office, by, since, until))
    desk.print_counts(counts, by, as_json=as_json)


Name = Annotated[str, typer.Argument(help="The name of the campaign.")]


@campaign_app.callback()
def campaign(
    context: typer.Context,
    operator: Annotated[str, typer.Option("--as", help="The operator's id.", show_default=False)] = "",
    role: Annotated[
        list[str] | None, typer.Option(help="author, approver or runner; may be repeated.", show_default=False)
    ] = None,
) -> None:
    """Who works: the audit tells which user of this machine said so."""
    context.obj = (operator, role or [])


@campaign_app.command("write")
def campaign_write(
    context: typer.Context, plan: Annotated[Path, typer.Argument(help="The plan, a TOML file.")], as_json: Json = False
) -> None:
    """Write a campaign, or write it anew: what was approved before is void."""
    from house.campaigning import read_plan

    _campaign(context, "write", lambda desk, who: desk.draft(read_plan(plan), who), as_json)


@campaign_app.command("import")
def campaign_import(
    context: typer.Context,
    name: Name,
    people: Annotated[Path, typer.Argument(help="CSV or XLSX with a column for the phone.")],
    exclude: Annotated[bool, typer.Option("--exclude", help="These are not written to.")] = False,
    as_json: Json = False,
) -> None:
    """Add the people of a file; what is wrong is written beside it, line by line."""
    from house.campaign_printing import print_tally
    from house.campaigning import bring

    errors = people.with_name(f"{people.name}.errors.csv")
    tally = _campaign(context, "import", lambda desk, who: bring(desk, name, people, who, errors, exclude=exclude))
    print_tally(tally, errors, as_json=as_json)


@campaign_app.command("remind")
def campaign_remind(
    context: typer.Context,
    name: Name,
    earlier: Annotated[str, typer.Argument(help="The campaign that went before.")],
    to: Annotated[str, typer.Option(help="unanswered, unreached, reached or all")] = "unanswered",
    as_json: Json = False,
) -> None:
    """Add people of an earlier campaign: the next wave."""
    from house.campaign_printing import print_tally

    tally = _campaign(context, "remind", lambda desk, who: desk.remind(name, earlier, to, who))
    print_tally(tally, Path("-"), as_json=as_json)


@campaign_app.command("freeze")
def campaign_freeze(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Fix the audience for good: who refused or was excluded is out."""

    async def freeze(desk: Any, who: Any) -> Any:
        return (await desk.freeze(name, who))[0]

    _campaign(context, "freeze", freeze, as_json)


@campaign_app.command("test")
def campaign_test(
    context: typer.Context, name: Name, phones: Annotated[list[str], typer.Argument(help="Phones of the team.")]
) -> None:
    """Send each text to named phones of the team."""
    from house.campaigning import try_out

    sent = _campaign(context, "test", lambda desk, who: try_out(desk, name, phones, who))
    typer.echo(f"{sent} messages wait in the outbox.")


@campaign_app.command("submit")
def campaign_submit(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Ask for approval."""
    _campaign(context, "submit", lambda desk, who: desk.submit(name, who), as_json)


@campaign_app.command("preview")
def campaign_preview(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Texts, parts, cost and finish; and the word by which to approve exactly this."""
    from house.campaign_printing import print_preview

    async def preview(desk: Any, _: Any) -> Any:
        return await desk.preview(name), desk.law.currency

    print_preview(*_campaign(context, "preview", preview), as_json=as_json)


@campaign_app.command("approve")
def campaign_approve(
    context: typer.Context,
    name: Name,
    seen: Annotated[str, typer.Argument(help="What `preview` says under `to approve`.")],
    as_json: Json = False,
) -> None:
    """Approve what you saw. Two do, and neither wrote it."""
    _campaign(context, "approve", lambda desk, who: desk.approve(name, who, seen), as_json)


def _acting(action: str, words: str) -> None:
    """`start`, `pause`, `resume` and `stop` are alike."""

    @campaign_app.command(action, help=words)
    def act(context: typer.Context, name: Name, as_json: Json = False) -> None:
        _campaign(context, action, lambda desk, who: desk.act(name, action, who), as_json)


_acting("start", "Write to the test cell, then to everybody. Doing it again changes nothing.")
_acting("pause", "Nothing more leaves, within seconds.")
_acting("resume", "Go on.")
_acting("stop", "Nothing more leaves, for good: who still waits is skipped.")


@campaign_app.command("watch")
def campaign_watch(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """How it goes, until it is over."""
    from house.campaign_printing import watch

    with contextlib.suppress(KeyboardInterrupt):
        _campaign(context, "watch", lambda desk, _: watch(desk, name, as_json=as_json))


@campaign_app.command("report")
def campaign_report(
    context: typer.Context,
    name: Name,
    way: Annotated[Literal["json", "csv", "html"], typer.Option("--format", help="How to tell it.")] = "json",
    to: Annotated[Path | None, typer.Option(help="A file; without it standard output.", show_default=False)] = None,
) -> None:
    """What came of it, in groups too large to point at anybody."""
    from house.campaign_printing import save_report

    typer.echo(_campaign(context, "report", lambda desk, _: save_report(desk, name, way, to)), nl=False)


@campaign_app.command("list")
def campaign_list(context: typer.Context, as_json: Json = False) -> None:
    """All campaigns, newest first."""
    from house.campaign_printing import print_records

    print_records(_campaign(context, "list", lambda desk, _: desk.book.all()), as_json=as_json)


@operator_app.command("add")
def operator_add(
    id: Annotated[str, typer.Argument(help="Staff number or name in the house; not a citizen's.")],
    role: Annotated[list[str], typer.Option(help="agent, supervisor, …; may be given several times.")],
    counter: Annotated[str, typer.Option(help="The office where the operator works.")] = "",
) -> None:
    """Add an operator and print the bearer token, which is shown this once."""
    from house.operators import add_operator

    with _operating():
        typer.echo(asyncio.run(add_operator(_settings(), id, frozenset(role), counter)))


@operator_app.command("list")
def operator_list() -> None:
    """All operators: id, roles, counter, and who is disabled."""
    from house.operators import list_operators

    with _operating():
        operators = asyncio.run(list_operators(_settings()))
    for one in operators:
        words = (one.id, ",".join(sorted(one.roles)), one.counter or "-", "disabled" if one.disabled else "")
        typer.echo("\t".join(words).rstrip())


@operator_app.command("disable")
def operator_disable(id: Annotated[str, typer.Argument(help="The operator's id.")]) -> None:
    """End an operator's access at once."""
    from house.operators import disable_operator

    with _operating():
        asyncio.run(disable_operator(_settings(), id))


@contextlib.contextmanager
def _operating() -> Iterator[None]:
    from house.operators import OperatorRefused

    try:
        with _plainly():
            yield
    except OperatorRefused as refused:
        _fail(str(refused))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def bench(context: typer.Context, what: Annotated[str, typer.Argument(help="hop, outbox, smpp or campaign")] = "hop") -> None:
    """Measure against a floor in the same run; `bench hop --help` tells the options."""
    import importlib

    if what not in ("hop", "outbox", "smpp", "campaign"):
        _fail("there are `bench hop`, `bench outbox`, `bench smpp` and `bench campaign`")
    importlib.import_module(f"bench.{what}").main(context.args)


def _settings() -> Any:
    from config.settings import load

    with _plainly():
        return load()


def _case(context: typer.Context, action: str, act: Any) -> Any:
    """What `act(office)` gives, done as the operator of the command line."""
    from dialogs.refusals import Refused
    from house import casework as desk

    operator, roles, areas = context.obj
    if not operator or not roles:
        _fail("say who does it: `guichet case --as OPERATOR --role ROLE ...`")
    with _plainly():
        try:
            return asyncio.run(desk.work(_settings(), desk.staff(operator, roles, areas), action, act))
        except Refused as refused:
            _fail(desk.said(refused))


def _campaign(context: typer.Context, action: str, act: Any, as_json: bool | None = None) -> Any:
    """What `act(desk, who)` gives, done as the operator of the command line; with `as_json` it is a record, and printed."""
    from dialogs.refusals import Refused
    from house import campaigning
    from house.campaign_printing import print_record

    operator, roles = context.obj
    if not operator:
        _fail("say who does it: `guichet campaign --as OPERATOR --role ROLE ...`")
    with _plainly():
        try:
            who = campaigning.member(operator, roles)
            done = asyncio.run(campaigning.work(_settings(), who, action, lambda desk: act(desk, who)))
        except (Refused, campaigning.Unusable) as refused:
            _fail(campaigning.said(refused))
    if as_json is not None:
        print_record(done, as_json=as_json)
    return done


def _with_settings(job: Any) -> None:
    """Run `serve` or `work`; refused whole when any setting is wrong, doubts are only told."""
    from house import faults as found
    from house import start_logging

    settings = _settings()
    faults = found(settings)
    if any(not fault.startswith("warning") for fault in faults):
        _fail(*faults)
    _tell(*faults)
    start_logging(settings.log_level)
    with _plainly():
        _until_stopped(lambda stop: job(settings, stop))


@contextlib.contextmanager
def _texts() -> Iterator[None]:
    from house.texts.commands import TextsRefused

    try:
        with _plainly():
            yield
    except TextsRefused as refused:
        _fail(*refused.faults)


@contextlib.contextmanager
def _rasa() -> Iterator[Any]:
    """Rasa's environment in the data folder; what fails there is told in plain lines; exit 1."""
    from nlu.rasa.environment import Environment, RasaFailed

    with _plainly():
        try:
            yield Environment((_settings().data_dir / "rasa").absolute(), _tell)
        except RasaFailed as failed:
            _fail(str(failed))


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
