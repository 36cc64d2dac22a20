from __future__ import annotations

import psycopg
import pytest

from seedkit.supabase.doctor import RULES, TOKENS, doctor_auth
from seedkit.verify.findings import Report

pytestmark = pytest.mark.db

#: One mutation of a sound database for each rule; those of tokens follow from their list.
BREAK = {
    "auth-user-instance": "update auth.users set instance_id = null where role <> ''",
    "auth-user-id": "insert into auth.users (id) values ('00000000-0000-0000-0000-000000000000')",
    "auth-user-aud": "update auth.users set aud = ''",
    "auth-user-role": "update auth.users set role = null",
    "auth-user-email-empty": "update auth.users set email = '' where phone is not null",
    "auth-user-email-case": "update auth.users set email = upper(email)",
    "auth-user-email-twice": "update auth.users set email = 'Anna@x.test' where email = 'bert@x.test'",
    "auth-user-phone": "update auth.users set phone = '+1' where phone is not null",
    "auth-user-password-hash": "update auth.users set encrypted_password = 'secret'",
    "auth-user-password-null": "update auth.users set encrypted_password = null",
    "auth-user-password-cost": "update auth.users set encrypted_password = overlay(encrypted_password placing '14' from 5)",
    "auth-user-unconfirmed": "update auth.users set email_confirmed_at = null, phone_confirmed_at = null",
    "auth-user-email-change-status": "update auth.users set email_change_confirm_status = null",
    "auth-user-app-metadata": "update auth.users set raw_app_meta_data = '[]'",
    "auth-user-provider": 'update auth.users set raw_app_meta_data = \'{"provider": "email", "providers": []}\'',
    "auth-user-user-metadata": "update auth.users set raw_user_meta_data = null",
    "auth-user-sso-flag": "alter table auth.users alter is_sso_user drop not null; update auth.users set is_sso_user = null",
    "auth-user-anonymous-flag": (
        "alter table auth.users alter is_anonymous drop not null; update auth.users set is_anonymous = null"
    ),
    "auth-user-anonymous-bare": "update auth.users set email = 'x@x.test' where is_anonymous",
    "auth-user-anonymous-identity": "update auth.users set is_anonymous = true",
    "auth-user-no-identity": "delete from auth.identities where true",
    "auth-user-created-at": "update auth.users set created_at = null",
    "auth-user-updated-at": "update auth.users set updated_at = null",
    "auth-identity-orphan": "set local session_replication_role = replica; delete from auth.users where not is_anonymous",
    "auth-identity-provider-id": "update auth.identities set provider_id = 'x' || provider_id",
    "auth-identity-sub": "update auth.identities set identity_data = identity_data - 'sub'",
    "auth-identity-email": "update auth.users set email = 'new@x.test' where email = 'anna@x.test'",
    "auth-identity-verified": "update auth.identities set identity_data = identity_data - 'phone_verified'",
    "auth-identity-sso": "update auth.users set is_sso_user = true",
    "auth-identity-provider": "update auth.identities set provider = 'google'",
    "auth-identity-created-at": "update auth.identities set created_at = null",
    "auth-identity-updated-at": "update auth.identities set updated_at = null",
    **{f"auth-user-{token.replace('_', '-')}": f"update auth.users set {token} = null" for token in TOKENS},
}


@pytest.fixture
def sound(supabase_connection: psycopg.Connection) -> psycopg.Connection:
    """Two users who sign in by password, one of them with a phone, and an anonymous one."""
    tokens = ", ".join(TOKENS)
    supabase_connection.execute(
        f"""
        insert into auth.users (instance_id, id, aud, role, email, phone, encrypted_password, email_confirmed_at,
            raw_app_meta_data, raw_user_meta_data, is_anonymous, created_at, updated_at, {tokens})
        select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', 'authenticated', email,
            phone, case when email is null then '' else '$2b$10$' || repeat('a', 53) end,
            case when email is not null then now() end,
            case when email is null then '{{}}'::jsonb else '{{"provider": "email", "providers": ["email"]}}' end,
            '{{}}', email is null, now(), now(), {", ".join(["''"] * len(TOKENS))}
        from (values ('anna@x.test', null), ('bert@x.test', '15550100'), (null, null)) as v (email, phone)
        """
    )
    supabase_connection.execute(
        """
        insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
        select id::text, id, jsonb_build_object('sub', id, 'email', email, 'email_verified', true,
            'phone_verified', false), 'email', now(), now()
        from auth.users where not is_anonymous
        """
    )
    return supabase_connection


def found(connection: psycopg.Connection) -> dict[str, int]:
    return {finding.code: finding.count for finding in Report.of(doctor_auth(connection)).findings}


def test_sound_users_pass_every_rule_and_none_is_vacuous(sound: psycopg.Connection) -> None:
    report = Report.of(doctor_auth(sound))
    assert report.ok
    assert report.findings == report.vacuous == report.skipped == ()
    assert {check.code for check in report.checks} == {rule.code for rule in RULES}


def test_every_rule_is_broken_by_a_mutation_here() -> None:
    assert set(BREAK) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", sorted(BREAK))
def test_a_broken_rule_is_found_with_keys_and_the_sql_to_see_them(
    sound: psycopg.Connection, code: str
) -> None:
    with sound.transaction(force_rollback=True):
        sound.execute(BREAK[code])
        findings = {f.code: f for f in Report.of(doctor_auth(sound)).findings}
        assert code in findings
        finding = findings[code]
        keys = [str(key) for (key,) in sound.execute(finding.sql.encode()).fetchall()]
        assert len(keys) == finding.count > 0
        assert list(finding.samples) == keys[:5]
    assert found(sound) == {}


def test_rules_whose_columns_are_missing_are_skipped_not_passed(sound: psycopg.Connection) -> None:
    with sound.transaction(force_rollback=True):
        sound.execute("alter table auth.users drop reauthentication_token")
        skipped = Report.of(doctor_auth(sound)).skipped
        assert [(check.code, check.note) for check in skipped] == [
            ("auth-user-reauthentication-token", "missing here: reauthentication_token")
        ]


def test_a_database_without_users_is_no_pass(connection: psycopg.Connection) -> None:
    report = Report.of(doctor_auth(connection))
    assert not report.ok
    assert len(report.skipped) == len(RULES)
