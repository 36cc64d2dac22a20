"""The shapes of documents: what each jsonb column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..verify.invariants import Invariant
from .declare import Rules, listed

__all__ = ["Documents", "array", "keys", "object_", "texts"]

_TEXT = '"string"'


@dataclass(frozen=True)
class Documents:
    """Columns with documents: ``(table, column, what it holds in words, and as SQL with {c})``; null is no document."""

    rules: Rules
    shapes: Sequence[tuple[str, str, str, str]]
    source: str = ""

    def invariants(self) -> tuple[Invariant, ...]:
        """One promise a column."""
        return tuple(self._of(*shape) for shape in self.shapes)

    def _of(self, table: str, column: str, words: str, holds: str) -> Invariant:
        return self.rules.each(
            f"documents.{table}.{column}",
            f"The column {column} of {table} holds {words}",
            f"public.{table} t",
            holds.replace("{c}", f"t.{column}"),
            where=f"t.{column} is not null",
            ours=self.rules.owned(table),
            show=f"left(t.{column}::text, 200)",
            source=self.source,
        )


def array(path: str = "") -> str:
    """An array none of whose items ``@`` meets the JSON path condition ``path``."""
    items = f" and not jsonb_path_exists({{c}}, 'lax $[*] ? ({path})')" if path else ""
    return f"jsonb_typeof({{c}}) = 'array'{items}"


def object_(path: str = "") -> str:
    """An object ``$`` that does not meet the JSON path condition ``path``."""
    whole = f" and not jsonb_path_exists({{c}}, 'lax $ ? ({path})')" if path else ""
    return f"jsonb_typeof({{c}}) = 'object'{whole}"


def keys(names: Sequence[str], value: str) -> str:
    """An object with no other than these keys, each ``e.value`` as the SQL condition says."""
    return f"""jsonb_typeof({{c}}) = 'object' and not exists (
        select from jsonb_each(case jsonb_typeof({{c}}) when 'object' then {{c}} end) e
        where e.key not in {listed(names)} or ({value}) is not true)"""


def texts(*names: str, of: str = "@") -> str:
    """A JSON path condition: one of these members is missing or no text (lax paths: what is missing equals nothing)."""
    return " || ".join(f"!({of}.{name}.type() == {_TEXT})" for name in names)
