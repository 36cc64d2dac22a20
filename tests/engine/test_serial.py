"""Integer keys: dense over a table, copy by copy, in any shard, from the base the load recorded."""

from __future__ import annotations

import random

import numpy as np
import pyarrow as pa
import pytest
from bookshop import NoteFactory, TicketFactory
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import planned, rows_of

from seedkit.generate import Shard, generate, generate_shared
from seedkit.plan import Plan
from seedkit.positions import _BLOCK
from seedkit.world import World, anyone, between, chance, each, maybe


def desk(world: World) -> None:
    """Tickets of several sets, notes made for them, and some that live once."""
    ada, perhaps = world.people("ada")[0], world.person("perhaps", maybe(0.3))
    few = world.add(TicketFactory, between(0, 3), person=ada)
    world.add(TicketFactory, chance(0.5), person=perhaps)
    world.add(NoteFactory, between(0, 2), ticket=each(few))
    world.add(NoteFactory, 2, label="alone")
    world.add(TicketFactory, 2, shared=True, label="pinned")


def ids(table: pa.Table) -> list[int]:
    return table["id"].to_pylist()


def test_keys_are_dense_and_grow_copy_by_copy() -> None:
    plan = planned(desk, copies=30)
    tables = rows_of(plan)
    for name in ("tickets", "notes"):
        assert sorted(ids(tables[name])) == list(range(1, tables[name].num_rows + 1))
    assert ids(tables["tickets"])[:2] == [1, 2], "what lives once stands first"
    assert set(tables["notes"]["ticket_id"].to_pylist()) <= set(ids(tables["tickets"]))
    lows, highs = [], []
    for copy in range(30):
        here = [
            key
            for n, b in generate(plan, range(copy, copy + 1))
            if n == "public.notes"
            for key in b["id"].to_pylist()
        ]
        lows.append(min(here))
        highs.append(max(here))
    assert all(high < low for high, low in zip(highs, lows[1:], strict=False))


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_any_shards_give_the_same_keys(size: int) -> None:
    plan = planned(desk, copies=150)
    whole = rows_of(plan)
    parts = [range(low, min(low + size, 150)) for low in range(0, 150, size)]
    random.Random(size).shuffle(parts)
    fresh = plan.replace()
    found: dict[str, dict[int, bytes]] = {}
    for part in parts:
        for name, batch in generate(fresh, part, tables=["public.tickets"]):
            found.setdefault(name, {}).update(
                zip(batch["id"].to_pylist(), batch["person_id"].to_pylist(), strict=True)
            )
    assert len(found["public.tickets"]) == whole["tickets"].num_rows - 2
    expected = dict(zip(ids(whole["tickets"]), whole["tickets"]["person_id"].to_pylist(), strict=True))
    assert found["public.tickets"].items() <= expected.items()


def test_more_copies_move_no_key() -> None:
    fewer, more = (rows_of(planned(desk, copies=n)) for n in (50, 60))
    for name, column in (("tickets", "person_id"), ("notes", "ticket_id")):
        ours, theirs = (
            dict(zip(ids(t[name]), t[name][column].to_pylist(), strict=True)) for t in (fewer, more)
        )
        assert ours.items() <= theirs.items()
        assert len(ours) < len(theirs)


def test_keys_start_after_the_base_of_the_load() -> None:
    plan = planned(desk, copies=3)
    moved = plan.replace(bases={"public.tickets": 5000})
    tables, later = rows_of(plan), rows_of(moved)
    assert ids(later["tickets"]) == [key + 5000 for key in ids(tables["tickets"])]
    assert later["notes"]["ticket_id"].to_pylist() == [
        k + 5000 for k in tables["notes"]["ticket_id"].to_pylist()
    ]
    assert ids(later["notes"]) == ids(tables["notes"])


def test_keys_of_rows_in_other_copies() -> None:
    def reaching(world: World) -> None:
        (ada,) = world.people("ada")
        few = world.add(TicketFactory, between(1, 3), person=ada)
        world.add(NoteFactory, 3, ticket=anyone(few))

    tables = rows_of(planned(reaching, copies=200))
    assert set(tables["notes"]["ticket_id"].to_pylist()) <= set(ids(tables["tickets"]))
    late = tables["notes"]["ticket_id"].to_pylist()[-90:]
    assert len({key // 50 for key in late}) > 3


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 5 * _BLOCK), min_size=1, max_size=8, unique=True))
def test_any_copies_alone(wanted: list[int]) -> None:
    whole, part = (
        _shard(planned(desk, copies=1000), copies) for copies in (range(5 * _BLOCK + 1), sorted(wanted))
    )
    rows, some = (shard.rows(shard.plan.rowsets["Ticket:ada"]) for shard in (whole, part))
    keys = dict(zip(rows.ids.tolist(), rows.column("id").to_pylist(), strict=True))
    assert [keys[i] for i in some.ids.tolist()] == some.column("id").to_pylist()


def _shard(plan: Plan, copies: range | list[int]) -> Shard:
    return Shard(plan, np.array(list(copies), dtype=np.int64))


def test_alone_the_key_follows_the_sequence() -> None:
    assert TicketFactory.build(__sequence=6).id == 7
    assert NoteFactory.build(__sequence=6).ticket_id == 7
    assert TicketFactory.table(3, first=4)["id"].to_pylist() == [5, 6, 7]
    assert [name for name, _ in generate_shared(planned(desk))] == ["public.persons", "public.tickets"]
