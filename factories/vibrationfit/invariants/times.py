"""Moments: nothing after now, nothing before its owner, beginnings before ends.

Read off the models: every column that holds a moment or a day is of the past, unless it is listed
as one that means the future.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Date, DateTime, Table, Uuid

from seedkit.verify.invariants import Invariant

from ..models import METADATA, MODELS
from .declare import each

_SOURCE = "catalog/vibrationfit columns"

#: Columns whose moment may lie ahead.
FUTURE = frozenset(
    {
        "activation_deadline",
        "billing_period_end",
        "call_scheduled_time",
        "current_period_end",
        "due_date",
        "expires_at",
        "next_installment_date",
        "trial_end",
        "vibe_assistant_monthly_reset_date",
    }
)
#: Which column says when a row came to be, where that is not created_at.
BORN = {"household_members": "invited_at"}
#: Links that may be made to something younger than the row.
LATER_LINKS = frozenset(
    {
        ("user_profiles", "household_id"),
        ("emotional_snapshots", "last_scene_id"),
        ("emotional_snapshots", "last_vision_id"),
    }
)
#: Table: moments in the order in which they come; updated_at after created_at goes without saying.
ORDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "actualization_blueprints": (("created_at", "started_at", "completed_at", "updated_at"),),
    "assessment_results": (("started_at", "completed_at", "updated_at"),),
    "blueprint_insights": (("created_at", "reviewed_at", "acted_upon_at"),),
    "blueprint_phases": (("created_at", "started_at", "completed_at"),),
    "blueprint_tasks": (("created_at", "started_at", "completed_at"),),
    "conversation_sessions": (("created_at", "last_message_at"),),
    "customer_subscriptions": (
        ("current_period_start", "current_period_end"),
        ("trial_start", "trial_end"),
        ("created_at", "canceled_at"),
    ),
    "generated_images": (("generated_at", "used_at"), ("generated_at", "expires_at")),
    "household_invitations": (("created_at", "accepted_at", "expires_at"),),
    "household_members": (("invited_at", "accepted_at", "joined_at", "removed_at"),),
    "intensive_purchases": (("created_at", "started_at", "completed_at"), ("created_at", "refunded_at")),
    "media_metadata": (("created_at", "last_accessed"),),
    "payment_history": (("created_at", "paid_at"),),
    "token_drips": (("billing_period_start", "billing_period_end"),),
    "token_transactions": (("created_at", "expires_at"),),
    "user_storage": (("granted_at", "created_at"),),
    "vision_board_items": (("created_at", "actualized_at"),),
    "vision_conversations": (("created_at", "vision_generated_at"), ("created_at", "completed_at")),
    "vision_progress": (("created_at", "last_activity"), ("created_at", "completed_at")),
    "vision_versions": (("created_at", "last_audio_generated_at"),),
    "voice_profiles": (("created_at", "last_refined_at"),),
    "vibrational_links": (("created_at", "last_updated"),),
}

_VIEWS = {model.__table__.name for model in MODELS if hasattr(model, "__view__")}
_TABLES = tuple(
    sorted(
        (t for t in METADATA.sorted_tables if t.schema == "public" and t.name not in _VIEWS),
        key=lambda t: t.name,
    )
)


def _key(table: Table) -> str:
    return "user_id" if table.name == "user_stats" else next(iter(table.c)).name


def _ours(table: Table) -> str | None:
    key = _key(table)
    return f"t.{key}" if isinstance(table.c[key].type, Uuid) else None


def _moment(column: Column[object], alias: str = "t") -> str:
    """A column as timestamptz; two tables keep wall-clock time, which is UTC."""
    zoned = not isinstance(column.type, DateTime) or column.type.timezone
    return f"{alias}.{column.name}" if zoned else f"({alias}.{column.name} at time zone 'utc')"


def past_columns(table: Table) -> list[Column[object]]:
    """The columns of a table whose moment or day has come."""
    return [c for c in table.c if isinstance(c.type, (Date, DateTime)) and c.name not in FUTURE]


def _past(table: Table) -> Invariant:
    columns = past_columns(table)
    today = "(:now at time zone 'utc')::date"
    holds = [
        f"coalesce({_moment(c)} <= {today if isinstance(c.type, Date) else ':now'}, true)" for c in columns
    ]
    return each(
        f"times.past.{table.name}",
        f"Nothing in {table.name} is dated after now, except what means the future",
        f"public.{table.name} t",
        " and ".join(holds),
        key=f"t.{_key(table)}",
        ours=_ours(table),
        show=", ".join(f"t.{c.name}" for c in columns),
        source=_SOURCE,
    )


def ordered_columns(table: Table) -> Iterator[tuple[str, str]]:
    """Pairs of columns of which the second is never before the first."""
    if {"created_at", "updated_at"} <= set(table.c.keys()):
        yield "created_at", "updated_at"
    for chain in ORDERS.get(table.name, ()):
        # Every two of a chain: one between them may be null.
        yield from ((a, b) for n, a in enumerate(chain) for b in chain[n + 1 :])


def _order(table: Table) -> Invariant:
    pairs = list(dict.fromkeys(ordered_columns(table)))
    columns = dict.fromkeys(name for pair in pairs for name in pair)
    return each(
        f"times.order.{table.name}",
        f"In {table.name} moments come in their order: " + ", ".join(f"{b} not before {a}" for a, b in pairs),
        f"public.{table.name} t",
        " and ".join(f"coalesce(t.{a} <= t.{b}, true)" for a, b in pairs),
        key=f"t.{_key(table)}",
        ours=_ours(table),
        show=", ".join(f"t.{name}" for name in columns),
        source=_SOURCE,
    )


def _born(table: Table) -> Column[object] | None:
    return table.c.get(BORN.get(table.name, "created_at"))


def _elders(table: Table) -> Iterator[tuple[str, Table, str]]:
    """The links whose rows must be at least as old: owners and parents, not the catalogue or itself."""
    for link in sorted(table.foreign_key_constraints, key=lambda link: str(link.name)):
        column, parent = next(iter(link.columns)).name, link.referred_table
        later = column.endswith("_by") or (table.name, column) in LATER_LINKS
        if not later and parent is not table and parent.name != "membership_tiers":
            yield column, parent, link.elements[0].column.name


def _owner(column: str) -> str:
    return "user" if column == "id" else column.removesuffix("_id").replace("_", " ")


def _child(table: Table) -> Invariant | None:
    born = _born(table)
    links = [link for link in _elders(table) if _born(link[1]) is not None]
    if born is None or not links:
        return None
    joins, holds = [], []
    for n, (column, parent, key) in enumerate(links):
        joins.append(f"left join {parent.schema}.{parent.name} p{n} on p{n}.{key} = t.{column}")
        elder = _born(parent)
        assert elder is not None
        holds.append(f"coalesce({_moment(born)} >= {_moment(elder, f'p{n}')}, true)")
    return each(
        f"times.child.{table.name}",
        f"No row of {table.name} is older than its {' or its '.join(_owner(c) for c, _, _ in links)}",
        f"public.{table.name} t {' '.join(joins)}",
        " and ".join(holds),
        show=", ".join([f"t.{born.name}", *(f"p{n}.{_born(p).name}" for n, (_, p, _) in enumerate(links))]),  # type: ignore[union-attr]
        key=f"t.{_key(table)}",
        ours=_ours(table),
        source=_SOURCE,
    )


TIMES = (
    *(_past(table) for table in _TABLES if past_columns(table)),
    *(_order(table) for table in _TABLES if list(ordered_columns(table))),
    *filter(None, map(_child, _TABLES)),
)
