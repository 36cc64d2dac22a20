"""Infinite Pages' schema on a real Postgres: it is the catalogue's, closed by default, and signs people up."""

from __future__ import annotations

import uuid

import pytest
from infinitepages_catalog import INFINITEPAGES
from people import Connection, column, insert, person, value
from psycopg.errors import CheckViolation, InvalidTextRepresentation
from psycopg.types.json import Jsonb
from schema_tests import SchemaTests

from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db


class TestShape(SchemaTests):
    catalogue = INFINITEPAGES
    seen = {"profiles": 1, "cache_efficiency_by_user": 1}

    @pytest.fixture
    def stranger(self, db: Connection) -> Person:
        return person(db, "stranger")

    def test_live_triggers_are_the_catalogue(self, db: Connection) -> None:
        live = db.execute(
            """
            select tgrelid::regclass::text, tgname, tgfoid::regproc::text
            from pg_trigger where not tgisinternal and tgfoid::regproc::text not like 'storage.%'
            """
        ).fetchall()
        assert set(live) == {(r["table"], r["name"], r["function"]) for r in INFINITEPAGES.rows("triggers")}

    def test_checks_hold(self, db: Connection) -> None:
        ana = person(db, "ana")
        with pytest.raises(InvalidTextRepresentation, match="infinite_pages_content_type"), db.transaction():
            self._cache(db, ana, "poem")
        self._cache(db, ana, "story_foundation")
        with pytest.raises(CheckViolation, match="profiles_subscription_tier_check"):
            db.execute("update profiles set subscription_tier = 'pro'")

    def _cache(self, db: Connection, who: Person, kind: str) -> None:
        insert(db, "infinite_pages_cache", user_id=who.uid, cache_key="k", content={}, content_type=kind,
               prompt_template="t", semantic_similarity_hash="h", expires_at="2026-01-01")  # fmt: skip


class TestSigningUp:
    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ({"full_name": "Ana Lima", "name": "ana"}, "Ana Lima"),
            ({"name": "Ana L."}, "Ana L."),
            ({}, "ana.lima"),
        ],
    )
    def test_a_new_user_gets_a_profile(self, db: Connection, said: dict[str, str], name: str) -> None:
        db.execute(
            "insert into auth.users (id, email, raw_user_meta_data) values (%s, 'ana.lima@example.com', %s)",
            [uuid.uuid4(), Jsonb(said)],
        )
        made = "select full_name, email, subscription_tier, subscription_status, tokens_remaining, credits_balance from profiles"
        assert db.execute(made).fetchall() == [(name, "ana.lima@example.com", "basic", "inactive", 1332, 0)]

    def test_someone_without_an_address_signs_up_all_the_same(self, db: Connection) -> None:
        db.execute("insert into auth.users (id, phone) values (gen_random_uuid(), '15550100')")
        assert value(db, "select count(*) from profiles") == 0

    def test_updates_are_stamped(self, db: Connection) -> None:
        ana = person(db, "ana")
        made = insert(db, "series", user_id=ana.uid, name="s", universe_id="u", updated_at="2000-01-01")
        insert(db, "series_facts", series_id=made, facts_data={}, updated_at="2000-01-01")
        for table in ("series", "series_facts"):
            db.execute(f"update {table} set created_at = created_at")
            assert column(db, f"select updated_at = '2025-11-20 00:00+00' from {table}") == [True]
