"""The notes of a binding as a person reads them: what is alike in one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from .binding import Note

__all__ = ["told"]

#: What is said of many columns (or tables) alike, by the end of their note.
_NO_TABLE = "the target has no such table; its rows are skipped"
_ALIKE = {
    "the target has no such column; skipped": "no column {}; skipped",
    "the plan knows no such column; left to its default": "the plan knows no column {}; left to the default",
}


def told(notes: Iterable[Note]) -> Iterator[str]:
    """One line for all tables that are not there, and for all columns of a table of which the same is said."""
    given = list(notes)
    gone = [note.table for note in given if note.message == _NO_TABLE]
    if len(gone) > 1:
        yield f"the target has no table {', '.join(gone)}; their rows are skipped"
    rest = [note for note in given if note.message != _NO_TABLE or len(gone) == 1]
    for table, found in groupby(rest, key=lambda note: note.table):
        yield from _of_table(table, list(found))


def _of_table(table: str, notes: list[Note]) -> Iterator[str]:
    for message, alike in _ALIKE.items():
        columns = [note.column for note in notes if note.message == message]
        if columns:
            yield f"{table}: {alike.format(', '.join(columns))}"
    renamed = [note for note in notes if note.kind == "renamed" and note.column]
    for source, found in groupby(renamed, key=lambda note: note.message.rpartition(" (")[2]):
        pairs = [f"{note.column} {_called(note)}" for note in found]
        yield f"{table}: the target calls {', '.join(pairs)} ({source}"
    for note in notes:
        if note.message not in _ALIKE and note not in renamed:
            yield str(note)


def _called(note: Note) -> str:
    return note.message.removeprefix("the target calls it ").rpartition(" (")[0]
