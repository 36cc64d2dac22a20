"""The schema ``seedkit`` in the target: which loads are in it, and which rows and people are theirs."""

from __future__ import annotations

from typing import Any

import psycopg

__all__ = ["LEDGER_TABLES", "LOCK", "ensure_ledger", "has_ledger"]

#: The lock under which the schema is made.
LOCK = 0x5EED_1ED6

LEDGER_TABLES = {
    # One row for each load, written in the load's own transaction. xids are all transactions that
    # ever wrote rows of it: a row of ours with another xmin was edited by somebody else.
    "seedkit.loads": """
        create table seedkit.loads (
            id bigint generated always as identity primary key,
            product text not null,
            scenario text not null,
            seed bigint not null,
            name text not null default '',
            tag integer not null unique check (tag between 1 and 65534),
            copies integer not null check (copies >= 0),
            now timestamptz not null,
            parameters jsonb not null default '{}',
            fingerprint text not null,
            versions jsonb not null default '{}',
            xids bigint[] not null default '{}',
            row_counts jsonb not null default '{}',
            receipt jsonb not null default '{}',
            created_at timestamptz not null default now(),
            loaded_at timestamptz not null default now(),
            unique (scenario, seed, name)
        )""",
    # Rows whose key does not tell their load: natural keys, rows adopted from triggers, reference rows.
    "seedkit.rows": """
        create table seedkit.rows (
            load_id bigint not null references seedkit.loads on delete cascade,
            table_name text not null,
            key text not null,
            primary key (load_id, table_name, key)
        )""",
    # People by handle, for `--as`: of the first copies and the last. Others follow from the plan.
    # sub is what a token of theirs says where that is not the uid (third-party sign-in).
    "seedkit.people": """
        create table seedkit.people (
            load_id bigint not null references seedkit.loads on delete cascade,
            handle text not null,
            copy integer not null,
            uid uuid not null,
            email text,
            sub text,
            primary key (load_id, handle, copy)
        )""",
    # The marker: one row that says what this database is, and what its owner has agreed to.
    "seedkit.target": """
        create table seedkit.target (
            only_row boolean primary key default true check (only_row),
            environment text not null default 'local' check (environment in ('local', 'ci', 'staging')),
            database_uid uuid not null default gen_random_uuid(),
            accepted_foreign_users bigint not null default 0,
            created_at timestamptz not null default now()
        )""",
}


def has_ledger(connection: psycopg.Connection[Any]) -> bool:
    """Whether this database was ever seeded."""
    row = connection.execute("select to_regclass('seedkit.loads') is not null").fetchone()
    return row is not None and bool(row[0])


def ensure_ledger(connection: psycopg.Connection[Any]) -> None:
    """Create what is missing of the schema; safe in two sessions at once, closed to API roles."""
    with connection.transaction():
        # "if not exists" alone races: both sessions look, both create, one fails on pg_namespace.
        connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        connection.execute("create schema if not exists seedkit")
        for table, statement in LEDGER_TABLES.items():
            row = connection.execute("select to_regclass(%s)", [table]).fetchone()
            if row == (None,):
                connection.execute(statement)
        connection.execute("insert into seedkit.target default values on conflict do nothing")
