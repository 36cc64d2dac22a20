"""The access proof beside its faults: what it asks, what it says when it cannot tell, what it leaves behind."""

from __future__ import annotations

import households
import psycopg
import pytest
from psycopg import sql

from seedkit.errors import TargetError
from seedkit.schema.access import allow, own
from seedkit.supabase.claims import Person
from seedkit.verify.access import Expectation, Subject, prove_access

pytestmark = pytest.mark.db


@pytest.fixture
def product(supabase_connection):
    households.build(supabase_connection)
    return supabase_connection


def prove(connection, *statements, people=households.PEOPLE, tables=households.TABLES, **options):
    for statement in statements:
        connection.execute(households.named(statement))
    return prove_access(connection, tables=tables, people=people, keys=households.KEYS, **options)


def failing(proof):
    return [f.as_dict() for f in proof.findings if f.failing]


def checks(proof, code):
    return {check.subject: check for check in proof.checks if check.code == code}


def test_the_four_who_are_always_there_join_the_people_of_the_story(product):
    proof = prove(product)
    assert [s.handle for s in proof.people[6:]] == ["anon", "stranger", "anonymous", "admin (forged)"]
    assert proof.absent == ("admin",)
    assert "nobody is: admin" in checks(proof, "access.people")["people"].note


def test_every_policy_is_exercised_both_ways(product):
    coverage = prove(product).coverage
    assert coverage.percent == 100
    assert coverage.constant == ("public.prompts prompt_read", "public.tiers tier_read")
    starved = prove(product, "delete from public.events").coverage
    assert starved.one_sided["public.events event_read"] == "had no row to decide on"


def test_nothing_is_left_behind(product):
    def state():
        tables = [name for name in households.TABLES if "." in name]
        counts = [product.execute(sql.SQL("select count(*), sum(hashtext(t::text)) from {} t").format(
            sql.Identifier(*name.split(".")))).fetchone() for name in tables]  # fmt: skip
        return counts, product.execute("select raw_user_meta_data from auth.users order by id").fetchall()

    before = state()
    prove(product, loud=True, functions=())
    assert state() == before
    assert product.execute("select current_user, current_setting('row_security')").fetchone() == (
        "postgres",
        "on",
    )
    assert product.execute("select count(*) from pg_class where relname like 'seedkit%'").fetchone() == (0,)
    assert product.isolation_level is None


def test_it_runs_inside_an_open_transaction_too(product):
    with product.transaction():
        product.execute("insert into public.tiers values ('max', 99)")
        assert not failing(prove(product))
        assert product.execute("select count(*) from public.tiers").fetchone() == (3,)


def test_a_role_that_bypasses_row_security_stops_the_proof(product):
    with product.transaction(force_rollback=True), pytest.raises(TargetError, match="nothing was proven"):
        prove(product, "alter role authenticated bypassrls")


def test_without_grants_rows_are_not_exposed_and_the_privilege_is_named(product):
    proof = prove(product, "revoke all on public.entries from anon, authenticated")
    found = {
        f.person: f for f in proof.findings if f.code == "access.read.under" and f.table == "public.entries"
    }
    assert found["partner"].count == 4
    assert "authenticated has no such privilege" in found["partner"].message
    assert "stranger" not in found
    anon = [c for c in proof.cells if c.subject.handle == "anon" and c.probe.table == "public.entries"]
    assert {c.verdict for c in anon} == {"denied by grant"}


def test_a_hosted_role_without_replica_mode_proves_the_same(product):
    product.execute(
        "create role hosted login bypassrls noinherit password 'x'; grant anon, authenticated to hosted"
    )
    try:
        product.execute(
            "grant all on all tables in schema public, auth to hosted; grant usage on schema auth to hosted"
        )
        product.execute("set role hosted")
        assert not failing(prove(product))
        product.execute("reset role")
        product.execute("alter policy entry_write on public.entries using (true)")
        product.execute("set role hosted")
        assert "access.update.blind" in {f.code for f in prove(product).findings}
    finally:
        product.execute("reset role; drop owned by hosted; drop role hosted")


