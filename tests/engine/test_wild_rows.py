"""Wild rows: what a schema allows, read from its types and its checks."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from factory.declarations import Trait
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st
from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Double,
    Enum,
    ForeignKey,
    Integer,
    Interval,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    Time,
    Uuid,
    types,
)
from sqlalchemy.dialects.postgresql import INET, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from seedkit.errors import UsageError
from seedkit.factory import TableFactory
from seedkit.fields import Choice, Key, Parent, Whole
from seedkit.testing import of_type, rows
from seedkit.testing.strategies.wild.checks import OpaqueError, holds, parse
from seedkit.testing.strategies.wild.narrowing import Span, spans

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Base(DeclarativeBase):
    pass


class Shelf(Base):
    __tablename__ = "shelves"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


class Item(Base):
    __tablename__ = "items"
    __table_args__ = (
        CheckConstraint("status in ('new', 'sold', 'it''s gone')"),
        CheckConstraint("price >= 0 and price < 100"),
        CheckConstraint("share between 0.1 and 0.9"),
        CheckConstraint("left_part + right_part = 100"),
        CheckConstraint("ends >= starts"),
        CheckConstraint("shelf_id is not null or place in ('floor', 'window')"),
        CheckConstraint("length(name) between 2 and 5"),
        CheckConstraint("opened is null or starts is not null"),
        CheckConstraint("mood::public.mood is not null"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    shelf_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("shelves.id"))
    status: Mapped[str] = mapped_column(Text)
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    share: Mapped[Decimal | None] = mapped_column(Numeric)
    left_part: Mapped[int] = mapped_column(Integer)
    right_part: Mapped[int] = mapped_column(Integer)
    starts: Mapped[dt.date | None] = mapped_column(Date)
    ends: Mapped[dt.date | None] = mapped_column(Date)
    place: Mapped[str | None] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(Text)
    opened: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    mood: Mapped[str] = mapped_column(Text)


class ShelfFactory(TableFactory[Shelf]):
    class Meta:
        model = Shelf

    id = Key()


class ItemFactory(TableFactory[Item]):
    class Meta:
        model = Item

    class Params:
        shelf = Parent(ShelfFactory)

    id = Key()
    shelf_id = Parent(ShelfFactory)
    status = "new"
    price = Decimal(1)
    share = None
    left_part = Whole(40, 60)
    right_part = 50
    starts = None
    ends = None
    place = None
    name = "name"
    opened = None
    mood = Choice(["calm", "merry"])

    gone = Trait(status="it's gone", place="floor")


@quick
@given(rows(ItemFactory, wild=True))
def test_every_check_holds(row: dict[str, Any]) -> None:
    assert row["status"] in ("new", "sold", "it's gone")
    assert 0 <= row["price"] < 100
    assert row["price"] == round(row["price"], 2)
    assert row["share"] is None or Decimal("0.1") <= row["share"] <= Decimal("0.9")
    assert row["left_part"] + row["right_part"] == 100
    assert row["starts"] is None or row["ends"] is None or row["starts"] <= row["ends"]
    assert row["shelf_id"] is not None or row["place"] in ("floor", "window", None)
    assert 2 <= len(row["name"]) <= 5
    assert row["opened"] is None or row["starts"] is not None


@quick
@given(rows(ItemFactory, wild=True))
def test_what_a_check_says_that_nobody_understands_stays_as_meant(row: dict[str, Any]) -> None:
    assert row["mood"] in ("calm", "merry")


@pytest.mark.parametrize(
    "condition",
    [
        lambda row: row["status"] == "it's gone",
        lambda row: row["price"] == Decimal("99.99"),
        lambda row: row["price"] == 0,
        lambda row: row["share"] is None,
        lambda row: row["shelf_id"] is None and row["place"] == "window",
        lambda row: row["shelf_id"] is not None and row["place"] not in ("floor", "window", None),
        lambda row: row["starts"] is not None and row["starts"] == row["ends"],
        lambda row: any(ord(letter) > 0xFFFF for letter in row["name"]),
        lambda row: row["left_part"] < 0,
        lambda row: row["opened"] is not None,
    ],
    ids=[
        "label", "greatest", "least", "null", "either", "or", "equal", "unicode", "negative", "second",
    ],
)  # fmt: skip
def test_everything_that_the_schema_allows_is_reached(condition: Any) -> None:
    find(rows(ItemFactory, wild=True), condition, settings=settings(max_examples=5_000))


@quick
@given(rows(ItemFactory, wild=True, gone=True, name="fixed", price=st.just(Decimal(7))))
def test_overrides_and_traits_are_fixed(row: dict[str, Any]) -> None:
    assert (row["status"], row["place"], row["name"], row["price"]) == ("it's gone", "floor", "fixed", 7)


@quick
@given(rows(ItemFactory, wild=True, left_part=st.sampled_from([0, -(2**31)])))
def test_what_a_check_asks_for_must_fit_the_column(row: dict[str, Any]) -> None:
    assert (row["left_part"], row["right_part"]) == (0, 100), "2 ** 31 + 100 is no integer of Postgres"


def test_a_key_may_be_given_and_else_points_nowhere() -> None:
    shelf = ShelfFactory.build(__sequence=5)

    @quick
    @given(rows(ItemFactory, wild=True, shelf_id=shelf.id))
    def given_key(row: dict[str, Any]) -> None:
        assert row["shelf_id"] == shelf.id

    given_key()
    assert find(rows(ItemFactory, wild=True), lambda row: row["shelf_id"] is None)["shelf_id"] is None


@pytest.mark.parametrize(
    ("kind", "reached"),
    [
        (Integer(), lambda v: v in (-(2**31), 2**31 - 1)),
        (SmallInteger(), lambda v: v == -(2**15)),
        (BigInteger(), lambda v: v > 2**40),
        (Numeric(5, 2), lambda v: v == Decimal("999.99")),
        (Numeric(3, 3), lambda v: v == Decimal("-0.999")),
        (Numeric(), lambda v: abs(v) > 10**9),
        (Double(), lambda v: v != v or v > 1e300 or v == float("inf")),
        (Text(), lambda v: v == ""),
        (String(3), lambda v: len(v) == 3),
        (Enum("b", "a", name="letters"), lambda v: v == "a"),
        (DateTime(timezone=True), lambda v: v == dt.datetime.max.replace(tzinfo=dt.UTC)),
        (DateTime(), lambda v: v == dt.datetime.min),
        (Date(), lambda v: v.year < 1000),
        (Time(), lambda v: v.microsecond > 0),
        (Time(timezone=True), lambda v: v.utcoffset() != dt.timedelta(0)),
        (Interval(), lambda v: v < dt.timedelta(0)),
        (Uuid(), lambda v: v.version != 4),
        (LargeBinary(), lambda v: b"\x00" in v),
        (JSONB(), lambda v: isinstance(v, dict) and any(isinstance(x, list) for x in v.values())),
        (JSONB(), lambda v: v is False),
        (ARRAY(Text()), lambda v: None in v and len(v) > 1),
        (INET(), lambda v: ":" in v),
        (types.Boolean(), lambda v: v is True),
    ],
    ids=lambda value: "edge" if callable(value) else str(value),
)
def test_every_type_reaches_its_edges(kind: Any, reached: Any) -> None:
    find(
        of_type(kind),
        reached,
        settings=settings(max_examples=20_000, suppress_health_check=list(HealthCheck)),
    )


@quick
@given(of_type(Text()), of_type(JSONB()))
def test_no_text_holds_what_postgres_refuses(text: str, document: Any) -> None:
    assert "\x00" not in text
    text.encode()
    assert "\\u0000" not in repr(document)


def test_a_type_that_nobody_knows_is_said() -> None:
    class Point(types.UserDefinedType[Any]):
        pass

    with pytest.raises(
        UsageError, match=r"no strategy for the column type .*rows\(Factory, wild=True, column="
    ):
        of_type(Point())
    of_type.register(Point, lambda kind, span=None: st.just("(0,0)"))
    assert find(of_type(Point()), lambda v: True) == "(0,0)"


# Checks


@pytest.mark.parametrize(
    ("check", "row", "expected"),
    [
        ("a > 1 and a <= 3", {"a": 3}, True),
        ("a > 1 and a <= 3", {"a": 4}, False),
        ("a > 1", {"a": None}, True),
        ("a in ('x', 'y''s')", {"a": "y's"}, True),
        ("a not in ('x')", {"a": "x"}, False),
        ("(a = 1 or b = 2) and not (c is null)", {"a": 0, "b": 2, "c": None}, False),
        ("a is not null or b in ('p', 'q')", {"a": None, "b": "r"}, False),
        ("a is not null or b in ('p', 'q')", {"a": None, "b": None}, True),
        ("a between 0 and 1", {"a": Decimal("0.5")}, True),
        ("a + b * 2 = 10", {"a": 4, "b": 3}, True),
        ("a - 1 < b / 2", {"a": 3, "b": 5}, False),
        ("length(a) <= 3", {"a": "four"}, False),
        ("char_length(a) > 0", {"a": ""}, False),
        ("a ~ '^[a-z]+$'", {"a": "abc"}, True),
        ("a !~ 'b'", {"a": "abc"}, False),
        ("a >= '2020-01-01'", {"a": dt.date(2019, 1, 1)}, False),
        ("a::text = ANY (ARRAY['x'::text, 'y'::text])", {"a": "y"}, True),
        ("a = ANY (ARRAY['x'::character varying, 'y'::character varying]::text[])", {"a": "z"}, False),
        ('"Odd" = -1', {"Odd": -1}, True),
        ("a is true", {"a": False}, False),
        ("a", {"a": True}, True),
        ("not a", {"a": True}, False),
        ("a <> b", {"a": 1.5, "b": Decimal(2)}, True),
    ],
)
def test_a_check_is_evaluated_as_the_server_does(check: str, row: dict[str, Any], expected: bool) -> None:
    assert holds(parse(check), row) is expected


@pytest.mark.parametrize(
    "check", ["my_function(a)", "a @> b", "a::my_type is not null", "a =", "a = (select 1)", "§"]
)
def test_what_is_not_understood_says_so(check: str) -> None:
    with pytest.raises(OpaqueError):
        parse(check)


@pytest.mark.parametrize(
    ("check", "name", "known", "expected"),
    [
        ("a >= 0 and a < 9", "a", {}, [Span(low=0, high=9, open_high=True)]),
        ("not (a < 0 or a > 9)", "a", {}, [Span(low=0, high=9)]),
        ("a + b = 100", "b", {"a": 30}, [Span(values=(70,))]),
        ("a + b = 100", "a", {}, [Span()]),
        ("end_ >= start_", "end_", {"start_": 5}, [Span(low=5)]),
        ("end_ >= start_", "start_", {"end_": 5}, [Span(high=5)]),
        ("a is not null or b in (1, 2)", "b", {"a": None}, [Span(values=(1, 2))]),
        ("a is not null or b in (1, 2)", "b", {"a": 1}, [Span(), Span(values=(1, 2))]),
        ("a = 1 or a > 5", "a", {}, [Span(values=(1,)), Span(low=5, open_low=True)]),
        ("a in (1, 2) and a in (2, 3)", "a", {}, [Span(values=(2,))]),
        ("length(a) < 4", "a", {}, [Span(longest=3)]),
        ("a > 1", "b", {"a": 0}, []),
    ],
)
def test_a_check_leaves_a_column_spans(
    check: str, name: str, known: dict[str, Any], expected: list[Span]
) -> None:
    assert spans(parse(check), name, known) == expected
