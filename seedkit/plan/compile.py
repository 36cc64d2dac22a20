"""From a story to a plan: implied row sets, checks, the order of tables, the fingerprint."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from ..counting import expected
from ..entropy import MAX_COPIES, salt
from ..errors import BadParameter, PlanError
from ..product import Product, find_product
from ..rowsets import Bound, RowSet
from ..scenario import Scenario
from ..scope import UTC, midnight
from ..types import UUID, arrow_type
from .check import check
from .fingerprint import fingerprint
from .implied import Story
from .model import Plan, PlannedPerson, PlannedTable, Sight
from .order import load_order

__all__ = ["compile_plan"]


def compile_plan(
    story: Scenario,
    *,
    seed: int = 0,
    now: dt.datetime | None = None,
    copies: int = 1,
    name: str = "",
    parameters: Mapping[str, Any] | None = None,
    uuid_subjects: bool = False,
) -> Plan:
    """The plan of a story. Raises BadParameter, UnknownName, PlanError (all findings at once).

    With ``uuid_subjects`` the people of a product whose tokens say something else have uuids there.
    """
    _check_arguments(seed, now, copies)
    arguments = story.arguments(parameters or {})
    trait = find_product(story.product).uuid_subject if uuid_subjects else None
    world = story.tell({trait: True} if trait else {}, **arguments)
    told = Story(world)
    check(told)
    if told.findings:
        raise PlanError(told.findings, where=story.name)
    rowsets = told.rowsets
    told_by = {_told_by(module, world.product) for module in (story.module, *world.included)}
    modules = told_by | {world.product.factories, *(r.factory.__module__ for r in rowsets.values())}
    return Plan(
        scenario=story.name,
        product=story.product,
        seed=seed,
        name=name,
        now=(now or midnight()).astimezone(UTC),
        copies=copies,
        parameters=arguments,
        tables=tuple(_tables(rowsets, world.product.adopted)),
        people=tuple(
            PlannedPerson(p.handle, p.label, p.kind, p.sure, p.where) for p in world.persons.values()
        ),
        sights=tuple(Sight(p.handle, r.label, r.table, where) for p, r, where in world.sights),
        rowsets=rowsets,
        fingerprint=fingerprint(story.name, {**arguments, trait: True} if trait else arguments, modules),
        uuid_subjects=trait is not None,
        tag=1 + salt("tag", story.name, seed, name) % 0xFFFE,
    )


def _told_by(module: str, product: Product) -> str:
    """The module of a story; the whole package for the product's own, which share their parts."""
    return product.scenarios if module.startswith(f"{product.scenarios}.") else module


def _check_arguments(seed: int, now: dt.datetime | None, copies: int) -> None:
    if not 1 <= copies < MAX_COPIES:
        raise BadParameter(f"copies={copies}", got=copies, allowed=[f"1 to {MAX_COPIES - 1:,}"])
    if not -(2**63) <= seed < 2**63:
        raise BadParameter(f"seed={seed}", got=seed, allowed=["a 64-bit number"])
    if now is not None and now.tzinfo is None:
        raise BadParameter(
            f"now={now} has no time zone", got=now, hint="For instance now.replace(tzinfo=UTC)"
        )


def _tables(rowsets: Mapping[str, RowSet], adopted: Iterable[str]) -> list[PlannedTable]:
    members: dict[Any, list[RowSet]] = {}
    for rowset in rowsets.values():
        members.setdefault(rowset.factory._meta.model.__table__, []).append(rowset)
    return [_planned(table, members[table], adopted) for table in load_order(members)]


def _planned(table: Any, sets: list[RowSet], adopted: Iterable[str]) -> PlannedTable:
    given = {column for rowset in sets for column in rowset.written().values()}
    catalogue = [rowset for rowset in sets if rowset.axis == "catalogue"]
    return PlannedTable(
        name=sets[0].table,
        columns=tuple(column.name for column in table.columns if column.name in given),
        key=tuple(column.name for column in table.primary_key),
        origin=_origin(table),
        natural=tuple(catalogue[0].factory._meta.natural) if catalogue else (),
        shared=any(rowset.once for rowset in sets),
        reference=bool(catalogue),
        adopted=sets[0].table in adopted,
        factories=tuple(dict.fromkeys(rowset.factory.__name__ for rowset in sets)),
        labels=tuple(rowset.label for rowset in sets),
        rows=sum(_expected(rowset) for rowset in sets if not rowset.once),
    )


def _origin(table: Any) -> str | None:
    """The column whose uuid carries tag and copy: a single uuid key, or ``id`` where there is none."""
    keys = list(table.primary_key) or [column for column in table.columns if column.name == "id"]
    return keys[0].name if len(keys) == 1 and arrow_type(keys[0].type) == UUID else None


def _expected(rowset: RowSet) -> float:
    """About how many rows a copy has."""
    own = expected(rowset.count)
    if rowset.parent is not None:
        return own * _expected(rowset.parent)
    shares = [_expected(b.rowset) for b in rowset.links.values() if isinstance(b, Bound) and b.rowset.single]
    return own * min([1.0, *shares])
