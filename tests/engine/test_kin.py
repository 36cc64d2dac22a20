"""Ranks, versions and roll-ups: of rows in a copy, and of shared rows over all copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest
from bookshop import (
    ChapterFactory,
    CommentFactory,
    ForumFactory,
    PersonFactory,
    StoryFactory,
)
from telling import planned, rows_of

from seedkit.errors import DeclarationError
from seedkit.fields import (
    Choice,
    Count,
    Flag,
    Max,
    Min,
    Moment,
    Rank,
    Sum,
    VersionNumber,
    days,
    this,
)
from seedkit.generate import Shard, generate, generate_shared
from seedkit.world import World, between, each


def shelf(world: World) -> None:
    """Several row sets of each model under the same parents."""
    ada, bob = world.people("ada", "bob")
    first = world.add(StoryFactory, between(0, 3), author=ada)
    world.add(StoryFactory, 2, author=ada, label="more", draft=Flag(0.5))
    world.add(ChapterFactory, between(0, 4), story=each(first))
    world.add(ChapterFactory, between(0, 2), story=each(first), label="late")
    world.add(CommentFactory, 5, story=world.rowsets["Story:ada.more"], author=bob, votes=Choice([1, 2, 3]))


@pytest.fixture
def tables() -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in rows_of(planned(shelf, copies=20)).items()}


def grouped(rows: list[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return found


def test_versions_count_over_all_row_sets_in_order_of_time(tables: dict[str, Any]) -> None:
    for stories in grouped(tables["stories"], "author_id").values():
        in_time = sorted(stories, key=lambda row: row["created_at"])
        assert [row["version"] for row in in_time] == list(range(1, len(stories) + 1))
    for chapters in grouped(tables["chapters"], "story_id").values():
        in_time = sorted(chapters, key=lambda row: row["created_at"])
        assert [row["position"] for row in in_time] == list(range(1, len(chapters) + 1))


def test_ranks_go_down_with_ties_broken(tables: dict[str, Any]) -> None:
    for comments in grouped(tables["comments"], "story_id").values():
        ranked = sorted(comments, key=lambda row: row["place"])
        assert [row["place"] for row in ranked] == list(range(1, len(comments) + 1))
        assert [row["votes"] for row in ranked] == sorted((row["votes"] for row in comments), reverse=True)


def test_roll_ups_read_all_children(tables: dict[str, Any]) -> None:
    chapters = grouped(tables["chapters"], "story_id")
    assert any(not chapters[row["id"]] for row in tables["stories"])
    for story in tables["stories"]:
        mine = chapters[story["id"]]
        assert story["chapter_count"] == len(mine)
        assert story["word_total"] == sum(row["words"] for row in mine)
        assert story["longest"] == max((row["words"] for row in mine), default=None)
        assert story["cheapest"] == min((row["price"] for row in mine), default=None)
        assert story["takings"] == sum((row["price"] for row in mine if row["words"] > 1000), Decimal("0.00"))
    counts = Counter(row["author_id"] for row in tables["stories"])
    assert all(person["story_count"] == counts[person["id"]] for person in tables["persons"])


def test_roll_ups_of_moments() -> None:
    for total, best in ((Max, max), (Min, min)):
        made = total(lambda: ChapterFactory.created_at)

        class StampedFactory(StoryFactory):
            published_at = made

        def stamped(world: World) -> None:
            (ada,) = world.people("ada")
            world.add(ChapterFactory, 3, story=each(world.add(StampedFactory, 2, author=ada)))

        found = {name: table.to_pylist() for name, table in rows_of(planned(stamped, copies=3)).items()}
        chapters = grouped(found["chapters"], "story_id")
        for story in found["stories"]:
            assert story["published_at"] == best(row["created_at"] for row in chapters[story["id"]])


def test_a_roll_up_may_name_one_of_several_links() -> None:
    class Busy(PersonFactory):
        story_count = Count(lambda: CommentFactory, link="author", where=this.votes > 0)

    def told(world: World) -> None:
        (ada,) = world.people("ada")
        busy = world.add(Busy, label="busy")
        world.add(CommentFactory, 9, author=busy, story=world.add(StoryFactory, author=ada))

    found = rows_of(planned(told, copies=3))
    votes = [row["votes"] for row in found["comments"].to_pylist()]
    counts = [row["story_count"] for row in found["persons"].to_pylist()]
    assert sum(counts) == sum(vote > 0 for vote in votes) + 3


def test_what_is_rolled_up_must_be_declared() -> None:
    class Wrong(StoryFactory):
        longest = Max(lambda: Choice([1]))

    def told(world: World) -> None:
        (ada,) = world.people("ada")
        world.add(Wrong, author=ada)

    with pytest.raises(DeclarationError, match=r"Max\(.*reads a field of no factory"):
        Wrong.table(1)


def test_a_version_alone_is_the_first() -> None:
    assert StoryFactory.build().version == 1
    assert set(StoryFactory.table(9)["version"].to_pylist()) == {1}
    author = PersonFactory.build()
    assert sorted(StoryFactory.table(4, author=author)["version"].to_pylist()) == [1, 2, 3, 4]
    assert repr(VersionNumber(within="author")) == "VersionNumber(within='author')"
    assert repr(Rank(within="a", by="b", descending=True)) == "Rank(within='a', by='b', descending=True)"
    assert repr(Sum(lambda: ChapterFactory.words, where=this.words > 3)) == (
        "Sum(lambda: ChapterFactory.words, where=(this.words > 3))"
    )


def test_rows_without_a_parent_are_their_own_group() -> None:
    def orphans(world: World) -> None:
        (ada,) = world.people("ada")
        story = world.add(StoryFactory, author=ada)
        made = type(
            "CommentFactory", (CommentFactory,), {"place": Rank(within="parent.author", by="created_at")}
        )
        world.add(made, 4, story=story, author=ada, reply=Choice([True, False]))

    whole = rows_of(planned(orphans, copies=12))["comments"].to_pylist()
    alone = [
        row
        for copy in range(12)
        for row in rows_of(planned(orphans, copies=12), range(copy, copy + 1))["comments"].to_pylist()
    ]
    assert sorted(map(repr, whole)) == sorted(map(repr, alone))
    assert {row["place"] for row in whole if row["parent_id"] is None} == {0}


# Shared rows, over all copies


def forums(world: World) -> None:
    """Forums of the whole load, and what people of every copy write there."""
    (ada,) = world.people("ada")
    shared = world.add(ForumFactory, 4, shared=True)
    story = world.add(StoryFactory, author=ada)
    world.add(CommentFactory, between(0, 6), story=story, author=ada, forum=shared)
    world.add(
        CommentFactory,
        2,
        story=story,
        author=ada,
        forum=shared,
        label="more",
        created_at=Moment(before_now=days(5)),
    )


@pytest.mark.parametrize("copies", [1, 40])
def test_shared_rows_sum_over_all_copies(copies: int) -> None:
    tables = rows_of(planned(forums, copies=copies))
    by_forum = grouped(tables["comments"].to_pylist(), "forum_id")
    assert tables["forums"].num_rows == 4
    for forum in tables["forums"].to_pylist():
        mine = by_forum[forum["id"]]
        assert forum["comment_count"] == len(mine)
        assert forum["vote_total"] == sum(row["votes"] for row in mine if row["votes"] >= 0)
        assert forum["last_at"] == max((row["created_at"] for row in mine), default=None)


def test_the_first_pass_reads_shard_by_shard_and_only_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = planned(forums, copies=90)
    asked: set[str] = set()
    sizes: list[int] = []
    monkeypatch.setattr(
        "seedkit.shard.shards", lambda plan: (range(low, low + 10) for low in range(0, 90, 10))
    )
    compute, release = Shard.rows, Shard.release

    def rows(self: Shard, rowset: Any) -> Any:
        found = compute(self, rowset)
        if rowset.label.startswith("Comment"):
            column = type(found).column
            monkeypatch.setattr(
                type(found), "column", lambda r, n: (asked.add(n) if r is found else None, column(r, n))[1]
            )
        return found

    def released(self: Shard) -> None:
        sizes.append(len(self.copies))
        release(self)

    monkeypatch.setattr(Shard, "rows", rows)
    monkeypatch.setattr(Shard, "release", released)
    [(_, batch)] = list(generate_shared(plan, tables=["public.forums"]))
    assert sum(batch["comment_count"].to_pylist()) > 180
    assert sizes == [10] * 27, "three totals, nine shards each, one after the other"
    assert "body" not in asked
    assert "id" not in asked


def test_rows_of_a_copy_may_read_what_shared_rows_sum_up() -> None:
    def reading(world: World) -> None:
        (ada,) = world.people("ada")
        shared = world.add(ForumFactory, 2, shared=True)
        story = world.add(StoryFactory, author=ada)
        world.add(CommentFactory, 3, story=story, author=ada, forum=shared)
        world.add(StoryFactory, author=ada, label="loud", longest=shared.comment_count)

    plan = planned(reading, copies=8)
    total = sum(rows_of(plan)["forums"]["comment_count"].to_pylist())
    assert total == 24
    parts = [dict(generate(plan, range(c, c + 1)))["public.stories"] for c in range(8)]
    counts = {c for part in parts for c in part["longest"].to_pylist() if c and c > 3}
    assert counts <= set(rows_of(plan)["forums"]["comment_count"].to_pylist())


def test_rows_made_for_shared_rows_are_shared() -> None:
    def nested(world: World) -> None:
        shared = world.add(ForumFactory, between(2, 3), shared=True)
        people = world.add(PersonFactory, 2, shared=True)
        story = world.add(StoryFactory, 2, author=each(people))
        world.add(ChapterFactory, 3, story=each(story))
        world.add(CommentFactory, 1, label="derived", author=people, story=story, forum=shared, shared=True)

    plan = planned(nested, copies=5)
    tables = rows_of(plan)
    assert {name: table.num_rows for name, table in tables.items()} == {
        "forums": tables["forums"].num_rows, "genres": 3, "persons": 2, "stories": 4, "chapters": 12, "comments": 1,
    }  # fmt: skip
    assert all(
        plan.table(f"public.{name}").shared and not plan.table(f"public.{name}").rows for name in tables
    )
    assert list(generate(plan, range(5))) == []
    assert tables["stories"]["word_total"].to_pylist() == [
        sum(r["words"] for r in tables["chapters"].to_pylist() if r["story_id"] == key)
        for key in tables["stories"]["id"].to_pylist()
    ]
