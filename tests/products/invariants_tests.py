"""A product's promises: they hold for its witness and for every story, and each can be broken."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import psycopg
import pytest

from seedkit import generate
from seedkit.load.load import load
from seedkit.plan import compile_plan
from seedkit.product import Product
from seedkit.rules import Rules
from seedkit.scenario import Scenario
from seedkit.schema.ddl import schema_sql
from seedkit.testing import DatabaseServer
from seedkit.testing.recipes import Recipe, blank
from seedkit.verify.findings import Report
from seedkit.verify.invariants import check_invariants

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)


class InvariantTests:
    """What is tried of every product's promises; a test class states the ``product`` and what belongs to it.

    ``rules`` is what the promises have in common, ``mutations`` pairs of a code and SQL that breaks it for
    the rows of ``<product>/witness.sql``. ``subjects`` are the first parts of codes that there must be.
    ``unseen`` are promises that no story has anything for; ``optional`` the tables made only when asked for.
    """

    product: ClassVar[Product]
    rules: ClassVar[Rules]
    mutations: ClassVar[Sequence[tuple[str, str]]]
    subjects: ClassVar[Collection[str]]
    stories: ClassVar[Sequence[Scenario]]
    unseen: ClassVar[Collection[str]] = ()
    optional: ClassVar[Sequence[str]] = ()

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        if "statement" in metafunc.fixturenames:
            metafunc.parametrize(("code", "statement"), self.mutations)
        if "story" in metafunc.fixturenames:
            metafunc.parametrize("story", self.stories, ids=[story.name for story in self.stories])

    def test_every_promise_says_what_and_why(self) -> None:
        invariants = self.product.invariants
        assert [code for code, times in Counter(i.code for i in invariants).items() if times > 1] == []
        for invariant in invariants:
            assert len(invariant.title.split()) > 3, invariant.code
            assert not invariant.title.endswith("."), invariant.code
            assert invariant.source.startswith(f"{self.rules.source} "), invariant.code
            assert all(table.startswith(("public.", "auth.")) for table in invariant.tables), invariant.code

    def test_every_subject_has_promises(self) -> None:
        families = {invariant.code.partition(".")[0] for invariant in self.product.invariants}
        assert families == set(self.subjects)

    def test_every_promise_has_something_that_breaks_it(self) -> None:
        assert {code for code, _ in self.mutations} == {i.code for i in self.product.invariants}

    def test_only_the_catalogue_is_held_to_account_whoever_wrote_it(self) -> None:
        invariants = self.product.invariants
        shared = {i.tables[0] for i in invariants if ":ours(" not in i.violations}
        assert shared == {f"public.{table}" for table in self.rules.catalogue}
        assert all((":ours(" in i.facts) == (":ours(" in i.violations) for i in invariants)

    @pytest.fixture(scope="class")
    @classmethod
    def witness_url(cls, seedkit_server: DatabaseServer) -> Iterator[str]:
        """A database with the people of the witness; tests undo what they write."""
        file = Path(__file__).parent / cls.product.name / "witness.sql"
        with seedkit_server.database(cls.schema()) as url:
            with psycopg.connect(url) as connection:
                connection.execute(file.read_text(encoding="utf-8"))
            yield url

    @pytest.fixture
    def witness(self, witness_url: str) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(witness_url) as connection:
            connection.execute("set session_replication_role = replica")
            connection.commit()
            yield connection
            connection.rollback()

    @classmethod
    def schema(cls) -> Recipe:
        """The stand-in and the product's schema, optional tables included."""
        statements = schema_sql(cls.product.models, extras=cls.product.extras, optional=cls.optional)

        def make(connection: psycopg.Connection[Any]) -> None:
            with connection.transaction():
                for statement in statements:
                    connection.execute(statement)

        return Recipe(f"{cls.product.name}, optional tables", tuple(statements), make, blank())

    @pytest.mark.db
    def test_the_witness_keeps_every_promise_and_knows_all_of_them(
        self, witness: psycopg.Connection[Any]
    ) -> None:
        report = Report.of(check_invariants(witness, self.product.invariants, now=NOW))
        assert [(f.message, f.samples) for f in report.findings] == []
        assert [check.code for check in (*report.vacuous, *report.skipped)] == []

    @pytest.mark.db
    def test_rows_of_nobody_s_load_are_left_alone(self, witness: psycopg.Connection[Any]) -> None:
        nobody = (UUID("5eed0001-0000-0000-0000-000000000000"), UUID("5eed0002-0000-0000-0000-000000000000"))
        report = Report.of(check_invariants(witness, self.product.invariants, now=NOW, ranges=[nobody]))
        shared = {f"public.{table}" for table in self.rules.catalogue}
        assert {check.subject for check in report.checks if check.facts} <= shared

    @pytest.mark.db
    def test_a_broken_promise_is_found(
        self, witness: psycopg.Connection[Any], code: str, statement: str
    ) -> None:
        witness.execute(statement)
        invariants = [invariant for invariant in self.product.invariants if invariant.code == code]
        (check,) = check_invariants(witness, invariants, now=NOW)
        (finding,) = check.findings
        assert (finding.code, finding.failing) == (code, True)

    @pytest.mark.db
    def test_a_story_keeps_every_promise(self, seedkit_server: DatabaseServer, story: Scenario) -> None:
        invariants = self.product.invariants
        plan = compile_plan(story, now=NOW, copies=3, parameters=self.told(story))
        with seedkit_server.database(self.schema()) as url, psycopg.connect(url) as connection:
            load(connection, plan, generate)
            # Of the load alone, and of the whole database: nobody else is in it.
            ours = Report.of(check_invariants(connection, invariants, now=NOW, ranges=[plan.key_range()]))
            everybody = Report.of(check_invariants(connection, invariants, now=NOW))
        assert [(f.code, f.count, f.samples[:2]) for f in (*ours.findings, *everybody.findings)] == []
        if story.name == f"{self.product.name}/everything":
            assert {check.code for check in ours.vacuous} == set(self.unseen)

    def told(self, story: Scenario) -> dict[str, Any]:
        """The parameters with which a story is told."""
        return {}
