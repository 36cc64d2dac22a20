"""VibrationFit's promises: they hold for the witness and for every story, and each can be broken."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from broken import MUTATIONS
from psycopg import sql

from seedkit import generate
from seedkit.factories.vibrationfit import product
from seedkit.factories.vibrationfit.invariants import INVARIANTS
from seedkit.factories.vibrationfit.invariants.declare import CATALOGUE
from seedkit.factories.vibrationfit.models import MODELS
from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.load import load
from seedkit.plan import compile_plan
from seedkit.schema.ddl import schema_sql
from seedkit.supabase.standin import install_standin
from seedkit.verify.findings import Report
from seedkit.verify.invariants import check_invariants

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
WITNESS = Path(__file__).parent / "vibrationfit" / "witness.sql"
STORIES = tuple(product.all_scenarios().values())
#: Promises that no story has anything for, because the product has stopped writing it.
UNSEEN = {"documents.ai_conversations.context_used"}
BY_CODE = {invariant.code: invariant for invariant in INVARIANTS}


def test_every_promise_says_what_and_why():
    repeated = [code for code, times in Counter(i.code for i in INVARIANTS).items() if times > 1]
    assert not repeated
    for invariant in INVARIANTS:
        assert len(invariant.title.split()) > 3, invariant.code
        assert not invariant.title.endswith("."), invariant.code
        assert invariant.source.startswith("catalog/vibrationfit "), invariant.code
        assert all(table.startswith(("public.", "auth.")) for table in invariant.tables), invariant.code


def test_every_subject_of_the_catalogue_has_promises():
    families = Counter(invariant.code.partition(".")[0] for invariant in INVARIANTS)
    assert {f"c{n}" for n in range(1, 9)} <= families.keys()
    assert {"references", "owner", "documents", "words", "times"} <= families.keys()


def test_the_product_has_its_promises():
    assert product.invariants == INVARIANTS


def test_every_promise_has_something_that_breaks_it():
    broken = {code for code, _ in MUTATIONS}
    assert broken == BY_CODE.keys()


@contextlib.contextmanager
def _database(server: EmbeddedServer, purpose: str) -> Iterator[str]:
    """The URL of a database with the stand-in and VibrationFit's schema, the dropped table of drips included."""
    name = f"vibrationfit_{purpose}_{secrets.token_hex(4)}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    with psycopg.connect(server.url(name), autocommit=True) as connection:
        install_standin(connection)
        with connection.transaction():
            for statement in schema_sql(MODELS, extras=EXTRAS, optional=["token_drips"]):
                connection.execute(statement)
    yield server.url(name)
    with psycopg.connect(server.url("postgres"), autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def test_only_the_catalogue_is_held_to_account_whoever_wrote_it():
    shared = {i.tables[0] for i in INVARIANTS if ":ours(" not in i.violations}
    assert shared == {f"public.{table}" for table in CATALOGUE}
    assert all((":ours(" in i.facts) == (":ours(" in i.violations) for i in INVARIANTS)


@pytest.fixture(scope="session")
def witness_url(server: EmbeddedServer) -> Iterator[str]:
    """A database with the people of the witness, and the table of drips; tests undo what they write."""
    with _database(server, "witness") as url:
        with psycopg.connect(url) as connection:
            connection.execute(WITNESS.read_text(encoding="utf-8"))
        yield url


@pytest.fixture
def witness(witness_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(witness_url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.commit()
        yield connection
        connection.rollback()


@pytest.mark.db
def test_the_witness_keeps_every_promise_and_knows_all_of_them(witness):
    report = Report.of(check_invariants(witness, INVARIANTS, now=NOW))
    assert [finding.message for finding in report.findings] == []
    assert [check.code for check in (*report.vacuous, *report.skipped)] == []


@pytest.mark.db
def test_rows_of_nobody_s_load_are_left_alone(witness):
    nobody = (UUID("5eed0001-0000-0000-0000-000000000000"), UUID("5eed0002-0000-0000-0000-000000000000"))
    report = Report.of(check_invariants(witness, INVARIANTS, now=NOW, ranges=[nobody]))
    assert {check.subject for check in report.checks if check.facts} <= {
        f"public.{table}" for table in CATALOGUE
    }


@pytest.mark.db
@pytest.mark.parametrize(("code", "statement"), MUTATIONS)
def test_a_broken_promise_is_found(witness, code, statement):
    witness.execute(statement)
    (check,) = check_invariants(witness, [BY_CODE[code]], now=NOW)
    (finding,) = check.findings
    assert (finding.code, finding.failing) == (code, True)


@pytest.mark.db
@pytest.mark.parametrize("story", STORIES, ids=[story.name for story in STORIES])
def test_a_story_keeps_every_promise(server, story):
    told = {"drips": True} if "drips" in story.parameters else {}
    plan = compile_plan(story, now=NOW, copies=3, parameters=told)
    with _database(server, "story") as url, psycopg.connect(url) as connection:
        load(connection, plan, generate)
        # Of the load alone, and of the whole database: nobody else is in it.
        ours = Report.of(check_invariants(connection, INVARIANTS, now=NOW, ranges=[plan.key_range()]))
        everybody = Report.of(check_invariants(connection, INVARIANTS, now=NOW))
    assert [(f.code, f.count, f.samples[:2]) for f in (*ours.findings, *everybody.findings)] == []
    if story.name == "vibrationfit/everything":
        assert {check.code for check in ours.vacuous} == UNSEEN
