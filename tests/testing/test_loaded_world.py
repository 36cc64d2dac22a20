"""The loaded world: rows by label, model or factory, people by handle, objects of the test's session."""

from __future__ import annotations

import datetime as dt

import jwt
import pytest

from seedkit.errors import BadParameter, UnknownName, UsageError
from seedkit.factories.vibrationfit import (
    HouseholdMemberFactory,
    JournalEntryFactory,
    UserFactory,
    VisionVersionFactory,
)
from seedkit.factories.vibrationfit.models import Household, HouseholdMember, JournalEntry
from seedkit.scenario import scenario
from seedkit.scenarios.vibrationfit.household import household_account
from seedkit.supabase.auth import AuthUser
from seedkit.supabase.claims import LOCAL_SECRET
from seedkit.world import World, between

pytestmark = pytest.mark.db

STORY = "vibrationfit/household"


@scenario("vibrationfit/two-visions")
def two_visions(world: World, *, private_visions: int = 2, entries: int = 3) -> None:
    """A partner with visions of her own, one of which is shared; told here, not in the product."""
    admin, partner = world.people("admin", "partner")
    world.add(VisionVersionFactory, user=admin, label="our_vision")
    world.add(VisionVersionFactory, private_visions, user=partner, draft=True)
    world.add(JournalEntryFactory, entries, user=admin)
    world.add(JournalEntryFactory, between(1, 2), user=partner, label="hers")


def test_a_story_is_loaded_by_itself_or_by_name(seedkit) -> None:
    world = seedkit(two_visions, private_visions=3)
    assert len(world["VisionVersion:partner"]) == 3
    assert (world.scenario, world.plan.parameters["private_visions"]) == ("vibrationfit/two-visions", 3)
    assert world.story is two_visions
    assert "two-visions seed=0" in repr(world)


def test_rows_go_by_label_or_by_the_end_of_one(seedkit) -> None:
    world = seedkit(two_visions)
    vision = world["our_vision"]
    assert vision.label == "VisionVersion:admin.our_vision"
    assert vision.ids == world["admin.our_vision"].ids == {vision.id}
    assert world["hers"].label == "JournalEntry:partner.hers"
    assert len(world["JournalEntry:admin"]) == 3
    assert "VisionVersion:partner" in world.labels


def test_what_a_label_does_not_tell_is_an_error_that_helps(seedkit) -> None:
    world = seedkit(two_visions)
    with pytest.raises(UnknownName, match=r"'our_visions'\. Did you mean 'our_vision'"):
        world["our_visions"]
    with pytest.raises(UsageError, match=r"2 row sets .* called 'JournalEntry'.*JournalEntry:partner\.hers"):
        world["JournalEntry"]
    with pytest.raises(UsageError, match="has 2 rows, not one"):
        _ = world["VisionVersion:partner"].id
    with pytest.raises(UsageError, match="names no rows"):
        world[17]


def test_rows_go_by_model_and_factory(seedkit, seedkit_db) -> None:
    world = seedkit(STORY)
    found = {key for (key,) in seedkit_db.execute("select id from household_members")}
    assert world.ids(HouseholdMember) == world.ids(HouseholdMemberFactory) == found
    assert world["Household:admin"].ids <= world.ids(Household)


@pytest.mark.seedkit(STORY, copies=3)
def test_rows_of_one_copy(seedkit_world, seedkit_db) -> None:
    homes = seedkit_world["Household:admin"]
    assert len(homes) == 3
    query = "select admin_user_id from households where id = %s"
    for copy in range(3):
        (owner,) = seedkit_db.execute(query, [homes.copy(copy).id]).fetchone()
        assert owner == seedkit_world.person(f"admin@{copy}").id


def test_objects_are_the_sessions_and_of_now(seedkit, seedkit_session, seedkit_db) -> None:
    world = seedkit(two_visions)
    vision = world["our_vision"].object()
    assert vision in seedkit_session
    assert vision.id in world["our_vision"].ids
    assert vision in world["our_vision"]
    seedkit_db.execute("update vision_versions set title = 'Ours' where id = %s", [vision.id])
    seedkit_session.refresh(vision)
    assert vision.title == "Ours"
    entries = world["JournalEntry:admin"]
    assert [e.id for e in entries] == [e.id for e in entries.objects()]
    seedkit_db.execute("delete from journal_entries where id = %s", [entries.objects()[0].id])
    assert len(entries.objects()) == 2


def test_catalogue_rows_are_objects_too(seedkit) -> None:
    world = seedkit(STORY)
    tiers = world["MembershipTierFactory:catalogue"].objects()
    assert {tier.id for tier in tiers} == world["MembershipTierFactory:catalogue"].ids


def test_people(seedkit, seedkit_db) -> None:
    world = seedkit(STORY, copies=2)
    partner = world.person("partner@1")
    assert (partner.name, partner.handle, partner.copy) == ("partner@1", "partner", 1)
    row = seedkit_db.execute("select email from auth.users where id = %s", [partner.id]).fetchone()
    assert row == (partner.email,)
    user = partner.object()
    assert isinstance(user, AuthUser)
    assert user.id == partner.id
    assert [p.name for p in world.people][:3] == ["admin", "partner", "leaver"]
    with pytest.raises(UnknownName, match=r"no person 'partnr'.*Did you mean 'partner'"):
        world.person("partnr")
    with pytest.raises(UnknownName, match="partner@7"):
        world.person("partner@7")


