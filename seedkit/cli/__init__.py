"""The command line: one module a verb, imported when the verb is called.

``seedkit --help`` imports typer and nothing of the engine. A verb's module holds a function of the
verb's name that parses, calls and prints; what a user can cause leaves as ``SeedkitError``, printed
here once, with its exit code.
"""

from __future__ import annotations

import gc
import importlib
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from ..errors import SeedkitError

__all__ = ["VERBS", "app", "main"]

#: Verb → what it does. The verb's function lies in the module of the same name.
VERBS = {
    "up": "Start the embedded Postgres of this project.",
    "down": "Stop the embedded Postgres.",
    "url": "Print the connection URL of the embedded Postgres.",
    "psql": "Open psql, as a person with --as.",
    "token": "Print a JWT of a person for the local API.",
    "scenarios": "List every story of every product.",
    "show": "Print the plan of a story, with sample rows.",
    "load": "Load a story into a database.",
    "export": "Write the rows of stories as files: SQL, CSV, JSON lines, Parquet, Arrow.",
    "init": "Write a project for a database: models, factories, a first story, a test.",
    "fill": "Fill every table of any database with valid rows.",
    "unload": "Delete exactly one load.",
    "reset": "Put a load back as it was, whatever was edited since.",
    "verify": "Re-check integrity and invariants.",
    "access": "Prove who reaches which rows.",
    "drift": "Compare a live schema with the one that a product means.",
    "lint": "Build every factory in every state; print all failures.",
    "schema": "Print or build the schema of a product.",
    "doctor": "Say what a target is; with --auth whether its users could sign in.",
}

INTERRUPTED = 130


class _Verbs(TyperGroup):
    """A group whose commands are names and summaries until one of them is called."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for verb, summary in VERBS.items():
            self.add_command(TyperCommand(verb, help=summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        ctx.meta[__name__] = "--json" in rest
        verb = None if command is None else _command(name or "", rest)
        if not gc.isenabled():
            # What is there now stays to the end; what comes is looked after as usual.
            gc.freeze()
            gc.enable()
        return name, verb, rest

    def invoke(self, ctx: Any) -> Any:
        from ..errors import SeedkitError

        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            raise SystemExit(INTERRUPTED) from None
        except Exception as error:
            known = error if isinstance(error, SeedkitError) else _of_the_database(error)
            if known is None:
                raise
            _report(known, as_json=ctx.meta.get(__name__, False))
            raise SystemExit(known.exit_code) from error


app = typer.Typer(
    cls=_Verbs,
    name="seedkit",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Factories and scenarios that load into Postgres and Supabase.",
)


def main() -> None:
    """The console script ``seedkit``."""
    # A quarter of the time in which a product is imported went into looking for garbage, and there is none.
    gc.disable()
    app(prog_name="seedkit")


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"seedkit {version('seedkit-postgres')}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Options before the verb."""


def _command(verb: str, arguments: list[str]) -> Any:
    function = getattr(importlib.import_module(f"{__name__}.{verb}"), verb)
    if getattr(function, "takes_story", False):
        from .story import with_parameters

        function = with_parameters(function, arguments)
    single = typer.Typer(add_completion=False)
    single.command(verb)(function)
    return typer.main.get_command(single)


def _of_the_database(error: Exception) -> SeedkitError | None:
    """An error of the server that no part foresaw, in one line; its detail may quote rows."""
    psycopg = sys.modules.get("psycopg")
    if psycopg is None or not isinstance(error, psycopg.Error):
        return None
    from ..errors import TargetError

    message = error.diag.message_primary or str(error).partition("\n")[0]
    return TargetError(f"the database said: {message}", got=error.sqlstate)


def _report(error: SeedkitError, *, as_json: bool) -> None:
    if as_json:
        import json

        print(json.dumps(error.facts(), indent=2, default=str))
    print(f"{type(error).__name__}: {error}", file=sys.stderr)
