"""Plain factory_boy declarations and stock factories: row by row, and still the same for every reader."""

from __future__ import annotations

import random
from typing import Any

import factory
import faker.generator
import numpy as np
import pytest
from bookshop import NOW, CommentFactory, Person, PersonFactory, Story, StoryFactory
from factory import fuzzy
from factory.alchemy import SQLAlchemyModelFactory
from telling import planned

from seedkit.errors import DeclarationError, PlanError
from seedkit.factory import is_columnar, table
from seedkit.fields import Key, Parent
from seedkit.scope import settings
from seedkit.world import World


class MixedFactory(StoryFactory):
    """Every stock declaration that gives a value."""

    class Params:
        position = factory.Sequence(lambda n: n * 10)

    title = factory.Faker("sentence", nb_words=3)
    status = factory.Iterator(["a", "b", "c"], getter=str.upper)
    mood = factory.LazyAttribute(lambda row: f"{row.author.first_name} in {row.genre.code} {row.position}")
    version = fuzzy.FuzzyInteger(1, 90)
    tags = factory.List(["fixed", factory.SelfAttribute("..status")])
    details = factory.Dict({"at": factory.SelfAttribute("..title"), "n": factory.Sequence(lambda n: n)})
    featured = factory.LazyFunction(lambda: True)
    published_at = factory.SelfAttribute("created_at")
    takings = factory.Transformer("1.5", transform=lambda value: float(value) * 2)
    longest = factory.Maybe("featured", yes_declaration=fuzzy.FuzzyInteger(1, 5), no_declaration=7)


def test_stock_declarations_are_the_same_built_and_in_a_table() -> None:
    read = MixedFactory.table(9, first=3)
    assert is_columnar(MixedFactory)
    for place in range(9):
        built = MixedFactory.build(__sequence=3 + place)
        row = read.slice(place, 1).to_pylist()[0]
        for name in ("title", "status", "mood", "version", "tags", "featured", "longest"):
            assert getattr(built, name) == row[name], name
        assert built.status == "ABC"[(3 + place) % 3]
        assert built.tags == ["fixed", built.status]
        assert built.details == {"at": built.title, "n": 3 + place}
        assert built.published_at == built.created_at
        assert float(built.takings) == float(row["takings"]) == 3
        assert 1 <= built.longest <= 5
    assert len(set(read["title"].to_pylist())) == 9


def test_overrides_of_stock_declarations() -> None:
    assert MixedFactory.build(takings="4").takings == 8
    assert [float(v) for v in MixedFactory.table(2, takings="4")["takings"].to_pylist()] == [8, 8]
    assert len(MixedFactory.build(title__nb_words=9).title.split()) > 4
    assert (
        MixedFactory.build(title__nb_words=9, __sequence=5).title
        == MixedFactory.table(1, first=5, title__nb_words=9)["title"].to_pylist()[0]
    )
    assert MixedFactory.build(featured=False).longest == 7


def test_random_states_are_put_back() -> None:
    factory.random.reseed_random(11)
    before = factory.random.randgen.getstate(), faker.generator.random.getstate(), random.getstate()
    MixedFactory.build()
    MixedFactory.table(3)
    assert before == (factory.random.randgen.getstate(), faker.generator.random.getstate(), random.getstate())


def test_an_iterator_may_be_a_generator_or_end() -> None:
    class CyclingFactory(StoryFactory):
        title = factory.Iterator(word for word in ("one", "two"))
        status = factory.Iterator(["only", "these"], cycle=False)

    assert CyclingFactory.table(2)["title"].to_pylist() == ["one", "two"]
    assert CyclingFactory.build(__sequence=5, status="x").title == "two"
    assert CyclingFactory.build(__sequence=1).status == "these"
    with pytest.raises(DeclarationError, match="has 2 items and no item 2"):
        CyclingFactory.build(__sequence=2)


