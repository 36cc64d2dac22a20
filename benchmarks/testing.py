"""What a test costs that needs a whole story, in one run of pytest on one server.

    python benchmarks/testing.py [--rounds 3] [--tests 15] [--write docs/testing.md]

Every contender is a test that starts from the rows of ``vibrationfit/household`` and asks one question. They
run in blocks, one after the other without a pause, so that nothing is made ahead during somebody else's
test; figures are medians of what pytest reports: setup, call and teardown together.

- *clone*: a database of the test's own, cloned from a template;
- *clone, busy*: the same in a test that takes a tenth of a second, which is subtracted: the next clone
  is made meanwhile;
- *rollback*: one database for all, each test in a transaction that is rolled back;
- *nothing*: the question alone, of a database that all tests of the module share;
- *factory_boy*: as many rows by plain factories, one ``create()`` a row, rolled back;
- *TRUNCATE*: all tables emptied, and the story loaded again by COPY.

Then, by the clock on the wall, how many examples of a property test over ``worlds(…)`` of the same story
are drawn, loaded and undone in a second, on one connection.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import pytest
from page import write_page

from seedkit.testing.server import stop_if_idle

BUSY = 0.1
SUITE = """
import sys, time
sys.path.insert(0, {benchmarks!r})

import pytest
from peers import factories
from seedkit import generate
from seedkit.load.load import load
from seedkit.factories.vibrationfit.models import JournalEntry

STORY = "vibrationfit/household"
TABLES = (
    "select string_agg(format('%I.%I', n.nspname, c.relname), ', ') from pg_class c "
    "join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind = 'r' and n.nspname in ('public', 'auth', 'seedkit') and c.relname <> 'target'"
)

def pytest_generate_tests(metafunc):
    turns = [(r, t) for r in range({rounds}) for t in range({tests})]
    metafunc.parametrize(("round", "turn"), turns)

def ask(world):
    with world.acting_as("partner") as db:
        assert db.count(JournalEntry) > 0

@pytest.fixture(scope="module")
def emptied(seedkit_server):
    with seedkit_server.world(STORY) as world:
        yield world

@pytest.mark.seedkit(STORY)
def test_clone(seedkit_world, round, turn):
    ask(seedkit_world)

@pytest.mark.seedkit(STORY)
def test_busy(seedkit_world, round, turn):
    ask(seedkit_world)
    time.sleep({busy})

@pytest.mark.seedkit(STORY, rollback=True)
def test_rollback(seedkit_world, round, turn):
    ask(seedkit_world)

@pytest.mark.seedkit(STORY, scope="module")
def test_nothing(seedkit_world, round, turn):
    ask(seedkit_world)

@pytest.mark.seedkit("vibrationfit", rollback=True)
def test_factory_boy(seedkit_session, round, turn):
    users, journal, usage = factories(seedkit_session)
    for _ in range(({rows} - 40) // 2):
        journal.create()
        usage.create()
    seedkit_session.flush()
    assert seedkit_session.query(JournalEntry).count() > 0

def test_truncate(emptied, round, turn):
    (tables,) = emptied.db.execute(TABLES).fetchone()
    emptied.db.execute("truncate " + tables + " restart identity cascade")
    load(emptied.db, emptied.plan, generate, analyze=False)
    ask(emptied)
"""


class Durations:
    """A plugin that puts blocks in turns, and notes what each test took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: item.callspec.params["round"])  # type: ignore[attr-defined]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration

    def medians(self) -> dict[str, float]:
        """Milliseconds by contender."""
        found: dict[str, list[float]] = defaultdict(list)
        for test, seconds in self.seconds.items():
            found[test.partition("::test_")[2].partition("[")[0]].append(seconds * 1000)
        found["busy"] = [duration - BUSY * 1000 for duration in found["busy"]]
        return {name: statistics.median(durations) for name, durations in found.items()}


def rows_of_the_story() -> int:
    """How many rows one copy has."""
    from seedkit.generate import generate, generate_shared
    from seedkit.plan import compile_plan
    from seedkit.product import find_scenario

    plan = compile_plan(find_scenario("vibrationfit/household"))
    parts = [*generate(plan, range(1)), *generate_shared(plan)]
    return sum(batch.num_rows for _, batch in parts)


def measure(rounds: int, tests: int, rows: int) -> dict[str, float]:
    """Run the suite in a folder of its own."""
    durations = Durations()
    with tempfile.TemporaryDirectory() as folder:
        suite = Path(folder) / "test_costs.py"
        text = SUITE.format(
            benchmarks=str(Path(__file__).parent), rounds=rounds, tests=tests, busy=BUSY, rows=rows
        )
        suite.write_text(text)
        without = ("cacheprovider", "randomly", "xdist", "warnings")
        options = [word for plugin in without for word in ("-p", f"no:{plugin}")]
        if pytest.main(["-q", *options, "--rootdir", folder, str(suite)], plugins=[durations]):
            sys.exit("the suite failed")
    return durations.medians()


def examples_a_second(most: int = 300, first: int = 100) -> float:
    """Examples that Hypothesis draws, loads and undoes in a second; the first hundred teach it the story."""
    from hypothesis import HealthCheck, Phase, given, settings

    from seedkit.testing import DatabaseServer, SmallWorld, worlds

    at: list[float] = []
    story = "vibrationfit/household"
    server = DatabaseServer.embedded()
    with server, server.bench(story) as bench:

        @settings(
            database=None,
            deadline=None,
            max_examples=most,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(world=worlds(story))
        def load(world: SmallWorld) -> None:
            with bench.holding(world) as db:
                db.execute("select count(*) from public.households")
            at.append(time.perf_counter())

        load()
    if server.started:
        stop_if_idle()
    return (len(at) - first - 1) / (at[-1] - at[first])


def table(costs: dict[str, float], examples: float, rows: int, tests: int) -> str:
    """The figures as a section of a page."""
    named = {
        "nothing": "the question alone, of a database that the module shares",
        "rollback": "**rollback**",
        "busy": "**clone**, for a test that takes 0.1 s itself",
        "clone": "**clone**, for tests that take nothing, one after the other",
        "factory_boy": f"factory_boy, {rows} rows by `create()`",
        "truncate": "`TRUNCATE` of all tables, and loading again",
    }
    lines = [
        f"Milliseconds a test, setup and teardown included: medians of {tests} tests each, with {rows} rows.",
        "",
        "| | ms |",
        "|---|---:|",
        *(f"| {text} | {costs[name]:.1f} |" for name, text in named.items()),
        "",
        f"A property test over `worlds(…)` of this story loads **{examples:.0f} examples a second**.",
        "",
        f"Python {platform.python_version()} on {platform.machine()}, the embedded server in memory.",
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tests", type=int, default=15, help="of each contender in a round")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the figures into this page")
    arguments = parser.parse_args()
    rows = rows_of_the_story()
    section = table(
        measure(arguments.rounds, arguments.tests, rows),
        examples_a_second(),
        rows,
        arguments.rounds * arguments.tests,
    )
    print(section)
    if arguments.write:
        write_page(arguments.write, section)


if __name__ == "__main__":
    main()
