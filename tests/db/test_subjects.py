"""Rules by the subject of a token, for people whom a third party signs in: their policies and their proof."""

from __future__ import annotations

import uuid
from typing import Any

import psycopg
import pytest
from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seedkit.schema.access import Claims, access_by_table, own, own_sub, via_sub
from seedkit.schema.columns import uuid_pk
from seedkit.schema.ddl import schema_sql
from seedkit.supabase.claims import Person
from seedkit.verify.access import Proof, Subject, prove_access

pytestmark = pytest.mark.db


class Base(DeclarativeBase):
    type_annotation_map = {str: Text}


class Account(Base):
    __tablename__ = "accounts"
    __access__ = own_sub("subject", commands="select update", server_only=("subject",))

    id: Mapped[uuid_pk]
    subject: Mapped[str] = mapped_column(unique=True)
    nickname: Mapped[str | None]


class Note(Base):
    __tablename__ = "notes"
    __access__ = via_sub("account_id", "accounts", "subject")

    id: Mapped[uuid_pk]
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(Account.id), index=True)
    body: Mapped[str]


SUBJECTS = {"clerk": "user_2abcDEF", "firebase": "aB3xYz", "uuid": "0a1b2c3d-0000-4000-8000-00000000000a"}


@pytest.fixture
def people(supabase_connection: psycopg.Connection[Any]) -> list[Subject]:
    for statement in schema_sql([Account, Note]):
        supabase_connection.execute(statement)  # type: ignore[call-overload]
    found = []
    for handle, subject in SUBJECTS.items():
        row = supabase_connection.execute(
            "insert into accounts (subject) values (%s) returning id", [subject]
        ).fetchone()
        assert row is not None
        # A third party need not know any uuid of the database.
        found.append(Subject(Person(handle, None, f"{handle}@example.test", sub=subject), handle))
        supabase_connection.execute(
            "insert into notes (account_id, body) values (%s, 'a'), (%s, 'b')", [row[0]] * 2
        )
    supabase_connection.execute("insert into notes (body) values ('of nobody')")
    return found


def prove(connection: psycopg.Connection[Any], people: list[Subject]) -> Proof:
    return prove_access(connection, tables=access_by_table([Account, Note]), people=people)


def test_people_are_told_apart_by_any_text(
    supabase_connection: psycopg.Connection[Any], people: list[Subject]
) -> None:
    proof = prove(supabase_connection, people)
    assert [str(f) for f in proof.findings if f.severity != "note"] == []
    exact = [
        c for c in proof.cells if c.probe.letter == "S" and c.probe.table == "public.notes" and c.reached
    ]
    assert {(c.subject.handle, c.reached) for c in exact if c.subject.kind != "forged"} == {
        (handle, 2) for handle in SUBJECTS
    }


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("account_id in (select id from accounts where subject = auth.uid()::text)", "access.raises"),
        ("auth.jwt() ->> 'sub' is not null", "access.read.over"),
        ("account_id::text = auth.jwt() ->> 'sub'", "access.read.under"),
    ],
)
def test_faults_are_found(
    supabase_connection: psycopg.Connection[Any], people: list[Subject], fault: str, code: str
) -> None:
    supabase_connection.execute(f"alter policy authenticated_select on notes using ({fault})")  # type: ignore[call-overload]
    findings = prove(supabase_connection, people).findings
    assert code in {f.code for f in findings if f.table == "public.notes"}


def test_the_policy_is_served_by_an_index(
    supabase_connection: psycopg.Connection[Any], people: list[Subject]
) -> None:
    supabase_connection.execute("set enable_seqscan = off")
    supabase_connection.execute("set role authenticated")
    plan = supabase_connection.execute("explain select from notes").fetchall()
    assert "Index Cond: (account_id = " in " ".join(line for (line,) in plan)


def test_without_a_subject_of_its_own_a_token_says_the_uid() -> None:
    assert Claims("me", "mail").sub == "(me)::text"
    (condition,) = own("owner").conditions("select", "authenticated")
    assert condition.expect("t", Claims("me", "mail")) == 't."owner" = me'
    assert Person("ana", uuid.UUID(int=5)).subject == str(uuid.UUID(int=5))
    assert Person("anon", role="anon").subject is None
