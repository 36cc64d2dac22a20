"""What a factory_boy user types first, on our factories, saved in a real session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import factory
import pytest
from club import (
    Account,
    Badge,
    BadgeFactory,
    Base,
    Club,
    ClubFactory,
    Player,
    PlayerFactory,
    Secret,
    SecretFactory,
)
from factory import fuzzy
from pytest_factoryboy import register
from sqlalchemy import create_engine, func, inspect, select
from sqlalchemy.orm import Session

from seedkit.errors import UnknownName
from seedkit.factory import TableFactory
from seedkit.fields import Choice, Key, Text
from seedkit.scope import settings, sharing

pytestmark = pytest.mark.db

register(ClubFactory)
register(PlayerFactory)
register(PlayerFactory, "champion", strong=True, name="Ada")
register(BadgeFactory)


@pytest.fixture(autouse=True)
def session(database: str) -> Iterator[Session]:
    """The session of every test, without saying so in any factory."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://", 1))
    Base.metadata.create_all(engine)
    with Session(engine) as opened, settings(session=opened):
        yield opened
    engine.dispose()


def count(session: Session, model: Any) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


class StockLikeFactory(TableFactory[Player]):
    """Written as for factory_boy: not one field of ours but the key."""

    class Meta:
        model = Player
        exclude = ("first", "is_child", "nickname")

    class Params:
        title = "Dr."
        pension = 600
        retired = factory.Trait(level="retired", rating=factory.SelfAttribute("pension"))

    id = Key()
    club = factory.SubFactory(ClubFactory, town="Linz")
    first = factory.Faker("first_name")
    name = factory.LazyAttribute(lambda row: f"{row.title} {row.first} of {row.club.town}")
    rating = factory.Sequence(lambda n: 1000 + n)
    is_child = False
    level = factory.Maybe("is_child", "junior", "senior")
    details = factory.Dict(
        {"by": factory.SelfAttribute("..nickname"), "tags": factory.List(["a", factory.Sequence(str)])}
    )
    joined_at = factory.Faker("past_datetime", tzinfo=dt.UTC)

    @factory.lazy_attribute
    def nickname(self) -> str:
        return self.first[:2]


def test_a_factory_of_stock_declarations(session: Session) -> None:
    StockLikeFactory.reset_sequence(7)
    player = StockLikeFactory()
    session.flush()
    assert inspect(player).persistent
    assert player.rating == 1007
    assert player.name.startswith("Dr. ")
    assert player.name.endswith(" of Linz")
    assert player.level == "senior"
    assert player.details == {"by": player.name.split()[1][:2], "tags": ["a", "7"]}
    assert not hasattr(player, "first")
    retired = StockLikeFactory(retired=True, title="Prof.", pension=700, is_child=True)
    assert (retired.level, retired.rating, retired.name.split()[0]) == ("retired", 700, "Prof.")
    assert StockLikeFactory(is_child=True).level == "junior"
    assert StockLikeFactory(club__town="Ghent").name.endswith("of Ghent")
    assert StockLikeFactory(details={"x": 1}).details == {"x": 1}
    assert StockLikeFactory(details__by="me").details["by"] == "me"


@pytest.mark.parametrize("size", [3, 150])
def test_batches_of_stock_declarations(session: Session, size: int) -> None:
    StockLikeFactory.reset_sequence(0)
    saved = StockLikeFactory.create_batch(size, retired=True)
    assert {player.level for player in saved} == {"retired"}
    assert count(session, Player) == count(session, Club) == size
    StockLikeFactory.reset_sequence(0)
    built = StockLikeFactory.build_batch(size)
    assert [player.rating for player in built] == list(range(1000, 1000 + size))
    assert [player.name for player in built] == [player.name for player in saved]
    assert not any(player in session for player in built)
    assert StockLikeFactory.create_batch(0) == []


def test_strategies(session: Session) -> None:
    assert inspect(StockLikeFactory.build()).transient
    stub = StockLikeFactory.stub(club=None, name="S")
    assert (stub.name, stub.club, type(stub).__name__) == ("S", None, "StubObject")
    assert [s.rating for s in StockLikeFactory.stub_batch(2, rating=5)] == [5, 5]
    assert inspect(StockLikeFactory.generate(factory.CREATE_STRATEGY)).pending
    assert inspect(StockLikeFactory.simple_generate(False)).transient
    assert len(StockLikeFactory.simple_generate_batch(True, 2)) == 2

    class BuildingFactory(StockLikeFactory):
        class Meta:
            strategy = factory.BUILD_STRATEGY

    assert inspect(BuildingFactory()).transient


def test_subclasses_change_what_they_name(session: Session) -> None:
    class MasterFactory(PlayerFactory):
        club = factory.SubFactory(ClubFactory, town="Turin")
        rating = fuzzy.FuzzyInteger(2200, 2400)
        level = factory.Iterator(["master", "grandmaster"])

    players = MasterFactory.create_batch(4)
    assert {player.club.town for player in players} == {"Turin"}
    assert {player.level for player in players} == {"master", "grandmaster"}
    assert all(2200 <= player.rating <= 2400 for player in players)
    assert players[0].name == "Player of Turin"


