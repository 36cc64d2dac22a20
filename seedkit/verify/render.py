"""A report for people: tables on a terminal, one line a fact in a pipe.

Findings alike are said once, with everybody they concern. Keys and messages hold whatever the
database holds, so markup and control characters in them are shown, not obeyed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .findings import Check, Finding, Report

_COLOURS = {"ok": "green", "failed": "red", "vacuous": "yellow", "skipped": "yellow"}


def print_report(report: Report, *, every: bool = False, console: Console | None = None) -> None:
    """Print the checks that failed (all with ``every``), the findings, what was not checked, and the sum."""
    out = console or Console(soft_wrap=True)
    shown = [c for c in report.checks if every or c.verdict == "failed"]
    if out.is_terminal and shown:
        out.print(checks_table(shown))
    else:
        for check in shown:
            out.print(_plain_check(check), markup=False, highlight=False)
    for line in finding_lines([f for f in report.findings if every or f.failing]):
        out.print(line, highlight=False)
    if not every:
        for words, checks in (
            ("nothing to look at", report.vacuous),
            ("not in this database", report.skipped),
        ):
            if checks:
                out.print(f"[yellow]{words}[/]: {_subjects(checks)}", highlight=False)
    out.print(summary(report), highlight=False)
    if not every and len(shown) < len(report.checks):
        out.print("--all lists every check", style="dim")


def _subjects(checks: Iterable[Check]) -> str:
    """The tables of some checks, each once; other subjects by name."""
    found = list(checks)
    names = dict.fromkeys(clean(c.subject).split()[0].removeprefix("public.") for c in found)
    return f"{len(found)} checks of {', '.join(names)}"


def checks_table(checks: Iterable[Check]) -> Table:
    """Checks as a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("", "check", "subject"):
        table.add_column(column, overflow="fold")
    table.add_column("facts", justify="right")
    table.add_column("note", overflow="fold")
    for check in checks:
        verdict = f"[{_COLOURS[check.verdict]}]{check.verdict}[/]"
        table.add_row(verdict, check.code, clean(check.subject), f"{check.facts:,}", clean(check.note))
    return table


def _plain_check(check: Check) -> str:
    note = f"  {printable(check.note)}" if check.note else ""
    return f"{check.verdict:8} {check.code} {printable(check.subject)}  facts={check.facts}{note}"


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Findings as lines of markup, those of one code and table together, the failing ones first."""
    ordered = sorted(findings, key=lambda f: (not f.failing, f.table, f.code))
    for (code, table), alike in groupby(ordered, key=lambda f: (f.code, f.table)):
        group = list(alike)
        first = max(group, key=lambda f: len(f.samples))
        others = list(dict.fromkeys(f.person for f in group if f.person and f.person != first.person))
        who = f" as {clean(first.person)}" if first.person else ""
        colour = "red" if first.failing else "yellow"
        yield f"[{colour}]{first.severity}[/] {code} [bold]{clean(table)}[/]{who}: {clean(first.message)}"
        if others:
            more = f" and {len(others) - 6} more" if len(others) > 6 else ""
            yield f"    also: {clean(', '.join(others[:6]))}{more}"
        if first.samples:
            yield f"    rows: {clean(', '.join(first.samples))}"
        if first.sql:
            yield f"    {clean(first.sql)}"


def summary(report: Report) -> str:
    """One line: the verdict and the numbers behind it."""
    failing = sum(finding.failing for finding in report.findings)
    verdict = "[green]ok[/]" if report.ok else "[red]not ok[/]"
    return (
        f"{verdict}: {len(report.checks):,} checks looked at {report.facts:,} facts and found {failing:,}; "
        f"{len(report.vacuous)} had nothing to look at, {len(report.skipped)} were skipped"
    )


def clean(text: str) -> str:
    """Text that rich shows as it is."""
    return escape(printable(text))


def printable(text: str) -> str:
    """The text with control characters, such as those of terminal escapes, written out."""
    return "".join(c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text)
