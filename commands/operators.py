"""`operator …`: who may sign in to the console and call the API."""

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Annotated

import typer

from commands.plainly import fail, plainly, settings

operator_app = typer.Typer(no_args_is_help=True, help="The staff: who may sign in to the console and call the API.")


@operator_app.command("add")
def operator_add(
    id: Annotated[str, typer.Argument(help="Staff number or name in the house; not a citizen's.")],
    role: Annotated[list[str], typer.Option(help="agent, officer, writer, …: docs/staff.md has all. May be repeated.")],
    counter: Annotated[str, typer.Option(help="The office where the operator works.")] = "",
    area: Annotated[list[str] | None, typer.Option(help="A region or commune whose cases are seen; none: all.")] = None,
) -> None:
    """Add an operator and print the bearer token, which is shown this once."""
    from house.operators import add_operator

    with _operating():
        typer.echo(asyncio.run(add_operator(settings(), id, frozenset(role), counter, frozenset(area or ()))))


@operator_app.command("sim")
def operator_sim(
    id: Annotated[str, typer.Argument(help="An operator with the role agent.")],
    phone: Annotated[str, typer.Argument(help="The number of the SIM, as +253….")],
) -> None:
    """Register the SIM from which an agent checks cards, and print his PIN, which is shown this once."""
    from house.operators import register_sim

    with _operating():
        typer.echo(asyncio.run(register_sim(settings(), id, phone)))


@operator_app.command("list")
def operator_list() -> None:
    """All operators: id, roles, counter, who is disabled, and areas."""
    from house.operators import list_operators

    with _operating():
        operators = asyncio.run(list_operators(settings()))
    for one in operators:
        words = (
            one.id,
            ",".join(sorted(one.roles)),
            one.counter or "-",
            "disabled" if one.disabled else "",
            ",".join(sorted(one.areas)),
        )
        typer.echo("\t".join(words).rstrip())


@operator_app.command("disable")
def operator_disable(id: Annotated[str, typer.Argument(help="The operator's id.")]) -> None:
    """End an operator's access at once."""
    from house.operators import disable_operator

    with _operating():
        asyncio.run(disable_operator(settings(), id))


@contextlib.contextmanager
def _operating() -> Iterator[None]:
    from house.operators import OperatorRefused

    try:
        with plainly():
            yield
    except OperatorRefused as refused:
        fail(str(refused))
