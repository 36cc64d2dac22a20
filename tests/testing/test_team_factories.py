"""A team's own factory_boy suite goes on working beside the plugin, and shares the test's session."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.db


def test_a_teams_factories_live_beside_ours(suite: pytest.Pytester) -> None:
    """``tests/factories.py`` is imported as ``factories``, with a scoped session of the team's own."""
    suite.makepyfile(
        **{
            "shop/__init__": "",
            "shop/models": """
                from sqlalchemy import ForeignKey
                from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

                class Base(DeclarativeBase): pass

                class Shelf(Base):
                    __tablename__ = "shelves"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    name: Mapped[str]

                class Book(Base):
                    __tablename__ = "books"
                    id: Mapped[int] = mapped_column(primary_key=True)
                    title: Mapped[str]
                    shelf_id: Mapped[int] = mapped_column(ForeignKey(Shelf.id))
                    shelf: Mapped[Shelf] = relationship(Shelf)
                """,
            "tests/factories": """
                import factory
                from factory.alchemy import SQLAlchemyModelFactory
                from sqlalchemy.orm import scoped_session, sessionmaker
                from shop.models import Book, Shelf

                Session = scoped_session(sessionmaker())

                class ShelfFactory(SQLAlchemyModelFactory):
                    class Meta:
                        model = Shelf
                        sqlalchemy_session = Session
                    name = factory.Faker("word")

                class BookFactory(SQLAlchemyModelFactory):
                    class Meta:
                        model = Book
                        sqlalchemy_session = Session
                        sqlalchemy_session_persistence = "flush"
                    title = factory.Sequence("Book {}".format)
                    shelf = factory.SubFactory(ShelfFactory)
                """,
            "tests/conftest": """
                import pytest
                from shop.models import Base
                from factories import Session

                @pytest.fixture
                def db_session(seedkit_session):
                    Base.metadata.create_all(seedkit_session.connection())
                    Session.registry.set(seedkit_session)
                    yield seedkit_session
                    Session.remove()

                @pytest.fixture
                def db(db_session):
                    return db_session
                """,
            "tests/test_books": """
                import pytest
                from factories import BookFactory
                from seedkit.factories.vibrationfit import HouseholdMemberFactory
                from shop.models import Book

                @pytest.mark.parametrize("turn", range(2))
                def test_books(db, seedkit_db, turn):
                    BookFactory.create_batch(3, shelf__name="upper")
                    assert db.query(Book).count() == 3
                    assert seedkit_db.execute("select count(*) from books").fetchone() == (3,)

                @pytest.mark.seedkit("vibrationfit/household")
                def test_books_beside_a_world(db, seedkit_world):
                    book = BookFactory(title="Home")
                    assert book.id == 1
                    assert seedkit_world["Household:admin"].object() in db
                    assert not HouseholdMemberFactory.build(removed=True).id is None
                """,
        }
    )
    suite.makeini("[pytest]\npythonpath = .\n")
    suite.runpytest_subprocess("-q", "tests").assert_outcomes(passed=3)


def test_table_factories_save_into_the_session(
    seedkit, seedkit_session, monkeypatch: pytest.MonkeyPatch
) -> None:
    from seedkit.factories.vibrationfit import HouseholdMemberFactory, JournalEntryFactory
    from seedkit.factories.vibrationfit.models import HouseholdMember

    world = seedkit("vibrationfit/household")
    partner = world.person("partner")
    monkeypatch.setattr(JournalEntryFactory._meta, "sqlalchemy_session", seedkit_session)
    entry = JournalEntryFactory.create(user=partner.object(), title="New")
    with world.acting_as("partner") as db:
        assert entry.id in db.ids("journal_entries")
    assert world.session.query(HouseholdMember).count() == len(world[HouseholdMemberFactory])
