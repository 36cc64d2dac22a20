"""A product of everything that is awkward to write: every type, hard texts, odd names, rows that point to each other."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import uuid
from typing import Any

import factory
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Computed,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Text,
    Time,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from seedkit.factory import TableFactory
from seedkit.fields import Key, Lookup, Parent, Serial
from seedkit.fields import Text as Template
from seedkit.product import Product
from seedkit.scenario import scenario
from seedkit.supabase.factories import IdentityFactory, UserFactory
from seedkit.world import World

#: Texts that end a quote, a line, a block or a COPY for whoever writes them carelessly.
HARD = (
    "it's", "''", "\\", "\\'", '"', "$seedkit$", "$$ end $$", "line\nline\r\ttab", "\\.", "\\N", "NULL",
    "", " ", "); drop table curios; --", "-- no comment", "/* none */", "naïve 漢字 🙂", "a;b", "{\"a\": [1]}", "%s {0}",
    "\x01\x02\x7f", "=1+1", "5eed0000",
)  # fmt: skip
#: A line that ends a COPY.
HARD_LINE = "\n\\.\n"
D = decimal.Decimal
NUMBERS = (D("0"), D("-9999999999.99"), D("0.07"), D("1000000"))
FLOATS = (0.1, -1e300, 5e-324, float("inf"), float("nan"), 0.0)
MOMENTS = (
    dt.datetime(2025, 2, 3, 4, 5, 6, 789, dt.UTC),
    dt.datetime(1969, 12, 31, 23, 59, 59, 1, dt.UTC),
    dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
)


class Mood(enum.Enum):
    CALM = "calm"
    VERY_GLAD = "very glad"


class Base(DeclarativeBase):
    metadata = MetaData(schema="public")


def _mood() -> Enum:
    return Enum(
        Mood, name="mood", schema="public", values_callable=lambda moods: [mood.value for mood in moods]
    )


class Kind(Base):
    """What a curio is: catalogue rows."""

    __tablename__ = "kinds"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    rank: Mapped[int | None] = mapped_column(Integer)


class Curio(Base):
    """One row with a value of every type."""

    __tablename__ = "curios"
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    kind_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Kind.id))
    #: Names a kind without a foreign key, within text and documents.
    remark: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column("select", Text)
    short: Mapped[str | None] = mapped_column('quo"te', String(40))
    price: Mapped[decimal.Decimal | None] = mapped_column(Numeric(12, 2))
    exact: Mapped[decimal.Decimal | None] = mapped_column(Numeric)
    weight: Mapped[float | None] = mapped_column(Double)
    small: Mapped[int | None] = mapped_column(SmallInteger)
    big: Mapped[int | None] = mapped_column(BigInteger)
    true: Mapped[bool | None]
    made: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True))
    local: Mapped[dt.datetime] = mapped_column(DateTime)
    day: Mapped[dt.date] = mapped_column(Date)
    hour: Mapped[dt.time] = mapped_column(Time)
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    mood: Mapped[Mood | None] = mapped_column(_mood())
    moods: Mapped[list[Any] | None] = mapped_column(ARRAY(_mood()))
    tags: Mapped[list[str] | None] = mapped_column(ARRAY(Text))
    others: Mapped[list[uuid.UUID] | None] = mapped_column(ARRAY(Uuid))
    counts: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    facts: Mapped[Any] = mapped_column(JSONB)
    doubled: Mapped[int | None] = mapped_column(Integer, Computed("small * 2", persisted=True))

    kind: Mapped[Kind] = relationship()


class Step(Base):
    """Rows that point to earlier and later ones of their own table."""

    __tablename__ = 'odd "steps"/s'
    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    before_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey('public.odd "steps"/s.id'))
    before: Mapped[Step | None] = relationship(remote_side=[id])


class Desk(Base):
    """Keys that are counted."""

    __tablename__ = "desks"
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    name: Mapped[str] = mapped_column(Text)


class Word(Base):
    """A key that tells nothing of its load."""

    __tablename__ = "words"
    text: Mapped[str] = mapped_column(Text, primary_key=True)
    desk_id: Mapped[int] = mapped_column(ForeignKey(Desk.id))
    desk: Mapped[Desk] = relationship()


class KindFactory(TableFactory[Kind]):
    class Meta:
        model = Kind
        natural = ("name",)
        rows = ({"name": "it's", "rank": 1}, {"name": "plain", "rank": None})

    id = Key()
    name = "plain"
    rank = None


class CurioFactory(TableFactory[Curio]):
    class Meta:
        model = Curio

    id = Key()
    kind = Lookup(KindFactory, name="it's")
    remark = Template("see {kind.id}, and\n{kind.id} again")
    text = factory.Iterator(HARD)
    short = factory.Iterator([None, *HARD])
    price = factory.Iterator([None, *NUMBERS])
    exact = factory.Iterator([*NUMBERS, None])
    weight = factory.Iterator([*FLOATS, None])
    small = factory.Iterator([-32768, 0, None])
    big = factory.Iterator([-(2**63), 2**63 - 1, None])
    true = factory.Iterator([True, False, None])
    made = factory.Iterator(MOMENTS)
    local = factory.Iterator([moment.replace(tzinfo=None) for moment in MOMENTS])
    day = factory.Iterator([dt.date(2025, 2, 28), dt.date(1901, 1, 1)])
    hour = factory.Iterator([dt.time(23, 59, 59, 999999), dt.time(0)])
    raw = factory.Iterator([b"\x00\x01\\'", b"", None])
    mood = factory.Iterator([Mood.CALM, Mood.VERY_GLAD, None])
    moods = factory.Iterator([["calm", "very glad"], [], None])
    tags = factory.Iterator([list(HARD), [], [None, "x"], None])
    others = factory.Iterator([[uuid.UUID(int=7), uuid.UUID(int=8)], [], None])
    counts = factory.Iterator([[1, -2], [], None])
    facts = factory.Iterator([{"a": [1, None, "it's\n\\"]}, [], "text", {"key": "5eed0000"}, 1.5])


class StepFactory(TableFactory[Step]):
    class Meta:
        model = Step

    id = Key()
    before = Parent("self")


class DeskFactory(TableFactory[Desk]):
    class Meta:
        model = Desk

    id = Serial()
    name = "Front"


class WordFactory(TableFactory[Word]):
    class Meta:
        model = Word

    text = Template("word {desk_id}")
    desk = Parent(DeskFactory)


MODELS = (Kind, Curio, Step, Desk, Word)
product = Product(
    "cabinet", MODELS, __name__, __name__, person=UserFactory, companions=(IdentityFactory,), catalogue=(KindFactory,)
)  # fmt: skip


@scenario("cabinet/full")
def full(world: World, *, curios: int = 30) -> None:
    """A collector, what there is to collect, and steps that lead to each other."""
    world.people("collector")
    world.add(CurioFactory, curios)
    world.add(CurioFactory, 2, label="bare", remark="")
    world.add(CurioFactory, label="line", text=HARD_LINE)
    last = world.add(StepFactory, label="last", before=None)
    middle = world.add(StepFactory, 5, label="middle", before=last)
    world.add(StepFactory, 9, label="first", before=middle)
    world.add(StepFactory, 2, label="shared", before=None, shared=True)
    desks = world.add(DeskFactory, 3)
    world.add(WordFactory, desk=desks, label="word")
