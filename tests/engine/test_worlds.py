"""Worlds and graphs drawn by Hypothesis: what is drawn, how it shrinks, what is printed."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time
from typing import Any

import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    CommentFactory,
    GrantFactory,
    Person,
    PersonFactory,
    ProfileFactory,
    SpendingFactory,
    Story,
    StoryFactory,
)
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from telling import told

from seedkit.errors import BadParameter, PlanError, UnknownName, UsageError
from seedkit.fields import Moment, days
from seedkit.testing import Graph, SmallWorld, graphs, small_graph, small_world, worlds
from seedkit.testing.small.untraced import untraced
from seedkit.world import World, between, chance, each, maybe

quick = settings(max_examples=25, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])


@told
def shelf(
    world: World, *, writers: int = 2, loud: bool = True, share: float = 0.5, name: str = "North"
) -> None:
    """Some writers and their stories."""
    world.person("guest", maybe(share))
    for number in range(writers):
        writer = world.person(f"writer{number}", first_name=name if loud else "Bo")
        stories = world.add(StoryFactory, between(1, 3), author=writer)
        world.add(ChapterFactory, between(0, 4), story=each(stories), label=f"of {number}")
        world.add(CommentFactory, chance(0.5), story=stories, author=writer)


@pytest.fixture
def own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hypothesis' clock shows the time of this process alone, whatever else the machine is doing."""
    monkeypatch.setattr(time, "perf_counter", time.process_time)


def simplest(strategy: st.SearchStrategy[Any], condition: Any = lambda found: True) -> Any:
    return find(
        strategy,
        condition,
        settings=settings(max_examples=2_000, database=None, suppress_health_check=list(HealthCheck)),
    )


# What is drawn


def test_health_checks_and_the_deadline_pass_with_hypothesis_own_settings(own_time: None) -> None:
    @settings(settings.get_profile("default"), database=None)
    @given(world=worlds(shelf, now=NOW))
    def run(world: SmallWorld) -> None:
        assert {table.batch.num_rows > 0 for table in world.tables()} <= {True}

    run()


@quick
@given(worlds(shelf, now=NOW, writers=st.integers(1, 3), name=st.sampled_from(["Ann", "Cy"])))
def test_parameters_are_drawn_from_what_is_given(world: SmallWorld) -> None:
    assert 1 <= world.parameters["writers"] <= 3
    assert world.parameters["name"] in ("Ann", "Cy")
    names = {row["first_name"] for row in world.rows(PersonFactory)}
    assert ("Bo" in names) is not world.parameters["loud"]


@quick
@given(worlds(shelf, now=NOW, writers=1, copies=st.integers(2, 3), seed=4, cells=0))
def test_copies_seed_and_cells_may_be_fixed(world: SmallWorld) -> None:
    assert world.parameters["writers"] == 1
    assert world.copies in (2, 3)
    assert (world.steering.seed, world.steering.cells) == (4, {})


@quick
@given(worlds(shelf, now=NOW))
def test_no_more_than_32_cells_are_drawn(world: SmallWorld) -> None:
    assert len(world.steering.cells) <= 32
    assert world.copies in (1, 2)
    assert world.parameters["writers"] in (0, 1, 2)
    assert world.parameters["share"] in (0.0, 0.5, 1.0)


@pytest.mark.parametrize(
    "condition",
    [
        lambda world: world.copies == 2,
        lambda world: world.steering.seed > 0,
        lambda world: len(world.steering.cells) > 3,
        lambda world: world.count("Person:guest") == 1,
        lambda world: world.count(ChapterFactory) > 3,
        lambda world: any(row["featured"] for row in world.rows(StoryFactory)),
        lambda world: any(row["words"] > 2_000 for row in world.rows(ChapterFactory)),
        lambda world: not world.parameters["loud"],
    ],
)
def test_everything_varies(condition: Any) -> None:
    assert condition(simplest(worlds(shelf, now=NOW), condition))


@quick
@given(worlds(shelf, now=NOW))
def test_whatever_is_drawn_agrees(world: SmallWorld) -> None:
    chapters = world.rows(ChapterFactory)
    for story in world.rows(Story):
        mine = [chapter for chapter in chapters if chapter["story_id"] == story["id"]]
        assert story["word_total"] == sum(chapter["words"] for chapter in mine)
        assert all(chapter["created_at"] >= story["created_at"] for chapter in mine)


