"""Generation: any range of copies, in any order, in shards of any size: always the same rows."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from typing import Any

import bookshop
import numpy as np
import pyarrow as pa
import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    CommentFactory,
    ForumFactory,
    GenreFactory,
    GrantFactory,
    NoteFactory,
    SpendingFactory,
    StoryFactory,
    TicketFactory,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from telling import planned, rows_of

from seedkit.entropy import key_range
from seedkit.errors import DeclarationError, PlanError, UnknownName
from seedkit.fields import After, Choice, Flag, Lookup, Series, Sometimes, Text, Whole, Zipf, days, this
from seedkit.generate import Shard, generate, generate_shared, people, person_rows, rehearse, shards
from seedkit.plan import Plan
from seedkit.world import World, anyone, between, chance, copies, distinct, each, maybe


def busy(world: World) -> None:
    """Every kind of row set and binding at once."""
    ada, bob = world.people("ada", "bob")
    guest = world.person("guest", maybe(0.4))
    forums = world.add(ForumFactory, 3, shared=True)
    stories = world.add(StoryFactory, between(1, 4), author=ada, draft=Flag(0.3))
    world.add(StoryFactory, chance(0.5), author=bob, crime=True, title=ada.first_name)
    world.add(ChapterFactory, between(0, 5), story=each(stories))
    remark = world.add(CommentFactory, Zipf(6), story=stories, author=bob, forum=forums)
    world.add(CommentFactory, 2, story=each(stories), author=guest, parent=remark, label="guests")
    world.add(GrantFactory, 4, person=ada, kept=Flag(0.3))
    world.add(SpendingFactory, between(3, 12), person=ada, failed=Flag(0.2))
    world.add(TicketFactory, chance(0.7), person=anyone(bob), label="far")
    ticket = world.add(TicketFactory, 2, person=anyone(bob, within=copies(4)), label="near")
    world.add(NoteFactory, between(0, 2), ticket=each(ticket))
    world.add(CommentFactory, label="derived", author=bob)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(busy, copies=60)


@pytest.fixture(scope="module")
def everything(plan: Plan) -> dict[str, pa.Table]:
    return rows_of(plan)


def in_parts(plan: Plan, parts: list[range]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for part in parts:
        for table, batch in generate(plan, part):
            found.setdefault(table.removeprefix("public."), []).extend(batch.to_pylist())
    return found


def sorted_rows(rows: list[dict[str, Any]]) -> list[str]:
    return sorted(map(repr, rows))


# Stability


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_shards_of_any_size_and_order_make_the_same_rows(
    plan: Plan, everything: dict[str, pa.Table], size: int
) -> None:
    parts = [range(low, min(low + size, 60)) for low in range(0, 60, size)]
    random.Random(size).shuffle(parts)
    found = in_parts(plan.replace(), parts)
    shared = {"genres", "forums"}
    assert found.keys() == everything.keys() - shared
    for table, rows in found.items():
        assert sorted_rows(rows) == sorted_rows(everything[table].to_pylist()), table


def test_more_copies_change_no_row_of_the_first_ones(plan: Plan, everything: dict[str, pa.Table]) -> None:
    fewer = in_parts(plan.replace(copies=50), [range(50)])
    more = in_parts(plan.replace(copies=60), [range(50)])
    assert fewer == more
    assert len(fewer["stories"]) < everything["stories"].num_rows


def test_another_seed_is_another_world(plan: Plan) -> None:
    other = planned(busy, copies=60, seed=1)
    ours, theirs = (in_parts(p, [range(5)]) for p in (plan, other))
    assert not {row["id"] for row in ours["persons"]} & {row["id"] for row in theirs["persons"]}
    assert [r["first_name"] for r in ours["persons"]] != [r["first_name"] for r in theirs["persons"]]


def test_another_now_moves_every_moment_by_as_much(plan: Plan) -> None:
    later = NOW + dt.timedelta(days=10)
    ours, moved = (in_parts(plan.replace(now=now), [range(3)])["persons"] for now in (NOW, later))
    assert [(r["id"], r["created_at"] + dt.timedelta(days=10)) for r in ours] == [
        (r["id"], r["created_at"]) for r in moved
    ]


def base(world: World) -> None:
    (ada,) = world.people("ada")
    stories = world.add(StoryFactory, 3, author=ada)
    world.add(ChapterFactory, 2, story=each(stories))


def test_adding_a_row_set_changes_nothing_else() -> None:
    def wider(world: World) -> None:
        (zoe,) = world.people("zoe")
        base(world)
        world.add(CommentFactory, 5, story=world.rowsets["Story:ada"], author=zoe)

    ours, wide = (
        rows_of(planned(story, copies=4, seed=3).replace(scenario="same", tag=7)) for story in (base, wider)
    )
    for name, table in ours.items():
        kept = set(sorted_rows(table.to_pylist()))
        assert kept <= set(sorted_rows(wide[name].to_pylist())), name


def test_adding_a_column_changes_nothing_else() -> None:
    given = {"mood": Text("{extra}"), "Params": type("Params", (), {"extra": Choice("abc")})}
    wider = type("StoryFactory", (StoryFactory,), given)

    def columns(made: Any) -> dict[str, pa.Table]:
        def told(world: World) -> None:
            (ada,) = world.people("ada")
            world.add(ChapterFactory, 2, story=each(world.add(made, 5, author=ada)))

        return rows_of(planned(told, copies=2))

    plain, wide = columns(StoryFactory), columns(wider)
    assert set(wide["stories"]["mood"].to_pylist()) <= {"a", "b", "c"}
    for name, table in plain.items():
        others = wide[name].select(table.column_names)
        drop = ["mood"] if name == "stories" and "mood" in table.column_names else []
        assert table.drop_columns(drop) == others.drop_columns(drop), name


def test_batches_come_in_load_order_without_empty_tables(plan: Plan) -> None:
    names = [name for name, _ in generate(plan, range(2))]
    order = [table.name for table in plan.tables]
    assert names == sorted(set(names), key=order.index)
    assert all(batch.num_rows for _, batch in generate(plan, range(60)))
    assert [name for name, _ in generate(plan, range(2), tables=["public.chapters"])] == ["public.chapters"]
    assert [name for name, _ in generate_shared(plan)] == ["public.forums", "public.genres"]
    assert list(generate(plan, range(0))) == []


def test_batches_hold_the_planned_columns_in_order(plan: Plan) -> None:
    for name, batch in generate(plan, range(1)):
        assert tuple(batch.schema.names) == plan.table(name).columns


def test_shards_cover_the_copies() -> None:
    plan = planned(base, copies=1000)
    assert plan.rows_per_copy == 11
    parts = list(shards(plan, rows=110))
    assert [len(part) for part in parts] == [10] * 100
    assert [c for part in shards(plan, 990) for c in part] == list(range(990, 1000))
    assert len(list(shards(plan, rows=1))) == 1000


# Integrity


def test_every_foreign_key_points_to_a_row(plan: Plan, everything: dict[str, pa.Table]) -> None:
    for table in bookshop.Base.metadata.tables.values():
        if table.name not in everything:
            continue
        for key in table.foreign_keys:
            targets = set(everything[key.column.table.name][key.column.name].to_pylist())
            given = set(everything[table.name][key.parent.name].to_pylist()) - {None}
            assert given <= targets, f"{table.name}.{key.parent.name}"
        for column in table.columns:
            if not column.nullable:
                assert everything[table.name][column.name].null_count == 0, column


def test_keys_are_unique_and_tell_tag_and_copy(plan: Plan, everything: dict[str, pa.Table]) -> None:
    for planned_table in plan.tables:
        if planned_table.origin and not planned_table.shared:
            keys = everything[planned_table.name.removeprefix("public.")][planned_table.origin].to_pylist()
            assert len(set(keys)) == len(keys)
            assert all(key[:4] == b"\x5e\xed" + plan.tag.to_bytes(2) for key in keys)
    [person] = [p for p in people(plan, [37]) if p.handle == "bob"]
    assert key_range(plan.tag, 37, 37)[0] <= person.uid <= key_range(plan.tag, 37, 37)[1]


def test_rows_come_in_key_order_copy_by_copy(plan: Plan) -> None:
    for _, batch in generate(plan, range(60), tables=["public.persons"]):
        copies_ = [key[4:8] for key in batch["id"].to_pylist()]
        assert len(set(copies_)) == 60


def test_children_are_not_older_than_their_parents(everything: dict[str, pa.Table]) -> None:
    born = {row["id"]: row["created_at"] for row in everything["stories"].to_pylist()}
    assert all(c["created_at"] >= born[c["story_id"]] for c in everything["chapters"].to_pylist())
    assert max(born.values()) <= NOW


# Axes and bindings


def test_counts_are_in_their_range(everything: dict[str, pa.Table]) -> None:
    stories = everything["stories"].to_pylist()
    chapters = everything["chapters"]["story_id"].to_pylist()
    counts = [chapters.count(row["id"]) for row in stories if row["mood"] == "calm"]
    assert set(counts) >= {0, 1, 2, 3, 4, 5}
    assert max(counts) == 5


def test_what_hangs_on_somebody_unsure_is_there_when_they_are(
    plan: Plan, everything: dict[str, pa.Table]
) -> None:
    guests = {p.uid.bytes: p.copy for p in people(plan, range(60)) if p.handle == "guest"}
    assert 12 < len(guests) < 36
    by_guests = [c for c in everything["comments"].to_pylist() if c["author_id"] in guests]
    assert {guests[c["author_id"]] for c in by_guests} == set(guests.values())


def test_a_binding_to_many_picks_one_of_the_same_copy(plan: Plan, everything: dict[str, pa.Table]) -> None:
    bob = {p.uid.bytes: p.copy for p in people(plan, range(60)) if p.handle == "bob"}
    copy_of = {row["id"]: row["id"][4:8] for row in everything["stories"].to_pylist()}
    picked = [c for c in everything["comments"].to_pylist() if c["author_id"] in bob and c["forum_id"]]
    assert all(copy_of[c["story_id"]] == c["id"][4:8] for c in picked)
    assert len({c["forum_id"] for c in picked}) == 3


def test_anyone_is_of_an_equal_or_lower_copy(plan: Plan, everything: dict[str, pa.Table]) -> None:
    shard = Shard(plan, np.arange(60))
    bob = {p.uid.bytes: p.copy for p in people(plan, range(60)) if p.handle == "bob"}
    for label, block in (("Ticket:bob.far", 60), ("Ticket:bob.near", 4)):
        rows = shard.rows(plan.rowsets[label])
        reached = [bob[key] for key in rows.column("person_id").to_pylist()]
        assert all(
            low // block == here // block and low <= here
            for low, here in zip(reached, rows.copies, strict=True)
        )
        assert len(set(reached)) > 8


def test_distinct_bindings_reach_nobody_twice() -> None:
    def liking(world: World) -> None:
        ada, bob = world.people("ada", "bob")
        stories = world.add(StoryFactory, between(0, 4), author=ada)
        far = {"author": distinct(anyone(bob)), "story": each(stories)}
        world.add(CommentFactory, between(2, 9), label="far", **far)
        world.add(CommentFactory, between(2, 9), label="near", story=distinct(stories), author=bob)
        forums = world.add(ForumFactory, 3, shared=True)
        world.add(CommentFactory, 5, label="forums", story=each(stories), author=bob, forum=distinct(forums))

    plan = planned(liking, copies=40)
    shard = Shard(plan, np.arange(40))

    def pairs(label: str, *names: str) -> list[tuple[Any, ...]]:
        rows = shard.rows(plan.rowsets[label])
        return list(zip(*(rows.column(name).to_pylist() for name in names), strict=True))

    for found in (pairs("Comment:bob.far", "story_id", "author_id"), pairs("Comment:bob.near", "story_id")):
        assert len(set(found)) == len(found) > 60
    assert len(pairs("Comment:bob.forums", "forum_id")) == 3 * len(shard.rows(plan.rowsets["Story:ada"]))
    first = shard.rows(plan.rowsets["Comment:bob.far"]).copies
    assert (np.bincount(first) <= (np.arange(first.max() + 1) + 1) * 4).all(), (
        "no more than there are copies to reach"
    )
    near = shard.rows(plan.rowsets["Comment:bob.near"]).copies
    assert (
        np.bincount(near, minlength=40)
        <= np.bincount(shard.rows(plan.rowsets["Story:ada"]).copies, minlength=40)
    ).all()


def test_a_cell_is_the_row_that_the_link_is_bound_to() -> None:
    def cells(world: World) -> None:
        (ada,) = world.people("ada")
        stories = world.add(StoryFactory, 4, author=ada, version=Whole(1, 9))
        chapters = world.add(ChapterFactory, 2, story=each(stories), words=stories.version)
        remarks = world.add(
            CommentFactory, 3, story=stories, author=ada, votes=stories.version, body=ada.first_name
        )
        world.add(CommentFactory, 2, label="below", story=each(stories), author=ada, votes=stories.version)
        assert chapters.label, remarks.label

    tables = rows_of(planned(cells, copies=5))
    version = {row["id"]: row["version"] for row in tables["stories"].to_pylist()}
    assert all(c["words"] == version[c["story_id"]] for c in tables["chapters"].to_pylist())
    assert all(c["votes"] == version[c["story_id"]] for c in tables["comments"].to_pylist())


def test_a_cell_may_be_a_link_and_an_ancestor() -> None:
    def lines(world: World) -> None:
        (ada,) = world.people("ada")
        tickets = world.add(TicketFactory, 3, person=ada)
        notes = world.add(
            NoteFactory, 2, ticket=each(tickets), created_at=After(tickets.created_at, within=days(1))
        )
        story = world.add(StoryFactory, author=tickets.person)
        world.add(CommentFactory, story=story, author=story.author)
        assert notes.label

    tables = rows_of(planned(lines, copies=3))
    born = {row["id"]: row["created_at"] for row in tables["tickets"].to_pylist()}
    for note in tables["notes"].to_pylist():
        assert born[note["ticket_id"]] <= note["created_at"] <= min(NOW, born[note["ticket_id"]] + days(1))
    ada = set(tables["persons"]["id"].to_pylist())
    assert (
        set(tables["comments"]["author_id"].to_pylist())
        == ada
        == set(tables["stories"]["author_id"].to_pylist())
    )


def test_series_count_within_what_rows_are_made_for() -> None:
    def cycles(world: World) -> None:
        (ada,) = world.people("ada")
        story = world.add(StoryFactory, 2, author=ada)
        world.add(
            ChapterFactory, 3, story=each(story), created_at=Series(this.story.created_at, every=days(7))
        )

    tables = rows_of(planned(cycles))
    born = {row["id"]: row["created_at"] for row in tables["stories"].to_pylist()}
    gaps = [(c["created_at"] - born[c["story_id"]]).days for c in tables["chapters"].to_pylist()]
    assert gaps == [0, 7, 14] * 2


def test_catalogue_rows_of_the_target_are_pointed_to(plan: Plan) -> None:
    theirs = uuid.uuid4()
    known = {"public.genres": {("crime",): theirs}}
    tables = rows_of(plan, range(20), reference=known)
    assert theirs.bytes in tables["genres"]["id"].to_pylist()
    assert theirs.bytes in tables["stories"]["genre_id"].to_pylist()
    without = rows_of(plan, range(20))
    assert theirs.bytes not in without["stories"]["genre_id"].to_pylist()
    crime = GenreFactory.catalogue_object(1).id.bytes
    assert crime in without["stories"]["genre_id"].to_pylist()


def test_people_of_some_copies(plan: Plan) -> None:
    found = list(people(plan, [3, 1]))
    assert [(p.handle, p.copy) for p in found if p.handle != "guest"] == [
        ("ada", 1),
        ("bob", 1),
        ("ada", 3),
        ("bob", 3),
    ]
    assert found[0].email.split("@")[0].endswith(".ada-1")
    rows = person_rows(plan, "bob", [5, 2])
    assert rows.copies.tolist() == [2, 5]
    with pytest.raises(UnknownName, match="person 'bop'"):
        person_rows(plan, "bop", [0])


def test_emails_say_who_somebody_is() -> None:
    def crowd(world: World) -> None:
        world.people("ada", "bob")

    emails = rows_of(planned(crowd, copies=500))["persons"]["email"].to_pylist()
    assert len(set(emails)) == 1000
    assert sum(".ada-7@" in email for email in emails) == 1


def test_errors_in_a_row_name_factory_and_column() -> None:
    def wrong(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(StoryFactory, author=ada, genre=Lookup(GenreFactory, code=Sometimes(0.5, "opera")))

    with pytest.raises(DeclarationError, match="GenreFactory has no row with code = 'opera'"):
        rows_of(planned(wrong, copies=20))


def test_a_rehearsal_says_all_that_fails() -> None:
    def wrong(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(StoryFactory, author=ada, genre=Lookup(GenreFactory, code="opera"))
        world.add(
            TicketFactory,
            person=ada,
            created_at=After(ada.created_at, within=days(1), future=True) - days(9000),
        )
        world.add(GrantFactory, person=ada, coins=Whole(2**40, 2**41))

    with pytest.raises(PlanError) as caught:
        rehearse(planned(wrong, copies=100_000))
    found = caught.value.findings
    assert [f.split(": ")[0] for f in found] == ["Story:ada.genre_id", "Grant:ada.coins", "Grant:ada.balance"]
    assert "no row with code = 'opera'" in found[0]
    assert "GrantFactory.coins does not fit its column" in found[1]
    assert all("tests/engine/test_generate.py:" in finding for finding in found)
    rehearse(planned(busy, copies=60))


def test_an_overdraw_of_fixed_amounts_is_an_error() -> None:
    def poor(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(GrantFactory, person=ada, coins=10)
        world.add(SpendingFactory, 3, person=ada, fixed=True)

    with pytest.raises(PlanError, match=r"a fixed debit of \d+ meets a balance of \d+"):
        rows_of(planned(poor))


def test_memory_is_let_go_between_shards(plan: Plan) -> None:
    for part in shards(plan, rows=300):
        for _ in generate(plan, part):
            pass
    before = pa.total_allocated_bytes()
    for part in shards(plan, rows=300):
        for _ in generate(plan, part):
            pass
    assert pa.total_allocated_bytes() - before < 100_000


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 59), min_size=1, max_size=6, unique=True))
def test_a_copy_alone_is_the_copy_among_others(
    plan: Plan, everything: dict[str, pa.Table], wanted: list[int]
) -> None:
    for copy in wanted:
        rows = in_parts(plan, [range(copy, copy + 1)])
        for table in ("stories", "comments", "spendings", "tickets"):
            whole = set(map(repr, everything[table].to_pylist()))
            assert {repr(row) for row in rows.get(table, [])} <= whole
