"""A team's own application as factory_boy users have it: plain SQLAlchemy models, factories beside them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from factory.declarations import Trait
from sqlalchemy import DateTime, ForeignKey, Integer, String, TypeDecorator, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    column_property,
    mapped_column,
    relationship,
    synonym,
    validates,
)

from seedkit.factory import TableFactory
from seedkit.fields import After, Choice, Key, Lookup, Moment, Parent, Serial, Text, days


class Base(DeclarativeBase):
    type_annotation_map = {dt.datetime: DateTime(timezone=True), dict[str, Any]: JSONB}


class Reversed(TypeDecorator[str]):
    """Text that is stored backwards: only SQLAlchemy knows."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else value[::-1]

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        return None if value is None else value[::-1]


class League(Base):
    __tablename__ = "leagues"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)


class Club(Base):
    __tablename__ = "clubs"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    league_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey(League.id))
    slug: Mapped[str] = mapped_column(unique=True)
    town: Mapped[str]
    rules: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    seats: Mapped[int] = mapped_column(default=8)
    founded_at: Mapped[dt.datetime]
    league: Mapped[League | None] = relationship()
    players: Mapped[list[Player]] = relationship(back_populates="club")


class Player(Base):
    __tablename__ = "players"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    club_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Club.id))
    name: Mapped[str]
    level: Mapped[str] = mapped_column(String(12), server_default="beginner")
    rating: Mapped[int]
    details: Mapped[dict[str, Any] | None]
    joined_at: Mapped[dt.datetime]
    club: Mapped[Club] = relationship(back_populates="players")


class Badge(Base):
    """Numbered by the database; the player is known by key alone."""

    __tablename__ = "badges"

    id: Mapped[int] = mapped_column(primary_key=True)
    player_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Player.id))
    label: Mapped[str]
    given_at: Mapped[dt.datetime] = mapped_column(server_default=func.now())


class Scan(Base):
    """Of a badge whose number only the database knows."""

    __tablename__ = "scans"

    id: Mapped[int] = mapped_column(primary_key=True)
    badge_id: Mapped[int] = mapped_column(ForeignKey(Badge.id))
    badge: Mapped[Badge] = relationship()


class Secret(Base):
    """A model that does more than hold columns."""

    __tablename__ = "secrets"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    club_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Club.id))
    word: Mapped[str] = mapped_column(Reversed)
    club: Mapped[Club] = relationship()


class Shout(Base):
    __tablename__ = "shouts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    word: Mapped[str]

    @validates("word")
    def _loud(self, key: str, value: str) -> str:
        return value.upper()


class Account(Base):
    """A model with a property that sets a column, and a synonym."""

    __tablename__ = "accounts"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    secret: Mapped[str]
    name: Mapped[str]
    nick: Mapped[str] = synonym("name")

    @property
    def password(self) -> str:
        return self.secret[::-1]

    @password.setter
    def password(self, value: str) -> None:
        self.secret = value[::-1]


class Lamp(Base):
    """A model with an attribute that only a query computes."""

    __tablename__ = "lamps"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    watts = mapped_column(Integer)
    milliwatts = column_property(watts * 1000)


class Standing(Base):
    """A row that a trigger makes with its club."""

    __tablename__ = "standings"
    __table_args__ = (UniqueConstraint("club_id"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=func.gen_random_uuid())
    club_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Club.id))
    points: Mapped[int] = mapped_column(server_default="0")
    club: Mapped[Club] = relationship()


STANDING_TRIGGER = """
create function make_standing() returns trigger language plpgsql as
$$ begin insert into standings (club_id) values (new.id); return new; end $$;
create trigger make_standing after insert on clubs for each row execute function make_standing();
"""


class LeagueFactory(TableFactory[League]):
    class Meta:
        model = League
        natural = ("code",)
        rows = ({"code": "north"}, {"code": "south"})

    id = Key()
    code = "north"


class ClubFactory(TableFactory[Club]):
    class Meta:
        model = Club
        born = "founded_at"

    league = Lookup(LeagueFactory, code="north")
    id = Key()
    town = Choice(["Ulm", "Bari", "Cork"])
    slug = factory.Sequence(lambda n: f"club-{n}")
    founded_at = Moment(before_now=days(900), until=days(300))

    homeless = Trait(town="nowhere")


class PlayerFactory(TableFactory[Player]):
    class Meta:
        model = Player
        born = "joined_at"

    club = Parent(ClubFactory)
    id = Key()
    name = Text("Player of {club.town}")
    rating = 1200
    details: Any = None
    joined_at = After(club.founded_at, within=days(90))

    strong = Trait(level="master", rating=2300)


class BadgeFactory(TableFactory[Badge]):
    class Meta:
        model = Badge

    player_id = Parent(PlayerFactory)
    id = Serial()
    label = Text("No. {id} for {player_id.name}")


class ScanFactory(TableFactory[Scan]):
    class Meta:
        model = Scan

    badge = Parent(BadgeFactory)


class SecretFactory(TableFactory[Secret]):
    class Meta:
        model = Secret

    club = Parent(ClubFactory)
    id = Key()
    word = Text("{club.town}!")


class ShoutFactory(TableFactory[Shout]):
    class Meta:
        model = Shout

    id = Key()
    word = "hello"


class LampFactory(TableFactory[Lamp]):
    class Meta:
        model = Lamp

    id = Key()
    watts = 7


class StandingFactory(TableFactory[Standing]):
    class Meta:
        model = Standing
        adopted_by = ("club_id",)

    club = Parent(ClubFactory)
    id = Key()
    points = 3


class TownClubFactory(ClubFactory):
    """One club a town, whoever asks."""

    class Meta:
        sqlalchemy_get_or_create = ("town",)


class TownPlayerFactory(PlayerFactory):
    club = Parent(TownClubFactory)
    name = Text("Player of {club.slug}")