def test_a_world_that_cannot_be_is_no_example() -> None:
    @told
    def poor(world: World) -> None:
        """Somebody who may have nothing, and spends it."""
        person = world.person("reader")
        world.add(
            GrantFactory,
            between(0, 1),
            person=person,
            coins=50,
            kept=True,
            created_at=Moment(before_now=days(9)),
        )
        world.add(SpendingFactory, person=person, fixed=True, created_at=Moment(before_now=days(1)))

    assert simplest(worlds(poor, now=NOW)).count(GrantFactory) == 1


# How it shrinks


def test_the_simplest_is_the_smallest() -> None:
    assert repr(simplest(worlds(shelf, now=NOW))) == (
        "small_world(shelf, writers=0, loud=False, share=0.0, now=dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC))"
    )


def test_a_failure_shrinks_to_the_fewest_copies_and_rows() -> None:
    found = simplest(worlds(shelf, now=NOW), lambda world: world.count(ChapterFactory) >= 2)
    assert found.copies == 1
    assert found.parameters["writers"] == 1
    assert (found.count(StoryFactory), found.count(ChapterFactory)) == (1, 2)
    assert (found.steering.seed, found.steering.cells) == (0, {})


def test_a_failure_of_one_cell_shrinks_to_that_cell() -> None:
    found = simplest(
        worlds(shelf, now=NOW, seed=0),
        lambda w: any(row["title"] == "A Letter" for row in w.rows(StoryFactory)),
    )
    assert found.count(StoryFactory) == 1
    [(cell, entropy)] = found.steering.cells.items()
    assert (cell[0], cell[2]) == ("Story:writer0", "title")
    # The last third of what there is to choose from.
    assert entropy == 2 * 65_536 // 3 + 1


def test_a_failing_example_is_printed_as_calls(capsys: pytest.CaptureFixture[str]) -> None:
    @settings(
        database=None,
        phases=[Phase.generate, Phase.shrink],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(world=worlds(shelf, now=NOW))
    def fails(world: SmallWorld) -> None:
        assert world.count(ChapterFactory) < 2

    with pytest.raises(AssertionError) as caught:
        fails()
    notes = "\n".join(caught.value.__notes__)
    assert "ChapterFactory.build_batch(2, story=story_writer0_0)" in notes
    assert "world=small_world(shelf, writers=1, loud=False, share=0.0, counts={'Chapter:of 0': 2}" in notes
    code = notes[notes.index("# ") : notes.index("Failing test case")]
    exec(code, {})


def test_the_rows_are_made_out_of_sight_of_the_tracer() -> None:
    """Hypothesis follows every line once an example has failed; of a world that is a hundred thousand."""

    class Tracer:
        def trace(self, *given: Any) -> Any:
            return self.trace

    Tracer.__module__ = "hypothesis.internal.scrutineer"
    before, ours, theirs = sys.gettrace(), Tracer().trace, lambda *given: None
    try:
        sys.settrace(ours)
        with untraced():
            inside = sys.gettrace()
        after = sys.gettrace()
        sys.settrace(theirs)
        with untraced():
            left_alone = sys.gettrace()
    finally:
        sys.settrace(before)
    assert (inside, after, left_alone) == (None, ours, theirs)


# What is said


def test_what_is_misspelt_is_said_when_the_strategy_is_made() -> None:
    with pytest.raises(
        UnknownName, match=r"no parameter of bookshop/shelf 'writer'\. Did you mean 'writers'"
    ):
        worlds(shelf, writer=2)
    with pytest.raises(UnknownName, match="there is no scenario 'bookshop/shell'"):
        worlds("bookshop/shell")
    with pytest.raises(UnknownName, match=r"no column, link or trait of StoryFactory 'titel'"):
        graphs(StoryFactory, titel="x")


def test_a_story_that_cannot_be_told_is_unsatisfiable() -> None:
    @told
    def broken(world: World) -> None:
        """Two row sets of one name."""
        person = world.person("reader")
        world.add(StoryFactory, author=person)
        world.add(StoryFactory, author=person)

    @settings(database=None)
    @given(worlds(broken))
    def run(world: SmallWorld) -> None:
        raise AssertionError

    with pytest.raises((Unsatisfiable, PlanError)):
        run()


def test_the_strategies_say_what_they_need() -> None:
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "from seedkit.testing import small_world, Bench\n"
        "try:\n    from seedkit.testing import rows\nexcept Exception as error:\n    print(type(error).__name__, error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "UsageError the strategies of seedkit.testing need Hypothesis, which is not installed. "
        "pip install 'seedkit-postgres[hypothesis]'\n"
    )


