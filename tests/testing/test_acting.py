"""Acting as a person: as PostgREST would, with everything as before afterwards, however it ends."""

from __future__ import annotations

import json
import uuid

import psycopg
import pytest
from sqlalchemy import select, text

from seedkit.errors import TargetError, UnknownName, UsageError
from seedkit.factories.craveverse.models import User as Crave
from seedkit.factories.vibrationfit import JournalEntryFactory
from seedkit.factories.vibrationfit.models import Household, HouseholdMember, JournalEntry
from seedkit.supabase.claims import Person

pytestmark = pytest.mark.db

STORY = "vibrationfit/household"
WHO = "select current_user::text, auth.uid(), auth.role()"
ADMINISTRATOR = ("postgres", None, None)
SETTINGS = (
    "select current_setting('role'), current_setting('search_path'), current_setting('statement_timeout'), "
    "coalesce(current_setting('request.jwt.claims', true), ''), coalesce(current_setting('request.method', true), '')"
)

both = pytest.mark.parametrize(
    "mode",
    [
        pytest.param("clone", marks=pytest.mark.seedkit(STORY)),
        pytest.param("rollback", marks=pytest.mark.seedkit(STORY, rollback=True)),
    ],
)


@pytest.fixture
def world(seedkit_world):
    return seedkit_world


def one(db, query: str, parameters=None):
    return db.execute(query, parameters).fetchone()


