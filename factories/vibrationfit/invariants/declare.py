"""How VibrationFit's promises are put into SQL: a FROM clause, what to look at, what must hold."""

from __future__ import annotations

import re
from collections.abc import Iterable

from seedkit.verify.findings import Severity
from seedkit.verify.invariants import Invariant

__all__ = ["CATALOGUE", "each", "listed", "never", "owned"]

_SOURCE = "catalog/vibrationfit"
#: Tables whose rows all loads, and the product itself, share.
CATALOGUE = frozenset(
    {
        "ai_action_token_overrides",
        "ai_model_pricing",
        "audio_variants",
        "membership_tiers",
        "vibrational_event_sources",
    }
)
#: A table named in SQL; a name with a parenthesis behind it is a function.
_TABLE = re.compile(r"\b(?:public|auth)\.\w+\b(?!\()")


def each(
    code: str,
    title: str,
    rows: str,
    holds: str,
    *,
    where: str = "",
    show: str = "",
    key: str = "t.id",
    ours: str | None = "t.id",
    source: str = "",
    severity: Severity = "error",
) -> Invariant:
    """Every row ``t`` of the FROM clause ``rows`` (and ``where``) must satisfy ``holds``; null does not.

    A finding shows ``key`` and ``show``. ``ours`` is the column that tells rows of a load, None for
    the catalogue, which all loads share.
    """
    asked = " and ".join(filter(None, (ours and f":ours({ours})", where and f"({where})"))) or "true"
    shown = f"{key}, {show}" if show else key
    return Invariant(
        code,
        title,
        source=source or f"{_SOURCE} {code.partition('.')[0]}",
        facts=f"select count(*) from {rows} where {asked}",
        violations=f"select {shown} from {rows} where {asked} and ({holds}) is not true",
        tables=_tables(rows, where, holds),
        severity=severity,
    )


def never(code: str, title: str, *, facts: str, found: str, source: str = "") -> Invariant:
    """The query ``found`` must find nothing; ``facts`` counts what it looks through."""
    return Invariant(
        code,
        title,
        source=source or f"{_SOURCE} {code.partition('.')[0]}",
        facts=facts,
        violations=found,
        tables=_tables(facts, found),
    )


def owned(table: str) -> str | None:
    """The column that tells rows of a load in this table, None in the catalogue."""
    return None if table in CATALOGUE else "t.id"


def listed(values: Iterable[str]) -> str:
    """Texts as an SQL list: ``('a', 'b')``."""
    return "(" + ", ".join("'" + value.replace("'", "''") + "'" for value in values) + ")"


def _tables(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for text in texts for found in _TABLE.findall(text)))
