"""Series of books, and what must stay true from one to the next."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Field,
    Greatest,
    InTurn,
    Json,
    JsonList,
    Key,
    Least,
    Match,
    Moment,
    Parent,
    Phrase,
    Slug,
    Sometimes,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)

from .bible import PEOPLE, person, themes
from .identity import ProfileFactory
from .models import CharacterArc, ForeshadowingElement, PlotThread, Series, SeriesFacts, WorldStateChange
from .tale import Drawn, InRotation, OfCast, OfPlot, OfStory
from .telling import Told
from .vocabulary.casts import GENRES
from .vocabulary.series import ARCS, CHANGE_TEXTS, CHANGES, HINTS, SERIES, THREADS


def told(grammar: Any, rule: str, **by: Any) -> Told:
    """A phrase told of the people of the series."""
    return Told(Phrase(grammar, rule, **by), this.cast)


def named(role: str) -> OfCast:
    """What somebody of the series is called."""
    return OfCast(PEOPLE[role], this.cast)


def of_series(what: str = "cast") -> OfStory:
    """The cast of the series that a row belongs to, or what else its people have between them."""
    return OfStory(what, "series")


def in_rotation(texts: Iterable[str], start: str) -> InRotation:
    """Texts that do not soon come twice in a series."""
    return InRotation(texts, by="series_id", start=start)


class SeriesFactory(TableFactory[Series]):
    """A series of three to six books, of which some are written; one cast carries all of them.

    Stories of its books are told of the same people with ``cast=series.cast`` and ``genre=series.genre``.
    """

    class Meta:
        model = Series

    class Params:
        cast = Drawn("cast")
        friendship = Drawn("friendship")
        enmity = Drawn("enmity")

    user = Parent(ProfileFactory)
    id = Key()
    genre = Choice(GENRES)
    name = told(SERIES, "name")
    universe_id = Slug(OfCast("place", this.cast))
    description = told(SERIES, "description")
    target_audience = OfPlot("audience", this.cast)
    themes = Json(themes())
    planned_books = Whole(3, 6)
    current_book_count = Whole(1, planned_books)
    world_rules = Json(
        {
            "setting": OfPlot("setting", this.cast),
            "place": OfCast("place", this.cast),
            "rules": [told(SERIES, "world_rule")],
        }
    )
    character_relationships = Json(
        [
            {"between": [named("hero"), named("ally")], "is": this.friendship},
            {"between": [named("hero"), named("foe")], "is": this.enmity},
        ]
    )
    timeline = Json(
        {
            "book_1": told(SERIES, "book_1"),
            "book_2?": When(current_book_count > 1, told(SERIES, "book_2")),
            "book_3?": When(current_book_count > 2, told(SERIES, "book_3")),
        }
    )
    created_at = Moment(before_now=days(110), until=days(4), at=WAKING)
    updated_at = After(created_at, within=days(60))

    # A name and a plan, no book yet.
    planned = Trait(
        current_book_count=0,
        timeline={},
        character_relationships=[],
        world_rules={},
        updated_at=this.created_at,
    )
    finished = Trait(current_book_count=this.planned_books)


class SeriesFactsFactory(TableFactory[SeriesFacts]):
    """What holds in all books of a series."""

    class Meta:
        model = SeriesFacts

    class Params:
        cast = of_series()

    series = Parent(SeriesFactory)
    id = Key()
    facts_data = Json(
        {
            "universe": series.universe_id,
            "place": OfCast("place", this.cast),
            "power": OfCast("group", this.cast),
            "object": OfCast("thing", this.cast),
            "people": [person(role) for role in PEOPLE],
            "rules": [told(SERIES, "world_rule")],
            "books": series.current_book_count,
        }
    )
    created_at = After(series.created_at, within=minutes(30))
    updated_at = Greatest(created_at, series.updated_at)


class CharacterArcFactory(TableFactory[CharacterArc]):
    """How one of the three people of a series changes; the next row is the next of them."""

    class Meta:
        model = CharacterArc

    class Params:
        cast = of_series()
        role = InTurn(tuple(PEOPLE))
        book = Greatest(this.series.current_book_count, 1)

    series = Parent(SeriesFactory)
    id = Key()
    character_name = Match(this.role, {role: named(role) for role in PEOPLE})
    overall_arc = Sometimes(0.9, told(ARCS, "{}", by=this.role))
    current_status = Choice({"alive": 8, "missing": 2, "injured": 1})
    last_appearance_book = this.book
    arc_completion_percentage = Least(100, 100 * this.book // series.planned_books)
    current_book_development = Json({"book": this.book, "stage": Phrase(ARCS, "stage")})
    personality_evolution = Json(
        [
            {"book": 1, "trait": Phrase(ARCS, "trait")},
            {"book": this.book, "trait": Phrase(ARCS, "trait")},
        ]
    )
    key_relationships = Match(
        this.role,
        {
            "hero": Json(
                [
                    {"with": named("ally"), "is": of_series("friendship")},
                    {"with": named("foe"), "is": of_series("enmity")},
                ]
            ),
            "ally": Json([{"with": named("hero"), "is": of_series("friendship")}]),
            "foe": Json([{"with": named("hero"), "is": of_series("enmity")}]),
        },
    )
    major_turning_points = JsonList({"book": Whole(1, this.book), "what": told(ARCS, "turn")}, 1, 2)
    created_at = After(series.created_at, within=days(3))
    updated_at = Greatest(created_at, series.updated_at)

    dead = Trait(
        current_status="deceased", last_appearance_book=Whole(1, this.book), arc_completion_percentage=100
    )


def in_book(last: Any) -> Field:
    """One of the books that are there."""
    return Whole(1, Greatest(last, 1))


class WorldStateChangeFactory(TableFactory[WorldStateChange]):
    """Something that is different in the world of a series since one of its books."""

    class Meta:
        model = WorldStateChange

    class Params:
        cast = of_series()

    series = Parent(SeriesFactory)
    id = Key()
    book_number = in_book(series.current_book_count)
    chapter_number = Whole(1, 12)
    change_type = in_rotation((kind for kind, _ in CHANGE_TEXTS), "change")
    description = Told(in_rotation((text for _, text in CHANGE_TEXTS), "change"), this.cast)
    scope = Choice({"local": 6, "regional": 3, "global": 1})
    consequences = JsonList(told(CHANGES, "consequence"), 0, 2)
    caused_by = Sometimes(0.85, told(CHANGES, "cause"))
    duration = Choice({"permanent": 7, "temporary": 2, "until the next book": 1})
    affects_future_books = True
    reversible = duration.equals("permanent").equals(False)
    created_at = After(series.created_at, within=days(50), least=hours(1))

    passing = Trait(duration="temporary", affects_future_books=False, chapter_number=None)


class PlotThreadFactory(TableFactory[PlotThread]):
    """A thread that is open and will be tied up in a later book, or in the last one."""

    class Meta:
        model = PlotThread

    class Params:
        cast = of_series()

    series = Parent(SeriesFactory)
    id = Key()
    name = Told(in_rotation((name for name, _ in THREADS), "thread"), this.cast)
    description = Sometimes(0.85, Told(in_rotation((text for _, text in THREADS), "thread"), this.cast))
    introduced_book = in_book(series.current_book_count)
    expected_resolution_book = Least(introduced_book + Whole(1, 2), series.planned_books)
    current_status = "active"
    priority = Choice({"primary": 1, "secondary": 3})
    complexity = Choice({"simple": 3, "moderate": 5, "complex": 2})
    characters_involved = Json([named("hero"), When(priority.equals("primary"), named("foe"), named("ally"))])
    created_at = After(series.created_at, within=days(50), least=hours(1))
    updated_at = After(created_at, within=days(20))

    resolved = Trait(
        current_status="resolved",
        expected_resolution_book=Greatest(this.introduced_book, this.series.current_book_count),
    )
    abandoned = Trait(current_status="abandoned", expected_resolution_book=None)


class ForeshadowingElementFactory(TableFactory[ForeshadowingElement]):
    """A hint that was planted and has yet to pay off."""

    class Meta:
        model = ForeshadowingElement

    class Params:
        cast = of_series()

    series = Parent(SeriesFactory)
    id = Key()
    element = Told(in_rotation(HINTS, "hint"), this.cast)
    introduced_book = in_book(series.current_book_count)
    introduced_chapter = Whole(1, 9)
    payoff_book = Least(introduced_book + Whole(0, 2), series.planned_books)
    payoff_chapter = When(payoff_book.equals(introduced_book), introduced_chapter + Whole(1, 3), Whole(1, 12))
    subtlety_level = Choice({"subtle": 4, "moderate": 4, "obvious": 1})
    importance = Choice({"minor": 3, "moderate": 4, "major": 2})
    status = "planted"
    created_at = After(series.created_at, within=days(50), least=hours(1))
    updated_at = After(created_at, within=days(20))

    reinforced = Trait(status="reinforced")
    paid_off = Trait(
        status="paid_off",
        payoff_book=Greatest(this.introduced_book, this.series.current_book_count),
    )
    open_ended = Trait(payoff_book=None, payoff_chapter=None, updated_at=this.created_at)
