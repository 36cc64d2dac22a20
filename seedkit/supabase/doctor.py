"""The auth doctor: what Supabase's auth server needs of every user, re-checked in SQL.

One row that the server cannot scan makes ``GET /admin/users`` answer 500 for everybody. The rules
are data, drawn from supabase/auth ``internal/models/user.go``, ``internal/models/identity.go``,
``internal/api/token.go``, ``signup.go``, ``phone.go`` and its migrations; each holds for any
database, seeded or not. Rules whose columns this version of the schema lacks are skipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import tuple_row

from ..load.connect import transaction
from ..verify.findings import SAMPLES, Check, Finding, Severity

__all__ = ["RULES", "Rule", "doctor_auth"]

USERS = "auth.users"
IDENTITIES = "auth.identities"

#: The server reads these as Go strings, which cannot be NULL; the first four have no default.
TOKENS = (
    "confirmation_token",
    "recovery_token",
    "email_change_token_new",
    "email_change",
    "phone_change",
    "phone_change_token",
    "email_change_token_current",
    "reauthentication_token",
)

_HASHES = r"^\$(2[aby]\$[0-9]{2}\$[./A-Za-z0-9]{53}$|argon2id?\$|fbscrypt\$)"


@dataclass(frozen=True)
class Rule:
    """``bad`` is true, in SQL over the row ``t``, where the rule is broken; ``among`` says who is asked."""

    code: str
    table: str
    sentence: str
    bad: str
    columns: tuple[str, ...]
    severity: Severity = "error"
    among: str = "true"

    def broken(self) -> str:
        """The condition of the rows that break the rule."""
        return f"({self.among}) and ({self.bad})"

    def see(self, limit: str = "") -> str:
        """The query that lists the keys of the rows that break the rule."""
        return f"select t.id from {self.table} t where {self.broken()} order by 1{limit}"


def _user(
    code: str, sentence: str, bad: str, *columns: str, severity: Severity = "error", among: str = "true"
) -> Rule:
    return Rule(f"auth-user-{code}", USERS, sentence, bad, ("id", *columns), severity, among)


def _identity(
    code: str, sentence: str, bad: str, *columns: str, severity: Severity = "error", among: str = "true"
) -> Rule:
    return Rule(f"auth-identity-{code}", IDENTITIES, sentence, bad, ("id", *columns), severity, among)


RULES: tuple[Rule, ...] = (
    _user(
        "instance", "instance_id is the nil uuid, or the user is found by no lookup",
        "t.instance_id is distinct from '00000000-0000-0000-0000-000000000000'", "instance_id",
    ),
    _user("id", "id is not the nil uuid", "t.id = '00000000-0000-0000-0000-000000000000'"),
    _user("aud", "aud is authenticated: lookups filter on it", "t.aud is distinct from 'authenticated'", "aud"),
    _user(
        "role", "role is set: it becomes the role of every request, and NULL cannot be scanned",
        "coalesce(t.role, '') = ''", "role",
    ),
    _user("email-empty", "email is NULL when absent, never ''", "t.email = ''", "email"),
    _user(
        "email-case", "email is lower case: lookups compare with lower(email)",
        "t.email <> lower(t.email)", "email", among="t.email is not null",
    ),
    _user(
        "email-twice", "no two users share an email up to case",
        "lower(t.email) in (select lower(o.email) from auth.users o where o.email <> '' and not o.is_sso_user "
        "group by 1 having count(*) > 1)",
        "email", "is_sso_user", among="t.email <> '' and not t.is_sso_user",
    ),
    _user(
        "phone", "phone is 2 to 15 digits without '+', else NULL",
        "t.phone !~ '^[1-9][0-9]{1,14}$'", "phone", among="t.phone is not null",
    ),
    _user(
        "password-hash", "encrypted_password is a bcrypt, argon2 or fbscrypt hash, or '' for no login",
        f"t.encrypted_password !~ '{_HASHES}'", "encrypted_password", among="t.encrypted_password <> ''",
    ),
    _user(
        "password-null", "encrypted_password is '' rather than NULL, which needs version 2.155.0",
        "t.encrypted_password is null", "encrypted_password", severity="warning",
    ),
    _user(
        "password-cost", "bcrypt costs 5 to 10, or each login hashes once more",
        "substring(t.encrypted_password from 5 for 2)::int not between 5 and 10",
        "encrypted_password", severity="warning", among=r"t.encrypted_password ~ '^\$2[aby]\$[0-9]{2}\$'",
    ),
    _user(
        "unconfirmed", "a user with a password has a confirmed email or phone, or cannot sign in",
        "t.email_confirmed_at is null and t.phone_confirmed_at is null",
        "encrypted_password", "email_confirmed_at", "phone_confirmed_at",
        severity="note", among="t.encrypted_password <> ''",
    ),
    *(
        _user(token.replace("_", "-"), f"{token} is '', not NULL: NULL is a 500 for everybody",
              f"t.{token} is null", token)
        for token in TOKENS
    ),
    _user(
        "email-change-status", "email_change_confirm_status is 0, 1 or 2",
        "t.email_change_confirm_status is null or t.email_change_confirm_status not between 0 and 2",
        "email_change_confirm_status",
    ),
    _user(
        "app-metadata", "raw_app_meta_data is an object",
        "jsonb_typeof(t.raw_app_meta_data) is distinct from 'object'", "raw_app_meta_data",
    ),
    _user(
        "provider", "raw_app_meta_data names a provider, and providers that hold it; anonymous users have none",
        "case when t.is_anonymous then t.raw_app_meta_data ? 'provider' "
        "else not coalesce(t.raw_app_meta_data -> 'providers' ? (t.raw_app_meta_data ->> 'provider'), false) end",
        "raw_app_meta_data", "is_anonymous",
    ),
    _user(
        "user-metadata", "raw_user_meta_data is an object",
        "jsonb_typeof(t.raw_user_meta_data) is distinct from 'object'", "raw_user_meta_data",
    ),
    _user("sso-flag", "is_sso_user is set", "t.is_sso_user is null", "is_sso_user"),
    _user("anonymous-flag", "is_anonymous is set", "t.is_anonymous is null", "is_anonymous"),
    _user(
        "anonymous-bare", "an anonymous user has neither email nor phone",
        "t.email is not null or t.phone is not null", "email", "phone", "is_anonymous", among="t.is_anonymous",
    ),
    _user(
        "anonymous-identity", "an anonymous user has no identity",
        "exists (select from auth.identities i where i.user_id = t.id)", "is_anonymous", among="t.is_anonymous",
    ),
    _user(
        "no-identity", "every other user has an identity, or e-mail change, linking and duplicate checks fail",
        "not exists (select from auth.identities i where i.user_id = t.id)",
        "is_anonymous", "deleted_at", among="not t.is_anonymous and t.deleted_at is null",
    ),
    _user("created-at", "created_at is set: it has no default and cannot be scanned as NULL",
          "t.created_at is null", "created_at"),
    _user("updated-at", "updated_at is set: it has no default and cannot be scanned as NULL",
          "t.updated_at is null", "updated_at"),
    _identity(
        "orphan", "every identity has its user",
        "t.user_id is null or not exists (select from auth.users u where u.id = t.user_id)", "user_id",
    ),
    _identity(
        "provider-id", "the provider_id of an email identity is the id of its user",
        "t.provider_id is distinct from t.user_id::text", "user_id", "provider", "provider_id",
        among="t.provider = 'email'",
    ),
    _identity(
        "sub", "identity_data names its subject, which is the provider_id",
        "t.identity_data ->> 'sub' is distinct from t.provider_id", "identity_data", "provider_id",
    ),
    _identity(
        "email", "identity_data of an email identity holds the user's email",
        "exists (select from auth.users u where u.id = t.user_id "
        "and t.identity_data ->> 'email' is distinct from u.email)",
        "identity_data", "user_id", "provider", among="t.provider = 'email'",
    ),
    _identity(
        "verified", "identity_data of an email identity says email_verified and phone_verified",
        "jsonb_typeof(t.identity_data -> 'email_verified') is distinct from 'boolean' "
        "or jsonb_typeof(t.identity_data -> 'phone_verified') is distinct from 'boolean'",
        "identity_data", "provider", severity="warning", among="t.provider = 'email'",
    ),
    _identity(
        "sso", "identities of single sign-on, and only they, have a provider sso:…",
        "exists (select from auth.users u where u.id = t.user_id and u.is_sso_user <> (t.provider like 'sso:%'))",
        "user_id", "provider",
    ),
    _identity(
        "provider", "the user's raw_app_meta_data lists the provider of each identity",
        "exists (select from auth.users u where u.id = t.user_id "
        "and not coalesce(u.raw_app_meta_data -> 'providers' ? t.provider, false))",
        "user_id", "provider", severity="warning",
    ),
    _identity("created-at", "created_at is set", "t.created_at is null", "created_at"),
    _identity("updated-at", "updated_at is set", "t.updated_at is null", "updated_at"),
)  # fmt: skip


def doctor_auth(connection: psycopg.Connection[Any]) -> list[Check]:
    """One check for each rule, in one read-only transaction that row-level security cannot filter."""
    with transaction(connection, read_only=True), connection.cursor(row_factory=tuple_row) as cursor:
        return [
            check
            for table in (USERS, IDENTITIES)
            for check in _examine(cursor, table, [rule for rule in RULES if rule.table == table])
        ]


def _examine(cursor: psycopg.Cursor[Any], table: str, rules: list[Rule]) -> list[Check]:
    columns = _columns(cursor, table)
    askable = [rule for rule in rules if columns.issuperset(rule.columns)]
    counts = _counts(cursor, table, askable)
    return [
        _check(cursor, rule, *counts[rule.code]) if rule.code in counts else _skipped(rule, columns)
        for rule in rules
    ]


def _counts(cursor: psycopg.Cursor[Any], table: str, rules: list[Rule]) -> dict[str, tuple[int, int]]:
    """How many rows each rule asks, and how many break it: one pass over the table for all rules."""
    if not rules:
        return {}
    counts = ", ".join(
        f"count(*) filter (where {rule.among}), count(*) filter (where {rule.broken()})" for rule in rules
    )
    row = cursor.execute(f"select {counts} from {table} t".encode()).fetchone() or ()
    return {rule.code: (row[2 * i], row[2 * i + 1]) for i, rule in enumerate(rules)}


def _check(cursor: psycopg.Cursor[Any], rule: Rule, asked: int, broken: int) -> Check:
    if not broken:
        return Check(rule.code, rule.table, asked)
    samples = cursor.execute(rule.see(f" limit {SAMPLES}").encode()).fetchall()
    finding = Finding(
        code=rule.code,
        severity=rule.severity,
        table=rule.table,
        message=rule.sentence,
        count=broken,
        samples=tuple(str(key) for (key,) in samples),
        sql=rule.see(),
    )
    return Check(rule.code, rule.table, asked, (finding,))


def _skipped(rule: Rule, columns: set[str]) -> Check:
    missing = ", ".join(sorted(set(rule.columns) - columns)) if columns else "the table"
    return Check(rule.code, rule.table, 0, note=f"missing here: {missing}", skipped=True)


def _columns(cursor: psycopg.Cursor[Any], table: str) -> set[str]:
    cursor.execute(
        "select attname from pg_attribute where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped",
        [table],
    )
    return {name for (name,) in cursor.fetchall()}
