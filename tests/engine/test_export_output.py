"""Where exports go and what they are called: whole files or none, and nothing overwritten by accident."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from seedkit.cli import app
from seedkit.errors import BadParameter, DataError, OutputError, UsageError
from seedkit.export import files
from seedkit.export import script as scripts
from seedkit.export.export import export
from seedkit.export.formats import Format, read_format
from seedkit.export.spelling import chunked
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
STORY = "craveverse/newbie-onboarding"
PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_plan(find_scenario(STORY), now=NOW)


def seedkit(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["export", *arguments])


@pytest.mark.parametrize(
    ("given", "output", "means"),
    [
        (None, "-", Format("sql")),
        (None, "seed.sql", Format("sql")),
        (None, "seed.sql.gz", Format("sql", "gz")),
        (None, "my.rows.csv.zst", Format("csv", "zst")),
        ("csv", "rows", Format("csv")),
        ("csv.gz", "rows", Format("csv", "gz")),
        ("csv", "rows.v2", Format("csv")),
        ("csv", "rows.csv.gz", Format("csv", "gz")),
        ("sql", "seed.gz", Format("sql", "gz")),
        ("sql.zst", "-", Format("sql", "zst")),
        ("parquet", "rows", Format("parquet")),
    ],
)
def test_the_name_says_the_format(given: str | None, output: str, means: Format) -> None:
    assert read_format(given, output) == means


@pytest.mark.parametrize(
    ("given", "output", "error", "says"),
    [
        (None, "rows", UsageError, "does not tell the format"),
        (None, "rows.xlsx", UsageError, "does not tell the format"),
        ("cvs", "rows", BadParameter, "there is no format 'cvs'"),
        ("csv.bz2", "rows", BadParameter, "there is no format"),
        (None, "seed.sql.bz2", BadParameter, ".bz2 names no compression of ours. Allowed: .gz, .zst"),
        ("sql", "seed.sql.zip", BadParameter, ".zip names no compression of ours"),
        ("csv", "rows.jsonl", UsageError, "contradicts"),
        ("csv.gz", "rows.csv.zst", UsageError, "contradicts"),
        (None, "rows.parquet.gz", BadParameter, "compresses its own pages"),
        ("arrow.zst", "rows", BadParameter, "compresses its own pages"),
    ],
)
def test_a_name_that_says_something_else_is_refused(
    given: str | None, output: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says.replace(".", r"\.")):
        read_format(given, output)


def test_files_need_a_folder_and_stdout_is_one_stream(plan: Plan) -> None:
    with pytest.raises(UsageError, match="a file for each table"):
        export([plan], "-", format="csv")


def test_nothing_is_overwritten_without_being_told(plan: Plan, tmp_path: Path) -> None:
    seed, rows = tmp_path / "seed.sql", tmp_path / "rows.csv"
    seed.write_text("mine")
    rows.mkdir()
    with pytest.raises(OutputError, match=r"seed\.sql is there already\. Replace it: --force"):
        export([plan], str(seed))
    assert seed.read_text() == "mine"
    export([plan], str(seed), force=True)
    assert seed.read_text().startswith("-- Written by seedkit")
    export([plan], str(rows))  # an empty folder may be filled
    with pytest.raises(OutputError, match="is there already"):
        export([plan], str(rows))
    export([plan], str(rows), force=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rows.csv", "seed.sql"]


def test_a_folder_of_other_files_is_never_replaced(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").mkdir()
    (tmp_path / "rows.csv" / "manifest.json").write_text('{"name": "my web app"}')
    with pytest.raises(OutputError, match="holds files that are no export"):
        export([plan], str(tmp_path / "rows.csv"), force=True)
    assert (tmp_path / "rows.csv" / "manifest.json").exists()


def test_a_file_is_no_folder_and_a_folder_no_file(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("")
    (tmp_path / "seed.sql").mkdir()
    with pytest.raises(OutputError, match="is a file, and this format writes a folder"):
        export([plan], str(tmp_path / "rows.csv"), force=True)
    with pytest.raises(OutputError, match="is a folder, and this format writes one file"):
        export([plan], str(tmp_path / "seed.sql"), force=True)


def test_a_folder_that_is_missing_or_closed_is_named(plan: Plan, tmp_path: Path) -> None:
    for name in ("none/seed.sql", "none/rows.csv"):
        with pytest.raises(OutputError, match=r"there is no folder .*none\. Make it first"):
            export([plan], str(tmp_path / name))
    with pytest.raises(OutputError, match=r"/proc/seed\.sql cannot be written"):
        export([plan], "/proc/seed.sql")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has a device that is always full")
def test_a_full_disk_is_one_sentence(plan: Plan) -> None:
    with pytest.raises(OutputError, match="/dev/full cannot be written: No space left on device"):
        export([plan], "/dev/full", format="sql")


@pytest.mark.parametrize("name", ["seed.sql", "seed.sql.gz", "rows.csv", "rows.parquet"])
def test_what_fails_half_way_leaves_what_was_there(
    plan: Plan, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / name
    export([plan], str(output))
    before = {p: p.read_bytes() for p in sorted(tmp_path.rglob("*")) if p.is_file()}

    def refused(*_: object) -> None:
        raise DataError("public.users.name: a NUL character")

    monkeypatch.setattr(files, "guard_batch", refused)
    monkeypatch.setattr("seedkit.load.copy.Encoder.prepare", refused)
    with pytest.raises(DataError):
        export([plan], str(output), force=True)
    assert {p: p.read_bytes() for p in sorted(tmp_path.rglob("*")) if p.is_file()} == before


@pytest.mark.parametrize("name", ["seed.sql", "rows.jsonl"])
def test_an_interrupt_leaves_nothing(name: str, tmp_path: Path) -> None:
    command = [*PROGRAM, "export", STORY, "--copies", "2000000", "-o", str(tmp_path / name)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not any(p.is_file() and p.stat().st_size > 1 << 20 for p in tmp_path.rglob("*")):
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_written_through_and_a_pipe_as_it_comes(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "real.sql").write_text("old")
    (tmp_path / "link.sql").symlink_to(tmp_path / "real.sql")
    export([plan], str(tmp_path / "link.sql"), force=True)
    assert (tmp_path / "link.sql").is_symlink()
    assert (tmp_path / "real.sql").read_text().endswith("commit;\n")
    os.mkfifo(tmp_path / "pipe.sql")
    with (tmp_path / "read.sql").open("wb") as kept:
        reader = subprocess.Popen(["cat", str(tmp_path / "pipe.sql")], stdout=kept)
        export([plan], str(tmp_path / "pipe.sql"))
        assert reader.wait(timeout=60) == 0
    assert (tmp_path / "read.sql").read_bytes() == (tmp_path / "real.sql").read_bytes()


def test_the_same_export_is_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    for name in ("a.sql.gz", "b.sql.gz"):
        export([plan], str(tmp_path / name))
    assert (tmp_path / "a.sql.gz").read_bytes() == (tmp_path / "b.sql.gz").read_bytes()
    export([plan], str(tmp_path / "plain.sql"))
    assert gzip.decompress((tmp_path / "a.sql.gz").read_bytes()) == (tmp_path / "plain.sql").read_bytes()
    with pa.CompressedInputStream(str(tmp_path / "a.sql.gz"), "gzip") as stream:
        assert stream.read(8) == b"-- Writt"


def test_columnar_files_say_what_they_hold(plan: Plan, tmp_path: Path) -> None:
    export([plan], str(tmp_path / "rows.parquet"))
    schema = pq.read_schema(tmp_path / "rows.parquet" / "public.users.parquet")
    assert schema.field("id").type == pa.uuid()
    assert schema.field("id").metadata[b"postgres"] == b"uuid"
    assert json.loads(schema.metadata[b"key"]) == ["id"]
    assert json.loads(schema.metadata[b"stories"])[0]["now"] == NOW.isoformat()


def test_rows_are_cut_at_a_size() -> None:
    rows = pa.array(["aaa", "b", "cc", "dddddddd", "e"])
    assert [piece.to_pylist() for piece in chunked(rows, 4)] == [["aaa", "b"], ["cc"], ["dddddddd"], ["e"]]
    assert [piece.to_pylist() for piece in chunked(rows.slice(1), 1)] == [["b"], ["cc"], ["dddddddd"], ["e"]]
    assert chunked(rows.slice(0, 0), 4) == []
    assert scripts.STATEMENT_BYTES < 256 << 10


def test_the_command_prints_sql_for_a_pipe() -> None:
    shown = seedkit(STORY, "--now", "2026-03-01")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("-- Written by seedkit")
    assert shown.stdout.endswith("\ncommit;\n")
    assert shown.stderr.startswith("stdout: ")


def test_who_reads_no_further_is_no_error() -> None:
    command = f"{sys.executable} -c '{PROGRAM[2]}' export {STORY} --copies 3000 | head -1"
    piped = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert piped.stdout.startswith("-- Written by seedkit")
    assert piped.stderr == ""


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    shown = seedkit(STORY, "-o", str(tmp_path / "rows.jsonl"), "--only", "users", "--json")
    facts = json.loads(shown.stdout)
    assert facts["format"] == "jsonl"
    assert facts["rows"] == {"public.users": facts["written"]}
    manifest = json.loads((tmp_path / "rows.jsonl" / "manifest.json").read_text())
    assert [(t["name"], t["rows"]) for t in manifest["tables"]] == [("public.users", facts["written"])]
    lines = (tmp_path / "rows.jsonl" / "public.users.jsonl").read_text().splitlines()
    assert {json.loads(line)["id"] for line in lines} >= {p["uid"] for p in facts["people"]}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--json",), "both go to stdout"),
        (("--format", "csv"), "a file for each table"),
        (("--without", "usrs"), "Did you mean 'users'"),
        (("--copies", "0"), "copies=0"),
        (("--now", "soon"), "no moment"),
        (("-o", "rows.xlsx"), "does not tell the format"),
    ],
)
def test_a_wrong_command_is_one_line(arguments: tuple[str, ...], says: str) -> None:
    shown = seedkit(STORY, *arguments)
    assert shown.exit_code == 2
    assert says in shown.stderr
    assert len(shown.stderr.splitlines()) == 1
    assert shown.stdout == "" or "--json" in arguments
