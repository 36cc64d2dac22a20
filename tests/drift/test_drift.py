"""Drift: none where the schema is as meant, and each difference by its name where it is not."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from typing import Any

import psycopg
import pytest

from seedkit.drift.difference import Difference
from seedkit.drift.render import drift_lines, sentence
from seedkit.drift.report import drift_of, home_of
from seedkit.errors import TargetError, UsageError
from seedkit.product import find_product
from seedkit.schema.install import install_schema
from seedkit.schema.scratch import snapshot_of

pytestmark = pytest.mark.db

PROGRAM = [sys.executable, "-c", "from seedkit.cli import main; main()"]
PRODUCTS = ("vibrationfit", "craveverse", "infinitepages")
VISIONS, PROFILES, TIERS = "public.vision_versions", "public.user_profiles", "public.membership_tiers"


def seedkit(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *arguments], capture_output=True, text=True, timeout=120)


def differences(connection: psycopg.Connection[Any], product: str = "vibrationfit") -> list[Difference]:
    return list(drift_of(connection, find_product(product)).differences)


# Where nothing differs


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_meant_schema_does_not_drift(meant_urls: dict[str, str], product: str) -> None:
    with psycopg.connect(meant_urls[product]) as connection:
        report = drift_of(connection, find_product(product))
    assert (report.differences, report.exit_code) == ((), 0)
    models = find_product(product).models
    assert report.compared["table"] + report.compared["view"] >= len(models)
    assert (
        report.compared["column"]
        >= sum(len(m.__table__.columns) for m in models if m.__table__.schema != "auth") * 0.9
    )
    assert min(report.compared[p] for p in ("policy", "trigger", "check", "foreign key", "unique")) >= 8


@pytest.mark.parametrize("product", PRODUCTS)
def test_the_snapshot_is_what_a_server_makes_of_the_models(product: str) -> None:
    found = find_product(product)
    assert snapshot_of(found) == found.snapshot.read_text("utf-8"), f"seedkit schema {product} --snapshot"


def test_a_product_in_another_schema_does_not_drift_either(supabase: str) -> None:
    product = find_product("craveverse")
    with psycopg.connect(supabase, autocommit=True) as connection:
        install_schema(connection, product, "select")
        assert drift_of(connection, product, "select").differences == ()
        connection.execute('alter table "select".users rename column cravecoins to crave_coins')
        (found,) = drift_of(connection, product, "select").differences
        assert (found.kind, found.table, found.name, found.note) == (
            "renamed",
            "select.users",
            "cravecoins",
            "catalog/craveverse b4",
        )
        assert found.places[0].file == "factories/craveverse/identity.py"
        with pytest.raises(TargetError, match="no table of craveverse is in the schema public"):
            drift_of(connection, product)


def test_it_only_reads(meant_urls: dict[str, str]) -> None:
    with psycopg.connect(meant_urls["vibrationfit"]) as connection:
        connection.read_only = True
        assert drift_of(connection, find_product("vibrationfit")).exit_code == 0


# One change, one difference

CHANGES = {
    "alter table public.scenes rename to imagined": [("renamed", "table", "public.scenes", "")],
    "alter table public.refinements rename to vibe_assistant_logs": [
        ("renamed", "table", "public.refinements", "")
    ],
    "drop table public.video_mapping": [("missing", "table", "public.video_mapping", "")],
    "create table public.coupons (id int primary key, code text)": [("extra", "table", "public.coupons", "")],
    "drop view public.token_usage_with_costs": [("missing", "view", "public.token_usage_with_costs", "")],
    "create view public.totals as select 1 as one": [("extra", "view", "public.totals", "")],
    "alter table public.vision_versions rename love to romance": [("renamed", "column", VISIONS, "love")],
    "alter table public.vision_versions rename activation_message to closing": [
        ("renamed", "column", VISIONS, "activation_message")
    ],
    "alter table public.vision_versions drop audio_url": [("missing", "column", VISIONS, "audio_url")],
    "alter table public.vision_versions add mood text not null": [("extra", "column", VISIONS, "mood")],
    "alter table public.vision_versions alter version_number type bigint": [
        ("changed", "column", VISIONS, "version_number")
    ],
    "alter table public.vision_versions alter forward set not null": [
        ("changed", "column", VISIONS, "forward")
    ],
    "alter table public.vision_versions alter title set default 'Mine'": [
        ("changed", "column", VISIONS, "title")
    ],
    "alter table public.membership_tiers alter name type varchar(20)": [("changed", "column", TIERS, "name")],
    "alter table public.user_storage drop constraint user_storage_pkey": [
        ("missing", "primary key", "public.user_storage", "user_storage_pkey")
    ],
    "alter table public.membership_tiers drop constraint membership_tiers_name_key": [
        ("missing", "unique", TIERS, "membership_tiers_name_key")
    ],
    "create unique index one_title on public.vision_versions (user_id, lower(title)) where is_active": [
        ("extra", "unique", VISIONS, "one_title")
    ],
    "alter index public.idx_user_profiles_one_draft_per_user rename to one_draft": [
        ("renamed", "unique", PROFILES, "idx_user_profiles_one_draft_per_user")
    ],
    "alter table public.scenes drop constraint scenes_related_vision_id_fkey": [
        ("missing", "foreign key", "public.scenes", "scenes_related_vision_id_fkey")
    ],
    """alter table public.scenes drop constraint scenes_related_vision_id_fkey,
       add constraint scenes_related_vision_id_fkey foreign key (related_vision_id)
       references public.vision_versions on delete cascade""": [
        ("changed", "foreign key", "public.scenes", "scenes_related_vision_id_fkey")
    ],
    "alter table public.vision_versions drop constraint vision_versions_perspective_check": [
        ("missing", "check", VISIONS, "vision_versions_perspective_check")
    ],
    """alter table public.vision_versions drop constraint vision_versions_perspective_check,
       add constraint vision_versions_perspective_check check (perspective in ('singular', 'royal'))""": [
        ("changed", "check", VISIONS, "vision_versions_perspective_check")
    ],
    "alter table public.vision_versions add constraint short check (length(title) < 80)": [
        ("extra", "check", VISIONS, "short")
    ],
    "alter table public.households disable row level security": [
        ("changed", "row security", "public.households", "")
    ],
    "drop policy authenticated_select on public.households": [
        ("missing", "policy", "public.households", "authenticated_select")
    ],
    "alter policy authenticated_select on public.journal_entries using (true)": [
        ("changed", "policy", "public.journal_entries", "authenticated_select")
    ],
    "alter policy authenticated_select on public.journal_entries rename to readers": [
        ("renamed", "policy", "public.journal_entries", "authenticated_select")
    ],
    "create policy open on public.scenes for select using (true)": [
        ("extra", "policy", "public.scenes", "open")
    ],
    "drop trigger on_vision_created on public.vision_versions": [
        ("missing", "trigger", VISIONS, "on_vision_created")
    ],
    "alter table public.vision_versions disable trigger on_vision_created": [
        ("changed", "trigger", VISIONS, "on_vision_created")
    ],
    """create or replace function public.initialize_vision_progress() returns trigger language plpgsql as
       'begin return new; end'""": [("changed", "trigger", VISIONS, "on_vision_created")],
    "drop trigger on_auth_user_created on auth.users": [
        ("missing", "trigger", "auth.users", "on_auth_user_created")
    ],
    "alter table auth.users add column nickname text": [],
    "alter type public.assessment_status add value 'abandoned'": [
        ("changed", "enum", "public.assessment_status", "")
    ],
    "alter type public.assessment_status rename value 'completed' to 'done'": [
        ("changed", "enum", "public.assessment_status", "")
    ],
    "alter type public.assessment_status rename to state": [
        ("changed", "column", "public.assessment_results", "status"),
        ("renamed", "enum", "public.assessment_status", ""),
    ],
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.items())
def test_a_change_is_told_by_its_name(
    vibrationfit: psycopg.Connection[Any], change: str, expected: list[tuple[str, str, str, str]]
) -> None:
    vibrationfit.execute(change.encode())
    found = differences(vibrationfit)
    assert [(d.kind, d.part, d.table, d.name) for d in found] == expected
    assert all(d.places for d in found if d.kind != "extra")
    assert all(sentence(d) for d in found)


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (
            "alter table public.vision_versions drop audio_url",
            ["factories/vibrationfit/life_vision.py", "factories/vibrationfit/models/life_vision.py"],
        ),
        (
            "drop policy authenticated_select on public.households",
            ["factories/vibrationfit/models/household.py"],
        ),
        (
            "drop trigger on_vision_created on public.vision_versions",
            ["factories/vibrationfit/schema/triggers.sql"],
        ),
        (
            "alter table public.scenes drop column user_id cascade",
            ["factories/vibrationfit/audio.py", "factories/vibrationfit/models/audio.py"],
        ),
    ],
)
def test_the_line_that_it_touches_says_so(
    vibrationfit: psycopg.Connection[Any], change: str, touched: list[str]
) -> None:
    vibrationfit.execute(change.encode())
    found = differences(vibrationfit)[0]
    assert [place.file for place in found.places] == touched
    for place in found.places:
        line = open(place.file).read().splitlines()[place.line - 1]  # noqa: SIM115
        name = place.what.rpartition(" ")[2].rpartition(".")[2]
        assert name in line, (place, line)


def test_policies_over_renamed_columns_are_the_same(craveverse: psycopg.Connection[Any]) -> None:
    craveverse.execute("alter table public.users rename clerk_user_id to clerk_id")
    assert [(d.kind, d.name) for d in differences(craveverse, "craveverse")] == [("renamed", "clerk_user_id")]


def test_words_that_a_check_lost_are_named(vibrationfit: psycopg.Connection[Any]) -> None:
    vibrationfit.execute(
        "alter table public.vision_versions drop constraint vision_versions_perspective_check,"
        " add constraint vision_versions_perspective_check check (perspective in ('singular', 'royal'))"
    )
    (found,) = differences(vibrationfit)
    assert sentence(found) == "check vision_versions_perspective_check: without plural and with royal"


def test_a_product_without_a_snapshot_is_compared_by_its_models(
    vibrationfit: psycopg.Connection[Any],
) -> None:
    product = dataclasses.replace(find_product("vibrationfit"), snapshot=None)
    report = drift_of(vibrationfit, product)
    assert report.differences == ()
    assert "keeps no snapshot" in report.notes[0]
    vibrationfit.execute(
        "alter table public.vision_versions drop audio_url, alter version_number type bigint;"
        "alter table public.scenes drop constraint scenes_related_vision_id_fkey"
    )
    assert [(d.kind, d.part) for d in drift_of(vibrationfit, product).differences] == [
        ("missing", "foreign key"),
        ("changed", "column"),
        ("missing", "column"),
    ]


# On the command line


def test_no_drift_says_what_was_compared(meant_urls: dict[str, str]) -> None:
    run = seedkit("drift", "--product", "vibrationfit", "--db", meant_urls["vibrationfit"])
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("no drift: compared 57 tables, 962 columns, ")
    assert "158 policies" in run.stdout


def test_drift_has_exit_code_5_and_says_it_as_data(supabase: str) -> None:
    with psycopg.connect(supabase, autocommit=True) as connection:
        install_schema(connection, find_product("craveverse"))
        connection.execute(
            "alter table public.users rename cravecoins to crave_coins; drop table public.user_themes"
        )
    run = seedkit("drift", "--product", "craveverse", "--db", supabase)
    assert run.returncode == 5
    assert run.stdout.splitlines() == [
        "missing table public.user_themes  factories/craveverse/rewards.py:197, factories/craveverse/models/rewards.py:131",
        "public.users",
        "  renamed column cravecoins is called crave_coins (catalog/craveverse b4)  "
        "factories/craveverse/identity.py:84, factories/craveverse/models/identity.py:62",
        run.stdout.splitlines()[-1],
    ]
    assert run.stdout.splitlines()[-1].startswith(
        "drift: 1 missing, 1 renamed, in 2 tables; compared 30 tables, "
    )
    facts = json.loads(seedkit("drift", "--product", "craveverse", "--db", supabase, "--json").stdout)
    assert facts["drift"] is True
    assert facts["counts"] == {"missing": 1, "renamed": 1}
    assert facts["differences"][1]["touches"][0]["file"] == "factories/craveverse/identity.py"


def test_a_mistake_is_one_line(meant_urls: dict[str, str]) -> None:
    wrong = seedkit("drift", "--product", "craveverse", "--db", meant_urls["infinitepages"])
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("TargetError: no table of craveverse is in the schema public")
    unnamed = seedkit("drift", "--db", meant_urls["vibrationfit"])
    assert (unnamed.returncode, unnamed.stderr.splitlines()[0]) == (
        2,
        "UsageError: nothing was loaded here, so the product must be named. "
        "Allowed: --product craveverse, --product infinitepages, --product vibrationfit",
    )
    unknown = seedkit("drift", "--product", "vibrationfitt", "--db", meant_urls["vibrationfit"])
    assert (unknown.returncode, "Did you mean 'vibrationfit'?" in unknown.stderr) == (2, True)


def test_what_was_loaded_need_not_be_named(vibrationfit: psycopg.Connection[Any]) -> None:
    with pytest.raises(UsageError):
        home_of(vibrationfit, None, None)
    assert home_of(vibrationfit, "vibrationfit", None) == ("vibrationfit", "public")
    assert home_of(vibrationfit, "vibrationfit", "vf") == ("vibrationfit", "vf")


def test_names_out_of_the_database_are_shown_not_obeyed(vibrationfit: psycopg.Connection[Any]) -> None:
    vibrationfit.execute('alter table public.scenes add column "[red]\x1b[31m; drop" text')
    report = drift_of(vibrationfit, find_product("vibrationfit"))
    text = "\n".join(drift_lines(report))
    assert "\x1b" not in text
    assert "\\[red]" in text
