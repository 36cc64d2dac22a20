from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from seedkit.errors import TargetError
from seedkit.load.embedded import EmbeddedServer
from seedkit.load.ledger_schema import LEDGER_TABLES, ensure_ledger, has_ledger
from seedkit.supabase.auth import AuthBase
from seedkit.supabase.standin import API_ROLES, detect, install_standin

pytestmark = pytest.mark.db


def value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_it_is_installed_once_and_recognised(connection: psycopg.Connection) -> None:
    assert detect(connection) is None
    assert install_standin(connection)
    assert detect(connection) == "standin"
    assert not install_standin(connection)


@pytest.mark.parametrize(
    "sign", ["create table auth.schema_migrations ()", "alter table auth.users owner to supabase_auth_admin"]
)
def test_a_real_supabase_is_left_alone(connection: psycopg.Connection, sign: str) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("create role supabase_auth_admin")
        connection.execute("create schema auth; create table auth.users ()")
        connection.execute(sign)
        assert detect(connection) == "supabase"
        assert not install_standin(connection)
        assert value(connection, "select to_regclass('storage.objects') is null")


def test_somebody_elses_auth_schema_is_refused(connection: psycopg.Connection) -> None:
    connection.execute("create schema auth; create table auth.users (id uuid)")
    assert detect(connection) is None
    with pytest.raises(TargetError, match="neither Supabase nor seedkit made"):
        install_standin(connection)


def test_only_a_superuser_can_install_it(connection: psycopg.Connection) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("create role seedkit_mere; set local role seedkit_mere")
        with pytest.raises(TargetError, match=r"needs a superuser.*seedkit up"):
            install_standin(connection)


def test_parallel_installs_into_one_new_cluster_all_succeed(private_server: EmbeddedServer) -> None:
    private_server.start()
    names = [f"parallel_{i}" for i in range(4)]
    with psycopg.connect(private_server.url(), autocommit=True) as admin:
        for name in names:
            admin.execute(f"create database {name}")

    def install(name: str) -> bool:
        with psycopg.connect(private_server.url(name), autocommit=True) as connection:
            return install_standin(connection)

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(install, names * 2)) == [False] * 4 + [True] * 4


def test_the_auth_models_fit(supabase_connection: psycopg.Connection) -> None:
    for table in AuthBase.metadata.sorted_tables:
        columns = dict(
            supabase_connection.execute(
                "select attname, format_type(atttypid, atttypmod) from pg_attribute "
                "where attrelid = %s::regclass and attnum > 0 and attgenerated = ''",
                [table.fullname],
            ).fetchall()
        )
        assert set(table.columns.keys()) == set(columns)


def test_generated_columns_and_uniques(supabase_connection: psycopg.Connection) -> None:
    execute = supabase_connection.execute
    user = value(
        supabase_connection,
        "insert into auth.users (id, email, email_confirmed_at) values (gen_random_uuid(), 'a@x.test', now()) returning id",
    )
    assert value(supabase_connection, "select confirmed_at = email_confirmed_at from auth.users")
    execute(
        "insert into auth.identities (provider_id, user_id, identity_data, provider) values (%s, %s, %s, 'email')",
        [user, user, '{"email": "A@x.test"}'],
    )
    assert value(supabase_connection, "select email from auth.identities") == "a@x.test"
    for refused, error in (
        (
            "insert into auth.users (id, email) values (gen_random_uuid(), 'a@x.test')",
            psycopg.errors.UniqueViolation,
        ),
        ("update auth.users set email_change_confirm_status = 3", psycopg.errors.CheckViolation),
        (
            "insert into auth.users (id, confirmed_at) values (gen_random_uuid(), now())",
            psycopg.errors.GeneratedAlways,
        ),
    ):
        with pytest.raises(error):
            execute(refused)
    execute("insert into auth.users (id, email, is_sso_user) values (gen_random_uuid(), 'a@x.test', true)")


def test_new_tables_in_public_are_exposed_and_auth_is_not(supabase_connection: psycopg.Connection) -> None:
    supabase_connection.execute("create table public.notes (id int)")
    for role in API_ROLES:
        assert value(supabase_connection, f"select has_table_privilege('{role}', 'public.notes', 'insert')")
        assert not value(supabase_connection, f"select has_table_privilege('{role}', 'auth.users', 'select')")
    assert value(supabase_connection, "select rolbypassrls from pg_roles where rolname = 'service_role'")


def test_claims_are_read_in_both_forms_the_older_first(supabase_connection: psycopg.Connection) -> None:
    first, second = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
    read = "select array[auth.uid()::text, auth.role(), auth.email(), auth.jwt() ->> 'sub']"
    assert value(supabase_connection, read) == [None] * 4
    with supabase_connection.transaction(force_rollback=True):
        claims = f'{{"sub": "{first}", "role": "authenticated", "email": "a@x.test"}}'
        supabase_connection.execute("select set_config('request.jwt.claims', %s, true)", [claims])
        assert value(supabase_connection, read) == [first, "authenticated", "a@x.test", first]
        supabase_connection.execute("select set_config('request.jwt.claim.sub', %s, true)", [second])
        assert value(supabase_connection, read) == [second, "authenticated", "a@x.test", first]
    assert value(supabase_connection, "select current_setting('request.jwt.claims', true)") == ""
    assert value(supabase_connection, read) == [None] * 4


def test_storage_paths_and_the_refusal_to_delete(supabase_connection: psycopg.Connection) -> None:
    execute = supabase_connection.execute
    execute("insert into storage.buckets (id, name) values ('b', 'b')")
    execute("insert into storage.objects (bucket_id, name) values ('b', 'me/2026/photo.tar.gz')")
    assert execute(
        "select path_tokens, storage.foldername(name), storage.filename(name), storage.extension(name) from storage.objects"
    ).fetchone() == (["me", "2026", "photo.tar.gz"], ["me", "2026"], "photo.tar.gz", "gz")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        execute("delete from storage.objects where true")
    with supabase_connection.transaction():
        execute("set local storage.allow_delete_query = 'true'")
        assert execute("delete from storage.objects where true").rowcount == 1


def test_the_ledger_is_created_once_by_however_many(database: str) -> None:
    def ensure(_: int) -> bool:
        with psycopg.connect(database, autocommit=True) as connection:
            before = has_ledger(connection)
            ensure_ledger(connection)
            return before and not has_ledger(connection)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(ensure, range(8))) == [False] * 8
    with psycopg.connect(database, autocommit=True) as connection:
        for table in LEDGER_TABLES:
            assert value(connection, f"select to_regclass('{table}') is not null")
        assert value(connection, "select count(*) from seedkit.target") == 1
        assert not value(connection, "select has_schema_privilege('public', 'seedkit', 'usage')")
