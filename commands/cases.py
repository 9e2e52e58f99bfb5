"""`case …`: complaints and requests, for officers and scripts."""

import asyncio
from datetime import datetime
from typing import Annotated, Any

import typer

from commands.plainly import Json, fail, plainly, settings

case_app = typer.Typer(no_args_is_help=True, help="Cases: `case --as OPERATOR --role ROLE list`, and so on.")

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
    files = _case(context, lambda office: desk.listed(office, desk.case_filter(*where), after, limit))
    desk.print_cases(files, as_json=as_json)


@case_app.command("show")
def case_show(context: typer.Context, ref: Ref, as_json: Json = False) -> None:
    """One case with its history."""
    from house import casework as desk

    desk.print_file(_case(context, lambda office: desk.shown(office, ref)), as_json=as_json)


@case_app.command("assign")
def case_assign(
    context: typer.Context, ref: Ref, to: Annotated[str, typer.Argument(help="An operator's id.")], as_json: Json = False
) -> None:
    """Give a case to somebody."""
    from house import casework as desk

    desk.print_file(_case(context, lambda office: desk.assign(office, ref, to)), as_json=as_json)


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

    desk.print_file(_case(context, lambda office: desk.answer(office, ref, text, upheld)), as_json=as_json)


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

    counts = _case(context, lambda office: desk.report(office, by, since, until))
    desk.print_counts(counts, by, as_json=as_json)


def _case(context: typer.Context, act: Any) -> Any:
    """What `act(office)` gives, done as the operator of the command line."""
    from dialogs.refusals import Refused
    from house import casework as desk

    operator, roles, areas = context.obj
    if not operator or not roles:
        fail("say who does it: `guichet case --as OPERATOR --role ROLE ...`")
    with plainly():
        try:
            return asyncio.run(desk.work(settings(), desk.staff(operator, roles, areas), act))
        except Refused as refused:
            fail(desk.said(refused))
