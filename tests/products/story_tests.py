"""A product's stories on a real Postgres, and all of them together: nothing of the product is left out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

import psycopg
import pyarrow as pa
import pytest
from allowed import values_in

from seedkit import generate
from seedkit.load.ledger import read_loads
from seedkit.load.load import load
from seedkit.load.unload import unload
from seedkit.plan import Plan, compile_plan
from seedkit.product import Product, find_scenario
from seedkit.proof import account_for, prove
from seedkit.schema.ddl import is_view

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)

#: A story, in how many copies and with which parameters it is tried.
Told = tuple[str, int, dict[str, Any]]


class StoryTests:
    """What is tried of every product's stories; a test class states the ``product`` and what belongs to it.

    ``told`` are all its stories, each with the parameters that change which rows there are. ``unfilled``
    are columns that stay empty in all of them, and why; ``allowed`` table, column and values that must occur.
    """

    product: ClassVar[Product]
    told: ClassVar[Sequence[Told]]
    allowed: ClassVar[Sequence[tuple[str, str, set[str]]]]
    unfilled: ClassVar[Mapping[str, str]] = {}
    #: Columns that could be null and never are, each with the reason why no real row has it.
    never_null: ClassVar[Mapping[str, str]] = {}
    #: Stories that tell others one after the other, which are tried by themselves.
    unions: ClassVar[Sequence[str]] = ()
    #: Parameters that fill tables made only when asked for.
    everything: ClassVar[Mapping[str, Any]] = {}

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "story" in metafunc.fixturenames:
            names = [
                "-".join([story, *(f"{k}={v}" for k, v in given.items())]) for story, _, given in self.told
            ]
            marks = [[pytest.mark.thorough] * (story in self.unions) for story, _, _ in self.told]
            told = [
                pytest.param(*one, marks=mark, id=name)
                for one, mark, name in zip(self.told, marks, names, strict=True)
            ]
            metafunc.parametrize(("story", "copies", "given"), told)

    @pytest.fixture(scope="class")
    @classmethod
    def connection(cls, request: pytest.FixtureRequest) -> Iterator[psycopg.Connection[Any]]:
        """A connection to a database of this module's own, with nobody in it."""
        url = request.getfixturevalue(f"empty_{cls.product.name}")
        with psycopg.connect(url, autocommit=True) as opened:
            yield opened

    @pytest.fixture
    def loaded(self, connection: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
        """A connection on which stories are loaded for one test."""
        with connection.transaction(force_rollback=True):
            connection.execute("select set_config('seedkit.now', %s, true)", [NOW.isoformat()])
            yield connection

    @pytest.fixture(scope="class")
    @classmethod
    def rows(cls) -> dict[str, pa.Table]:
        """The rows of all stories together, by table."""
        plan = plan_of(cls.product, "everything", copies=4, parameters=dict(cls.everything))
        parts: dict[str, list[pa.RecordBatch]] = defaultdict(list)
        for source in (generate.generate_shared(plan), generate.generate(plan, range(plan.copies))):
            for table, batch in source:
                parts[table.removeprefix("public.")].append(batch)
        return {table: pa.Table.from_batches(batches) for table, batches in parts.items()}

    def test_every_story_is_tried(self) -> None:
        tried = {f"{self.product.name}/{story}" for story, _, _ in self.told}
        assert tried == self.product.all_scenarios().keys()

    @pytest.mark.db
    def test_a_story_loads_holds_and_goes(
        self, connection: psycopg.Connection[Any], story: str, copies: int, given: dict[str, Any]
    ) -> None:
        plan = plan_of(self.product, story, copies=copies, parameters=given)
        receipt = load(connection, plan, generate)
        try:
            assert (receipt.mode, list(receipt.notes)) == ("fresh", [])
            loads = read_loads(connection)
            report = account_for(connection, loads)
            assert [(f.code, f.samples[:2]) for f in report.findings if f.failing] == []
            if not given:
                proof = prove(connection, loads)
                assert [f"{f.person} {f.table}: {f.message}" for f in proof.findings if f.failing] == []
            assert load(connection, plan, generate).written == 0
        finally:
            unload(connection, scenario=plan.scenario, seed=plan.seed)
        for table in plan.tables:
            assert connection.execute(f"select count(*) from {table.name}").fetchone() == (0,), table.name

    def test_every_table_is_filled(self, rows: dict[str, pa.Table]) -> None:
        assert {m.__table__.name for m in self.product.models if not is_view(m)} <= rows.keys()

    def test_every_column_is_filled(self, rows: dict[str, pa.Table]) -> None:
        empty = {
            f"{table}.{name}"
            for table, found in rows.items()
            for name in found.column_names
            if not table.startswith("auth.") and found.column(name).null_count == len(found)
        }
        assert empty == self.unfilled.keys()

    def test_every_column_that_may_be_null_is_null_somewhere(self, rows: dict[str, pa.Table]) -> None:
        """Or the catalogue's default fills it, or it says whose the row is: then it is nullable on paper only."""
        always = {
            f"{table.name}.{column.name}"
            for table in (m.__table__ for m in self.product.models if not is_view(m))
            for column in table.columns
            if column.nullable
            and column.computed is None
            and column.server_default is None
            and not column.foreign_keys
            and not rows[table.name].column(column.name).null_count
        }
        wide = plan_of(self.product, "everything", copies=100)
        for name in sorted(always - self.never_null.keys()):
            table, _, column = name.partition(".")
            batches = generate.generate(wide, range(wide.copies), tables=[f"public.{table}"])
            if any(batch.column(column).null_count for _, batch in batches):
                always.remove(name)
        assert always ^ self.never_null.keys() == set()

    def test_every_value_that_is_allowed_occurs(self, rows: dict[str, pa.Table]) -> None:
        missing: dict[str, set[str]] = {}
        for table, column, allowed in self.allowed:
            found = values_in(rows[table].column(column))
            assert found <= allowed, (table, column)
            if allowed - found:
                missing[f"{table}.{column}"] = allowed - found
        # What is as rare as in life is there, but not in every few copies.
        wide = plan_of(self.product, "everything", copies=200)
        for name, values in missing.items():
            table, _, column = name.partition(".")
            for _, batch in generate.generate(wide, range(wide.copies), tables=[f"public.{table}"]):
                values -= values_in(batch.column(column))
        assert {name: values for name, values in missing.items() if values} == {}


def plan_of(product: Product, story: str, **changes: Any) -> Plan:
    """The plan of six copies of a story, as of a fixed now."""
    return compile_plan(find_scenario(f"{product.name}/{story}"), **{"now": NOW, "copies": 6, **changes})


def ids(plan: Plan, handle: str) -> list[Any]:
    """The keys of those who are called so, copy by copy."""
    return [person.uid for person in generate.people(plan, range(plan.copies)) if person.handle == handle]


def asked(connection: psycopg.Connection[Any], query: str, *given: Any) -> list[Any]:
    """The first column of what a query gives."""
    return [row[0] for row in connection.execute(query, given).fetchall()]
