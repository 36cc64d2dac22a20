"""A table factory is a factory_boy factory in every respect."""

from __future__ import annotations

import uuid
from typing import Any

import factory
import numpy as np
import pyarrow as pa
import pytest
from bookshop import (
    NOW,
    ChapterFactory,
    Comment,
    CommentFactory,
    Genre,
    GenreFactory,
    NoteFactory,
    Person,
    PersonFactory,
    ProfileFactory,
    Story,
    StoryFactory,
    TicketFactory,
)
from factory.alchemy import SQLAlchemyModelFactory
from factory.declarations import Trait

from seedkit.errors import DeclarationError, UnknownName
from seedkit.factory import TableFactory
from seedkit.fields import After, Choice, Key, Lookup, Moment, Parent, Text, Whole, days, this
from seedkit.fields.links import UnknownColumn
from seedkit.scope import settings

# Building


def test_it_is_a_factory_boy_factory() -> None:
    assert issubclass(StoryFactory, SQLAlchemyModelFactory)
    assert isinstance(StoryFactory.build(), Story)
    assert StoryFactory._meta.model is Story
    assert "title" in StoryFactory._meta.declarations
    assert StoryFactory.stub(__sequence=4).title == StoryFactory.build(__sequence=4).title
    assert [type(built) for built in StoryFactory.generate_batch(factory.BUILD_STRATEGY, 2)] == [Story, Story]


def test_building_makes_parents_and_their_keys() -> None:
    story = StoryFactory.build()
    assert isinstance(story.author, Person)
    assert story.author_id == story.author.id
    assert isinstance(story.genre, Genre)
    assert story.genre_id == story.genre.id
    assert story.details == {"title": story.title, "by": story.author.first_name}
    assert story.tags == ["new", "short"]


def test_the_sequence_names_the_row() -> None:
    StoryFactory.reset_sequence(0)
    first, second = StoryFactory.build_batch(2)
    StoryFactory.reset_sequence(0)
    again = StoryFactory.build()
    assert first.id == again.id != second.id
    assert StoryFactory.build(__sequence=1).id == second.id
    with settings(seed=5):
        assert StoryFactory.build(__sequence=1).id != second.id


def test_create_needs_a_session() -> None:
    for create in (PersonFactory.create, lambda: PersonFactory.create_batch(3)):
        with pytest.raises(RuntimeError, match=r"No session to save PersonFactory in.*session=…"):
            create()


def test_overrides() -> None:
    author = PersonFactory.build(first_name="Ada")
    story = StoryFactory.build(title="Mine", author=author, tags=["a"])
    assert (story.title, story.author, story.author_id, story.tags) == ("Mine", author, author.id, ["a"])
    assert story.details["by"] == "Ada"
    nested = StoryFactory.build(author__first_name="Bob", author__last_name="Stone")
    assert nested.author.email.startswith("bob.stone.")
    deep = ChapterFactory.build(story__author__first_name="Cleo")
    assert deep.story.details["by"] == "Cleo"


def test_overrides_may_be_declarations() -> None:
    story = StoryFactory.build(
        title=Text("{author.first_name}'s"), version=factory.Sequence(lambda n: n + 40), __sequence=2
    )
    assert story.title == f"{story.author.first_name}'s"
    assert story.version == 42
    assert StoryFactory.build(title=this.status).title == "published"


def test_a_key_given_by_itself_unties_the_link() -> None:
    key = uuid.uuid4()
    story = StoryFactory.build(author_id=key)
    assert (story.author, story.author_id) == (None, key)
    assert StoryFactory.table(2, author_id=key)["author_id"].to_pylist() == [key.bytes] * 2
    assert ChapterFactory.build(story__author_id=key).story.author is None


def test_traits_and_parameters() -> None:
    draft = StoryFactory.build(draft=True)
    assert (draft.status, draft.published_at) == ("draft", None)
    both = StoryFactory.build(crime=True, draft=True)
    assert (both.genre.code, both.mood, both.status) == ("crime", "tense", "draft")
    assert StoryFactory.build(loose=True).genre_id is None
    assert StoryFactory.build().mood == "calm", "what only a trait gives is the server's default without it"
    assert PersonFactory.build(last_name="Quill").email.split(".")[1] == "quill"
    assert not hasattr(PersonFactory.build(), "last_name")