class HookedFactory(PlayerFactory):
    """Hooks after the object is there: factory_boy runs them, one object after the other."""

    badge = factory.RelatedFactory(BadgeFactory, factory_related_name="player_id", label="first")
    medals = factory.RelatedFactoryList(BadgeFactory, "player_id", size=2, label="medal")

    @factory.post_generation
    def secrets(self: Any, create: bool, extracted: int | None, **given: Any) -> None:
        for _ in range(extracted or 0):
            SecretFactory.create(club=self.club, **given)

    @factory.post_generation
    def shout(self: Any, create: bool, extracted: bool | None, **given: Any) -> None:
        self.name = self.name.upper()

    @classmethod
    def _after_postgeneration(cls, instance: Any, create: bool, results: Any = None) -> None:
        instance.rating += len(results)


@pytest.mark.parametrize("size", [1, 3])
def test_hooks(session: Session, size: int) -> None:
    players = HookedFactory.create_batch(size, secrets=2, secrets__word="pst")
    session.flush()
    assert {player.name for player in players} == {player.name.upper() for player in players}
    assert {player.rating for player in players} == {1204}
    assert count(session, Secret) == 2 * size
    assert set(session.scalars(select(Secret.word))) == {"pst"}
    labels = sorted(session.scalars(select(Badge.label)))
    assert labels == ["first"] * size + ["medal"] * 2 * size
    assert set(session.scalars(select(Badge.player_id))) == {player.id for player in players}
    assert HookedFactory.create(badge=None, medals__label="m").name


def test_children_made_with_their_parent(session: Session) -> None:
    class FullClubFactory(ClubFactory):
        players = factory.RelatedFactoryList(PlayerFactory, "club", size=3)

    club = FullClubFactory.create()
    session.flush()
    assert len(club.players) == count(session, Player) == 3
    assert FullClubFactory.create(players__name="Twin").players[2].name == "Twin"


def test_a_construction_of_its_own(session: Session) -> None:
    class RenamedFactory(PlayerFactory):
        class Meta:
            rename = {"strength": "rating"}

        strength = 77

        @classmethod
        def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
            return super()._create(model_class, *args, **{**kwargs, "level": "own"})

    assert [(p.level, p.rating) for p in RenamedFactory.create_batch(2)] == [("own", 77)] * 2


def test_a_factory_made_by_a_function(session: Session) -> None:
    made = factory.make_factory(
        Club, FACTORY_CLASS=TableFactory, id=Key(), slug=factory.Sequence("s{}".format), town="Oslo",
        founded_at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC),
    )  # fmt: skip
    assert {club.town for club in made.create_batch(3)} == {"Oslo"}
    assert count(session, Club) == 3


def test_a_trait_with_children(session: Session) -> None:
    class TraitClubFactory(ClubFactory):
        full = factory.Trait(players=factory.RelatedFactoryList(PlayerFactory, "club", size=2))

    clubs = [TraitClubFactory.create(full=True), TraitClubFactory.create()]
    session.flush()
    assert [len(club.players) for club in clubs] == [2, 0]


def test_what_a_model_takes_beside_its_columns(session: Session) -> None:
    class AccountFactory(TableFactory[Account]):
        class Meta:
            model = Account

        id = Key()
        password = "hunter2"
        nick = factory.Faker("user_name")

    account = AccountFactory.create()
    assert account.secret == "2retnuh"
    assert account.name == account.nick != ""
    assert [a.secret for a in AccountFactory.create_batch(2, password="abc")] == ["cba", "cba"]
    assert AccountFactory.table(2, password="xyz")["secret"].to_pylist() == ["zyx", "zyx"]
    with pytest.raises(UnknownName, match=r"column or relationship of Account 'pasword'"):
        type("WrongFactory", (AccountFactory,), {"pasword": "x"})


# pytest-factoryboy


def test_registered_factories(player: Player, club: Club, badge: Badge, session: Session) -> None:
    session.flush()
    assert player.club is club
    assert badge.player_id == player.id, "a link named like a column takes the object"
    assert badge.label == f"No. {badge.id} for {player.name}"
    assert (count(session, Player), count(session, Club), count(session, Badge)) == (1, 1, 1)


@pytest.mark.parametrize("club__town", ["Genoa"])
@pytest.mark.parametrize("player__rating", [5])
def test_registered_attributes(player: Player, champion: Player) -> None:
    assert (player.name, player.rating) == ("Player of Genoa", 5)
    assert (champion.name, champion.rating, champion.level) == ("Ada", 2300, "master")
    assert champion.club is player.club


def test_the_registered_factory(player_factory: Any, club: Club, session: Session) -> None:
    with sharing(club):
        assert {player.club for player in player_factory.create_batch(150)} == {club}


def test_fields_and_declarations_mix(session: Session) -> None:
    class MixedFactory(PlayerFactory):
        level = Choice(["one", "two"])
        name = factory.LazyAttribute(lambda row: f"{row.level} at {row.club.slug}")
        details = factory.LazyAttribute(lambda row: {"name": row.name})
        rating = factory.LazyAttributeSequence(lambda row, n: n + len(row.name))

    assert MixedFactory.build(name=Text("{level}!")).name in ("one!", "two!")
    for player in MixedFactory.create_batch(150):
        assert player.details == {"name": f"{player.level} at {player.club.slug}"}
