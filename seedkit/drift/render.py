"""A drift report for people: by table, what is missing, extra, renamed, changed, and the lines that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console

from ..bind.words import listed
from ..verify.render import clean
from .difference import Difference, DriftReport

__all__ = ["print_drift", "sentence"]

_COLOURS = {"missing": "red", "extra": "yellow", "renamed": "cyan", "changed": "magenta"}
#: An expression longer than this is cut: ``--json`` has it whole.
_LONG = 110
_PLURAL = {"policy": "policies", "foreign key": "foreign keys", "row security": "row security settings"}


def print_drift(report: DriftReport, *, console: Console | None = None) -> None:
    """Print the differences table by table, and the sum."""
    out = console or Console(soft_wrap=True)
    for line in drift_lines(report):
        out.print(line, highlight=False)


def drift_lines(report: DriftReport) -> Iterator[str]:
    """The report as lines of markup; tables that are not there first, each on a line."""
    whole = [d for d in report.differences if d.part in ("table", "view", "enum")]
    inside = [d for d in report.differences if d not in whole]
    for difference in sorted(whole, key=lambda d: (d.part != "table", d.kind != "missing", d.table)):
        yield f"{_kind(difference)} {sentence(difference)}{_touched(difference)}"
    for table, found in groupby(sorted(inside, key=lambda d: d.table), key=lambda d: d.table):
        yield f"[bold]{clean(table)}[/]"
        for difference in found:
            yield f"  {_kind(difference)} {sentence(difference)}{_touched(difference)}"
    for note in report.notes:
        yield f"[yellow]note[/]: {clean(note)}"
    yield _summary(report)


def _kind(difference: Difference) -> str:
    return f"[{_COLOURS[difference.kind]}]{difference.kind:7}[/]"


def sentence(difference: Difference) -> str:
    """What differs, as markup: ``column height: integer instead of numeric(5,2)``."""
    name = difference.name or ("" if difference.part == "row security" else difference.table)
    what = f"{difference.part} {clean(name)}" if name else difference.part
    note = f" ({clean(difference.note)})" if difference.note else ""
    if difference.kind == "renamed":
        return f"{what} is called {clean(difference.found)}{note}"
    if difference.kind == "changed":
        return f"{what}: {clean(_changed(difference))}{note}"
    said = difference.meant if difference.kind == "missing" else difference.found
    if difference.kind == "missing" and difference.found:
        said = f"there is {difference.found}"
    return f"{what}{f': {clean(_cut(said))}' if said else ''}{note}"


def _changed(difference: Difference) -> str:
    meant, found = difference.meant, difference.found
    here, there = listed(meant), listed(found)
    if difference.part == "check" and here and here.keys() == there.keys():
        ((_, ours), (_, theirs)) = next(zip(here.items(), there.items(), strict=True))
        return _sets(ours, theirs)
    if difference.part == "enum":
        return _sets(meant.split(", "), found.split(", "))
    return f"{_cut(found)} instead of {_cut(meant)}"


def _sets(meant: Sequence[str], found: Sequence[str]) -> str:
    """``without a, b and with c``."""
    lost = [value for value in meant if value not in found]
    new = [value for value in found if value not in meant]
    said = [f"without {', '.join(lost)}"] if lost else []
    return " and ".join(said + ([f"with {', '.join(new)}"] if new else [])) or "in another order"


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[: _LONG - 1]}…"


def _touched(difference: Difference) -> str:
    places = ", ".join(map(str, difference.places[:2]))
    more = f" and {len(difference.places) - 2} more" if len(difference.places) > 2 else ""
    return f"  [dim]{clean(places)}{more}[/]" if places else ""


def _summary(report: DriftReport) -> str:
    compared = ", ".join(
        f"{count:,} {part if count == 1 else _PLURAL.get(part, f'{part}s')}"
        for part, count in report.compared.items()
        if count
    )
    if not report.differences:
        return f"[green]no drift[/]: compared {compared}"
    counts = ", ".join(f"{report.counts[kind]} {kind}" for kind in _COLOURS if report.counts[kind])
    tables = len({difference.table for difference in report.differences})
    return f"[red]drift[/]: {counts}, in {tables} tables; compared {compared}"
