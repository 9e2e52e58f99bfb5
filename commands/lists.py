"""`list …`: beneficiaries that an institution brings by hand."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commands.plainly import Json, plainly, settings

list_app = typer.Typer(no_args_is_help=True, help="Lists that institutions bring as signed files.")

Name = Annotated[str, typer.Argument(help="The name of the list in the settings.")]


@list_app.command("import")
def list_import(
    name: Name,
    file: Annotated[Path, typer.Argument(help="The CSV file, as it was signed.")],
    signature: Annotated[
        Path | None, typer.Option(help="Its detached ed25519 signature; FILE.sig when not told.", show_default=False)
    ] = None,
    operator: Annotated[
        str, typer.Option("--as", help="Who brings it; this machine's user when not told.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """Replace a list by a signed file: all of it, or nothing and every fault with its line; exit 1 then."""
    from house.lists import bring, print_report

    with plainly():
        report = asyncio.run(bring(settings(), name, file, signature or file.with_name(f"{file.name}.sig"), operator))
    print_report(report, as_json=as_json)
    if not report.accepted:
        raise typer.Exit(1)


@list_app.command("history")
def list_history(name: Name, limit: Annotated[int, typer.Option(min=1, max=1000)] = 20, as_json: Json = False) -> None:
    """The files that became the list, newest first: when, by whom, how many lines, which SHA-256."""
    from house.lists import history, print_history

    with plainly():
        print_history(asyncio.run(history(settings(), name, limit)), as_json=as_json)


@list_app.command("keys")
def list_keys(as_json: Json = False) -> None:
    """Every list of the settings, the programmes it speaks for, and the fingerprint of its institution's key."""
    from house.lists import print_keys

    with plainly():
        print_keys(settings(), as_json=as_json)