def test_a_trait_may_reach_into_the_parent() -> None:
    story = StoryFactory.build(by_novice=True)
    assert (story.author.first_name, story.title) == ("Novice", "First Try")
    assert StoryFactory.build(__sequence=3).author.first_name != "Novice"
    assert StoryFactory.table(2, by_novice=True)["title"].to_pylist() == ["First Try"] * 2
    rows = StoryFactory.rows(4, by_novice=np.array([True, False, True, False]))
    plain = StoryFactory.rows(4)
    names, others = (
        rows.at(("author", "first_name")).to_pylist(),
        plain.at(("author", "first_name")).to_pylist(),
    )
    assert names == ["Novice", others[1], "Novice", others[3]]


def test_objects_as_parents() -> None:
    story = StoryFactory.build()
    chapters = ChapterFactory.build_batch(3, story=story)
    assert {chapter.story_id for chapter in chapters} == {story.id}
    assert all(chapter.created_at >= story.created_at for chapter in chapters)
    assert ChapterFactory.table(3, story=story)["story_id"].to_pylist() == [story.id.bytes] * 3


def test_subclasses_see_and_change_what_they_inherit() -> None:
    class LongFactory(StoryFactory):
        title = Text("A long {status} story")
        created_at = Moment(before_now=days(900), until=days(800))

        old = Trait(title="Old")

    story = LongFactory.build()
    assert story.title == "A long published story"
    assert story.details["title"] == story.title, "an inherited field sees the new title"
    assert story.created_at <= NOW - days(365) or story.created_at >= story.author.created_at
    assert LongFactory.build(old=True, draft=True).status == "draft"


def test_aliases_are_the_same_value() -> None:
    class AliasFactory(TableFactory[Story]):
        class Meta:
            model = Story

        author = Parent(PersonFactory)
        id = Key()
        created_at = Moment(before_now=days(9))
        published_at = created_at
        title = Text("{published_at}")

    built = AliasFactory.build()
    assert built.published_at == built.created_at
    moved = AliasFactory.build(created_at=NOW)
    assert moved.published_at == NOW
    table = AliasFactory.table(5)
    assert table["published_at"].to_pylist() == table["created_at"].to_pylist()


# Links


def test_a_link_named_like_a_column_yields_the_key() -> None:
    class KeyFactory(TableFactory[Story]):
        class Meta:
            model = Story

        author_id = Parent(PersonFactory)
        id = Key()
        title = Text("of {author_id.first_name}")

    built = KeyFactory.build(__sequence=3)
    assert isinstance(built.author_id, uuid.UUID)
    assert built.title.startswith("of ")
    table = KeyFactory.table(5)
    assert table["author_id"].to_pylist()[3] == built.author_id.bytes
    assert table["title"].to_pylist()[3] == built.title


def test_a_link_to_oneself_ends_after_one() -> None:
    comment = CommentFactory.build(reply=True)
    assert isinstance(comment.parent, Comment)
    assert comment.parent.parent is None
    assert comment.parent.story_id == comment.story_id
    assert comment.created_at >= comment.parent.created_at

    class NestedFactory(CommentFactory):
        parent = Parent("self")

    nested = NestedFactory.build()
    assert nested.parent is not None
    assert nested.parent.parent is None


def test_links_are_resolved_late() -> None:
    class LateFactory(TableFactory[Story]):
        class Meta:
            model = Story

        author = Parent(lambda: PersonFactory)
        id = Key()
        title = Text("{author.first_name}")

    class PathFactory(LateFactory):
        author = Parent("bookshop.PersonFactory")

    for made in (LateFactory, PathFactory):
        built = made.build()
        assert built.title == built.author.first_name


def test_a_reference_to_a_link_is_that_object() -> None:
    comment = CommentFactory.build(by_author=True)
    assert comment.author is comment.story.author
    assert comment.body.startswith(comment.author.first_name)
    note = NoteFactory.build(ticket=TicketFactory.build(id=77))
    assert note.ticket_id == 77


