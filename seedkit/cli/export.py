"""``seedkit export``: the rows of stories as files, without a database."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer

from .options import Engine, Json, PartRows, Scheduler, Schema, check_engine, data, talk
from .story import homes_of, parse_now, plans_of, takes_story


@takes_story
def export(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO…", help="One or more, for instance vibrationfit/household."),
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="OUT", help="A file for SQL, a folder for other formats, - for stdout."
        ),
    ] = "-",
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="sql, csv, jsonl, parquet or arrow; .gz or .zst after one of the first three compresses. "
            "Default: what the name of OUT ends in.",
        ),
    ] = None,
    copies: Annotated[int, typer.Option(metavar="N", help="How many copies of the story.")] = 1,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed makes other rows.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="The story's now: a date or a moment; default: today."),
    ] = None,
    as_: Annotated[str, typer.Option("--as", metavar="NAME", help="The name of the load.")] = "",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE", help="Only this table and what it points to; may repeat."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="TABLE", help="Leave this table out; may repeat.")
    ] = None,
    schema: Schema = None,
    copy: Annotated[bool, typer.Option("--copy", help="SQL with COPY: faster, and for psql alone.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace what is there.")] = False,
    engine: Engine = "local",
    scheduler: Scheduler = None,
    part_rows: PartRows = None,
    json: Json = False,
    parameters: dict[str, str] | None = None,
) -> None:
    """Write the rows that a load would write, as one SQL script or as a file for each table. No database is asked."""
    from ..errors import UsageError
    from ..export.formats import STDOUT, read_format
    from ..placement import HOME
    from .progress import Progress

    if json and output == STDOUT:
        raise UsageError(
            "the rows and the facts of --json would both go to stdout", hint="Name a file: -o FILE"
        )
    check_engine(engine, scheduler, part_rows)
    read_format(format_, output)  # said before the stories are planned
    plans = plans_of(
        scenarios,
        seed=seed,
        now=parse_now(now),
        copies=copies,
        name=as_,
        parameters=parameters,
        only=only or (),
        without=without or (),
    )
    homes = homes_of(schema or (), plans)
    plans = [plan.placed(homes.get(plan.product, HOME)) for plan in plans]
    try:
        total = max(1, sum(int(plan.rows_per_copy * plan.copies) for plan in plans))
        with Progress("export", total) as progress:
            done = _write(
                plans,
                output,
                engine,
                scheduler,
                part_rows,
                format=format_,
                copy=copy,
                force=force,
                progress=progress.told,
            )
    except BrokenPipeError:
        # Whoever read stdout has seen enough; nothing may be flushed into it at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    _print(done, as_json=json)


def _write(
    plans: list[Any], output: str, engine: str, scheduler: str | None, part_rows: int | None, **given: Any
) -> Any:
    """Here, as one script or folder; or in parts, wherever dask's workers are."""
    from ..errors import UsageError

    if engine == "local":
        from ..export.export import export as write

        return write(plans, output, **given)
    from ..scale.engine import dask_engine
    from ..scale.export import PART_ROWS, export_parts

    if given.pop("copy") or output == "-":
        raise UsageError(
            "--engine dask writes parts into a folder or to a URL",
            hint="-o household.parquet, without --copy",
        )
    if len(plans) > 1:
        raise UsageError("--engine dask takes one story", got=", ".join(plan.scenario for plan in plans))
    with dask_engine(scheduler) as dask:
        talk(f"dask: {dask.where}")
        return export_parts(plans[0], output, dask, part_rows=part_rows or PART_ROWS, **given)


def _print(done: Any, *, as_json: bool) -> None:
    if as_json:
        data(done.as_dict(), as_json=True)
        return
    place = "stdout" if done.output == "-" else done.output
    if done.output != "-":
        from .tables import people_table, show, table

        rows = [(name, count) for name, count in done.rows.items() if count]
        show(table(done.output, ["table", "rows"], [*rows, ("all", done.written)], right=["rows"]))
        show(people_table([done]))
    talk(f"{place}: {done.written:,} rows as {done.format} in {done.seconds:.1f} s")
