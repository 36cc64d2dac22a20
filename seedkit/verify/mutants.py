"""Checks are checked: break one thing at a time, and see whether they name it.

Each mutant is made in a savepoint and undone: a policy dropped, opened or pointed at another
column, row security switched off, a foreign key, CHECK or unique key broken in one row, one cell
of a ledger altered. Only the checks of that table are asked again. A survivor is a fault that
the checks, or the rows they look at, would have let pass.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence

from ..errors import UnknownName
from ..schema.access import Access
from .access.mutants import policy_mutants
from .access.personas import Subject
from .access.stage import rolled_back, set_stage
from .breakage import broken_cells, broken_constraints
from .catalogue import read_catalogue
from .findings import Check
from .invariants import Invariant, check_invariants
from .mutant import Mutant, Score
from .query import Connection

#: What can be broken: row security, constraints, cells that an invariant answers for.
KINDS = ("policy", "constraint", "cell")


def mutation_score(
    connection: Connection,
    *,
    tables: Mapping[str, Access],
    people: Sequence[Subject],
    keys: Mapping[str, Sequence[str]] | None = None,
    invariants: Sequence[Invariant] = (),
    cells: Mapping[str, Sequence[str]] | None = None,
    now: dt.datetime | None = None,
    kinds: Collection[str] = KINDS,
    timeout: str = "60s",
) -> Score:
    """Make every fault of these ``kinds`` in ``tables`` and count those that the checks name.

    ``cells`` lists, for a table, the columns that an invariant answers for, such as a balance.
    ``now`` is that of the load. Everything is rolled back.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise UnknownName("kind of mutant", kind, KINDS)
    moment = now or dt.datetime.now(dt.UTC)

    def ask(readers: Iterable[Invariant]) -> list[Check]:
        return check_invariants(connection, readers, now=moment)

    mutants: list[Mutant] = []
    with rolled_back(connection, timeout=timeout):
        catalogue = read_catalogue(connection, tables=tables)
        if "constraint" in kinds:
            mutants += broken_constraints(connection, catalogue)
        if "cell" in kinds:
            mutants += broken_cells(connection, catalogue, invariants, cells or {}, ask)
        if "policy" in kinds:
            stage = set_stage(
                connection, tables=tables, people=people, keys=keys or {}, budget=0, timeout=timeout
            )
            mutants += policy_mutants(connection, stage)
    return Score(tuple(mutants))
