"""Exports in parts: cut anywhere, made by anybody, tried again, they hold what one export holds."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from seedkit import generate
from seedkit.cli import app
from seedkit.errors import DataError, OutputError, TargetError, UsageError
from seedkit.export.export import export
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario
from seedkit.scale.engine import dask_engine
from seedkit.scale.part import ranges_of
from seedkit.scale.recipe import plan_of, recipe_of
from seedkit.scale.store import Store
from seedkit.scale.totals import Known, partial_totals, summed_up

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]
#: The story whose batch, made once, sums up payouts of every copy.
BATCH = "infinitepages/creator-payout-month"


def planned(story: str = "vibrationfit/household", copies: int = 20) -> Plan:
    return compile_plan(find_scenario(story), copies=copies, now=NOW)


def parts(folder: Path) -> dict[str, list[dict[str, Any]]]:
    return {t["name"]: t["files"] for t in json.loads((folder / "manifest.json").read_text())["tables"]}


def tables(folder: Path) -> dict[str, pa.Table]:
    """Each table, its rows ordered by key."""
    manifest = json.loads((folder / "manifest.json").read_text())
    found = {}
    for table in manifest["tables"]:
        files = table.get("files") or [{"name": table["file"]}]
        whole = pa.concat_tables(pq.read_table(folder / f["name"]).replace_schema_metadata() for f in files)
        keys = [
            whole.column(name).cast(pa.string()) if False else whole.column(name) for name in table["key"]
        ]
        order = sorted(range(whole.num_rows), key=lambda row, keys=keys: [str(key[row]) for key in keys])
        found[table["name"]] = whole.take(order)
    return found


def test_parts_hold_what_one_export_holds(cluster: Any, tmp_path: Path) -> None:
    plan = planned()
    export([plan], str(tmp_path / "one.parquet"))
    done = cluster.export(plan, str(tmp_path / "parts.parquet"), part_rows=1500)
    assert len(parts(tmp_path / "parts.parquet")["public.households"]) == 4
    one, many = tables(tmp_path / "one.parquet"), tables(tmp_path / "parts.parquet")
    assert one.keys() == many.keys() == {name for name, rows in done.rows.items() if rows}
    assert all(one[name].equals(many[name]) for name in one)


def test_a_worker_that_is_killed_changes_nothing(cluster: Any, tmp_path: Path) -> None:
    plan = planned(copies=16)
    cluster.export(plan, str(tmp_path / "calm.parquet"), part_rows=1100)
    killed = []

    def kill(name: str, rows: int) -> None:
        if not killed:
            killed.extend(cluster.engine._client.run(os.getpid).values())
            os.kill(killed[0], signal.SIGKILL)

    cluster.export(plan, str(tmp_path / "killed.parquet"), part_rows=1100, progress=kill)
    assert len(killed) == 2
    assert parts(tmp_path / "killed.parquet") == parts(tmp_path / "calm.parquet")


def test_roll_ups_over_all_copies_are_sums_of_parts(cluster: Any, tmp_path: Path) -> None:
    plan = planned(BATCH, copies=6)
    asked: list[range] = []

    def mapped(ranges: Any) -> Any:
        for copies in ranges:
            asked.append(copies)
            partial = partial_totals(plan, copies)
            assert partial is not None
            yield partial.sums

    sums = summed_up(plan, ranges_of(plan.copies, plan.rows_per_copy, 1700), mapped)
    assert len(asked) > 2
    assert sums
    known = plan.replace()
    known.kept["tally"] = Known(sums)
    serial = dict(generate.generate_shared(plan))
    assert {name: batch.to_pydict() for name, batch in generate.generate_shared(known)} == {
        name: batch.to_pydict() for name, batch in serial.items()
    }
    export([plan], str(tmp_path / "one.parquet"))
    cluster.export(plan, str(tmp_path / "parts.parquet"), part_rows=1700)
    one, many = tables(tmp_path / "one.parquet"), tables(tmp_path / "parts.parquet")
    assert all(one[name].equals(many[name]) for name in one)


def test_a_plan_is_the_same_in_another_process() -> None:
    plan = planned(copies=2)
    again = plan_of(recipe_of(plan))
    assert again.fingerprint == plan.fingerprint
    made, expected = (list(generate.generate(p, range(2))) for p in (again, plan))
    assert all(a == b and x.equals(y) for (a, x), (b, y) in zip(made, expected, strict=True))


def test_any_place_that_fsspec_knows_takes_files(tmp_path: Path) -> None:
    (tmp_path / "made").write_bytes(b"rows")
    for url in ("memory://seedkit-test/out", f"file://{tmp_path}/out"):
        store = Store(url)
        store.refuse_taken(force=False)
        store.put(tmp_path / "made", "public.t/shared.csv")
        with pytest.raises(OutputError, match="no finished export"):
            store.refuse_taken(force=True)
        store.finish({"seedkit": "0", "stories": [], "tables": []})
        with pytest.raises(OutputError, match="--force"):
            Store(url).refuse_taken(force=False)
        store.refuse_taken(force=True)
        store.clear()
        store.refuse_taken(force=False)
    with pytest.raises(UsageError, match="cannot be written to"):
        Store("nowhere://x")


def test_what_cannot_be_distributed_is_said(cluster: Any, tmp_path: Path) -> None:
    plan = planned(copies=2)
    with pytest.raises(UsageError, match="SQL is one script"):
        cluster.export(plan, str(tmp_path / "seed.sql"))
    with pytest.raises(TargetError, match="no scheduler answers"), dask_engine("tcp://127.0.0.1:9"):
        pass
    here = plan.replace(parameters={"function": lambda: None})
    with pytest.raises(UsageError, match="another process"):
        recipe_of(here)
    with pytest.raises(DataError, match=r"public\.households\.name"):
        cluster.export(_too_long(plan), str(tmp_path / "bad.parquet"))
    assert not (tmp_path / "bad.parquet" / "manifest.json").exists()


def _too_long(plan: Plan) -> Plan:
    for rowset in plan.rowsets.values():
        if rowset.table == "public.households":
            rowset.overrides["name"] = "a\0b"  # type: ignore[index]
    return plan


def test_the_command_writes_parts(tmp_path: Path) -> None:
    command = [*PROGRAM, "export", "vibrationfit/household", "--now", "2026-03-01"]
    distributed = [*command, "--copies", "4", "--engine", "dask", "--part-rows", "600", "-o", "out.parquet"]
    done = subprocess.run(distributed, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "dask: tcp://127.0.0.1" in done.stderr
    assert len(parts(tmp_path / "out.parquet")["public.households"]) == 2
    for wrong, said in (
        (["--engine", "spark"], "Allowed: local, dask"),
        (["--part-rows", "5"], "need --engine dask"),
        (["--engine", "dask", "--format", "csv"], "parts into a folder"),
    ):
        refused = CliRunner().invoke(app, ["export", "vibrationfit/household", *wrong])
        assert refused.exit_code == 2
        assert said in str(refused.exception or refused.output) + refused.stderr
