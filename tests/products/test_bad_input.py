"""What a user can get wrong in ``seedkit load``: one clear message, the right exit code, nothing written."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time

import psycopg
import pytest

pytestmark = pytest.mark.db

STORY = "vibrationfit/household"
PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]


def seedkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=60)


def users(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from auth.users").fetchone()
        assert row is not None
        return int(row[0])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["vibrationfit/houshold"], 2, "Did you mean 'vibrationfit/household'?"),
        (["vibration/household"], 2, "there is no scenario 'vibration/household'"),
        ([STORY, "--members", "many"], 2, "members='many' is no allowed value. Allowed: 0, 1, 2, 3, 4"),
        ([STORY, "--sharing", "perhaps"], 2, "sharing='perhaps' is no bool"),
        ([STORY, "--entries", "1.5"], 2, "entries='1.5' is no int"),
        ([STORY, "--copies", "0"], 2, "copies=0"),
        ([STORY, "--copies", "999999999999"], 2, "copies=999999999999"),
        ([STORY, "--seed", "9" * 30], 2, "seed="),
        ([STORY, "--now", "tomorrowish"], 2, "'tomorrowish' is no moment"),
    ],
)
def test_a_wrong_call(empty_vibrationfit: str, arguments: list[str], code: int, said: str) -> None:
    shown = seedkit("load", *arguments, "--db", empty_vibrationfit)
    assert (shown.returncode, shown.stdout) == (code, "")
    assert said in shown.stderr
    assert "Traceback" not in shown.stderr
    assert users(empty_vibrationfit) == 0


@pytest.mark.parametrize(
    ("url", "code", "said"),
    [
        ("postgresql://me:hunter2secret@127.0.0.1:1/x", 1, "cannot connect to me@127.0.0.1:1/x"),
        ("postgresql://me:hunter2secret@@127.0.0.1/x", 1, "malformed"),
        ("postgres//me:hunter2secret@127.0.0.1/x", 1, "malformed"),
        ("postgresql://me:hunter2secret@db.abcdefgh.supabase.co:5432/postgres", None, "supabase.co"),
        ("postgresql://me:hunter2secret@192.0.2.7/x", 4, "is not on this machine"),
    ],
)
def test_a_wrong_target(url: str, code: int | None, said: str) -> None:
    shown = seedkit("load", STORY, "--db", url)
    assert shown.returncode in ((1, 4) if code is None else (code,))
    assert said in shown.stderr
    assert "hunter2secret" not in shown.stdout + shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_read_only_database(empty_vibrationfit: str) -> None:
    url = f"{empty_vibrationfit}?options=-c%20default_transaction_read_only%3Don"
    shown = seedkit("load", STORY, "--db", url)
    assert shown.returncode == 1
    assert "read-only" in shown.stderr
    assert users(empty_vibrationfit) == 0


def test_a_role_without_privileges(empty_vibrationfit: str) -> None:
    role = f"weak_{os.getpid()}"
    with psycopg.connect(empty_vibrationfit, autocommit=True) as connection:
        connection.execute(f"create role {role} login password 'weak' bypassrls")
        try:
            url = re.sub(r"//[^@]*@", f"//{role}:weak@", empty_vibrationfit)
            shown = seedkit("load", STORY, "--db", url)
        finally:
            connection.execute(f"drop owned by {role}; drop role {role}")
    assert shown.returncode in (1, 4)
    assert "Traceback" not in shown.stderr
    assert role in shown.stderr
    assert users(empty_vibrationfit) == 0


def test_a_missing_table_is_skipped_and_said_or_refused(empty_vibrationfit: str) -> None:
    with psycopg.connect(empty_vibrationfit, autocommit=True) as connection:
        connection.execute("alter table public.journal_entries rename to journal")
        try:
            strict = seedkit("load", STORY, "--db", empty_vibrationfit, "--strict")
            assert strict.returncode == 1
            assert "public.journal_entries" in strict.stderr
            assert users(empty_vibrationfit) == 0
            loose = seedkit("load", STORY, "--db", empty_vibrationfit)
            assert loose.returncode == 0
            assert "public.journal_entries" in loose.stderr
            assert users(empty_vibrationfit) > 0
        finally:
            assert seedkit("unload", STORY, "--db", empty_vibrationfit).returncode == 0
            connection.execute("alter table public.journal rename to journal_entries")
    assert users(empty_vibrationfit) == 0


def test_ctrl_c_in_the_middle_of_a_load(empty_vibrationfit: str) -> None:
    argv = [*PROGRAM, "load", STORY, "--copies", "3000", "--db", empty_vibrationfit]
    running = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    _until_it_writes(empty_vibrationfit)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert users(empty_vibrationfit) == 0


def _until_it_writes(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as watcher:
        for _ in range(600):
            copying = watcher.execute("select count(*) from pg_stat_progress_copy").fetchone()
            if copying and copying[0]:
                return
            time.sleep(0.02)
    raise AssertionError("the load never began to write")
