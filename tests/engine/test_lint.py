"""Lint builds everything and says everything at once."""

from __future__ import annotations

import datetime as dt
import json
import random
import uuid
from typing import Any

import factory
import pyarrow as pa
import pytest
from bookshop import FACTORIES, NOW, Base, GenreFactory, Story, StoryFactory
from factory.alchemy import SQLAlchemyModelFactory
from factory.declarations import Trait
from sqlalchemy import DateTime, text
from sqlalchemy.orm import Mapped, mapped_column
from typer.testing import CliRunner

from seedkit.cli import app
from seedkit.factory import TableFactory
from seedkit.fields import Choice, Key, Whole
from seedkit.lint import lint


def found(*factories: Any) -> list[tuple[str, str, str]]:
    """Code, call and message of every finding."""
    return [(f.code, f.samples[0], f.message) for f in lint(factories).findings]


def test_good_factories_pass() -> None:
    report = lint([*FACTORIES, GenreFactory])
    assert report.findings == ()
    assert report.ok
    assert report.facts == len(FACTORIES) + 1 + sum(
        isinstance(p, Trait) for made in FACTORIES for p in made._meta.parameters.values()
    )
    assert not lint([]).ok, "nothing looked at is not a pass"


def test_all_failures_at_once() -> None:
    class BrokenFactory(StoryFactory):
        title = factory.LazyAttribute(lambda row: row.status + 1)

        wide = Trait(title="fits", version=Whole(2**40, 2**41))
        fine = Trait(title="fits")

    codes = [(code, call) for code, call, _ in found(BrokenFactory)]
    assert ("build", "BrokenFactory.build()") in codes
    assert ("build", "BrokenFactory.build(draft=True)") in codes
    assert ("build", "BrokenFactory.build(wide=True)") in codes
    assert not any("fine" in call for _, call in codes)
    [message] = [m for _, call, m in found(BrokenFactory) if call == "BrokenFactory.build()"]
    assert message.startswith("TypeError: can only concatenate str")


def test_what_is_not_reproducible() -> None:
    class UnsteadyFactory(StoryFactory):
        title = factory.LazyFunction(lambda: str(uuid.uuid4()))
        created_at = factory.LazyFunction(lambda: dt.datetime.now(dt.UTC))
        version = factory.LazyFunction(lambda: random.SystemRandom().randrange(2**30))
        steady = Trait(title="a", created_at=NOW, version=1)

    findings = found(UnsteadyFactory)
    assert {code for code, *_ in findings} == {"not-reproducible"}
    message = next(m for _, call, m in findings if call == "UnsteadyFactory.build()")
    assert message.startswith("not reproducible: created_at, details, ")
    assert "title" in message
    assert "version" in message
    assert not any("steady=" in call for _, call, _ in findings)


def test_an_object_that_differs_from_its_row() -> None:
    class Uneven(Choice):
        def column(self, rows: Any) -> Any:
            return super().column(rows) if len(rows) > 1 else pa.array(["alone"])

    class UnevenFactory(StoryFactory):
        title = Uneven(["a", "b"])

    code, call, message = found(UnevenFactory)[0]
    assert (code, call) == ("unequal", "UnevenFactory.table(3)")
    assert message == "an object and its row in a table differ in details, title"


class Stamped(Base):
    __tablename__ = "stamped"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, server_default=text("gen_random_uuid()"))
    made_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), server_default=text("now()"))
    label: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="plain")
    seen_at: Mapped[dt.datetime | None]


def test_columns_left_to_the_server() -> None:
    class StampedFactory(TableFactory[Stamped]):
        class Meta:
            model = Stamped

    assert [(code, call) for code, call, _ in found(StampedFactory)] == [
        ("server-default", "StampedFactory.id"),
        ("server-default", "StampedFactory.made_at"),
        ("missing", "StampedFactory.label"),
    ]

    class DeclaredFactory(StampedFactory):
        id = Key()
        made_at = NOW
        label = "x"

    assert found(DeclaredFactory) == []


def test_stock_factories_are_linted_too() -> None:
    class StockFactory(SQLAlchemyModelFactory):
        class Meta:
            model = Story

        class Params:
            mood = "hides the column"
            odd = Trait(title=factory.LazyAttribute(lambda row: 1 // 0))

        id = factory.Faker("uuid4", cast_to=None)
        title = factory.Faker("word")

    codes = {(code, call) for code, call, _ in found(StockFactory)}
    assert ("hidden-column", "StockFactory.mood") in codes
    assert ("build", "StockFactory.build(odd=True)") in codes
    assert ("missing", "StockFactory.tags") in codes
    assert not any(code == "not-reproducible" for code, _ in codes)


def test_a_catalogue_with_a_key_twice() -> None:
    class TwiceFactory(GenreFactory):
        class Meta:
            rows = ({"code": "a"}, {"code": "a"})

    class BareFactory(GenreFactory):
        class Meta:
            rows = ({"code": "a"},)
            natural = ()

    assert [m for _, _, m in found(TwiceFactory)] == ["two rows have the natural key ('a',)"]
    [(_, _, message)] = found(BareFactory)
    assert message.startswith("BareFactory lists catalogue rows without a natural key")


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    class WrongFactory(StoryFactory):
        title = factory.LazyAttribute(lambda row: row.nothing)

    class Two:
        def all_factories(self) -> dict[str, Any]:
            return {"StoryFactory": StoryFactory, "WrongFactory": WrongFactory}

    monkeypatch.setattr("seedkit.product.find_product", lambda name: Two())
    monkeypatch.setattr("seedkit.product.products", lambda: {"bookshop": "bookshop:product"})
    return CliRunner()


def test_the_verb_prints_all_failures_and_fails(linted: CliRunner) -> None:
    said = linted.invoke(app, ["lint", "bookshop"])
    assert said.exit_code == 1
    lines = said.stdout.splitlines()
    assert lines[0].startswith("WrongFactory.build(): AttributeError: ")
    assert lines[-1].startswith("2 factories in 10 states, ")
    facts = json.loads(linted.invoke(app, ["lint", "--json"]).stdout)
    assert facts["products"] == ["bookshop"]
    assert [check["verdict"] for check in facts["checks"]] == ["ok", "failed"]