def test_a_person_has_a_token(seedkit) -> None:
    partner = seedkit(STORY).person("partner")
    claims = jwt.decode(partner.token(), LOCAL_SECRET, algorithms=["HS256"], audience="authenticated")
    assert (claims["sub"], claims["email"]) == (str(partner.id), partner.email)


def test_the_same_seed_and_now_are_the_same_rows(seedkit) -> None:
    first = seedkit(household_account, seed=4, now="2025-11-20")
    assert first.now == dt.datetime(2025, 11, 20, tzinfo=dt.UTC)
    assert first is seedkit(household_account, seed=4, now=dt.date(2025, 11, 20))


def test_further_stories_are_loaded_beside_the_first(seedkit, seedkit_db) -> None:
    home, visions = seedkit(STORY), seedkit(two_visions)
    again = seedkit(two_visions, as_="second")
    assert len(home.ids(Household)) == 2
    assert not visions.ids(JournalEntry) & again.ids(JournalEntry)
    for world in (home, visions, again):
        with world.acting_as("partner") as db:
            assert db.ids(JournalEntry) == {e.id for e in world.session.query(JournalEntry).filter_by(user_id=world.person("partner").id)}  # fmt: skip
    assert seedkit_db.execute("select count(*) from seedkit.loads").fetchone() == (3,)
    with pytest.raises(UsageError, match=r"in this database already.*as_='second'"):
        seedkit(two_visions, entries=9)


def test_products_share_names_of_tables(seedkit) -> None:
    seedkit(STORY)
    with pytest.raises(UsageError, match="holds vibrationfit, whose tables infinitepages shares"):
        seedkit("infinitepages/reader-month")


def test_a_schema_without_a_row(seedkit, seedkit_session) -> None:
    world = seedkit("vibrationfit")
    assert seedkit_session.query(Household).count() == 0
    with world.acting_as("stranger") as db:
        assert db.count(Household) == 0
    for asked in (lambda: world["Household"], lambda: world.person("admin"), lambda: world.plan):
        with pytest.raises(UsageError, match="no story is loaded"):
            asked()


def test_without_anything_it_is_supabase_and_empty(seedkit_db) -> None:
    assert seedkit_db.execute("select count(*) from auth.users").fetchone() == (0,)
    assert seedkit_db.execute("select to_regclass('public.households')").fetchone() == (None,)


def test_the_connection_waits_for_the_story(seedkit, seedkit_db) -> None:
    assert repr(seedkit_db) == "<the test's connection, not connected>"
    world = seedkit(STORY)
    assert seedkit_db is world.db
    assert seedkit_db.execute("select count(*) > 0 from households").fetchone() == (True,)


def test_a_story_after_the_connection_was_used(seedkit, seedkit_db) -> None:
    seedkit_db.execute("create table notes (note text)")
    world = seedkit(two_visions)
    assert seedkit_db.execute("select count(*) from notes").fetchone() == (0,)
    assert len(world["our_vision"]) == 1


def test_factories_live_at_the_worlds_time(seedkit, seedkit_session) -> None:
    seedkit("vibrationfit")
    user = UserFactory.build()
    assert user.created_at < dt.datetime.now(dt.UTC)


@pytest.mark.seedkit(now="2020-02-02", seed=3)
def test_factories_take_seed_and_now_of_the_marker(seedkit) -> None:
    user = UserFactory.build(__sequence=1)
    assert user.created_at < dt.datetime(2020, 2, 2, tzinfo=dt.UTC)


@pytest.mark.seedkit("vibrationfit", now="2020-02-02")
def test_functions_of_the_database_live_then_too(seedkit_world, seedkit_db) -> None:
    moment = seedkit_db.execute("select current_moment()").fetchone()
    assert moment == (dt.datetime(2020, 2, 2, tzinfo=dt.UTC),)


@pytest.mark.parametrize("private_visions", [0, 2])
def test_parameters_of_stories_are_parametrised(seedkit, private_visions: int) -> None:
    assert (
        len(seedkit(two_visions, private_visions=private_visions)["VisionVersion:partner"]) == private_visions
    )


@pytest.mark.parametrize("seedkit_world", [STORY, two_visions], indirect=True, ids=["household", "visions"])
def test_stories_are_parametrised(seedkit_world) -> None:
    with seedkit_world.acting_as("partner") as db:
        assert db.count(JournalEntry) > 0


@pytest.mark.parametrize(
    ("story", "given", "error", "said"),
    [
        ("vibrationfit/houshold", {}, UnknownName, "Did you mean 'vibrationfit/household'"),
        (
            "vibrationfitt",
            {},
            UnknownName,
            "no story or product 'vibrationfitt'. Did you mean 'vibrationfit'",
        ),
        (
            STORY,
            {"member": 2},
            UnknownName,
            "no parameter of vibrationfit/household 'member'. Did you mean 'members'",
        ),
        (STORY, {"members": 9}, BadParameter, "0, 1, 2, 3, 4"),
        (STORY, {"now": "someday"}, BadParameter, "now 'someday' is no moment"),
        (STORY, {"copies": 0}, BadParameter, "copies=0"),
        ("vibrationfit", {"members": 2}, UsageError, "is a product and takes no members.*vibrationfit/"),
        (17, {}, UsageError, "17 is no story"),
        (None, {"members": 2}, UsageError, "is given members, but no story"),
    ],
)
def test_a_wrong_call(seedkit, story, given, error, said) -> None:
    with pytest.raises(error, match=said):
        seedkit(story, **given)