def test_the_story_says_who_sees_what(product):
    keys = {
        str(k)
        for (k,) in product.execute(
            "select id from public.notes where household_id = %s", [households.uid(101)]
        )
    }
    mine = Expectation("partner", "public.notes", frozenset(keys), exactly=True)
    not_mine = Expectation("leaver", "public.notes", frozenset(keys))
    gone = Expectation("nobody", "public.notes", frozenset(keys))
    proof = prove(product, sees=[mine, not_mine, gone])
    told = {c.subject: c for c in proof.checks if c.code == "access.sees"}
    assert told["partner sees public.notes"].verdict == "ok"
    assert told["partner sees public.notes"].facts == 4
    (finding,) = told["leaver sees public.notes"].findings
    assert "sees 1 rows, 4 expected" in finding.message
    assert told["nobody sees public.notes"].verdict == "skipped"


def test_exactly_is_held_against_the_rule_of_the_table(product):
    one = Expectation("partner", "public.tiers", frozenset({"free"}), exactly=True)
    (check,) = [c for c in prove(product, sees=[one]).checks if c.code == "access.sees"]
    assert check.findings[0].message == "the story says 1 rows, the rule of the table 2"


def test_one_more_copy_is_added_inside_the_transaction(product):
    newcomer = households.uid(77)

    def extra(connection):
        connection.execute("insert into auth.users (id) values (%s)", [newcomer])
        connection.execute("insert into public.profiles (id, name) values (%s, 'new')", [newcomer])
        connection.execute("insert into public.entries (user_id, words) values (%s, 1)", [newcomer])
        return [Subject(Person("admin@2", newcomer), "second owner")]

    proof = prove(product, extra=extra)
    assert not failing(proof)
    (cell,) = [
        c
        for c in proof.cells
        if c.subject.handle == "admin@2" and c.probe.letter == "S" and c.probe.table == "public.entries"
    ]
    assert (cell.verdict, cell.reached) == ("exact", 1)
    assert product.execute("select count(*) from auth.users where id = %s", [newcomer]).fetchone() == (0,)


def test_what_could_not_be_proven_is_named(product):
    proof = prove(product, "delete from public.chapters", "delete from public.payouts",
                  "delete from public.events where user_id <> :admin", people=households.PEOPLE[:1])  # fmt: skip
    select = checks(proof, "access.select")
    assert select["public.chapters"].verdict == "vacuous"
    assert "not proven: no rows" in select["public.chapters"].note
    alone = prove(product, people=households.PEOPLE[1:2])
    assert "no authenticated person has a row" in checks(alone, "access.select")["public.events"].note


def test_missing_tables_are_skipped(product):
    proof = prove(product, tables={**households.TABLES, "public.gone": own("user_id")})
    assert checks(proof, "access.select")["public.gone"].verdict == "skipped"


def test_relations_without_a_rule_are_a_warning(product):
    proof = prove(
        product, "create view public.totals as select user_id, sum(words) from public.entries group by 1"
    )
    found = [f for f in proof.findings if f.code == "access.undeclared"]
    assert {(f.table, f.person, f.severity) for f in found} == {
        ("public.totals", "anon", "warning"), ("public.totals", "stranger", "warning")}  # fmt: skip
    assert proof.ok


def test_a_function_may_be_meant_to_answer(product):
    definition = """create function public.card(who uuid) returns jsonb language sql stable security definer as
        $$ select to_jsonb(p) from public.profiles p where id = who $$"""
    leaking = prove(product, definition, functions=())
    assert {(f.table, f.person) for f in leaking.findings if f.failing} == {
        ("public.card", "anon"),
        ("public.card", "stranger"),
    }
    meant = prove(product, functions={"public.card"})
    assert meant.ok
    assert {f.severity for f in meant.findings if f.code == "access.function"} == {"meant"}


GUARD = """
    create function public.keep_role() returns trigger language plpgsql as $$ begin {} return new; end $$;
    create trigger keep_role before update on public.profiles for each row execute function public.keep_role();
    grant update (role) on public.profiles to authenticated"""