@both
class TestBothModes:
    def test_role_and_claims_are_the_persons(self, world, mode: str) -> None:
        partner = world.person("partner")
        with world.acting_as("partner") as db:
            assert one(db, WHO) == ("authenticated", partner.id, "authenticated")
            claims = one(db, "select current_setting('request.jwt.claims')::jsonb")[0]
            assert (claims["sub"], claims["email"], claims["role"]) == (
                str(partner.id),
                partner.email,
                "authenticated",
            )
            assert claims["user_metadata"]["first_name"]
            assert one(db, "show statement_timeout") == ("8s",)
            assert one(db, "show search_path") == ("public, extensions",)

    def test_row_security_decides_what_is_seen(self, world, mode: str) -> None:
        with world.acting_as("partner") as db:
            assert db.ids(JournalEntry) == world.ids(JournalEntry)
            assert db.count("households") == db.count(Household) == db.count("public.households") == 1
            assert db.count(HouseholdMember, status="removed") == 0
        with world.acting_as("admin") as db:
            assert db.ids(JournalEntry) == set()
            assert db.count(HouseholdMember, status="removed") == 1

    def test_the_administrator_stays_the_administrator(self, world, mode: str, seedkit_db) -> None:
        before = one(seedkit_db, SETTINGS)
        with world.acting_as("partner") as db:
            db.count(JournalEntry)
            assert one(seedkit_db, WHO) == ADMINISTRATOR
            assert one(seedkit_db, "select count(*) > 1 from households") == (True,)
        assert one(seedkit_db, SETTINGS) == before

    def test_blocks_nest(self, world, mode: str, seedkit_db) -> None:
        with world.acting_as("admin") as admin, world.acting_as("partner") as partner:
            with world.acting_as("anon") as anon:
                assert one(anon, "select current_user::text") == ("anon",)
            assert one(partner, WHO)[1] == world.person("partner").id
            assert one(admin, WHO)[1] == world.person("admin").id
            assert one(partner, WHO)[1] == world.person("partner").id
        assert one(seedkit_db, WHO) == ADMINISTRATOR

    def test_what_a_person_writes_is_there(self, world, mode: str, seedkit_db) -> None:
        mine = next(iter(world.ids(JournalEntry)))
        with world.acting_as("partner") as db:
            assert db.execute("update journal_entries set title = 'x' where id = %s", [mine]).rowcount == 1
        with world.acting_as("admin") as db:
            assert db.execute("update journal_entries set title = 'y' where id = %s", [mine]).rowcount == 0
        assert one(seedkit_db, "select title from journal_entries where id = %s", [mine]) == ("x",)

    def test_an_error_undoes_its_statement_only(self, world, mode: str, seedkit_db) -> None:
        with world.acting_as("anon") as db:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                db.execute("delete from households")
            assert one(db, "select current_user::text") == ("anon",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), world.acting_as("partner") as db:
            db.execute("update auth.users set email = null")
        assert one(seedkit_db, WHO) == ADMINISTRATOR

    def test_an_error_of_the_test_leaves_nothing_behind(self, world, mode: str, seedkit_db) -> None:
        before = one(seedkit_db, SETTINGS)
        with pytest.raises(ZeroDivisionError), world.acting_as("partner") as db:
            db.count(JournalEntry) / 0
        assert one(seedkit_db, SETTINGS) == before

    def test_inside_a_transaction_of_the_test(self, world, mode: str, seedkit_db) -> None:
        with seedkit_db.transaction(force_rollback=True):
            seedkit_db.execute("delete from journal_entries")
            before = one(seedkit_db, SETTINGS)
            with world.acting_as("partner") as db:
                assert db.count(JournalEntry) == 0
                with pytest.raises(psycopg.errors.UndefinedTable):
                    db.execute("select * from no_such_table")
            assert one(seedkit_db, SETTINGS) == before
        with world.acting_as("partner") as db:
            assert db.count(JournalEntry) > 0

    def test_what_factories_made_is_seen(self, world, mode: str, seedkit_session) -> None:
        partner = world.person("partner")
        seedkit_session.add(JournalEntryFactory.build(user=partner.object(), title="Just now"))
        with world.acting_as("partner") as db:
            assert db.count(JournalEntry, title="Just now") == 1
        with world.acting_as("admin") as db:
            assert db.count(JournalEntry, title="Just now") == 0

    def test_a_session_of_the_person(self, world, mode: str, seedkit_db) -> None:
        with world.acting_as("partner") as db:
            entries = db.session.scalars(select(JournalEntry)).all()
            assert {entry.id for entry in entries} == world.ids(JournalEntry)
            entries[0].title = "Changed"
            assert db.count(JournalEntry, title="Changed") == 1
            db.session.commit()
            # A second transaction acts as well.
            assert one(db.session, text(WHO)) == (
                "authenticated",
                world.person("partner").id,
                "authenticated",
            )
            db.session.get(JournalEntry, entries[1].id).title = "Forgotten"
        assert one(seedkit_db, "select count(*) from journal_entries where title = 'Changed'") == (1,)
        assert one(seedkit_db, "select count(*) from journal_entries where title = 'Forgotten'") == (0,)
        assert one(seedkit_db, WHO) == ADMINISTRATOR

    def test_nobody_is_the_person_by_accident(self, world, mode: str, seedkit_db, seedkit_session) -> None:
        with world.acting_as("partner") as db, world.acting_as("admin") as other:
            db.session.scalars(select(JournalEntry)).all()
            with pytest.raises(UsageError, match=r"acts as 'partner': their session has an open transaction"):
                seedkit_db.execute("select 1")
            with pytest.raises(UsageError, match="acts as 'partner'"):
                seedkit_session.scalars(select(JournalEntry)).all()
            assert other.count(JournalEntry) == 0
            assert db.count(JournalEntry) > 0
            db.session.rollback()
            assert one(seedkit_db, WHO) == ADMINISTRATOR

    def test_several_statements_as_one_request(self, world, mode: str, seedkit_db) -> None:
        with world.acting_as("partner") as db:
            with db.transaction() as connection:
                connection.execute("update journal_entries set title = 'a'")
                connection.execute("update journal_entries set content = 'b'")
            with pytest.raises(psycopg.errors.DivisionByZero):
                self.failing(db)
            assert db.count(JournalEntry, title="a", content="b") == db.count(JournalEntry)
        assert one(seedkit_db, WHO) == ADMINISTRATOR

    @staticmethod
    def failing(db) -> None:
        with db.transaction() as connection:
            connection.execute("update journal_entries set title = 'c'")
            connection.execute("select 1 / 0")

    def test_forged_metadata_is_in_token_and_account(self, world, mode: str, seedkit_db) -> None:
        partner = world.person("partner")
        account = "select raw_user_meta_data from auth.users where id = %s"
        (before,) = one(seedkit_db, account, [partner.id])
        with world.acting_as("partner", user_metadata={"role": "admin"}) as db:
            claims = one(db, "select auth.jwt()")[0]
            assert claims["user_metadata"] == {**before, "role": "admin"}
            assert claims["role"] == "authenticated"
            assert one(seedkit_db, account, [partner.id]) == ({**before, "role": "admin"},)
        assert one(seedkit_db, account, [partner.id]) == (before,)


@pytest.mark.seedkit(STORY)
def test_those_who_are_always_there(world) -> None:
    with world.acting_as("stranger") as db:
        assert db.count(Household) == db.count(JournalEntry) == 0
    with world.acting_as("service_role") as db:
        assert db.ids(JournalEntry) >= world.ids(JournalEntry)
        assert one(db, WHO) == ("service_role", None, "service_role")
    for name in ("anon", "anonymous"):
        with world.acting_as(name) as db:
            assert one(db, WHO) == ("anon", None, "anon")


