"""Objects saved in sessions: one by one, a batch at once, sync and async, on a real Postgres."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from typing import Any

import factory
import pytest
from club import (
    STANDING_TRIGGER,
    Badge,
    BadgeFactory,
    Base,
    Club,
    ClubFactory,
    LampFactory,
    League,
    LeagueFactory,
    Player,
    PlayerFactory,
    ScanFactory,
    SecretFactory,
    ShoutFactory,
    StandingFactory,
    TownClubFactory,
    TownPlayerFactory,
)
from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy import Engine, create_engine, event, func, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from seedkit.errors import DataError, UsageError
from seedkit.factory import TableFactory
from seedkit.fields import Parent
from seedkit.saving import NoSession
from seedkit.scope import settings, sharing

pytestmark = pytest.mark.db

#: Enough for COPY.
MANY = 150


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    made = create_engine(driver(database))
    Base.metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine) as opened:
        yield opened


def driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def stored(session: Session, model: Any) -> list[dict[str, Any]]:
    """The rows as they stand in the database, by key."""
    rows = session.execute(select(model.__table__).order_by(model.__table__.c.id)).mappings()
    return [dict(row) for row in rows]


class Statements:
    """What a connection was asked to do, told by its first word."""

    def __init__(self, engine: Engine) -> None:
        self.words: list[str] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        self.words.append(statement.split()[0].upper())


# Which session


def test_one_object_is_pending_until_the_session_is_flushed(session: Session) -> None:
    player = PlayerFactory.create(session=session)
    assert inspect(player).pending
    assert inspect(player.club).pending
    session.flush()
    assert (count(session, Player), count(session, Club), count(session, League)) == (1, 1, 1)


def test_the_session_of_a_block_goes_before_that_of_a_factory(engine: Engine, session: Session) -> None:
    class OwnFactory(PlayerFactory):
        class Meta:
            sqlalchemy_session = scoped_session(sessionmaker(engine))

    own = OwnFactory.create()
    assert own in OwnFactory._meta.sqlalchemy_session()
    assert own.club in OwnFactory._meta.sqlalchemy_session(), (
        "a parent without session takes that of its child"
    )
    OwnFactory._meta.sqlalchemy_session.rollback()
    with settings(session=session):
        assert OwnFactory.create() in session
        assert all(player in session for player in OwnFactory.create_batch(3))
    OwnFactory._meta.sqlalchemy_session.remove()


def test_a_session_factory_is_asked_once_a_call(engine: Engine) -> None:
    opened: list[Session] = []

    def open_session() -> Session:
        opened.append(Session(engine))
        return opened[-1]

    class MadeClubFactory(ClubFactory):
        class Meta:
            sqlalchemy_session_factory = open_session

    class MadeFactory(PlayerFactory):
        class Meta:
            sqlalchemy_session_factory = open_session
            sqlalchemy_session_persistence = "commit"

        club = factory.SubFactory(MadeClubFactory)

    player = MadeFactory.create()
    assert len(opened) == 1
    MadeFactory.create_batch(2)
    assert len(opened) == 2
    with Session(engine) as other:
        assert count(other, Player) == 3
        assert other.get(Player, inspect(player).identity) is not None
    for session in opened:
        session.close()


@pytest.mark.parametrize(("how", "there"), [("commit", 2), ("flush", 0), (None, 0)])
@pytest.mark.parametrize("size", [2, MANY])
def test_persistence(engine: Engine, how: str | None, there: int, size: int) -> None:
    with Session(engine) as session:

        class KeptFactory(PlayerFactory):
            class Meta:
                sqlalchemy_session = session
                sqlalchemy_session_persistence = how

        batch = KeptFactory.create_batch(size)
        assert all(inspect(player).persistent for player in batch)
        with Session(engine) as other:
            assert count(other, Player) == (size if there else 0)
        assert KeptFactory.create().name.startswith("Player of ")


def test_no_session_and_the_wrong_kind_are_said() -> None:
    with pytest.raises(NoSession, match=r"No session to save PlayerFactory in"):
        PlayerFactory.create()
    with pytest.raises(
        UsageError, match=r"cannot wait for an AsyncSession. await PlayerFactory.create_async"
    ):
        PlayerFactory.create(session=AsyncSession())
    with pytest.raises(UsageError, match=r"needs an AsyncSession, not a Session"):
        asyncio.run(PlayerFactory.create_async(session=Session()))
    with pytest.raises(UsageError, match=r"needs an AsyncSession, not no session"):
        asyncio.run(PlayerFactory.create_batch_async(2))


# A batch at once


def test_a_large_batch_goes_by_copy_and_is_persistent(engine: Engine, session: Session) -> None:
    PlayerFactory.reset_sequence(0, force=True)
    said = Statements(engine)
    batch = PlayerFactory.create_batch(MANY, session=session)
    assert said.words.count("INSERT") == 1, "of the league"
    assert all(inspect(player).persistent and inspect(player.club).persistent for player in batch)
    assert not session.dirty
    assert not session.new
    assert (count(session, Player), count(session, Club), count(session, League)) == (MANY, MANY, 1)
    told = [(p.id, p.name, p.level, p.club.town, p.club.seats, p.club.league.code) for p in batch]
    assert told[0][2:] == ("beginner", told[0][3], 8, "north")
    session.expire_all()
    assert told == [(p.id, p.name, p.level, p.club.town, p.club.seats, p.club.league.code) for p in batch]


@pytest.mark.parametrize("given", [{}, {"strong": True}, {"name": "Ada", "club__town": "Rome"}])
def test_copied_rows_are_those_that_create_makes(engine: Engine, given: dict[str, Any]) -> None:
    tables = []
    for size in (MANY, 1):
        PlayerFactory.reset_sequence(0, force=True)
        with Session(engine) as session, settings(session=session):
            for _ in range(MANY // size):
                PlayerFactory.create_batch(size, **given) if size > 1 else PlayerFactory.create(**given)
            session.flush()
            tables.append([stored(session, model) for model in (Player, Club)])
    without_sequence = [{k: v for k, v in row.items() if k != "slug"} for row in tables[0][1]]
    assert tables[0][0] == tables[1][0]
    assert without_sequence == [{k: v for k, v in row.items() if k != "slug"} for row in tables[1][1]]
    [[nothing]] = [{row["details"] for row in tables[0][0]}]
    assert nothing is None


def test_it_is_part_of_the_sessions_transaction(engine: Engine, session: Session) -> None:
    club = ClubFactory.create(session=session)
    with session.begin_nested() as savepoint:
        batch = PlayerFactory.create_batch(MANY, session=session, club=club)
        savepoint.rollback()
    assert count(session, Player) == 0
    assert inspect(batch[0]).transient
    assert inspect(club).persistent, "it was pending, and written before the batch"
    again = PlayerFactory.create_batch(MANY, session=session, club=club)
    session.rollback()
    assert inspect(again[0]).transient
    with Session(engine) as other:
        assert (count(other, Player), count(other, Club)) == (0, 0)


def test_parents_that_were_only_built_are_saved_first(session: Session) -> None:
    club = ClubFactory.build()
    players = PlayerFactory.create_batch(MANY, session=session, club=club)
    assert inspect(club).persistent
    assert {player.club for player in players} == {club}
    assert len(club.players) == MANY


def test_collections_of_a_loaded_parent_see_their_new_children(session: Session) -> None:
    club = ClubFactory.create(session=session)
    session.flush()
    assert club.players == []
    PlayerFactory.create_batch(MANY, session=session, club=club)
    assert len(club.players) == MANY


def test_a_change_of_a_saved_object_is_written(session: Session) -> None:
    player = PlayerFactory.create_batch(MANY, session=session)[7]
    player.rating = 9
    session.flush()
    assert session.scalar(select(Player.rating).where(Player.id == player.id)) == 9
    session.delete(player)
    session.flush()
    assert count(session, Player) == MANY - 1


def test_models_that_do_more_go_through_the_unit_of_work(session: Session) -> None:
    secrets = SecretFactory.create_batch(MANY, session=session)
    towns = {secret.word for secret in secrets}
    assert towns == {f"{town}!" for town in ("Ulm", "Bari", "Cork")}
    raw = set(session.scalars(text("select word from secrets")))
    assert raw == {word[::-1] for word in towns}
    assert {shout.word for shout in ShoutFactory.create_batch(MANY, session=session)} == {"HELLO"}


def test_attributes_that_a_query_computes(session: Session) -> None:
    assert {lamp.milliwatts for lamp in LampFactory.create_batch(MANY, session=session)} == {7000}
    assert LampFactory.create(session=session, watts=2) in session
    assert LampFactory.table(2)["watts"].to_pylist() == [7, 7]


def test_defaults_are_not_shared_between_objects(session: Session) -> None:
    one, other = ClubFactory.create_batch(MANY, session=session)[:2]
    one.rules["opens"] = 9
    assert other.rules == {}


def test_a_way_of_its_own_to_save(session: Session) -> None:
    class SlowFactory(ClubFactory):
        @classmethod
        def _save(cls, *args: Any) -> Any:
            made = super()._save(*args)
            made.town = made.town.upper()
            return made

    assert {club.town for club in SlowFactory.create_batch(3, session=session)} <= {"ULM", "BARI", "CORK"}


def test_whoever_listens_is_called(session: Session) -> None:
    heard: list[Any] = []

    def hear(mapper: Any, connection: Any, player: Any) -> None:
        heard.append(player)

    event.listen(Player, "before_insert", hear)
    try:
        PlayerFactory.create_batch(MANY, session=session)
    finally:
        event.remove(Player, "before_insert", hear)
    assert len(heard) == MANY
    flushed: list[int] = []
    event.listen(session, "before_flush", lambda session, *_: flushed.append(len(session.new)))
    PlayerFactory.create_batch(MANY, session=session)
    assert sum(flushed) >= 2 * MANY


@pytest.mark.parametrize("size", [3, MANY])
def test_what_the_database_refuses_is_the_error_of_an_insert(session: Session, size: int) -> None:
    club = ClubFactory.create(session=session)
    session.flush()
    first = PlayerFactory.create_batch(size, session=session, club=club)
    player = first[1]
    for value in first:
        session.expunge(value)
    PlayerFactory.reset_sequence(PlayerFactory._meta.next_sequence() - size, force=True)
    with pytest.raises(IntegrityError) as caught:
        PlayerFactory.create_batch(size, session=session, club=club, id=player.id)
    assert "players" in str(caught.value)
    if size == MANY:
        note, hint = caught.value.__notes__
        assert hint.startswith("The same rows were saved before")
        assert note.startswith("public.players.players_pkey: duplicate key value violates unique constraint")
    session.rollback()
    assert count(session, Player) == 0, "the session can be used again"


def test_a_value_too_long_is_named_with_its_row(session: Session) -> None:
    with pytest.raises(
        DataError, match=r"public\.players\.level: 17 characters where .*\(12\) takes 12 \(row id="
    ):
        PlayerFactory.create_batch(MANY, session=session, level="seventeen letters")
    assert count(session, Player) == 0


def test_a_role_under_row_security_inserts(engine: Engine, session: Session) -> None:
    with engine.begin() as admin:
        admin.execute(text("create role club_clerk"))
        admin.execute(text("grant all on all tables in schema public to club_clerk"))
        admin.execute(text("alter table players enable row level security"))
        admin.execute(text("create policy all_of_them on players using (true)"))
    try:
        session.execute(text("set local role club_clerk"))
        assert len(PlayerFactory.create_batch(MANY, session=session)) == count(session, Player) == MANY
    finally:
        session.rollback()
        with engine.begin() as admin:
            admin.execute(text("drop owned by club_clerk"))
            admin.execute(text("drop role club_clerk"))


def test_a_table_that_the_search_path_finds(engine: Engine, session: Session) -> None:
    session.execute(text("create schema branch"))
    session.execute(text("create table branch.leagues (like public.leagues including all)"))
    session.execute(text("create table branch.clubs (like public.clubs including all)"))
    session.execute(text("set local search_path = branch, public"))
    ClubFactory.create_batch(MANY, session=session)
    assert session.scalar(text("select count(*) from branch.clubs")) == MANY
    assert session.scalar(text("select count(*) from public.clubs")) == 0


# Keys that the database counts, links known by key alone


@pytest.mark.parametrize("size", [1, 3, MANY])
def test_numbers_come_from_the_tables_own_sequence(session: Session, size: int) -> None:
    session.execute(text("select setval('badges_id_seq', 700)"))
    with settings(session=session):
        badges = BadgeFactory.create_batch(size) if size > 1 else [BadgeFactory.create()]
        session.flush()
    assert [badge.id for badge in badges] == list(range(701, 701 + size))
    assert [badge.label.split(" for ")[0] for badge in badges] == [f"No. {badge.id}" for badge in badges]
    assert count(session, Player) == size
    session.execute(
        text("insert into badges (player_id, label) select player_id, 'by hand' from badges limit 1")
    )
    assert BadgeFactory.build(__sequence=4).id == 5, "what is only built asks nobody"


@pytest.mark.parametrize("size", [1, 3, MANY])
def test_a_child_of_a_row_that_the_server_numbers(session: Session, size: int) -> None:
    class UnnumberedFactory(TableFactory[Badge]):
        class Meta:
            model = Badge

        player_id = Parent(PlayerFactory)
        label = "the server counts"

    class OfUnnumberedFactory(ScanFactory):
        badge = Parent(UnnumberedFactory)

    with settings(session=session):
        scans = OfUnnumberedFactory.create_batch(size) if size > 1 else [OfUnnumberedFactory.create()]
        session.flush()
    assert [scan.badge_id for scan in scans] == [scan.badge.id for scan in scans]
    assert None not in [scan.badge_id for scan in scans]
    assert len({scan.id for scan in scans}) == size


# Rows that are there already


def test_a_natural_key_finds_the_row_that_is_there(session: Session) -> None:
    there = League(id=uuid.uuid4(), code="north")
    session.add(there)
    with settings(session=session):
        assert LeagueFactory.create() is there
        assert LeagueFactory.create_batch(3) == [there] * 3
        south = LeagueFactory.create_batch(2, code="south")
        assert south[0] is south[1]
        assert ClubFactory.create().league is there
        assert {club.league for club in ClubFactory.create_batch(MANY)} == {there}
    session.flush()
    assert count(session, League) == 2
    assert {club["league_id"] for club in stored(session, Club)} == {there.id}


@pytest.mark.parametrize("size", [3, MANY])
def test_get_or_create_in_a_batch(session: Session, size: int) -> None:
    with settings(session=session):
        ulm = TownClubFactory.create(town="Ulm")
        session.flush()
        clubs = TownClubFactory.create_batch(size)
        players = TownPlayerFactory.create_batch(size)
    towns = {row["town"] for row in stored(session, Club)}
    assert count(session, Club) == len(towns) <= 3
    assert all(inspect(club).persistent for club in clubs)
    assert {club for club in clubs if club.town == "Ulm"} <= {ulm}
    session.expire_all()
    for player in players:
        assert player.name == f"Player of {player.club.slug}", (
            "of the club that is there, not of the one drawn"
        )
        assert player.joined_at >= player.club.founded_at
    by_name = {row["club_id"] for row in stored(session, Player)}
    assert by_name <= {row["id"] for row in stored(session, Club)}


@pytest.mark.parametrize("size", [1, 3, MANY])
def test_a_row_that_a_trigger_made_is_taken_over(session: Session, size: int) -> None:
    session.execute(text(STANDING_TRIGGER))
    with settings(session=session):
        standings = StandingFactory.create_batch(size) if size > 1 else [StandingFactory.create()]
        session.flush()
    assert [(row["points"], row["club_id"]) for row in stored(session, type(standings[0]))] == [
        (3, standing.club_id) for standing in sorted(standings, key=lambda s: s.id.bytes)
    ]


def test_without_the_trigger_it_is_inserted(session: Session) -> None:
    standings = StandingFactory.create_batch(MANY, session=session)
    assert [standing.points for standing in standings] == [3] * MANY
    assert str(standings[0].id).startswith("5eedffff")


# One parent for the whole tree


def test_sharing_holds_at_any_depth_in_every_reading(session: Session) -> None:
    built = ClubFactory.build()
    with sharing(built):
        assert PlayerFactory.build().club is built
        assert {p.club for p in PlayerFactory.build_batch(3)} == {built}
    club = ClubFactory.create(session=session)
    with sharing(club), settings(session=session):
        assert PlayerFactory.create().club is club
        assert {p.club for p in PlayerFactory.create_batch(MANY)} == {club}
        assert set(PlayerFactory.table(5)["club_id"].to_pylist()) == {club.id.bytes}
        BadgeFactory.create_batch(3)
        BadgeFactory.create()
        assert PlayerFactory.build(club__town="Rome").club.town == "Rome", "asked for in particular"
        assert PlayerFactory.build(club=None).club is None
        player = PlayerFactory.create()
        with sharing(player):
            badges = BadgeFactory.create_batch(3)
            assert {badge.player_id for badge in badges} == {player.id}
            assert badges[0].label.endswith(f"for Player of {club.town}")
            assert BadgeFactory.create().label.endswith(f"for Player of {club.town}")
    session.flush()
    assert count(session, Club) == 1
    assert PlayerFactory.build().club is not club


def test_the_inner_one_of_two_is_shared() -> None:
    outer, inner = ClubFactory.build_batch(2)
    with sharing(outer):
        with sharing(inner):
            assert PlayerFactory.build().club is inner
        assert PlayerFactory.build().club is outer
        assert ClubFactory.build() is not outer, "only links are shared"
    with sharing(outer, inner):
        assert PlayerFactory.build().club is inner


def test_only_objects_are_shared() -> None:
    for wrong in (ClubFactory, None, "club", [ClubFactory.build()]):
        with pytest.raises(UsageError, match=r"sharing takes objects of models"), sharing(wrong):
            pass


# Async


def test_async_sessions(engine: Engine, database: str) -> None:
    async def create() -> None:
        made = create_async_engine(driver(database))
        async with AsyncSession(made) as session:
            club = await ClubFactory.create_async(session=session)
            with settings(session=session), sharing(club):
                player = await PlayerFactory.create_async(name="Ada")
                batch = await PlayerFactory.create_batch_async(MANY)
                badges = await BadgeFactory.create_batch_async(2)
                assert await TownClubFactory.create_batch_async(3, town=club.town) == [club] * 3
            assert inspect(player).persistent
            assert {p.club for p in batch} == {club}
            assert [badge.id for badge in badges] == [1, 2]
            # No attribute is left for a lazy load, which an AsyncSession cannot do.
            assert all(p.level == "beginner" and p.club.seats == 8 for p in batch)
            with pytest.raises(IntegrityError) as caught:
                await PlayerFactory.create_batch_async(MANY, session=session, id=player.id)
            assert caught.value.__notes__[0].startswith("public.players.players_pkey: ")
            await session.rollback()
            await PlayerFactory.create_batch_async(MANY, session=session)
            await session.commit()
        await made.dispose()

    asyncio.run(create())
    with Session(engine) as other:
        assert (count(other, Player), count(other, Club)) == (MANY, MANY)


# Stock factories beside ours


def test_a_stock_factory_as_parent_and_as_child(session: Session) -> None:
    class StockClubFactory(SQLAlchemyModelFactory):
        class Meta:
            model = Club
            sqlalchemy_session = session

        id = factory.Faker("uuid4", cast_to=None)
        slug = factory.Sequence(lambda n: f"stock-{n}")
        town = "Graz"
        founded_at = factory.Faker("past_datetime", tzinfo=__import__("datetime").UTC)

    class UnderFactory(PlayerFactory):
        club = factory.SubFactory(StockClubFactory)

        class Meta:
            sqlalchemy_session = session

    class StockPlayerFactory(SQLAlchemyModelFactory):
        class Meta:
            model = Player
            sqlalchemy_session = session

        id = factory.Faker("uuid4", cast_to=None)
        club = factory.SubFactory(UnderFactory._meta.base_declarations["club"].get_factory())
        name = "Stock"
        rating = 1
        joined_at = factory.Faker("past_datetime", tzinfo=__import__("datetime").UTC)

    assert UnderFactory.create().name == "Player of Graz"
    assert {player.club.town for player in UnderFactory.create_batch(MANY)} == {"Graz"}
    StockPlayerFactory.create_batch(2)
    session.flush()
    assert count(session, Player) == MANY + 3
