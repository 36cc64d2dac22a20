from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import jwt
import psycopg
import pytest
from typer.testing import CliRunner, Result

from seedkit.cli import VERBS, app
from seedkit.load.binaries import available_versions
from seedkit.load.embedded import EmbeddedServer
from seedkit.supabase.claims import LOCAL_SECRET

pytestmark = pytest.mark.db

PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]


@pytest.fixture(autouse=True)
def _no_target_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (
        "DATABASE_URL",
        "PGHOST",
        "PGHOSTADDR",
        "PGPORT",
        "PGDATABASE",
        "PGSERVICE",
        "SUPABASE_JWT_SECRET",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def seedkit(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_help_imports_nothing_heavy() -> None:
    program = (
        "import sys; from seedkit.cli import app; from typer.testing import CliRunner;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "print({'psycopg', 'sqlalchemy', 'numpy', 'pyarrow', 'factory', 'faker'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout == "set()\n"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_summary_in_the_list(verb: str) -> None:
    assert f" {verb} " in seedkit("--help").stdout
    shown = seedkit(verb, "--help")
    assert shown.exit_code == 0
    assert f"seedkit {verb}" in shown.stdout or f" {verb} [OPTIONS]" in shown.stdout


def test_usage_errors_exit_with_2() -> None:
    assert seedkit("--version").stdout.startswith("seedkit ")
    unknown = seedkit("tokn")
    assert unknown.exit_code == 2
    assert "Did you mean 'token'" in unknown.stderr
    assert seedkit("token").exit_code == 2


def test_up_url_and_down(private_server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    version = str(private_server.version)
    if private_server.version not in available_versions():
        pytest.skip("the verbs run the wheel's versions")
    monkeypatch.setenv("SEEDKIT_HOME", str(private_server.home))
    missing = seedkit("url", "--postgres", version)
    assert missing.exit_code == 1
    assert "Start it with `seedkit up`" in missing.stderr

    first = json.loads(seedkit("up", "--postgres", version, "--json").stdout)
    assert first["started"]
    again = seedkit("up", "--postgres", version)
    assert again.stdout == first["url"] + "\n"
    assert "already running" in again.stderr
    assert seedkit("url", "--postgres", version, "--database", "other").stdout.endswith("/other\n")
    with psycopg.connect(first["url"]) as connection:
        assert connection.execute("select auth.uid()").fetchone() == (None,)

    assert json.loads(seedkit("down", "--postgres", version, "--json").stdout)["stopped"]
    assert not json.loads(seedkit("down", "--postgres", version, "--json").stdout)["stopped"]


def test_token_prints_a_jwt_alone_on_stdout(supabase: str) -> None:
    shown = seedkit("token", "stranger", "--db", supabase)
    claims = jwt.decode(shown.stdout.strip(), LOCAL_SECRET, ["HS256"], audience="authenticated")
    assert claims["email"] == "stranger@example.com"
    assert "stranger@example.com" in shown.stderr
    secret = "another-secret-with-more-than-32-characters"
    other = json.loads(seedkit("token", "anonymous", "--secret", secret, "--json", "--db", supabase).stdout)
    assert jwt.decode(other["token"], secret, ["HS256"])["role"] == other["claims"]["role"] == "anon"


def test_an_error_is_one_line_and_with_json_its_facts(supabase: str) -> None:
    plain = seedkit("token", "strangr", "--db", supabase)
    assert plain.exit_code == 2
    assert plain.stdout == ""
    assert plain.stderr.splitlines() == [
        "UnknownName: there is no person 'strangr' (seedkit.people). Did you mean 'stranger'?"
    ]
    facts = json.loads(seedkit("token", "strangr", "--json", "--db", supabase).stdout)
    assert (facts["error"], facts["got"]) == ("UnknownName", "strangr")


def test_an_unforeseen_error_of_the_server_is_no_traceback(supabase: str) -> None:
    with psycopg.connect(supabase, autocommit=True) as connection:
        connection.execute("create schema seedkit; create table seedkit.loads ()")
    shown = seedkit("token", "stranger", "--db", supabase)
    assert shown.exit_code == 1
    assert shown.stderr == 'TargetError: the database said: relation "seedkit.people" does not exist\n'


def test_doctor_reports_findings_and_fails(supabase: str) -> None:
    with psycopg.connect(supabase, autocommit=True) as connection:
        connection.execute("insert into auth.users (id, email) values (gen_random_uuid(), 'A@x.test')")
    shown = seedkit("doctor", "--auth", "--db", supabase)
    assert shown.exit_code == 1
    assert "error: auth.users: email is lower case" in shown.stdout
    assert "standin" in shown.stderr
    facts = json.loads(seedkit("doctor", "--auth", "--json", "--db", supabase).stdout)
    assert facts["supabase"] == "standin"
    assert not facts["ok"]


def test_psql_takes_our_place_as_the_person(supabase: str) -> None:
    argv = [*PROGRAM, "psql", "--as", "stranger", "--db", supabase, "--", "-qAt", "-c"]
    done = subprocess.run([*argv, "select auth.email()"], capture_output=True, text=True)
    assert done.stdout == "stranger@example.com\n"
    assert "as stranger (stranger@example.com)" in done.stderr
    failed = subprocess.run([*argv, "select 1/0"], capture_output=True, text=True)
    assert failed.returncode == 1
    assert "division by zero" in failed.stderr


def test_an_interrupt_exits_with_130() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"postgresql://anna@127.0.0.1:{silent.getsockname()[1]}/app"
        process = subprocess.Popen([*PROGRAM, "token", "x", "--db", url], stderr=subprocess.PIPE, text=True)
        accepted, _ = silent.accept()
        with accepted:
            time.sleep(0.1)
            os.kill(process.pid, signal.SIGINT)
            assert process.communicate(timeout=10)[1] == "interrupted\n"
        assert process.returncode == 130
