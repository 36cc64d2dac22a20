"""From a recorded world to a plan: implicit parents, catalogue tables, order, fingerprint."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from factory.declarations import Maybe, SubFactory

from ..entropy import MAX_COPIES, salt
from ..errors import BadParameter, PlanError
from ..fields.base import Field
from ..fields.links import Lookup
from ..scenario import Scenario
from ..scope import UTC, midnight
from ..world import Anyone, Bound, RowSet, World, between, chance, maybe
from .model import Plan, PlannedPerson, PlannedTable, Sight
from .order import load_order


def compile_plan(
    story: Scenario,
    *,
    seed: int = 0,
    now: dt.datetime | None = None,
    copies: int = 1,
    name: str = "",
    parameters: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of a story. Raises BadParameter, UnknownName, PlanError (all findings at once)."""
    if not 1 <= copies < MAX_COPIES:
        raise BadParameter(f"copies={copies}", got=copies, allowed=[f"1 to {MAX_COPIES - 1:,}"])
    if not -(2**63) <= seed < 2**63:
        raise BadParameter(f"seed={seed}", got=seed, allowed=["a 64-bit number"])
    arguments = story.arguments(parameters or {})
    world = story.record(**arguments)
    rowsets = _with_implied(world)
    _check(world, rowsets)
    tables = _tables(rowsets, world.product)
    return Plan(
        scenario=story.name,
        product=story.product,
        seed=seed,
        name=name,
        now=(now or midnight()).astimezone(UTC),
        copies=copies,
        parameters=arguments,
        tables=tuple(tables),
        people=tuple(
            PlannedPerson(p.handle, p.label, p.kind, p.sure, p.where) for p in world.persons.values()
        ),
        sights=tuple(Sight(p.handle, r.label, r.table, where) for p, r, where in world.sights),
        rowsets=rowsets,
        fingerprint=_fingerprint(story, arguments, rowsets, tables),
        tag=1 + salt("tag", story.name, seed, name) % 0xFFFE,
    )


def _with_implied(world: World) -> dict[str, RowSet]:
    """The world's row sets and those that follow: parents nobody bound, catalogue rows looked up."""
    found: dict[str, RowSet] = {}

    def visit(rowset: RowSet) -> None:
        if rowset.label in found:
            return
        bound = {rowset.parent_link, *rowset.links}
        found[rowset.label] = rowset
        for name, declaration in _declarations(rowset):
            if isinstance(declaration, Lookup):
                made = declaration.catalogue()
                visit(RowSet(f"{made.__name__}:catalogue", made, axis="catalogue", where=rowset.where))
            elif (
                isinstance(declaration, SubFactory)
                and name not in bound
                and name in rowset.factory._meta.links
            ):
                visit(RowSet(f"{rowset.label}.{name}", declaration.get_factory(), axis="derived", parent=rowset,
                             parent_link=name, where=rowset.where))  # fmt: skip

    for rowset in world.rowsets.values():
        visit(rowset)
    return found


def _declarations(rowset: RowSet) -> Iterator[tuple[str, Any]]:
    """Every declaration the row set may evaluate, arguments included; only a trait's branch that is on."""
    meta = rowset.factory._meta
    for name in meta.pre_declarations:
        declaration = rowset.overrides.get(name, meta.pre_declarations[name].declaration)
        yield from ((name, d) for d in _nested(declaration, rowset.overrides))
    for name, value in rowset.overrides.items():
        if name not in meta.pre_declarations:
            yield from ((name, d) for d in _nested(value, rowset.overrides))


def _nested(value: Any, switches: Mapping[str, Any]) -> Iterator[Any]:
    if isinstance(value, Maybe):
        switch = switches.get(value.decider.attribute_name, False)
        branches = (
            [value.yes, value.no] if not isinstance(switch, bool) else [value.yes if switch else value.no]
        )
        for branch in branches:
            yield from _nested(branch, switches)
        return
    if isinstance(value, Field):
        yield value
        for argument in vars(value).values():
            yield from _nested(argument, switches)
    elif isinstance(value, SubFactory):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _nested(item, switches)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _nested(item, switches)


