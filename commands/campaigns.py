"""`campaign …`: announcements from a list of people to its report."""

import asyncio
import contextlib
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from commands.plainly import Json, fail, plainly, settings

campaign_app = typer.Typer(no_args_is_help=True, help="Campaigns: `campaign --as OPERATOR --role ROLE list`, and so on.")

Name = Annotated[str, typer.Argument(help="The name of the campaign.")]


@campaign_app.callback()
def campaign(
    context: typer.Context,
    operator: Annotated[str, typer.Option("--as", help="The operator's id.", show_default=False)] = "",
    role: Annotated[list[str] | None, typer.Option(help="writer, approver, or both.", show_default=False)] = None,
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


@campaign_app.command("enlist")
def campaign_enlist(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the list.")],
    people: Annotated[Path, typer.Argument(help="CSV or XLSX with a column for the phone.")],
    programme: Annotated[str, typer.Option(help="Their programme, where no column says so.")] = "",
    signature: Annotated[
        Path | None, typer.Option(help="Where the settings name the list; FILE.sig when not told.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Replace a list of people who can be written to by a file; what is wrong is written beside it, line by line."""
    from house.campaign_lists import bring
    from house.campaign_printing import print_tally

    errors, signed = people.with_name(f"{people.name}.errors.csv"), signature or people.with_name(f"{people.name}.sig")
    tally = _campaign(context, "enlist", lambda desk, who: bring(desk, settings(), name, people, signed, programme, who, errors))
    print_tally(tally, errors, as_json=as_json)


@campaign_app.command("lists")
def campaign_lists(context: typer.Context, as_json: Json = False) -> None:
    """The lists that an audience can be asked from; `self` are those who asked for announcements, and always there."""
    from house.campaign_lists import print_lists

    print_lists(_campaign(context, "lists", lambda desk, _: desk.roll.lists()), as_json=as_json)


@campaign_app.command("strike")
def campaign_strike(context: typer.Context, name: Annotated[str, typer.Argument(help="The name of the list.")]) -> None:
    """Forget a list with all its numbers."""
    from house.campaign_lists import strike

    _campaign(context, "strike", lambda desk, who: strike(desk, name, who))


@campaign_app.command("audience")
def campaign_audience(
    context: typer.Context,
    name: Name,
    where: Annotated[
        list[str] | None,
        typer.Option(
            help="region=, commune=, lang=, programme=, registered=yes|no or list=; may be repeated.", show_default=False
        ),
    ] = None,
    only_count: Annotated[bool, typer.Option("--count", help="Only say how many they are.")] = False,
    as_json: Json = False,
) -> None:
    """Add whom the lists name: any of the words that are told for one field, and all of the fields."""
    from house.campaign_lists import print_counted
    from house.campaign_printing import print_tally

    told = where or []
    if only_count:
        print_counted(_campaign(context, "count", lambda desk, who: desk.count(name, told, who)), as_json=as_json)
    else:
        tally = _campaign(context, "audience", lambda desk, who: desk.ask(name, told, who))
        print_tally(tally, Path("-"), as_json=as_json)


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
    sent = _campaign(context, "test", lambda desk, who: desk.try_out(name, phones, who))
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
    seen: Annotated[str, typer.Argument(help="What `preview` says `to approve`.")],
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
    lang: Annotated[Literal["en", "fr", "ar"], typer.Option(help="The language of a page (html).")] = "en",
    to: Annotated[Path | None, typer.Option(help="A file; without it standard output.", show_default=False)] = None,
) -> None:
    """What came of it, in groups too large to point at anybody."""
    from house.campaign_printing import save_report

    typer.echo(_campaign(context, "report", lambda desk, _: save_report(desk, name, way, lang, to)), nl=False)


@campaign_app.command("waves")
def campaign_waves(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """The waves of a campaign that was started: each is paused, stopped and told of by its own name."""
    from house.campaign_printing import print_records

    print_records(_campaign(context, "waves", lambda desk, _: desk.waves(name)), as_json=as_json)


@campaign_app.command("list")
def campaign_list(context: typer.Context, as_json: Json = False) -> None:
    """All campaigns, newest first."""
    from house.campaign_printing import print_records

    print_records(_campaign(context, "list", lambda desk, _: desk.book.all()), as_json=as_json)


def _campaign(context: typer.Context, action: str, act: Any, as_json: bool | None = None) -> Any:
    """What `act(desk, who)` gives, done as the operator of the command line; with `as_json` it is a record, and printed."""
    from dialogs.refusals import Refused
    from house import campaigning
    from house.campaign_printing import print_record

    operator, roles = context.obj
    if not operator:
        fail("say who does it: `guichet campaign --as OPERATOR --role ROLE ...`")
    with plainly():
        try:
            who = campaigning.member(operator, roles)
            done = asyncio.run(campaigning.work(settings(), who, action, lambda desk: act(desk, who)))
        except (Refused, campaigning.Unusable) as refused:
            fail(campaigning.said(refused))
    if as_json is not None:
        print_record(done, as_json=as_json)
    return done
