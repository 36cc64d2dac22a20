from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from seedkit.errors import TargetError
from seedkit.load import binaries, home
from seedkit.load.binaries import Binaries, available_versions, run, server_user, within_reach
from seedkit.load.connect import connect, embedded_target
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.home import home_of

pytestmark = pytest.mark.db

as_root = pytest.mark.skipif(server_user() is None, reason="only root hands Postgres to another user")


def rows(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def test_a_start_is_idempotent_and_survives_stop(private_server: EmbeddedServer) -> None:
    first = private_server.start()
    again = private_server.start()
    assert first.started
    assert not again.started
    assert again.pid == first.pid
    rows(first.url, "create table kept as select 1 as id")

    assert private_server.stop()
    assert not private_server.stop()
    assert private_server.status() is None
    assert private_server.start().port == first.port
    assert rows(first.url, "table kept") == [(1,)]


def test_what_was_committed_survives_kill_minus_nine(private_server: EmbeddedServer) -> None:
    server = private_server.start()
    rows(server.url, "create table kept as select 1 as id")
    os.kill(server.pid, signal.SIGKILL)
    restarted = private_server.start()
    assert restarted.started
    assert restarted.port == server.port
    assert rows(restarted.url, "table kept") == [(1,)]


def test_a_pid_file_whose_pid_is_now_a_strangers_is_no_server(private_server: EmbeddedServer) -> None:
    private_server.start()
    private_server.stop()
    pid_file = private_server.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{private_server.data}\n0\n1\n\n\n  0 0\nready\n")
    assert private_server.status() is None
    assert private_server.start().started


def test_variables_for_another_server_do_not_apply(
    private_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGSSLMODE", "require")
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    monkeypatch.setenv("PGPORT", "1")
    server = private_server.start()
    with connect(embedded_target(server.url)) as connection:
        assert connection.info.port == server.port


def test_a_start_that_died_half_way_is_finished(private_server: EmbeddedServer) -> None:
    server = private_server.start()
    with psycopg.connect(private_server.url("postgres"), autocommit=True) as connection:
        connection.execute("drop database seedkit")
    assert not private_server.start().started
    assert rows(server.url, "select 1") == [(1,)]


def test_a_port_taken_meanwhile_is_replaced(private_server: EmbeddedServer) -> None:
    before = private_server.start().port
    private_server.stop()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", before))
        other.listen()
        assert private_server.start().port != before


def test_two_processes_start_one_server(private_server: EmbeddedServer) -> None:
    program = (
        "import sys; from pathlib import Path; from seedkit.load.binaries import binaries_in;"
        "from seedkit.load.embedded import EmbeddedServer;"
        "print(EmbeddedServer(sys.argv[1], binaries=binaries_in(Path(sys.argv[2]))).start().pid)"
    )
    argv = [sys.executable, "-c", program, str(private_server.home), str(private_server._binaries.bin)]
    started = [subprocess.Popen(argv, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    pids = {process.communicate(timeout=60)[0] for process in started}
    assert [process.returncode for process in started] == [0, 0]
    assert len(pids) == 1


def test_the_server_is_local_utf8_and_closed_by_a_password(server: EmbeddedServer) -> None:
    settings = (
        "select current_setting('listen_addresses'), current_setting('server_encoding'), "
        "current_setting('fsync'), current_setting('timezone')"
    )
    assert rows(server.url(), settings) == [("127.0.0.1", "UTF8", "off", "UTC")]
    password = (server.folder / "password").read_text().strip()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url().replace(password, "wrong"))
    assert stat.S_IMODE((server.folder / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert password not in repr(server.start())
    assert password in server.url("other")


def test_text_sorts_by_code_point_in_every_version(server: EmbeddedServer) -> None:
    assert rows(server.url(), "select array_agg(w order by w) from unnest(array['b', 'B', 'ä']) w") == [
        (["B", "b", "ä"],)
    ]


def test_the_wheel_has_two_versions_and_others_are_named() -> None:
    assert sorted(available_versions()) == [16, 18]
    with pytest.raises(TargetError, match=r"no embedded PostgreSQL 9.*16, 18"):
        EmbeddedServer(version=9)


def test_a_platform_without_the_wheel_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_WHEEL", "no_such_wheel")
    with pytest.raises(TargetError, match=r"no embedded Postgres for this platform.*DATABASE_URL"):
        EmbeddedServer()


def test_a_folder_without_binaries_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match="no working Postgres binaries"):
        binaries.binaries_in(tmp_path)


def test_the_home_is_named_or_the_projects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEEDKIT_HOME", raising=False)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "src").mkdir()
    monkeypatch.chdir(tmp_path / "src")
    assert home_of() == tmp_path.resolve() / ".seedkit"
    monkeypatch.setenv("SEEDKIT_HOME", str(tmp_path / "named"))
    assert home_of() == tmp_path.resolve() / "named"
    assert home_of(tmp_path / "given") == tmp_path.resolve() / "given"


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder below a temporary one that only root can enter."""
    top = Path(tempfile.mkdtemp())
    (top / "below").mkdir()
    yield top / "below"
    assert stat.S_IMODE(top.stat().st_mode) == 0o700
    shutil.rmtree(top)


@as_root
def test_a_named_home_out_of_reach_is_refused_and_no_mode_changed(closed_folder: Path) -> None:
    with pytest.raises(TargetError, match=r"cannot enter the folder.*SEEDKIT_HOME"):
        EmbeddedServer(closed_folder / "home").start()


@as_root
def test_a_project_out_of_reach_gets_a_home_of_the_system(
    closed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SEEDKIT_HOME", raising=False)
    (closed_folder / "pyproject.toml").touch()
    monkeypatch.chdir(closed_folder)
    assert home_of(user=server_user()).parent == home.SYSTEM_HOME
    assert home_of() == closed_folder.resolve() / ".seedkit"


@as_root
def test_binaries_out_of_reach_are_copied_with_their_libraries(closed_folder: Path) -> None:
    user = server_user()
    install = available_versions()[18].bin.parent
    package = closed_folder / install.parent.name
    package.mkdir()
    (package / install.name).symlink_to(install)
    (closed_folder / f"{package.name}.libs").symlink_to(install.parent.with_name(f"{package.name}.libs"))
    copies = Path(tempfile.mkdtemp())
    copies.chmod(0o755)
    try:
        copied = within_reach(Binaries(package / install.name / "bin", 18), copies, user=user)
        assert copied.bin.is_relative_to(copies)
        assert "psql (PostgreSQL) 18" in run([copied.tool("psql"), "--version"], user=user).stdout
    finally:
        shutil.rmtree(copies)


def test_root_without_another_user_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(binaries, "OS_USERS", ("no-such-user-a", "no-such-user-b"))
    with pytest.raises(TargetError, match=r"refuses to run as root.*no-such-user-a"):
        server_user()
