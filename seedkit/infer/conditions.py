"""What must hold of the rows of a table, as terms: its checks, what generated columns ask, links that are null together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from ..schema.reflected import Column as TableColumn
from ..schema.reflected import ForeignKey, Table, Type
from .parse import conjuncts, parse
from .solve import Condition
from .terms import Call, Column, Term, Value, columns_of, family, substituted

__all__ = ["conditions_of", "generated_terms", "types_of"]

_OF_TWO = ("least", "greatest")
_ORDERED = frozenset({"int", "numeric", "float", "date", "timestamp", "timestamptz"})
_WHOLE = {"int2": 15, "int4": 31, "int8": 63}


def types_of(table: Table) -> dict[str, Type]:
    """The types of the columns, by name."""
    return {name: column.type for name, column in table.columns.items()}


def generated_terms(table: Table) -> dict[str, Term]:
    """What the server computes, by column, in terms of columns that are written."""
    types = types_of(table)
    found: dict[str, Term] = {}
    for name, column in table.columns.items():
        if column.generated is not None:
            found[name] = substituted(parse(column.generated, types), found)
    return found


def conditions_of(table: Table, generated: Mapping[str, Term], known: Sequence[str]) -> Iterator[Condition]:
    """Every condition; those of checks go by their names. ``known`` are the columns that are written."""
    types = types_of(table)
    for check in table.checks:
        whole = parse(_expanded(check.expression, table), types)
        for part in conjuncts(whole):
            term = substituted(part, dict(generated))
            yield Condition(check.name, _bare(term, table))
    for name, term in generated.items():
        for limit in _limits(table.columns[name], term):
            yield Condition(f"{name} (generated)", limit)
    for key in table.foreign_keys:
        yield from _together(table, key, known)
    yield from _ordered(table, types)


def _ordered(table: Table, types: Mapping[str, Type]) -> Iterator[Condition]:
    """Pairs that are unique whichever comes first are written in order, where nothing else orders them."""
    linked = {name for key in table.foreign_keys for name in key.columns}
    for unique in table.uniques:
        terms = [parse(text, types) for text in unique.expressions]
        least, greatest = ([t.args for t in terms if isinstance(t, Call) and t.op == op] for op in _OF_TWO)
        for pair in least:
            names = [a.name for a in pair if isinstance(a, Column)]
            plain = len(names) == 2 and not linked & set(names) and pair in greatest
            said = any(set(names) <= set(c.columns) and "<>" not in c.expression for c in table.checks)
            if plain and not said and all(family(types[name]) in _ORDERED for name in names):
                yield Condition(unique.name, Call("<=", (Column(names[0]), Column(names[1]))))


def _expanded(text: str, table: Table) -> str:
    """``t.* is not null`` as what it means: that no column is null."""
    name = re.escape(table.name.name)
    pattern = rf'\("?{name}"?\.\* IS (NOT )?NULL\)'

    def spell(found: re.Match[str]) -> str:
        columns = [c.replace('"', '""') for c in table.columns]
        return "(" + " AND ".join(f'("{c}" IS {found[1] or ""}NULL)' for c in columns) + ")"

    return re.sub(pattern, spell, text)


def _bare(term: Term, table: Table) -> Term:
    """The term with ``is null`` of columns that never are settled, which spares alternatives."""
    if isinstance(term, Call):
        if term.op == "is null" and isinstance(term.args[0], Column):
            column = table.columns.get(term.args[0].name)
            if column is not None and column.not_null and column.generated is None:
                return Value(False, "bool")
        return Call(term.op, tuple(_bare(argument, table) for argument in term.args))
    return term


def _limits(column: TableColumn, term: Term) -> Iterator[Term]:
    """What the type of a generated column asks of the expression that makes it."""
    base, name = column.type.base, column.type.base.name.name
    if not columns_of(term):
        inner = term.args[0] if isinstance(term, Call) and term.op == "cast" else term
        if column.not_null and inner == Value(None):
            yield Value(False, "bool")
        return
    if column.not_null:
        yield Call("not", (Call("is null", (term,)),))
    if name in _WHOLE:
        edge = 1 << _WHOLE[name]
        yield Call("<=", (term, Value(edge - 1, "int")))
        yield Call(">=", (term, Value(-edge, "int")))
    if name == "numeric" and base.precision is not None:
        most = Decimal(10) ** (base.precision - (base.scale or 0)) - Decimal(10) ** -(base.scale or 0)
        yield Call("<=", (term, Value(most, "numeric")))
        yield Call(">=", (term, Value(-most, "numeric")))
    if name in ("varchar", "bpchar") and base.length is not None:
        text = term.args[0] if isinstance(term, Call) and term.op == "cast" else term
        yield Call("<=", (Call("length", (text,)), Value(base.length, "int")))
    for domain in column.type.domains():
        for check in domain.checks:
            for part in conjuncts(parse(check.expression, {"VALUE": domain.element or column.type}, "VALUE")):
                yield substituted(part, {"VALUE": term})


def _together(table: Table, key: ForeignKey, known: Sequence[str]) -> Iterator[Condition]:
    """The columns of a link are null together."""
    free = [name for name in key.columns if not table.columns[name].not_null and name in known]
    for first, second in pairwise(free):
        nulls = tuple(Call("is null", (Column(name),)) for name in (first, second))
        yield Condition(key.name, Call("=", nulls))
