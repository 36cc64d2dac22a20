"""The models against the catalogue of the published schema: nothing missing, nothing added unsaid.

The catalogue is catalog/vibrationfit/*.csv, facts read from the product's own dump. Where the models
differ on purpose, the difference stands in one of the dicts below and in docs/decisions.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Column, Enum, Index, Table, UniqueConstraint
from sqlalchemy.dialects import postgresql
from vibrationfit_catalog import BY_TABLE, COLUMNS, by_table, rows

from seedkit.factories.vibrationfit.schema import EXTRAS
from seedkit.schema.access import COMMANDS, Claims, access_of
from seedkit.schema.ddl import is_optional, is_view

ROOT = Path(__file__).parents[2]
# Where the models say something else than the dump, by "table.column" or by name; also in docs/decisions.md.
OTHER_DEFAULTS = {
    "ai_conversations.id": "gen_random_uuid()",
    "household_invitations.id": "gen_random_uuid()",
    "household_members.id": "gen_random_uuid()",
    "households.id": "gen_random_uuid()",
    "vision_versions.id": "gen_random_uuid()",
}
ADDED_CONSTRAINTS = {"video_mapping_user_id_fkey"}
ADDED_INDEXES = {
    "idx_actualization_blueprints_vision_board_item_id",
    "idx_ai_usage_logs_user_id",
    "idx_customer_subscriptions_membership_tier_id",
    "idx_emotional_snapshots_last_scene_id",
    "idx_emotional_snapshots_last_vision_id",
    "idx_generated_images_user_id",
    "idx_household_invitations_invited_by",
    "idx_household_invitations_invitee",
    "idx_household_members_invited_by",
    "idx_journal_entries_user_id",
    "idx_member_profiles_user_id",
    "idx_scenes_related_vision_id",
    "idx_token_transactions_created_by",
    "idx_user_storage_subscription_id",
    "idx_video_mapping_user_id",
    "idx_vision_audios_parent_audio_id",
    "idx_vision_board_items_user_id",
}
# Access that differs from access.csv, in its own words.
OTHER_ACCESS = {
    "ai_action_token_overrides": {"insert": "none", "update": "none", "delete": "none"},
    "ai_model_pricing": {"insert": "none", "update": "none", "delete": "none"},
    "assessment_insights": {"insert": "none"},
    "audio_variants": {"insert": "none", "update": "none", "delete": "none"},
    "customer_subscriptions": {"insert": "none", "update": "none"},
    "media_metadata": {"insert": "own:user_id", "update": "own:user_id"},
    "payment_history": {"insert": "none"},
    "refinements_backup_20251111": dict.fromkeys(COMMANDS, "none"),
    "token_transactions": {"insert": "none"},
    "token_usage": {"insert": "none"},
    "vibrational_event_sources": {
        "select": "public:enabled=true",
        "insert": "none",
        "update": "none",
        "delete": "none",
    },
    "video_mapping": {"select": "own:user_id"},
    "vision_versions_backup_20251111": dict.fromkeys(COMMANDS, "none"),
}
# Published functions that name columns which no longer exist and have no meaning left to keep.
DROPPED_FUNCTIONS = {
    "decrement_vibe_assistant_allowance",
    "get_vibe_assistant_allowance",
    "reset_monthly_vibe_assistant_allowances",
    "update_profile_stats",
}


CONSTRAINTS, INDEXES = by_table("constraints"), by_table("indexes")

every_table = pytest.mark.parametrize("name", sorted(BY_TABLE))
every_dumped_table = pytest.mark.parametrize(
    "name", sorted(t for t, m in BY_TABLE.items() if not is_view(m) and not is_optional(m))
)


def table_of(name: str) -> Table:
    return BY_TABLE[name].__table__


def type_of(column: Column[Any]) -> str:
    text = column.type.compile(dialect=postgresql.dialect()).lower().replace(", ", ",")
    text = text.removeprefix("public.").replace("timestamp without time zone", "timestamp")
    return text.replace("timestamp with time zone", "timestamptz")


def default_of(column: Column[Any]) -> str:
    if column.server_default is None:
        return ""
    value = column.server_default.arg
    text = value if isinstance(value, str) else str(value.compile(dialect=postgresql.dialect()))
    return re.sub(r"now\(\) \+ interval '(.*)'", r"now()+\1", text)


def test_every_table_of_the_catalogue_has_a_model() -> None:
    assert set(BY_TABLE) == {row["table"] for row in rows("tables")}
    assert [name for name, m in BY_TABLE.items() if is_optional(m)] == ["token_drips"]
    assert [name for name, m in BY_TABLE.items() if is_view(m)] == ["token_usage_with_costs"]


@every_table
def test_columns(name: str) -> None:
    ours = [
        (c.name, type_of(c), "yes" if c.nullable else "no", default_of(c)) for c in table_of(name).columns
    ]
    theirs = [
        (
            r["column"],
            r["pg_type"],
            r["nullable"],
            OTHER_DEFAULTS.get(f"{name}.{r['column']}", r["default"].strip("'")),
        )
        for r in COLUMNS[name]
    ]
    assert ours == theirs


@every_table
def test_every_meaning_is_a_comment_and_every_class_says_what_it_is(name: str) -> None:
    if name != "token_drips":
        meant = {r["column"] for r in COLUMNS[name] if r["meaning"]}
        assert {c.name for c in table_of(name).columns if c.comment} == meant
    assert BY_TABLE[name].__doc__


@every_dumped_table
def test_primary_key(name: str) -> None:
    keys = {(r["name"], r["columns"]) for r in CONSTRAINTS[name] if r["kind"] == "pk"}
    key = table_of(name).primary_key
    # Two backup tables have none, but for the ORM's own bookkeeping.
    assert ({(str(key.name), "+".join(c.name for c in key.columns))} if len(key.columns) else set()) == keys


@every_dumped_table
def test_uniques(name: str) -> None:
    table = table_of(name)
    ours = {
        (str(c.name), "+".join(column.name for column in c.columns))
        for c in table.constraints
        if isinstance(c, UniqueConstraint)
    }
    assert ours == {(r["name"], r["columns"]) for r in CONSTRAINTS[name] if r["kind"] == "unique"}


@every_dumped_table
def test_foreign_keys(name: str) -> None:
    ours = {
        (
            str(key.name),
            key.column_keys[0],
            f"{key.elements[0].column.table.fullname}.{key.elements[0].column.name}",
            (key.ondelete or "no action").lower(),
        )
        for key in table_of(name).foreign_key_constraints
        if key.name not in ADDED_CONSTRAINTS
    }
    assert ours == {
        (r["name"], r["columns"], r["references"], r["on_delete"])
        for r in CONSTRAINTS[name]
        if r["kind"] == "fk"
    }


@every_dumped_table
def test_checks(name: str) -> None:
    checks = {str(c.name): c for c in table_of(name).constraints if isinstance(c, CheckConstraint)}
    facts = {r["name"]: r["check_fact"] for r in CONSTRAINTS[name] if r["kind"] == "check"}
    assert set(checks) == set(facts)
    for check, fact in facts.items():
        sql = str(checks[check].sqltext)
        assert values_in(sql) == values_of(fact), check
        assert set(re.findall(r"[a-z_]{3,}", fact.split(" in ")[0])) <= set(re.findall(r"[a-z_]{3,}", sql))


def values_in(sql: str) -> set[str]:
    """The quoted labels of an SQL condition, or its numbers where it has none."""
    labels = [label.replace("''", "'") for label in re.findall(r"'((?:[^']|'')*)'", sql)]
    return set(labels or re.findall(r"\b\d+\b", sql))


def values_of(fact: str) -> set[str]:
    _, _, labels = fact.partition(" in ")
    return set(labels.split("|") if labels else re.findall(r"\b\d+\b", fact))


def test_enums() -> None:
    used = {c.type for m in BY_TABLE.values() for c in m.__table__.columns if isinstance(c.type, Enum)}
    ours = {str(e.name): "|".join(e.enums) for e in used | set(EXTRAS.types)}
    assert ours == {r["type"]: r["values"] for r in rows("enums")}


@every_dumped_table
def test_indexes(name: str) -> None:
    ours = {index_fact(i) for i in table_of(name).indexes if i.name not in ADDED_INDEXES}
    theirs = {
        (
            r["index"],
            r["columns"],
            r["unique"] == "yes",
            r["method"],
            r["partial_predicate"],
        )
        for r in INDEXES[name]
        if not r["backs_constraint"]
    }
    assert ours == theirs


def index_fact(index: Index) -> tuple[str, str, bool, str, str]:
    options = index.dialect_options["postgresql"]
    where = "" if options["where"] is None else predicate(str(options["where"]))
    columns = "+".join(getattr(e, "name", None) or str(e) for e in index.expressions)
    return str(index.name), columns, index.unique, options["using"] or "btree", where


def predicate(where: str) -> str:
    """An index predicate in the catalogue's words."""
    where = where.replace(" is not null", " not null").replace(" and ", " AND ")
    if labels := re.fullmatch(r"(\w+) in \((.*)\)", where):
        return f"{labels[1]} in " + labels[2].replace("'", "").replace(", ", "|")
    flags = [re.sub(r"^not (\w+)$", r"\1=false", part) for part in where.split(" AND ")]
    return " AND ".join(f"{flag}=true" if re.fullmatch(r"\w+", flag) else flag for flag in flags)


