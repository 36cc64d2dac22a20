"""``seedkit fill``: valid rows for every table of any database."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .options import Db, Exclude, Json, Tables, data, talk
from .story import parse_now
from .target import AcceptUsers, writing


def fill(
    db: Db = None,
    rows: Annotated[
        list[str] | None,
        typer.Option(metavar="N|TABLE=N", help="Rows of every table (default 1000), or of one; may repeat."),
    ] = None,
    tables: Tables = None,
    exclude: Exclude = None,
    scale: Annotated[float, typer.Option(metavar="X", help="Multiply every number of rows.")] = 1.0,
    seed: Annotated[int, typer.Option(metavar="N", help="Another seed makes other rows.")] = 0,
    now: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="The day the rows are told on: today, a date or a moment."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan; write nothing.")] = False,
    accept_users: AcceptUsers = None,
    json: Json = False,
) -> None:
    """Fill every table with valid rows, whatever the schema, then verify every constraint.

    Rows that are there are not changed. What cannot be filled is said by table and constraint.
    """
    from ..fill import Request
    from ..fill import fill as fill_database
    from ..fill.request import parse_rows
    from ..load.connect import describe
    from ..scope import midnight
    from .progress import Progress

    every, some = parse_rows(rows or ())
    request = Request(
        rows=1000 if every is None else every,
        of=some,
        tables=tuple(tables or ()),
        exclude=tuple(exclude or ()),
        scale=scale,
        seed=seed,
        now=parse_now(now) or midnight(),
    )
    with writing(db, "", accept_users) as (connection, target), Progress("fill", None) as progress:
        report = fill_database(connection, request, dry_run=dry_run, progress=progress.told)
    if json:
        data(report.as_dict(), as_json=True)
    else:
        _print(report, describe(target), local=target.is_loopback)
    raise typer.Exit(report.exit_code)


def _print(report: Any, place: str, *, local: bool) -> None:
    from collections import Counter

    from ..verify.render import finding_lines
    from .tables import fill_table, people_table, show

    show(fill_table(report))
    for table in report.tables:
        for reason in table.why:
            talk(f"{table.name}: {reason}")
        for note in (*table.notes, *(table.decided if report.dry_run else ())):
            talk(f"note: {table.name}: {note}")
    for reason, count in Counter(report.left.values()).most_common():
        names = [name for name, why in report.left.items() if why == reason]
        talk(f"left alone: {', '.join(names[:3])}{f' and {count - 3} more' if count > 3 else ''}: {reason}")
    for note in report.notes:
        talk(f"note: {note}")
    if report.verified is not None:
        for line in finding_lines([f for f in report.verified.findings if f.failing]):
            talk(line)
    if report.people and local:
        show(people_table([report]))
    if not report.dry_run:
        talk(f"{place}: {_sum(report)}")


def _sum(report: Any) -> str:
    full = len(report.tables) - len(report.failed)
    said = (
        f"{report.written:,} rows in {full} of {len(report.tables)} tables, {report.seconds['total']:.1f} s"
    )
    if report.verified is not None:
        findings = sum(finding.failing for finding in report.verified.findings)
        said += f"; {len(report.verified.checks):,} checks over {report.verified.facts:,} facts, {findings} findings"
    return said
