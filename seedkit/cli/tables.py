"""What verbs print for people: tables on a terminal, the same as plain columns in a pipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

__all__ = ["fill_table", "people_table", "proofs_table", "receipt_table", "show", "table"]


def show(renderable: Any) -> None:
    """Print on stdout; wide enough for a pipe."""
    console = Console(soft_wrap=True) if Console().is_terminal else Console(width=160, soft_wrap=True)
    console.print(renderable)


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, right: Sequence[str] = ()
) -> Table:
    """A titled table; columns named in ``right`` are numbers."""
    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, justify="right" if column in right else "left", overflow="fold")
    for row in rows:
        made.add_row(*(f"{v:,}" if isinstance(v, int) and not isinstance(v, bool) else str(v) for v in row))
    return made


def receipt_table(receipt: Any) -> Table:
    """The tables of a receipt, with how many rows were written and are there."""
    title = f"{receipt.scenario}: {receipt.copies:,} {'copy' if receipt.copies == 1 else 'copies'}, seed {receipt.seed}"
    title += f", now {receipt.now:%Y-%m-%d %H:%M}" + (" (dry run)" if receipt.dry_run else "")
    rows = [
        (t.name, t.written, t.rows, t.left_out) for t in receipt.tables if t.rows or t.written or t.left_out
    ]
    left_out = sum(t.left_out for t in receipt.tables)
    columns = ["table", "written", "rows", *(["left out"] if left_out else [])]
    rows.append(("all", receipt.written, receipt.rows, left_out))
    return table(title, columns, [row[: len(columns)] for row in rows], right=columns[1:])


def fill_table(report: Any) -> Table:
    """The tables of a fill: rows asked, and how many were written (or will be); how many fit where these are fewer."""
    title = f"fill: seed {report.seed}, now {report.now:%Y-%m-%d %H:%M}" + (
        " (dry run)" if report.dry_run else ""
    )
    rows = []
    for t in report.tables:
        said = "[red]failed[/red]" if t.failed else "all that fit" if t.planned < t.asked else ""
        rows.append((t.name, t.asked, t.planned if report.dry_run and not t.failed else t.written, said))
    counted = sum(row[2] for row in rows)
    return table(
        title,
        ["table", "asked", "rows", ""],
        [*rows, ("all", sum(t.asked for t in report.tables), counted, "")],
        right=["asked", "rows"],
    )


def proofs_table(proofs: dict[str, Any]) -> Table:
    """One line a report: checks, facts looked at, findings."""
    rows = []
    for name, report in proofs.items():
        failing = sum(finding.failing for finding in report.findings)
        verdict = "[green]ok[/green]" if report.ok else "[red]findings[/red]"
        rows.append((name, len(report.checks), report.facts, failing, verdict))
    return table(
        "Verified", ["", "checks", "facts", "findings", ""], rows, right=["checks", "facts", "findings"]
    )


def people_table(receipts: Sequence[Any]) -> Table:
    """Who can sign in, and how; of loads the first copies only."""
    from ..supabase.passwords import PASSWORD

    rows = []
    for receipt in receipts:
        shown = [p for p in receipt.people if p.copy == 0 or not hasattr(receipt, "copies")]
        rows += [
            (
                f"{p.handle}@{p.copy}" if p.copy else p.handle,
                p.email or "-",
                PASSWORD if p.email and not p.sub else "-",
                p.sub or p.uid,
            )
            for p in shown or list(receipt.people)
        ]
    title = (
        "Who can sign in (the password is for Supabase's auth server; seedkit psql --as PERSON needs none)"
    )
    return table(title, ["person", "e-mail", "password", "id"], rows)