def test_a_stock_subfactory_is_a_parent() -> None:
    class SubFactory(StoryFactory):
        author = factory.SubFactory(PersonFactory, first_name="Ida")

    assert isinstance(SubFactory._meta.declarations["author"], Parent)
    assert (
        SubFactory.build(__sequence=4).author_id.bytes
        == SubFactory.table(1, first=4)["author_id"].to_pylist()[0]
    )
    assert SubFactory.build().details["by"] == "Ida"


class HookedFactory(StoryFactory):
    """A factory that changes its object after it was made."""

    @factory.post_generation
    def loud(self: Any, create: bool, extracted: str | None, **given: Any) -> None:
        self.title = self.title.upper() + (extracted or "!")


class OwnFactory(StoryFactory):
    """A factory that makes its objects its own way."""

    @classmethod
    def _adjust_kwargs(cls, **given: Any) -> dict[str, Any]:
        return {**given, "title": given["title"][::-1]}


class WithCommentFactory(StoryFactory):
    """A factory with a related row."""

    comment = factory.RelatedFactory(CommentFactory, factory_related_name="story")


@pytest.mark.parametrize("made", [HookedFactory, OwnFactory, WithCommentFactory])
def test_factories_with_hooks_take_the_scalar_path(made: Any) -> None:
    assert not is_columnar(made)
    read = made.table(4, first=2)
    assert read["title"].to_pylist() == [made.build(__sequence=i).title for i in range(2, 6)]
    assert read.schema.names == StoryFactory.table(1).schema.names
    assert made.table(2, title=np.array(["ab", "cd"]))["title"].to_pylist()[1] == made.build(title="cd").title


def test_hooks_get_what_is_given_to_them() -> None:
    assert HookedFactory.build(title="a", loud="?").title == "A?"
    assert HookedFactory.table(1, title="a", loud="?")["title"].to_pylist() == ["A?"]


def test_a_story_refuses_a_factory_that_runs_row_by_row() -> None:
    def hooked(world: World) -> None:
        world.add(HookedFactory)

    with pytest.raises(PlanError, match=r"HookedFactory runs row by row .*test_stock.py:\d+"):
        planned(hooked)


class StockPersonFactory(SQLAlchemyModelFactory):
    class Meta:
        model = Person

    id = factory.Faker("uuid4", cast_to=None)
    first_name = factory.Faker("first_name")
    email = factory.LazyAttributeSequence(lambda row, n: f"{row.first_name}{n}@example.com")
    created_at = NOW


class StockStoryFactory(SQLAlchemyModelFactory):
    class Meta:
        model = Story

    id = factory.Faker("uuid4", cast_to=None)
    author = factory.SubFactory(StockPersonFactory)
    title = fuzzy.FuzzyText(length=6)
    tags = ["stock"]


def test_any_stock_factory_reads_as_a_table() -> None:
    read = table(StockStoryFactory, 6)
    assert read == table(StockStoryFactory, 6)
    assert read.slice(2, 3) == table(StockStoryFactory, 3, first=2)
    assert len(set(read["title"].to_pylist())) == 6
    assert None not in read["author_id"].to_pylist()
    assert read["status"].to_pylist() == ["draft"] * 6, "what nobody gives is the server's default"
    with settings(seed=1):
        assert table(StockStoryFactory, 6)["title"] != read["title"]
    assert table(StoryFactory, 3) == StoryFactory.table(3)
    assert table(StockStoryFactory, 2, title=np.array(["x", "y"]))["title"].to_pylist() == ["x", "y"]


def test_a_table_factory_under_a_stock_parent_takes_the_scalar_path() -> None:
    class UnderFactory(StoryFactory):
        author = Parent(StockPersonFactory)
        details: dict[str, Any] = {}
        created_at = NOW
        version = 1

    assert not is_columnar(UnderFactory)
    read = UnderFactory.table(3)
    assert len(set(read["author_id"].to_pylist())) == 3
    assert UnderFactory.build().author.email.endswith("@example.com")


def test_keys_still_tell_their_origin() -> None:
    class OnlyKeyFactory(PersonFactory):
        id = Key()
        first_name = factory.Faker("first_name")

    built = OnlyKeyFactory.build(__sequence=77)
    assert str(built.id).startswith("5eedffff-0000-404d-")