@pytest.mark.seedkit(STORY, copies=2)
def test_people_of_other_copies_and_of_ones_own_making(world) -> None:
    with world.acting_as("partner@1") as db:
        assert db.ids(JournalEntry) == world["JournalEntry:partner"].copy(1).ids | world["spoken"].copy(1).ids
    with world.acting_as(world.person("partner")) as db:
        assert db.ids(JournalEntry) == world["JournalEntry:partner"].copy(0).ids | world["spoken"].copy(0).ids
    somebody = Person("somebody", uuid.uuid4(), "somebody@example.com")
    with world.acting_as(somebody) as db:
        assert one(db, WHO)[1] == somebody.uid


@pytest.mark.seedkit(STORY)
def test_claims_are_laid_over_the_tokens(world) -> None:
    with world.acting_as("partner", claims={"aal": "aal2", "email": None}) as db:
        claims = one(db, "select auth.jwt()")[0]
    assert claims["aal"] == "aal2"
    assert "email" not in claims


@pytest.mark.seedkit(STORY)
def test_what_an_account_says_now_is_in_the_token(world, seedkit_db) -> None:
    seedkit_db.execute(
        "update auth.users set raw_app_meta_data = %s where id = %s",
        [json.dumps({"plan": "gold"}), world.person("partner").id],
    )
    with world.acting_as("partner") as db:
        assert one(db, "select auth.jwt() -> 'app_metadata' ->> 'plan'") == ("gold",)


@pytest.mark.seedkit("craveverse/newbie-onboarding")
class TestClerk:
    def test_the_subject_is_text(self, seedkit_world) -> None:
        person = seedkit_world.people[-1]
        assert person.sub.startswith("user_")
        with seedkit_world.acting_as(person) as db:
            assert one(db, "select auth.jwt() ->> 'sub'") == (person.sub,)
            assert db.ids(Crave) == {person.id}

    def test_another_subject_is_another_person(self, seedkit_world) -> None:
        with seedkit_world.acting_as("stranger", sub="user_2NeverHeardOf") as db:
            assert one(db, "select auth.jwt() ->> 'sub'") == ("user_2NeverHeardOf",)
            assert db.count(Crave) == 0

    def test_policies_that_want_a_uuid_raise(self, seedkit_world) -> None:
        with (
            seedkit_world.acting_as(seedkit_world.people[0]) as db,
            pytest.raises(psycopg.errors.InvalidTextRepresentation),
        ):
            db.execute("select auth.uid()")


@pytest.mark.seedkit(STORY)
@pytest.mark.parametrize(
    ("ask", "error", "said"),
    [
        (
            lambda db: db.count("hauseholds"),
            UnknownName,
            r"no table 'public\.hauseholds'\. Did you mean 'public\.households'",
        ),
        (
            lambda db: db.count(Household, nam="x"),
            UnknownName,
            r"no column of public\.households 'nam'\. Did you mean 'name'",
        ),
        (lambda db: db.ids(3), UsageError, "3 names no table"),
    ],
)
def test_a_wrong_question(world, ask, error, said: str) -> None:
    with world.acting_as("partner") as db, pytest.raises(error, match=said):
        ask(db)


@pytest.mark.seedkit(STORY)
def test_somebody_unknown(world) -> None:
    for name in ("partnr", "partner@4", "partner@x"):
        with pytest.raises(UnknownName, match="partner"), world.acting_as(name):
            pass


@pytest.mark.seedkit(STORY)
def test_where_row_security_does_not_hold(world, seedkit_db) -> None:
    seedkit_db.execute("create table public.mine (id int)")
    seedkit_db.execute("alter table public.mine enable row level security")
    seedkit_db.execute("alter table public.mine owner to authenticated")
    with (
        pytest.raises(TargetError, match=r"does not hold for 'partner' on public\.mine"),
        world.acting_as("partner"),
    ):
        pass
    boss = Person("boss", role="postgres")
    with (
        pytest.raises(TargetError, match="does not hold for 'boss': the role bypasses it"),
        world.acting_as(boss),
    ):
        pass
    seedkit_db.execute("set row_security = off")
    with pytest.raises(TargetError, match="it is off in this session"), world.acting_as("admin"):
        pass


@pytest.mark.seedkit(STORY, rollback=True)
def test_access_is_proven_inside_a_test(world) -> None:
    proof = world.assert_access()
    assert proof.ok
    assert proof.facts > 1000


@pytest.mark.seedkit(STORY)
def test_a_hole_is_an_assertion_error_that_names_it(world, seedkit_db) -> None:
    seedkit_db.execute(
        "create policy open on public.journal_entries for select to authenticated using (true)"
    )
    with pytest.raises(
        AssertionError, match=r"access\.read\.over public\.journal_entries.*let through by open"
    ):
        world.assert_access()
    with world.acting_as("stranger") as db:
        assert db.count(JournalEntry) > 0
