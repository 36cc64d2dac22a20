"""Which tables are filled, with how many rows; and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ..schema.reflected import Database, Name, Table
from .request import Request, matching

__all__ = ["MANAGED", "Selection", "select"]

#: Schemas that Supabase's own services write; people are made in ``auth``, the rest is left alone.
MANAGED = frozenset(
    {
        "auth", "storage", "realtime", "_realtime", "vault", "pgsodium", "pgsodium_masks", "graphql",
        "graphql_public", "extensions", "net", "cron", "supabase_functions", "supabase_migrations",
        "pgbouncer", "_analytics", "_supavisor", "pgmq", "pgtle",
    }
)  # fmt: skip

#: Where migration tools remember what they did: rows of ours would be taken for migrations.
_MIGRATIONS = frozenset(
    {
        "schema_migrations", "ar_internal_metadata", "alembic_version", "django_migrations",
        "flyway_schema_history", "databasechangelog", "databasechangeloglock", "_prisma_migrations",
        "knex_migrations", "knex_migrations_lock", "sequelizemeta", "typeorm_metadata", "__drizzle_migrations",
        "__efmigrationshistory", "goose_db_version", "phinxlog", "migrations", "pgmigrations",
        "_sqlx_migrations", "__diesel_schema_migrations", "gorp_migrations", "refinery_schema_history",
        "mikro_orm_migrations", "kysely_migration", "kysely_migration_lock", "typeorm_migrations", "aerich",
        "_yoyo_migration", "_yoyo_log", "_yoyo_version", "yoyo_lock", "doctrine_migration_versions",
    }
)  # fmt: skip
#: Columns of a tool's ``migrations`` at most.
HISTORY = 5


@dataclass(frozen=True)
class Selection:
    """Rows asked by table, and the reasons why other tables stay as they are."""

    asked: Mapping[Name, int]
    left: Mapping[Name, str] = field(default_factory=dict)


def select(database: Database, request: Request, *, managed: Collection[str] = ()) -> Selection:
    """The tables that the request means. Raises UnknownName for a table that the database does not have."""
    left: dict[Name, str] = {}
    candidates: list[Name] = []
    for table in database:
        if table.partition_of is not None or table.kind in ("view", "materialized view"):
            continue
        reason = _untouchable(table, managed)
        if reason:
            left[table.name] = reason
        else:
            candidates.append(table.name)
    counts = request.counts(candidates)
    chosen = list(candidates)
    if request.tables:
        named = {name for pattern in request.tables for name in matching(pattern, candidates)}
        chosen = [name for name in candidates if name in named]
        left.update((name, "not among --tables") for name in candidates if name not in named)
    for pattern in request.exclude:
        for name in matching(pattern, candidates):
            if name in chosen:
                chosen.remove(name)
            left[name] = "excluded"
    for name in list(chosen):
        reason = _left_alone(database[name]) if not request.tables else None
        if reason:
            chosen.remove(name)
            left[name] = reason
    return Selection({name: counts[name] for name in chosen}, left)


def _untouchable(table: Table, managed: Collection[str]) -> str | None:
    if table.name.schema in managed:
        return f"schema {table.name.schema} belongs to Supabase"
    if table.extension:
        return f"belongs to the extension {table.extension}"
    if table.kind == "foreign":
        return "a foreign table: its rows live elsewhere"
    return None


def _left_alone(table: Table) -> str | None:
    if _is_history(table) and not table.empty:
        return "holds the history of a migration tool"
    if "INSERT" not in table.privileges and not any(c.insertable for c in table.columns.values()):
        return "the current role may not insert into it"
    return None


def _is_history(table: Table) -> bool:
    """Whether a migration tool keeps its history here; products have tables of ``migrations`` of their own."""
    name = table.name.name.lower()
    plain = not table.foreign_keys and len(table.columns) <= HISTORY
    return (name in _MIGRATIONS or name.startswith("alembic_version")) and (name != "migrations" or plain)