def test_catalogue_rows_are_the_same_everywhere() -> None:
    crime = GenreFactory.catalogue_object(1)
    story = StoryFactory.build(crime=True)
    assert story.genre.id == crime.id == GenreFactory.catalogue_object(1).id
    assert str(crime.id).startswith("5eed0000-0000-4000-")
    with settings(seed=9):
        assert GenreFactory.catalogue_object(1).id == crime.id
    assert [str(p) for p in GenreFactory.catalogue().column("price").to_pylist()] == ["1.50", "2.75", "0.25"]


def test_a_lookup_of_nothing_names_what_there_is() -> None:
    with pytest.raises(DeclarationError, match=r"no row with code = 'opera'. Allowed: tale, crime, verse"):
        StoryFactory.build(genre=Lookup(GenreFactory, code="opera"))
    with pytest.raises(DeclarationError, match="has no catalogue rows"):
        PersonFactory.catalogue()


# Mistakes


def test_a_misspelt_parent_attribute_fails_when_the_class_is_made() -> None:
    with pytest.raises(
        UnknownColumn, match=r"PersonFactory has no column 'first_nam'. Did you mean 'first_name'\?"
    ):

        class WrongFactory(TableFactory[Story]):
            class Meta:
                model = Story

            author = Parent(PersonFactory)
            title = author.first_nam


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", this.statuss),
        ("title", Text("{author.nam}")),
        ("title", Text("{titel}")),
        ("published_at", After(this.created, within=days(1))),
        ("details", [this.author.e_mail]),
        ("late", Trait(title=this.subtitle)),
    ],
)
def test_a_misspelt_reference_fails_when_the_class_is_made(name: str, value: Any) -> None:
    with pytest.raises(UnknownColumn, match="has no column"):
        type("WrongFactory", (StoryFactory,), {name: value})


@pytest.mark.parametrize(
    "meta", [{"born": "made_at"}, {"natural": ("code",)}, {"natural": ("title",), "rows": ({"titel": "x"},)}]
)
def test_a_misspelt_name_in_meta_fails_when_the_class_is_made(meta: dict[str, Any]) -> None:
    with pytest.raises(UnknownColumn, match="WrongFactory has no column"):
        type("WrongFactory", (StoryFactory,), {"Meta": type("Meta", (), meta)})


def test_a_misspelt_column_fails_when_the_class_is_made() -> None:
    with pytest.raises(
        UnknownName, match=r"there is no column or relationship of Story 'titel'.*mean 'title'"
    ):

        class WrongFactory(StoryFactory):
            titel = "x"


@pytest.mark.parametrize("name", ["title", "author"])
def test_a_parameter_named_like_a_column_is_an_error(name: str) -> None:
    with pytest.raises(DeclarationError, match=f"{name!r} is named like a column"):
        type("WrongFactory", (StoryFactory,), {"Params": type("Params", (), {name: 3})})
    with pytest.raises(DeclarationError, match=f"{name!r} is named like a column"):
        type("WrongFactory", (StoryFactory,), {name: Trait(status="x")})


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"titel": "x"}, "StoryFactory 'titel'. Did you mean 'title'"),
        ({"author__first_nam": "x"}, "PersonFactory 'first_nam'. Did you mean 'first_name'"),
        ({"drafted": True}, "Did you mean 'draft'"),
    ],
)
def test_unknown_overrides_are_refused(given: dict[str, Any], message: str) -> None:
    for call in (StoryFactory.build, StoryFactory.create, lambda **g: StoryFactory.table(1, **g)):
        with pytest.raises(UnknownName, match=message.replace("(", r"\(")):
            call(**given)


def test_no_field_is_true_or_false_in_a_class_body() -> None:
    with pytest.raises(DeclarationError, match="no truth value while the factory is declared"):

        class WrongFactory(StoryFactory):
            title = "long" if StoryFactory.version else "short"


def test_circles_are_named() -> None:
    class CircleFactory(StoryFactory):
        title = Text("{status}")
        status = Text("{title}")

    with pytest.raises(DeclarationError, match="title -> status -> title"):
        CircleFactory.table(1)
    with pytest.raises(factory.errors.CyclicDefinitionError):
        CircleFactory.build()


