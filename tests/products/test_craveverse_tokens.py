"""People whom Clerk signs in: what a token of theirs says, and what the database makes of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import jwt
import psycopg
import pytest
from people import acting, column

from seedkit import generate
from seedkit.cast import find_anyone
from seedkit.factories.craveverse import UserProgressFactory, UserQuizResponseFactory
from seedkit.load.ledger import find_load
from seedkit.load.load import load
from seedkit.plan import Plan, compile_plan
from seedkit.product import find_scenario
from seedkit.proof import plan_of
from seedkit.scenario import scenario
from seedkit.subjects import suited
from seedkit.supabase.claims import LOCAL_SECRET, Person, token
from seedkit.world import World

NOW = dt.datetime(2025, 11, 20, tzinfo=dt.UTC)


@scenario("craveverse/signed-in")
def signed_in(world: World) -> None:
    """Somebody with an id of Clerk's, and somebody whose id is a uuid."""
    clerk, other = world.person("clerk"), world.person("uuid", uuid_sub=True)
    for person in (clerk, other):
        quiz = world.add(UserQuizResponseFactory, user=person)
        done = world.add(UserProgressFactory, 2, user=person)
        world.sees(person, quiz, done)


@pytest.fixture
def plan() -> Plan:
    return compile_plan(signed_in, now=NOW, copies=3)


def test_the_subject_is_the_id_that_the_account_has_at_clerk(plan: Plan) -> None:
    people = list(generate.people(plan, range(3)))
    rows = [
        row
        for _, batch in generate.generate(plan, range(3), tables=["public.users"])
        for row in batch.to_pylist()
    ]
    accounts = {row["id"]: row for row in rows}
    assert len(people) == 6
    for person in people:
        row = accounts[person.uid.bytes]
        assert (person.sub, person.email) == (row["clerk_user_id"], row["email"])
        assert person.sub.startswith("user_2") == (person.handle == "clerk")
    assert len({person.sub for person in people}) == 6


def test_people_of_supabase_are_their_own_subject() -> None:
    plan = compile_plan(find_scenario("vibrationfit/household"), now=NOW)
    assert {person.sub for person in generate.people(plan, range(1))} == {None}


def test_a_token_says_the_subject(plan: Plan) -> None:
    person = next(generate.people(plan, [0]))
    made = token(Person(person.handle, person.uid, person.email, sub=person.sub))
    claims = jwt.decode(made, LOCAL_SECRET, algorithms=["HS256"], audience="authenticated")
    assert (claims["sub"], claims["email"]) == (person.sub, person.email)


@pytest.mark.db
def test_the_load_remembers_whom_a_token_is_about(db: psycopg.Connection[Any], plan: Plan) -> None:
    load(db, plan, generate)
    # A load insists on seeing everything, to the end of its transaction.
    db.execute("set local row_security = on")
    for handle in ("clerk", "uuid", "clerk@2"):
        person = find_anyone(db, handle)
        with acting(db, person) as cursor:
            assert column(cursor, "select clerk_user_id from users") == [person.sub]
            assert column(cursor, "select count(*) from user_progress") == [2]


@pytest.fixture
def newbies() -> Plan:
    return compile_plan(find_scenario("craveverse/newbie-onboarding"), now=NOW, copies=2)


@pytest.mark.db
def test_where_policies_can_read_them_people_have_ids_of_clerks(
    db: psycopg.Connection[Any], newbies: Plan
) -> None:
    assert suited(db, newbies) is newbies


@pytest.mark.db
def test_where_published_policies_cast_the_subject_people_have_uuids_and_are_told_why(
    db: psycopg.Connection[Any], newbies: Plan
) -> None:
    published = "(select auth.uid())::text = clerk_user_id"
    db.execute(f"alter policy authenticated_select on public.users using ({published})")
    plan = suited(db, newbies)
    receipt = load(db, plan, generate)
    assert [note for note in receipt.notes if "22P02" in note and "on public.users read auth.uid()" in note]
    assert receipt.uuid_subjects
    for person in generate.people(plan, range(2)):
        assert str(uuid.UUID(person.sub)) == person.sub
    db.execute("set local row_security = on")
    finished = find_anyone(db, "finished@1")
    with acting(db, finished) as cursor:
        assert column(cursor, "select clerk_user_id from users") == [finished.sub]

    # The load keeps them, whatever the policies are later.
    entry = find_load(db, plan.scenario, plan.seed)
    assert entry is not None
    assert plan_of(entry).fingerprint == plan.fingerprint != newbies.fingerprint
    again = load(db, suited(db, newbies, entry), generate)
    assert (again.mode, again.written) == ("unchanged", 0)
