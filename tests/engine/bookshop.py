"""A small product to try the engine on: people write stories, others comment, accounts hold coins."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

from factory.declarations import Trait
from sqlalchemy import ARRAY, BigInteger, DateTime, ForeignKey, Numeric, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from seedkit.factory import TableFactory
from seedkit.fields import (
    After,
    Amount,
    Choice,
    Count,
    Email,
    Entries,
    FirstName,
    Flag,
    Json,
    Key,
    LastName,
    Ledger,
    Lookup,
    Max,
    Min,
    Moment,
    Parent,
    Rank,
    Serial,
    Sum,
    UpTo,
    VersionNumber,
    Whole,
    days,
    hours,
    this,
)
from seedkit.fields import Text as Template
from seedkit.product import Product

NOW = dt.datetime(2026, 1, 15, 12, tzinfo=dt.UTC)


class Base(DeclarativeBase):
    type_annotation_map = {
        dt.datetime: DateTime(timezone=True),
        str: Text,
        dict[str, Any]: JSONB,
        list[str]: ARRAY(Text),
    }


class Person(Base):
    __tablename__ = "persons"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    email: Mapped[str]
    first_name: Mapped[str]
    created_at: Mapped[dt.datetime]
    story_count: Mapped[int]


class Profile(Base):
    __tablename__ = "profiles"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"), primary_key=True)
    display_name: Mapped[str]
    created_at: Mapped[dt.datetime]
    person: Mapped[Person] = relationship()


class Genre(Base):
    __tablename__ = "genres"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    code: Mapped[str]
    name: Mapped[str]
    price: Mapped[Decimal] = mapped_column(Numeric(10, 2))


class Story(Base):
    __tablename__ = "stories"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    genre_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("genres.id"))
    title: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="draft")
    mood: Mapped[str] = mapped_column(server_default=text("'calm'"))
    tags: Mapped[list[str]]
    details: Mapped[dict[str, Any]]
    featured: Mapped[bool]
    version: Mapped[int]
    created_at: Mapped[dt.datetime]
    published_at: Mapped[dt.datetime | None]
    chapter_count: Mapped[int]
    word_total: Mapped[int]
    longest: Mapped[int | None]
    cheapest: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    takings: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    author: Mapped[Person] = relationship()
    genre: Mapped[Genre | None] = relationship()


class Chapter(Base):
    __tablename__ = "chapters"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id"))
    position: Mapped[int]
    words: Mapped[int]
    price: Mapped[Decimal] = mapped_column(Numeric(8, 2))
    created_at: Mapped[dt.datetime]
    story: Mapped[Story] = relationship()


class Forum(Base):
    __tablename__ = "forums"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[dt.datetime]
    comment_count: Mapped[int]
    vote_total: Mapped[int]
    last_at: Mapped[dt.datetime | None]


class Comment(Base):
    __tablename__ = "comments"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    story_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stories.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    forum_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("forums.id"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("comments.id"))
    body: Mapped[str]
    votes: Mapped[int]
    place: Mapped[int]
    created_at: Mapped[dt.datetime]
    story: Mapped[Story] = relationship()
    author: Mapped[Person] = relationship()
    forum: Mapped[Forum | None] = relationship()
    parent: Mapped[Comment | None] = relationship(remote_side=[id])


class Grant(Base):
    __tablename__ = "grants"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    coins: Mapped[int]
    balance: Mapped[int]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    person: Mapped[Person] = relationship()


class Spending(Base):
    __tablename__ = "spendings"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    coins: Mapped[int]
    balance: Mapped[int]
    done: Mapped[bool]
    created_at: Mapped[dt.datetime]
    person: Mapped[Person] = relationship()


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("persons.id"))
    subject: Mapped[str]
    created_at: Mapped[dt.datetime]
    person: Mapped[Person] = relationship()


class Note(Base):
    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    created_at: Mapped[dt.datetime]
    ticket: Mapped[Ticket] = relationship()


class PersonFactory(TableFactory[Person]):
    """Somebody who joined between one and two years ago."""

    class Meta:
        model = Person

    class Params:
        last_name = LastName()

    id = Key()
    first_name = FirstName()
    email = Email(first_name, this.last_name)
    created_at = Moment(before_now=days(700), until=days(365))
    story_count = Count(lambda: StoryFactory)


class ProfileFactory(TableFactory[Profile]):
    """How a person appears to others."""

    class Meta:
        model = Profile

    person = Parent(PersonFactory)
    display_name = Template("{person.first_name} {person.last_name}")
    created_at = person.created_at


class GenreFactory(TableFactory[Genre]):
    """What stories there are, loaded once."""

    class Meta:
        model = Genre
        natural = ("code",)
        rows = (
            {"code": "tale", "name": "Tales", "price": Decimal("1.50")},
            {"code": "crime", "name": "Crime", "price": Decimal("2.75")},
            {"code": "verse", "name": "Verse"},
        )

    id = Key()
    code = "tale"
    name = "Tales"
    price = Decimal("0.25")


class StoryFactory(TableFactory[Story]):
    """A published story of a person, with what its chapters add up to."""

    class Meta:
        model = Story

    author = Parent(PersonFactory)
    genre = Lookup(GenreFactory, code="tale")
    id = Key()
    title = Choice(["The Well", "North", "A Letter"])
    status = "published"
    tags: list[str] = ["new", "short"]
    details = Json({"title": title, "by": this.author.first_name})
    featured = Flag(0.2)
    version = VersionNumber(within="author")
    created_at = Moment(before_now=days(300))
    published_at = After(created_at, within=hours(48))
    chapter_count = Count(lambda: ChapterFactory)
    word_total = Sum(lambda: ChapterFactory.words)
    longest = Max(lambda: ChapterFactory.words)
    cheapest = Min(lambda: ChapterFactory.price)
    takings = Sum(lambda: ChapterFactory.price, where=this.words > 1000)

    draft = Trait(status="draft", published_at=None)
    crime = Trait(genre=Lookup(GenreFactory, code="crime"), mood="tense")
    loose = Trait(genre=None)
    by_novice = Trait(author__first_name="Novice", title="First Try")


class ChapterFactory(TableFactory[Chapter]):
    """A chapter, in the order of its story."""

    class Meta:
        model = Chapter

    story = Parent(StoryFactory)
    id = Key()
    position = VersionNumber(within="story", by="created_at")
    words = Whole(200, 4000)
    price = Amount(0.5, 3)
    created_at = After(story.created_at, within=days(30))


class ForumFactory(TableFactory[Forum]):
    """A place to talk, one for the whole load."""

    class Meta:
        model = Forum

    id = Key()
    name = Choice(["Lounge", "Help", "Off topic", "News"])
    created_at = Moment(before_now=days(900), until=days(800))
    comment_count = Count(lambda: CommentFactory)
    vote_total = Sum(lambda: CommentFactory.votes, where=this.votes >= 0)
    last_at = Max(lambda: CommentFactory.created_at)


class CommentFactory(TableFactory[Comment]):
    """A remark under a story."""

    class Meta:
        model = Comment

    story = Parent(StoryFactory)
    author = Parent(PersonFactory)
    forum = None
    parent = None
    id = Key()
    body = Template("{author.first_name} read {story.title}")
    votes = Whole(-3, 40)
    place = Rank(within="story", by="votes", start=1, descending=True)
    created_at = After(story.created_at, within=days(60))

    reply = Trait(
        parent=Parent("self", story=this.story), created_at=After(this.parent.created_at, within=days(5))
    )
    by_author = Trait(author=this.story.author)


COINS = Ledger(
    within="person",
    credits=[Entries(lambda: GrantFactory, "coins", expires="expires_at")],
    debits=[Entries(lambda: SpendingFactory, "coins", when=this.done)],
)


class GrantFactory(TableFactory[Grant]):
    """Coins given, for a month unless kept."""

    class Meta:
        model = Grant

    person = Parent(PersonFactory)
    id = Key()
    coins = Whole(50, 150)
    balance = COINS.after()
    created_at = Moment(before_now=days(90))
    expires_at = created_at + days(30)

    kept = Trait(expires_at=None)


class SpendingFactory(TableFactory[Spending]):
    """Coins spent, as many as there are."""

    class Meta:
        model = Spending

    class Params:
        wanted = Whole(5, 120)

    person = Parent(PersonFactory)
    id = Key()
    coins = UpTo(COINS, this.wanted)
    balance = COINS.after()
    done = True
    created_at = Moment(before_now=days(80))

    failed = Trait(done=False, coins=0)
    fixed = Trait(coins=this.wanted)


class TicketFactory(TableFactory[Ticket]):
    """A question, numbered by the database."""

    class Meta:
        model = Ticket

    person = Parent(PersonFactory)
    id = Serial()
    subject = Template("Ticket {id}")
    created_at = Moment(before_now=days(40))


class NoteFactory(TableFactory[Note]):
    """A line in a ticket."""

    class Meta:
        model = Note

    ticket = Parent(TicketFactory)
    id = Serial()
    created_at = After(ticket.created_at, within=days(2))


FACTORIES = (
    PersonFactory, ProfileFactory, StoryFactory, ChapterFactory, ForumFactory, CommentFactory, GrantFactory,
    SpendingFactory, TicketFactory, NoteFactory,
)  # fmt: skip

product = Product(
    name="bookshop",
    models=tuple(mapper.class_ for mapper in Base.registry.mappers),
    factories=__name__,
    scenarios=__name__,
    person=PersonFactory,
    companions=(ProfileFactory,),
)
