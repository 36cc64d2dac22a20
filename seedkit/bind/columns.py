"""The columns of one table of a plan in the target: what is written into each, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..schema.reflected import Column, Database, Table, Type
from .aliases import Aliases
from .binding import BoundColumn, Note
from .extras import Found
from .kinds import fit
from .matching import Match
from .words import WordMap, allowed_values, map_words

__all__ = ["ColumnBinder"]

#: What a derived column gets before it is known of which type it is.
_QUOTED = "'"


@dataclass
class ColumnBinder:
    """Binds the columns of one table, and notes what is not as the plan takes it.

    ``alias`` is the table as aliases name it; ``written`` are the columns that the plan gives, ``value``
    tells how another column gets a value, or why it gets none.
    """

    database: Database
    meant: Table
    live: Table
    matches: Mapping[str, Match]
    aliases: Aliases
    alias: str
    written: Collection[str]
    value: Callable[[Column], Found | str]
    notes: list[Note] = field(default_factory=list)
    #: Columns whose values were inferred from all that the target asks of them.
    sure: set[str] = field(default_factory=set)

    def bound(self) -> tuple[BoundColumn, ...]:
        """The columns to write, in the order of the plan; then those that the plan does not have."""
        ours = [found for name in self.written if (found := self._ours(name)) is not None]
        beyond = list(self._beyond({column.name for column in ours}))
        return (*ours, *beyond)

    def _ours(self, name: str) -> BoundColumn | None:
        match = self.matches.get(name)
        if match is None:
            self._note("missing", name, "the target has no such column; skipped")
            return None
        column = self.live.columns[match.name]
        if match.source:
            said = "by its likeness" if match.guessed else match.source
            self._note("renamed", name, f"the target calls it {match.name} ({said})")
        if column.computed:
            self._note("changed", name, "the target computes it; skipped")
            return None
        bound = self._fitted(name, column)
        return None if bound is None else self._filled(self._worded(bound, column), column)

    def _fitted(self, name: str, column: Column) -> BoundColumn | None:
        meant = self.meant.columns[name].type
        kind = fit(meant, column.type)
        if kind == "same":
            return BoundColumn(column.name, name, longest=self._longest(name, column))
        if kind == "no":
            self._note("changed", name, f"{column.type.sql} instead of {meant.sql}: no value fits; skipped")
            return None
        done = "rounded" if kind == "rounded" else "cast"
        self._note("changed", name, f"{column.type.sql} instead of {meant.sql}; {done}")
        return BoundColumn(column.name, name, to=_respelled(meant, column.type, kind))

    def _longest(self, name: str, column: Column) -> int | None:
        """How many characters the target takes, where the product knows no limit, or a wider one."""
        here, there = self.meant.columns[name].type.base, column.type.base
        if there.kind != "base" or there.name.name not in ("varchar", "bpchar") or there.length is None:
            return None
        if here.length is not None and here.length <= there.length:
            return None
        self._note("changed", name, f"{there.sql} instead of {here.sql}; what is longer is cut")
        return there.length

    def _worded(self, bound: BoundColumn, column: Column) -> BoundColumn:
        name = bound.planned or ""
        if self._as_meant(name, column):
            return bound
        allowed = allowed_values(self.live, column, self.live.checks)
        if allowed is None or bound.to:
            return bound
        here = allowed_values(self.meant, self.meant.columns[name], self.meant.checks)
        nullable = not column.not_null
        words = map_words(
            self.alias, name, allowed=allowed, meant=here, aliases=self.aliases, nullable=nullable
        )
        if words is None:
            return bound
        self.notes += _words_notes(str(self.meant.name), name, words, here)
        return replace(bound, words=words)

    def _as_meant(self, name: str, column: Column) -> bool:
        """Whether the target asks of its values what the product does: then no check need be taken apart."""
        meant = self.meant.columns[name]
        if column.name != name or column.type.base.labels != meant.type.base.labels:
            return False
        here, there = (
            {c.expression for c in table.checks if name in c.columns} for table in (self.live, self.meant)
        )
        return here == there

    def _filled(self, bound: BoundColumn, column: Column) -> BoundColumn:
        """What stands in for nulls, where the target wants a value and the product does not."""
        name = bound.planned or ""
        if not column.not_null or self.meant.columns[name].not_null:
            return bound
        bound = replace(bound, required=True)
        literal = constant_default(column)
        if literal is not None:
            self._note(
                "changed", name, f"must not be null: {literal!r}, its default, where the story has none"
            )
            return replace(bound, literal=literal)
        found = self.value(column)
        if isinstance(found, Found):
            self._note("changed", name, f"must not be null: {found.how} where the story has none")
            return replace(bound, field=found.field)
        self._note("changed", name, f"must not be null: rows without it are left out ({found})")
        return bound

    def _beyond(self, taken: Collection[str]) -> Iterator[BoundColumn]:
        """The columns of the target that the plan does not give, and that need or deserve a value."""
        known = {match.name for match in self.matches.values()}
        for column in self.live.columns.values():
            if column.name in taken or column.computed:
                continue
            derived = self.aliases.derived(self.alias, column.name)
            if derived is not None:
                self._note("extra", column.name, f"made of {derived.field!r} ({derived.source})")
                yield BoundColumn(column.name, None, derived.field, required=column.not_null)
            elif column.required:
                yield from self._demanded(column)
            elif column.name not in known:
                self._note("extra", column.name, "the plan knows no such column; left to its default")

    def _demanded(self, column: Column) -> Iterator[BoundColumn]:
        found = self.value(column)
        if isinstance(found, Found):
            self._note("extra", column.name, f"the plan knows no such column; {found.how}")
            if found.sure:
                self.sure.add(column.name)
            yield BoundColumn(column.name, None, found.field, required=not found.sure)
        else:
            said = "the target demands a value (NOT NULL, no default), but the plan has no such column"
            self._note("extra", column.name, f"{said}, and {found}", blocking=True)

    def _note(self, kind: str, column: str, message: str, *, blocking: bool = False) -> None:
        self.notes.append(Note(kind, str(self.meant.name), column, message, blocking))  # type: ignore[arg-type]


def constant_default(column: Column) -> str | None:
    """The text of a default that is a constant (``'draft'::text``, ``0``, ``false``); None for any other."""
    default = column.default or ""
    inside, _, cast = default.rpartition("::")
    text = (
        inside
        if inside and cast.replace("[]", "").replace(" ", "").replace("_", "").replace(".", "").isalnum()
        else default
    )
    if len(text) >= 2 and text[0] == text[-1] == _QUOTED and _QUOTED not in text[1:-1].replace("''", ""):
        return text[1:-1].replace("''", _QUOTED)
    plain = text.strip("()")
    if plain in ("true", "false") or plain.lstrip("-").replace(".", "", 1).isdigit():
        return plain
    return None


def _words_notes(table: str, column: str, words: WordMap, meant: tuple[str, ...] | None) -> Iterator[Note]:
    """What becomes of the words that the target does not allow, in one note for each source."""
    for source in dict.fromkeys(words.sources.values()):
        pairs = [f"{w} as {words.instead[w]}" for w, said in words.sources.items() if said == source]
        yield Note(
            "changed",
            table,
            column,
            f"not allowed, and written as another word: {', '.join(pairs)} ({source})",
        )
    done = "nothing is written instead" if words.null else "their rows are left out"
    if meant is None:
        what = f"the target allows only {', '.join(words.allowed)}; of other values, {done}"
        yield Note("changed", table, column, what)
        return
    rest = [value for value in meant if value not in words.allowed and value not in words.instead]
    if rest:
        yield Note("changed", table, column, f"not allowed: {', '.join(rest)}; {done}")


def _respelled(meant: Type, live: Type, kind: str) -> str:
    """The live type, where Arrow or this package must make its values; the loader casts the rest."""
    here, there = meant.base, live.base
    documents = here.kind == "array" and there.name.name in ("json", "jsonb")
    return there.sql if kind == "rounded" or documents else ""