def test_a_value_that_does_not_fit_its_column_is_named() -> None:
    with pytest.raises(DeclarationError, match=r"StoryFactory\.version does not fit its column"):
        StoryFactory.table(1, version=Whole(2**40, 2**41))
    with pytest.raises(DeclarationError, match="title got 2 values for 3 rows"):
        StoryFactory.table(3, title=pa.array(["a", "b"]))


# Tables


def test_arrays_override_row_by_row_and_lists_are_values() -> None:
    table = StoryFactory.table(
        3, title=pa.array(["a", "b", "c"]), version=np.array([7, 8, 9]), tags=["x", "y"]
    )
    assert table["title"].to_pylist() == ["a", "b", "c"]
    assert table["version"].to_pylist() == [7, 8, 9]
    assert table["tags"].to_pylist() == [["x", "y"]] * 3


def test_a_trait_may_be_a_mask() -> None:
    mask = np.array([True, False, True])
    table, on, off = (StoryFactory.table(3, draft=flag) for flag in (mask, True, False))
    assert table["status"].to_pylist() == ["draft", "published", "draft"]
    assert table["id"] == on["id"] == off["id"]
    mixed = StoryFactory.table(3, loose=mask)["genre_id"].to_pylist()
    assert mixed == [None, StoryFactory.table(3)["genre_id"].to_pylist()[1], None]


def test_a_trait_may_be_a_field() -> None:
    table = StoryFactory.table(200, draft=Choice([True, False]), crime=Choice([True, False, None]))
    drafts = [status == "draft" for status in table["status"].to_pylist()]
    assert 60 < sum(drafts) < 140
    assert [p is None for p in table["published_at"].to_pylist()] == drafts
    built = [StoryFactory.build(__sequence=i, draft=Choice([True, False])) for i in range(20)]
    assert [b.status == "draft" for b in built] == drafts[:20]


def test_tables_are_windows_into_one_sequence() -> None:
    whole = ProfileFactory.table(10)
    assert whole.slice(4, 3) == ProfileFactory.table(3, first=4)
    assert ProfileFactory.table(0).num_rows == 0
    assert ProfileFactory.table(0).schema == whole.schema


def test_columns_have_the_types_of_the_model() -> None:
    schema = StoryFactory.table(1).schema
    assert schema.field("id").type == pa.binary(16)
    assert schema.field("created_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("takings").type == pa.decimal128(12, 2)
    assert schema.field("tags").type == pa.list_(pa.string())
    assert schema.field("details").type == pa.string()
    assert schema.field("version").type == pa.int32()


def test_a_link_may_go_through_a_parameter_of_a_parent() -> None:
    class AskedFactory(StoryFactory):
        class Params:
            ticket = Parent(TicketFactory, person=this.author)
            helper = Parent(PersonFactory, first_name="Hal")

    class AnswerFactory(CommentFactory):
        story = Parent(AskedFactory)
        author = this.story.helper
        body = Text("{story.ticket.person.first_name} asked {author.first_name}")

    built = AnswerFactory.build(__sequence=4)
    assert isinstance(built.author, Person)
    assert built.body == f"{built.story.author.first_name} asked Hal"
    read = AnswerFactory.table(1, first=4)
    assert read["body"].to_pylist() == [built.body]
    assert read["author_id"].to_pylist() == [built.author_id.bytes]
    assert AnswerFactory.build_batch(2)[0].author.first_name == "Hal"


def test_an_object_remembers_what_it_was_built_from() -> None:
    """Rows added to it later read its parameters; nothing of them is an attribute."""

    class LetterFactory(StoryFactory):
        title = Text("To {author.last_name}")

    for person in (PersonFactory.build(last_name="Vane"), *PersonFactory.build_batch(2, last_name="Vane")):
        assert not hasattr(person, "last_name")
        assert LetterFactory.build(author=person).title == "To Vane"
        assert [letter.title for letter in LetterFactory.build_batch(2, author=person)] == ["To Vane"] * 2
    # An object of somebody else's making has none.
    stranger = Person(id=PersonFactory.build().id, first_name="Sibyl", email="sibyl@example.com")
    assert StoryFactory.build(author=stranger, title=this.author.last_name).title is None
