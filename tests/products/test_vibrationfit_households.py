"""Who sees and writes what of a household: admin, member, leaver, invitee, stranger, anonymous."""

from __future__ import annotations

from typing import Any

import pytest
from people import Connection, acting, column, insert, person, value
from psycopg.errors import InsufficientPrivilege

from seedkit.supabase.claims import ANONYMOUS

pytestmark = pytest.mark.db


class TestHouseholds:
    @pytest.fixture
    def home(self, db: Connection) -> dict[str, Any]:
        people = {h: person(db, h) for h in ("admin", "member", "leaver", "invitee", "stranger")}
        home = insert(db, "households", admin_user_id=people["admin"].uid, shared_tokens_enabled=True)
        seats = {}
        for handle, role, status in (
            ("admin", "admin", "active"),
            ("member", "member", "active"),
            ("leaver", "member", "removed"),
        ):
            seats[handle] = insert(db, "household_members", household_id=home, user_id=people[handle].uid,
                                   role=role, status=status)  # fmt: skip
        insert(db, "household_invitations", household_id=home, invited_by=people["admin"].uid,
               invited_email="Invitee@Example.com", invitation_token="t")  # fmt: skip
        return {"id": home, "seats": seats, **people}

    @pytest.mark.parametrize(
        ("who", "households", "seats", "invitations"),
        [
            ("admin", 1, {"admin", "member", "leaver"}, 1),
            ("member", 1, {"member"}, 0),
            ("leaver", 0, {"leaver"}, 0),
            ("invitee", 0, set(), 1),
            ("stranger", 0, set(), 0),
        ],
    )
    def test_everybody_sees_exactly_theirs(
        self,
        db: Connection,
        home: dict[str, Any],
        who: str,
        households: int,
        seats: set[str],
        invitations: int,
    ) -> None:
        with acting(db, home[who]) as cursor:
            assert column(cursor, "select id from households") == [home["id"]] * households
            assert set(column(cursor, "select id from household_members")) == {
                home["seats"][s] for s in seats
            }
            assert len(column(cursor, "select id from household_invitations")) == invitations

    def test_anonymous_visitors_are_turned_away(self, db: Connection, home: dict[str, Any]) -> None:
        with acting(db, ANONYMOUS) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("select from households")

    def test_only_the_admin_writes(self, db: Connection, home: dict[str, Any]) -> None:
        rename = "update households set name = 'Ours'"
        for who, reached in (("admin", 1), ("member", 0), ("stranger", 0)):
            with acting(db, home[who]) as cursor:
                assert cursor.execute(rename).rowcount == reached
                assert cursor.execute("delete from household_members").rowcount == 3 * reached
        with acting(db, home["stranger"]) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute(
                "insert into household_members (household_id, user_id) values (%s, %s)",
                [home["id"], home["stranger"].uid],
            )

    @pytest.mark.parametrize(
        "escalation",
        [
            "update households set plan_type = 'household'",
            "update households set admin_user_id = gen_random_uuid()",
            "insert into households (admin_user_id, stripe_subscription_id) values (auth.uid(), 'sub')",
            "update household_members set role = 'admin'",
            "update household_members set household_id = gen_random_uuid()",
            "update profiles set membership_tier_id = null",
            "update profiles set vibe_assistant_tokens_remaining = 1000000",
            "update user_profiles set is_household_admin = true",
            "update household_invitations set accepted_at = now()",
        ],
    )
    def test_columns_of_the_server_are_closed(
        self, db: Connection, home: dict[str, Any], escalation: str
    ) -> None:
        with (
            acting(db, home["admin"]) as cursor,
            pytest.raises(InsufficientPrivilege, match="permission denied"),
        ):
            cursor.execute(escalation)

    def test_summary_is_for_oneself(self, db: Connection, home: dict[str, Any]) -> None:
        summary = "select is_admin, member_count, can_use_shared_tokens from get_user_household_summary(%s)"
        with acting(db, home["member"]) as cursor:
            assert cursor.execute(summary, [home["member"].uid]).fetchall() == [(False, 2, True)]
            assert cursor.execute(summary, [home["admin"].uid]).fetchall() == []
        assert db.execute(summary, [home["leaver"].uid]).fetchall() == []

    def test_old_invitations_expire_once_for_each_address(self, db: Connection, home: dict[str, Any]) -> None:
        for status, token in (("pending", "late"), ("expired", "older")):
            insert(db, "household_invitations", household_id=home["id"], invited_by=home["admin"].uid,
                   invited_email="late@example.com", invitation_token=token, status=status,
                   expires_at="2025-11-19")  # fmt: skip
        assert value(db, "select expire_old_invitations()") == 1
        assert column(db, "select invitation_token from household_invitations where status = 'expired'") == [
            "late"
        ]
        with acting(db, home["admin"]) as cursor, pytest.raises(InsufficientPrivilege):
            cursor.execute("select expire_old_invitations()")
