"""A product's stories in the states that its schema was, or is, in: every difference is named, nothing is lost.

``shapes/<product>/<shape>.sql`` changes our schema into one of them.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from psycopg import sql
from story_tests import NOW, plan_of

from seedkit import generate
from seedkit.drift.report import drift_of
from seedkit.errors import TargetError
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.load.receipt import Receipt
from seedkit.load.unload import unload
from seedkit.product import Product
from seedkit.proof import account_for, prove
from seedkit.testing.recipes import product_schema
from seedkit.testing.server import DatabaseServer

SHAPES = Path(__file__).parent / "shapes"


class ShapeTests:
    """What is tried of each shape; a class names the ``product``, the ``shape``, and what is peculiar to it.

    ``counts`` are the kinds of drift; ``exposed`` what the access proof must find, each code with its tables;
    ``left_out`` tables of which rows are left out.
    """

    product: ClassVar[Product]
    shape: ClassVar[str]
    story: ClassVar[str]
    counts: ClassVar[Mapping[str, int]]
    left_out: ClassVar[set[str]] = set()
    exposed: ClassVar[Mapping[str, str]] = {}
    #: Invariants that may be broken by what was left out or reworded: warnings.
    shaken: ClassVar[set[str]] = set()

    @pytest.fixture(scope="class")
    @classmethod
    def connection(cls, seedkit_server: DatabaseServer) -> Iterator[psycopg.Connection[Any]]:
        """A connection to a database of this shape, with nobody in it."""
        with (
            seedkit_server.database(product_schema(cls.product)) as url,
            psycopg.connect(url, autocommit=True) as opened,
        ):
            opened.execute((SHAPES / cls.product.name / f"{cls.shape}.sql").read_bytes())
            yield opened

    @pytest.fixture
    def target(self, connection: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
        """The connection, in a transaction that leaves nothing behind."""
        with connection.transaction(force_rollback=True):
            yield connection

    @pytest.fixture(scope="class")
    @classmethod
    def everything(cls, connection: psycopg.Connection[Any]) -> Receipt:
        """All stories of the product, loaded for all tests of the class."""
        return load(connection, plan_of(cls.product, "everything", copies=2), generate)

    def load(self, connection: psycopg.Connection[Any], story: str, copies: int = 2, **given: Any) -> Receipt:
        options = {name: given.pop(name) for name in ("strict", "dry_run") if name in given}
        return load(connection, plan_of(self.product, story, copies=copies, **given), generate, **options)

    def test_every_story_loads(self, target: psycopg.Connection[Any]) -> None:
        before = held(target)
        for story in self.product.all_scenarios().keys() - {f"{self.product.name}/everything"}:
            with target.transaction(force_rollback=True):
                receipt = self.load(target, story.partition("/")[2], copies=1)
                assert (receipt.mode, receipt.written > 0) == ("fresh", True), story
        assert held(target) == before

    def test_the_report_names_each_difference(
        self, everything: Receipt, target: psycopg.Connection[Any]
    ) -> None:
        planned = {t.name for t in plan_of(self.product, "everything").tables}
        noted = {(note.table, note.column) for note in everything.differences}
        gone = {n.table for n in everything.differences if n.message.endswith("its rows are skipped")}
        for d in drift_of(target, self.product).differences:
            if (
                d.table in planned
                and d.table not in gone
                and d.kind != "changed"
                and d.part in ("table", "column")
            ):
                assert (d.table, d.name) in noted, d
        assert {t.name for t in everything.tables if t.left_out} == self.left_out
        assert all(str(note) in everything.notes for note in everything.differences)

    def test_strict_makes_the_report_an_error(
        self, everything: Receipt, target: psycopg.Connection[Any]
    ) -> None:
        before = held(target)
        if not everything.differences:
            assert self.load(target, self.story, strict=True).written
            return
        with pytest.raises(TargetError) as caught:
            self.load(target, "everything", name="strict", strict=True)
        assert all(str(note) in str(caught.value) for note in everything.differences)
        assert held(target) == before

    def test_a_load_is_found_again_grows_converges_and_goes(self, target: psycopg.Connection[Any]) -> None:
        before = held(target)
        first = self.load(target, self.story)
        assert self.load(target, self.story).written == 0
        assert (self.load(target, self.story, 3).mode, self.load(target, self.story).mode) == (
            "grow",
            "shrink",
        )
        later = NOW + dt.timedelta(days=1)
        assert self.load(target, self.story, now=later).mode == "converge"
        assert self.load(target, self.story, now=later).written == 0
        back = self.load(target, self.story)
        assert (back.mode, back.rows) == ("converge", first.rows)
        assert not back.edits
        second = self.load(target, self.story, seed=7)
        assert {t.name: bool(t.rows) for t in second.tables} == {t.name: bool(t.rows) for t in first.tables}
        for seed in (0, 7):
            unload(target, scenario=f"{self.product.name}/{self.story}", seed=seed)
        assert held(target) == before

    @pytest.mark.usefixtures("everything")
    def test_what_was_loaded_holds(self, target: psycopg.Connection[Any]) -> None:
        report = account_for(target, read_loads(target))
        assert [(f.code, f.samples[:2]) for f in report.findings if f.failing] == []
        assert {f.code for f in report.findings if f.severity == "warning"} == self.shaken
        skipped = [check for check in report.skipped if "not in this database" not in check.note]
        assert skipped == []

    @pytest.mark.usefixtures("everything")
    def test_the_access_proof_says_what_is_open(self, target: psycopg.Connection[Any]) -> None:
        self.load(target, self.story, copies=1, name="proven")
        loads = [entry for entry in read_loads(target) if entry.name == "proven"]
        proof = prove(target, loads)
        found: dict[str, set[str]] = {}
        for finding in proof.findings:
            if finding.failing:
                code, table = finding.code.removeprefix("access."), finding.table.removeprefix("public.")
                found.setdefault(code, set()).add(table)
        assert found == {code: set(tables.split()) for code, tables in self.exposed.items()}

    def test_drift_tells_it_all(self, target: psycopg.Connection[Any]) -> None:
        report = drift_of(target, self.product)
        assert report.exit_code == 5
        assert dict(report.counts) == dict(self.counts)
        for difference in report.differences:
            assert difference.places or difference.kind == "extra", difference


def held(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table holds."""
    names = connection.execute(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname in ('public', 'auth') and c.relkind = 'r' order by 1, 2"
    ).fetchall()
    counted = {}
    for schema, table in names:
        query = sql.SQL("select count(*) from {}").format(sql.Identifier(schema, table))
        counted[f"{schema}.{table}"] = connection.execute(query).fetchone()[0]  # type: ignore[index]
    return counted


def column(connection: psycopg.Connection[Any], query: str) -> Sequence[Any]:
    """The first column of what a query gives."""
    return [row[0] for row in connection.execute(query.encode()).fetchall()]


def kinds(values: Sequence[Any]) -> Counter[Any]:
    """How often each value occurs."""
    return Counter(values)