def test_every_foreign_key_and_owner_column_leads_an_index() -> None:
    bare = []
    for name, model in BY_TABLE.items():
        table = table_of(name)
        led = {next(iter(c.columns)).name for c in table.constraints if len(c.columns)}
        led |= {getattr(i.expressions[0], "name", "") for i in table.indexes}
        wanted = {c for key in table.foreign_key_constraints for c in key.column_keys}
        wanted |= {c for rule in access_of(model).allows for c in rule.when.columns}
        bare += [] if is_view(model) else [f"{name}.{column}" for column in wanted - led]
    # The invitee is found by the index on lower(invited_email) and by the plain one.
    assert bare == []


@every_dumped_table
@pytest.mark.parametrize("command", COMMANDS)
def test_access(name: str, command: str) -> None:
    published = next(r for r in rows("access") if r["table"] == name)
    words = OTHER_ACCESS.get(name, {}).get(command, published[command])
    rules = [rule for rule in words.split(" or ") if rule not in ("none", "service")]
    access = access_of(BY_TABLE[name])
    ours = {c.expect("t", Claims("me", "mail")) for c in access.conditions(command, "authenticated")}
    assert ours == {condition(rule) for rule in rules}
    assert bool(access.conditions(command, "anon")) == any(rule.startswith("public") for rule in rules)


