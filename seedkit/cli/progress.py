"""How far a load or a fill is: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any, Self


class Progress:
    """``with Progress("load", rows) as progress: load(…, progress=progress.told)``; None: nobody knows how many."""

    def __init__(self, verb: str, total: int | None) -> None:
        self._verb, self._total = verb, total
        self._bar: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("{task.fields[table]:32}"),
                BarColumn(),
                TextColumn("{task.completed:,} rows"),
            )
            self._bar = Bar(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self._verb, total=self._total, table="")
        return self

    def told(self, table: str, rows: int) -> None:
        """A batch of this table was sent; ``rows`` in all so far."""
        if self._bar is not None:
            self._bar.update(self._task, completed=rows, table=table)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