@pytest.mark.parametrize(
    "body", ["new.role := old.role;", "if new.role <> old.role then raise 'no'; end if;"]
)
def test_a_trigger_that_guards_a_column_counts_when_it_may_fire(product, body):
    quiet = prove(product, GUARD.format(body))
    named = [f for f in quiet.findings if f.code == "access.server_only"]
    assert "triggers were off, and one may stop it" in named[0].message
    loud = prove(product, loud=True)
    assert not failing(loud)
    assert "stopped by trigger" in checks(loud, "access.update")["public.profiles"].note


def test_a_trigger_that_guards_nothing_does_not_excuse(product):
    proof = prove(product, GUARD.format(""), loud=True)
    assert "access.server_only" in {f.code for f in proof.findings}


def test_a_finding_can_be_seen_in_psql(product):
    proof = prove(product, "create policy open on public.notes for select using (true)")
    (finding,) = [f for f in proof.findings if f.person == "anon" and f.table == "public.notes"]
    assert finding.count == 7
    assert len(finding.samples) == 5
    with psycopg.ClientCursor(product) as cursor:
        cursor.execute(finding.sql.encode())
        results = [cursor.rowcount]
        while cursor.nextset():
            results.append(cursor.rowcount)
    assert 5 in results


@pytest.fixture
def crowd(product):
    """The same product with tables too large to be read by everybody."""
    product.execute("""
        insert into public.entries (user_id, words) select id, n from public.profiles, generate_series(1, 2000) n;
        insert into public.notes (household_id, author_id, body)
            select household_id, user_id, 'more' from public.members, generate_series(1, 1000) n""")
    return product


def test_large_tables_are_read_by_sample_once_the_budget_is_spent(crowd):
    proof = prove(crowd, budget=0)
    assert not failing(proof)
    assert "by sample" in checks(proof, "access.select")["public.notes"].note
    assert "unfiltered writes" in checks(proof, "access.delete")["public.notes"].note
    assert "by sample" not in checks(prove(crowd), "access.select")["public.notes"].note


@pytest.mark.parametrize("budget", [0, 4000])
def test_leaks_of_large_tables_are_found_without_touching_every_row(crowd, budget):
    proof = prove(
        crowd,
        "alter policy note_read on public.notes using (true)",
        "alter policy entry_write on public.entries using (true) with check (true)",
        "create policy nobody on public.entries for select to authenticated using (user_id is null)",
        budget=budget,
    )
    codes = {(f.table, f.code) for f in proof.findings}
    assert {("public.notes", "access.read.over"), ("public.entries", "access.read.over")} <= codes
    if budget:
        assert ("public.entries", "access.update.blind") in codes


def test_a_plain_postgres_is_told_what_it_lacks(connection):
    connection.execute("create table public.t (id uuid primary key)")
    with pytest.raises(TargetError, match="access cannot be proven here: there is no"):
        prove(connection, tables={"public.t": own("id")}, people=[])


def test_a_sub_that_is_no_uuid_shows_which_policies_raise(product):
    admin = households.PEOPLE[0].person
    clerk = Subject(Person("admin", admin.uid, admin.email, sub="user_2abcDEF"), "owner")
    proof = prove(product, people=[clerk, *households.PEOPLE[1:]])
    raising = [f for f in proof.findings if f.code == "access.raises"]
    assert {f.person for f in raising} == {"admin"}
    assert "22P02" in raising[0].message
    assert {f.table for f in raising} >= {"public.entries", "public.notes", "public.stories"}


def test_a_rule_may_use_short_aliases_of_its_own(product):
    rule = allow(
        "select",
        expect=lambda row, claims: (
            f"exists (select from public.stories t join public.profiles p on p.id = t.user_id "
            f"where t.id = {row}.story_id and p.id = {claims.uid})"
        ),
    )
    tables = {**households.TABLES, "public.chapters": rule}
    found = {f.code for f in prove(product, tables=tables).findings if f.table == "public.chapters"}
    # Reading is as the rule says; writing, which this rule leaves out, is over.
    assert not {"access.read.over", "access.read.under"} & found
    assert "access.insert.over" in found


def test_a_lock_held_by_somebody_else_is_not_a_leak(product, supabase):
    with psycopg.connect(supabase) as other:
        other.execute("select from public.entries for update")
        proof = prove(product)
    assert not failing(proof)
