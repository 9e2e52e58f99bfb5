"""`texts …`: for writers and translators."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from commands.plainly import Country, fail, plainly

texts_app = typer.Typer(no_args_is_help=True, help="The texts that citizens read, for writers and translators.")

Language = Annotated[str, typer.Argument(help="A language of the country, such as fr.")]


@texts_app.command("check")
def texts_check(
    country: Annotated[str, typer.Option(help="Country profile; without it all of them.", show_default=False)] = "",
) -> None:
    """Whether every text is there and has room on a phone with its arguments at their longest; exit 1 when any has not."""
    from house.texts.commands import checked

    with plainly():
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


@contextlib.contextmanager
def _texts() -> Iterator[None]:
    from house.texts.commands import TextsRefused

    try:
        with plainly():
            yield
    except TextsRefused as refused:
        fail(*refused.faults)
