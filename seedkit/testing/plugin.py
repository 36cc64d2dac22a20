"""The pytest plugin: fixtures, the marker, options, and what a failing test says of its world.

pytest imports this module in every run, so it imports only the standard library and pytest until a test
asks for one of its fixtures. ``-p no:seedkit`` switches it off.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import psycopg
    from sqlalchemy.orm import Session

    from .case import Case, Seedkit
    from .server import DatabaseServer
    from .wishes import Defaults
    from .world import LoadedWorld

#: Names the server that databases of tests are made on, instead of the embedded one.
URL_VARIABLE = "SEEDKIT_DATABASE_URL"

_CASE = pytest.StashKey["Case"]()
_SHARED = pytest.StashKey[dict[str, "Case"]]()
_STARTED = pytest.StashKey[bool]()
_KEPT = pytest.StashKey[bool]()

_MARKER = (
    "seedkit(story=None, /, *, copies=1, seed=0, now='today', as_='', rollback=False, scope='function', **parameters): "
    "what the database of the test holds: a story (itself or its name, 'vibrationfit/household') with its "
    "parameters, or the name of a product for its schema without rows. rollback=True undoes the test in a "
    "transaction instead of giving it a database of its own; scope is who shares the database: function, class, "
    "module or session."
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options of the command line and of the configuration file."""
    group = parser.getgroup("seedkit", "seedkit: worlds loaded into Postgres")
    group.addoption(
        "--seedkit-seed", type=int, metavar="N", help="The seed where a test names none (default: 0)."
    )
    group.addoption(
        "--seedkit-now",
        metavar="WHEN",
        help="Now, where a test says none: today (default), a date or a moment.",
    )
    group.addoption(
        "--seedkit-keep",
        action="store_true",
        help="Keep the databases of failing tests and print their URLs.",
    )
    group.addoption(
        "--seedkit-postgres",
        metavar="VERSION",
        help="The embedded Postgres to test on: 18 (default), 16, or a folder of binaries.",
    )
    parser.addini("seedkit_seed", "as --seedkit-seed")
    parser.addini("seedkit_now", "as --seedkit-now")
    parser.addini(
        "seedkit_schema",
        "files or folders of SQL that build the schema, instead of what the product's models say",
        type="paths",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker, and refuse a wrong moment before any test runs."""
    config.addinivalue_line("markers", _MARKER)
    if config.getoption("--seedkit-now") or config.getini("seedkit_now"):
        _defaults(config)


@pytest.fixture(scope="session")
def seedkit_server(pytestconfig: pytest.Config) -> Iterator[DatabaseServer]:
    """The Postgres that databases of tests are made on: embedded, or that of SEEDKIT_DATABASE_URL."""
    with _server(pytestconfig) as server:
        yield server
    if server.started:
        _note_started(pytestconfig)


@pytest.fixture
def _seedkit_case(request: pytest.FixtureRequest, seedkit_server: DatabaseServer) -> Iterator[Case]:
    """What the test has on the server; all is undone after it, or after the class or module that shares it."""
    from ..scope import settings

    case, mine = _case_of(request, seedkit_server)
    request.node.stash[_CASE] = case
    try:
        # Factories that a test uses beside its world live at the same time.
        with settings(seed=case.wish.seed, now=case.wish.now):
            yield case
    finally:
        case.close() if mine else case.tidy()


@pytest.fixture
def seedkit(_seedkit_case: Case) -> Seedkit:
    """Load a story and get its world: ``world = seedkit("vibrationfit/household", members=3)``."""
    return _seedkit_case.seedkit


@pytest.fixture
def seedkit_world(request: pytest.FixtureRequest, _seedkit_case: Case) -> LoadedWorld:
    """The world of the marker's story, or of the parameter of ``parametrize(…, indirect=True)``."""
    from ..errors import UsageError

    if hasattr(request, "param"):
        _seedkit_case.ask_for(request.param)
    elif _seedkit_case.wish.story is None:
        raise UsageError(
            "seedkit_world needs the marker, which says what to load",
            hint='Write @pytest.mark.seedkit("vibrationfit/household") over the test, or call the fixture seedkit',
        )
    return _seedkit_case.seedkit()


@pytest.fixture
def seedkit_db(_seedkit_case: Case) -> psycopg.Connection[Any]:
    """An autocommit psycopg connection to the test's database, as its administrator."""
    return _seedkit_case.connection


@pytest.fixture
def seedkit_session(_seedkit_case: Case) -> Session:
    """A SQLAlchemy session over the same connection as seedkit_db; undone where not committed."""
    return _seedkit_case.session


def _server(config: pytest.Config) -> DatabaseServer:
    import os

    from .server import DatabaseServer

    if url := os.environ.get(URL_VARIABLE):
        return DatabaseServer.named(url, source=URL_VARIABLE, defaults=_defaults(config))
    return DatabaseServer.embedded(
        postgres=config.getoption("--seedkit-postgres"), defaults=_defaults(config)
    )


def _defaults(config: pytest.Config) -> Defaults:
    """What options and the configuration file say. Raises pytest.UsageError."""
    from ..errors import SeedkitError
    from ..scope import midnight, parse_moment
    from .wishes import Defaults

    seed = config.getoption("--seedkit-seed")
    given = config.getoption("--seedkit-now") or config.getini("seedkit_now")
    try:
        return Defaults(
            seed=int(config.getini("seedkit_seed") or 0) if seed is None else seed,
            now=parse_moment(given, option="--seedkit-now") if given else midnight(),
            keep=config.getoption("--seedkit-keep"),
            schema=tuple(config.getini("seedkit_schema")),
        )
    except (SeedkitError, ValueError) as error:
        raise pytest.UsageError(str(error)) from None


def _case_of(request: pytest.FixtureRequest, server: DatabaseServer) -> tuple[Case, bool]:
    """The case of a test, and whether it is its own."""
    from .case import Case
    from .wishes import Wish, marked

    wish = Wish.of(*marked(request.node.iter_markers("seedkit")), server.defaults)
    if wish.scope == "function":
        return Case(server, wish, label=request.node.nodeid), True
    node = _node_of(request, wish.scope)
    shared = node.stash.setdefault(_SHARED, {})
    if repr(wish) not in shared:
        case = shared[repr(wish)] = Case(server, wish, label=node.nodeid or wish.scope)
        node.addfinalizer(case.close)
    return shared[repr(wish)], False


def _node_of(request: pytest.FixtureRequest, scope: str) -> pytest.Item | pytest.Collector:
    """The class, module or session of a test. Raises UsageError."""
    from ..errors import UsageError

    kinds = {"class": pytest.Class, "module": pytest.Module, "session": pytest.Session}
    node = request.node.getparent(kinds[scope])
    if node is None:
        raise UsageError(f"scope={scope!r}, but the test is in no {scope}", where=request.node.nodeid)
    found: pytest.Item | pytest.Collector = node
    return found


# The server's end


def _note_started(config: pytest.Config) -> None:
    """Remember that the embedded server was started by this run; under xdist the controller is told."""
    output = getattr(config, "workeroutput", None)
    if output is None:
        config.stash[_STARTED] = True
    else:
        output["seedkit_started"] = True


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A worker of xdist is done."""
    if getattr(node, "workeroutput", {}).get("seedkit_started"):
        node.config.stash[_STARTED] = True


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the embedded server if this run started it, nobody else uses it, and no database is kept."""
    if config.stash.get(_STARTED, False) and not config.stash.get(_KEPT, False):
        from .server import stop_if_idle

        stop_if_idle(postgres=config.getoption("--seedkit-postgres"))


# Reports


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failing test tells its world; errors of ours are shown where the test made them."""
    ours = "seedkit_server" in getattr(item, "fixturenames", ())
    message = None
    if ours and call.excinfo is not None and not item.config.getoption("fulltrace"):
        from .report import shortened

        message = shortened(call)
    report = yield
    if message is not None and report.failed:
        report.longrepr = message
    if ours and report.failed:
        from .report import cases_of, told

        cases = cases_of(item, item.stash.get(_CASE, None))
        for case in cases:
            case.failed = True
        if text := told(cases, item):
            report.sections.append(("seedkit", text))
        # Plain text goes with the report from a worker to its controller.
        report.seedkit_kept = [url for case in cases if (url := case.kept_url)]  # type: ignore[attr-defined]
    return report


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """List the databases that were kept."""
    kept = {
        url: report.nodeid
        for reports in terminalreporter.stats.values()
        for report in reports
        for url in getattr(report, "seedkit_kept", ())
    }
    if kept:
        config.stash[_KEPT] = True
        terminalreporter.section("databases kept by --seedkit-keep")
        for url, test in kept.items():
            terminalreporter.line(f"{test}\n    {url}")