def test_importing_brings_nothing_heavy() -> None:
    heavy = "{'hypothesis', 'numpy', 'pyarrow', 'factory', 'sqlalchemy', 'psycopg'}"
    code = f"import sys, seedkit.testing; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_module_of_the_same_name_hides_nothing() -> None:
    import seedkit.testing as package
    from seedkit.testing.strategies import rows

    package.rows = sys
    assert package.rows is rows
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = package.nothing
    assert dir(package) == sorted(package.__all__)


# Graphs


@quick
@given(graphs(StoryFactory, now=NOW))
def test_a_graph_is_a_row_with_its_parents_and_children(graph: Graph) -> None:
    root = graph.root
    chapters, comments = graph.objects(ChapterFactory), graph.objects(CommentFactory)
    assert isinstance(root, Story)
    assert root.author in graph.objects(PersonFactory)
    assert {id(child.story) for child in (*chapters, *comments)} <= {id(root)}
    assert len(chapters) <= 3
    assert (root.chapter_count, root.word_total) == (len(chapters), sum(c.words for c in chapters))
    # What every user has comes with each of them, whoever made them.
    assert len(graph.rows(ProfileFactory)) == len(graph.rows(PersonFactory))


def test_depth_goes_down_the_links() -> None:
    found = simplest(graphs(PersonFactory, depth=2, now=NOW), lambda graph: graph.count(ChapterFactory) >= 2)
    assert found.root is found.objects(ChapterFactory)[0].story.author
    assert found.count("Story:person") <= found.count("Chapter:person_story") == 2
    assert small_graph(PersonFactory, depth=0, now=NOW).count(Person) == 1


def test_a_graph_shows_itself_as_the_call_that_makes_it() -> None:
    found = simplest(
        graphs(StoryFactory, draft=st.just(True), now=NOW), lambda g: g.count(ChapterFactory) == 2
    )
    assert repr(found) == (
        "small_graph(StoryFactory, draft=True, counts={'Chapter:story': 2}, "
        "now=dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC))"
    )
    again = eval(repr(found), {"small_graph": small_graph, "StoryFactory": StoryFactory, "dt": dt})
    assert again.rows(ChapterFactory) == found.rows(ChapterFactory)
    assert again.root.status == "draft"
    names: dict[str, Any] = {}
    exec(found.code(), names)
    assert names["story_root"].status == "draft"


def test_a_graph_shrinks_to_the_root_alone() -> None:
    graph = simplest(graphs(StoryFactory, now=NOW))
    assert graph.count(ChapterFactory) == graph.count(CommentFactory) == 0
    assert graph.root.title == "The Well"


def test_what_every_user_has_comes_once() -> None:
    graph = small_graph(PersonFactory, now=NOW, counts={"Story:person": 2})
    assert (graph.count(PersonFactory), graph.count(ProfileFactory)) == (1, 1)
    assert graph.plan.rowsets["Profile:Person:root"].count is None


def test_a_graph_that_cannot_be_says_why() -> None:
    with pytest.raises(BadParameter, match=r"depth=-1\. Allowed: 0 \(no children\)"):
        small_graph(StoryFactory, depth=-1)
    with pytest.raises(UsageError, match="is no table factory"):
        graphs(Story)  # type: ignore[arg-type]

    @settings(database=None)
    @given(graphs(SpendingFactory, fixed=True, now=NOW))
    def run(graph: Graph) -> None:
        raise AssertionError

    with pytest.raises(PlanError, match="a fixed debit of 5 meets a balance of 0"):
        run()


def test_a_small_world_needs_no_hypothesis_to_be_made_again() -> None:
    assert small_world(shelf, now=NOW, writers=1).count(StoryFactory) == 1