def condition(rule: str) -> str:
    """The SQL of a rule of access.csv over a row ``t`` for the user ``me``."""
    kind, _, detail = rule.partition(":")
    column, _, source = detail.partition("->")
    if kind == "own" and source:
        parent, owner = source.split(".")
        return (
            f'exists (select 1 from "public"."{parent}" parent_row '
            f'where parent_row."id" = t."{column}" and parent_row."{owner}" = me)'
        )
    if kind == "own":
        return f't."{column}" = me'
    if kind == "household admin":
        return (
            "exists (select 1 from public.households home "
            f"where home.id = t.{column} and home.admin_user_id = me)"
        )
    if kind == "active household member":
        return (
            f"exists (select 1 from public.household_members seat where seat.household_id = t.{column} "
            "and seat.user_id = me and seat.status = 'active')"
        )
    if kind == "invitee":
        return f"lower(t.{column}) = lower(mail)"
    assert kind in ("public", "authenticated"), rule
    return f"t.{detail.removesuffix('=true')}" if detail else "true"


def test_functions() -> None:
    made = "\n".join((*EXTRAS.functions, *EXTRAS.triggers))
    ours = set(re.findall(r"create function public\.(\w+)", made))
    assert {r["function"] for r in rows("functions")} - ours == DROPPED_FUNCTIONS
    assert not DROPPED_FUNCTIONS & ours


def test_every_difference_is_explained() -> None:
    decisions = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    said = {
        *OTHER_DEFAULTS,
        *ADDED_CONSTRAINTS,
        *ADDED_INDEXES,
        *OTHER_ACCESS,
        *DROPPED_FUNCTIONS,
    }
    assert [name for name in sorted(said) if f"`{name}`" not in decisions] == []
