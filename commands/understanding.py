"""`understand`, `nlu …` and `rasa …`: readers of free text."""

import asyncio
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from commands.plainly import Country, fail, plainly, settings, tell

nlu_app = typer.Typer(no_args_is_help=True, help="The embedded reader of free text.")
rasa_app = typer.Typer(no_args_is_help=True, help="Rasa beside the gateway, as another reader of free text.")


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

    with plainly():
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
        fail("training needs scikit-learn, which is installed for tests: run `guichet test` once")
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


@nlu_app.command("kept")
def nlu_kept(
    reader: Annotated[str, typer.Option("--as", help="Who reads them, for the audit chain.")],
    export: Annotated[bool, typer.Option("--export", help="Rasa's training format, to be labelled.")] = False,
) -> None:
    """What nobody understood: masked, from people who agreed. How many by language; with --export, the sentences."""
    from collections import Counter

    from house.learning import kept_lessons
    from nlu.labelling import as_rasa

    with plainly():
        kept = asyncio.run(kept_lessons(settings(), reader))
    if export:
        typer.echo(as_rasa(one.text for one in kept), nl=False)
        return
    for lang, many in sorted(Counter(one.lang for one in kept).items()):
        typer.echo(f"{lang or '?'}  {many}")


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


@contextlib.contextmanager
def _rasa() -> Iterator[Any]:
    """Rasa's environment in the data folder; what fails there is told in plain lines; exit 1."""
    from nlu.rasa.environment import Environment, RasaFailed

    with plainly():
        try:
            yield Environment((settings().data_dir / "rasa").absolute(), tell)
        except RasaFailed as failed:
            fail(str(failed))