def _check(world: World, rowsets: Mapping[str, RowSet]) -> None:
    findings = []
    for rowset in rowsets.values():
        for binding in rowset.links.values():
            if isinstance(binding, Anyone) and _is_read_back(binding.rowset, rowset, rowsets):
                findings.append(
                    f"{rowset.label} reaches {binding.rowset.label} of other copies ({rowset.where}), "
                    f"but {binding.rowset.label} reads its {rowset.factory.__name__} rows back"
                )
    if findings:
        raise PlanError(findings, where=world.scenario)


def _is_read_back(target: RowSet, child: RowSet, rowsets: Mapping[str, RowSet]) -> bool:
    from ..fields.kin import Total
    from ..fields.ledgers import UpTo, _Balance

    for _, declaration in _declarations(target):
        if (
            isinstance(declaration, Total)
            and declaration.children()[0]._meta.model is child.factory._meta.model
        ):
            return True
    ledgers = [d for _, d in _declarations(child) if isinstance(d, (_Balance, UpTo))]
    return any(
        target.factory._meta.model in child.factory._meta.link_models().get(d.ledger.within, ())
        for d in ledgers
    )


def _tables(rowsets: Mapping[str, RowSet], product: Any) -> list[PlannedTable]:
    members: dict[Any, list[RowSet]] = {}
    for rowset in rowsets.values():
        members.setdefault(rowset.factory._meta.model.__table__, []).append(rowset)
    planned = []
    for table in load_order(members):
        sets = members[table]
        name = f"{table.schema or 'public'}.{table.name}"
        columns = dict.fromkeys(c for r in sets for c in written(r).values())
        catalogue = [r for r in sets if r.axis == "catalogue"]
        planned.append(
            PlannedTable(
                name=name,
                columns=tuple(c.name for c in table.columns if c.name in columns),
                key=tuple(c.name for c in table.primary_key),
                origin=_origin(table, sets[0]),
                natural=tuple(catalogue[0].factory._meta.natural) if catalogue else (),
                shared=any(r.axis in ("shared", "catalogue") for r in sets),
                reference=bool(catalogue),
                adopted=name in product.adopted,
                factories=tuple(dict.fromkeys(r.factory.__name__ for r in sets)),
                labels=tuple(r.label for r in sets),
                rows=sum(_expected(r) for r in sets if r.axis not in ("shared", "catalogue")),
            )
        )
    return planned


def written(rowset: RowSet) -> dict[str, str]:
    """Columns the row set gives: ``{attribute: column}``, those that only the story overrides included."""
    meta = rowset.factory._meta
    given = dict(meta.written())
    for name in rowset.overrides:
        if meta.column_type(name) is not None:
            given[name] = meta.mapper.column_attrs[meta.rename.get(name, name)].columns[0].name
    return given


def _origin(table: Any, rowset: RowSet) -> str | None:
    """The column whose uuid carries tag and copy: a single uuid key, or ``id`` where there is none."""
    from ..types import UUID, arrow_type

    keys = list(table.primary_key)
    candidates = keys if len(keys) == 1 else [c for c in table.columns if c.name == "id"] if not keys else []
    return next((c.name for c in candidates if arrow_type(c.type) == UUID), None)


def _expected(rowset: RowSet) -> float:
    count = rowset.count
    own = (
        count if isinstance(count, int)
        else (count.low + count.high) / 2 if isinstance(count, between)
        else count.probability if isinstance(count, (chance, maybe))
        else 1
    )  # fmt: skip
    if rowset.axis in ("each", "derived") and rowset.parent is not None:
        return own * _expected(rowset.parent)
    shares = [_expected(b.rowset) for b in rowset.links.values() if isinstance(b, Bound) and b.rowset.single]
    return own * min([1.0, *shares])


def _fingerprint(
    story: Scenario, arguments: Mapping[str, Any], rowsets: Mapping[str, RowSet], tables: Any
) -> str:
    digest = hashlib.sha256(json.dumps([story.name, dict(arguments)], sort_keys=True, default=str).encode())
    modules = {story.module, *(r.factory.__module__ for r in rowsets.values())}
    for module in sorted(modules):
        digest.update(_code_of(module))
    digest.update(_code_of("seedkit.fields.base"))
    digest.update(_code_of("seedkit.entropy"))
    return digest.hexdigest()


@functools.cache
def _code_of(module: str) -> bytes:
    """Checksum of the source files beside a module: factories read vocabularies next to them."""
    import sys

    file = getattr(sys.modules.get(module), "__file__", None)
    if file is None:
        return module.encode()
    digest = hashlib.sha256(module.encode())
    for path in sorted(Path(file).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
