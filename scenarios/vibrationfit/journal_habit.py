"""Ninety days of writing things down, and what the product makes of them."""

from __future__ import annotations

from typing import Literal

from seedkit.factories.vibrationfit import (
    AbundanceEventFactory,
    DailyPaperFactory,
    EmotionalSnapshotFactory,
    FrequencyFlipFactory,
    GeneratedImageFactory,
    JournalEntryFactory,
    MediaMetadataFactory,
    ProfileVersionFactory,
    SceneFactory,
    TokenUsageFactory,
    UserStatsFactory,
    VibrationalEventFactory,
    VibrationalLinkFactory,
    VideoMappingFactory,
    VisionBoardItemFactory,
    VisionVersionFactory,
    VoiceProfileFactory,
)
from seedkit.factories.vibrationfit.journal_daily import EVENING
from seedkit.factories.vibrationfit.vocabulary.lists import VERSION_NOTES
from seedkit.fields import WAKING, Choice, Daily, Flag, Moment, OnDay, Ordinal, When, days, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, chance, each

from .parts import CATEGORIES, settled, subscribed


@scenario("vibrationfit/journal-habit")
def journal_habit(
    world: World, *, span: Literal[30, 60, 90] = 90, streak: int = 21, events: int = 60
) -> None:
    """Somebody who writes every day and looks back on it, and somebody who has only started to."""
    writer, beginner = world.people("writer", "beginner")
    noted = When(this.version_number > 1, Choice(VERSION_NOTES[1:]))
    mine = settled(world, writer, recorded=Flag(0.6), photographed=Flag(0.4), version_notes=noted)
    world.add(VoiceProfileFactory, user=writer, analyzed=True)
    subscribed(world, writer)
    world.add(ProfileVersionFactory, 3, user=writer, profile=mine)
    vision, board = visions(world, writer)
    earlier, entries = journal(world, writer, span, streak)
    papers(world, writer, span)
    felt(world, writer, vision, entries, events)
    kept(world, writer, earlier, board)
    world.add(UserStatsFactory, user=writer)
    trying(world, beginner)
    world.sees(writer, vision, entries)


def visions(world: World, writer: Person) -> tuple[RowSet, RowSet]:
    """The vision that the writing leans on, its predecessor, and its board."""
    world.add(VisionVersionFactory, user=writer, old=True, label="old")
    lasting = Moment(before_now=days(90), until=days(80))
    active = world.add(VisionVersionFactory, user=writer, created_at=lasting, label="active")
    board = world.add(VisionBoardItemFactory, CATEGORIES, user=writer)
    world.add(VisionBoardItemFactory, between(1, 5), user=writer, actualized=True, label="came true")
    return active, board


def journal(world: World, writer: Person, span: int, streak: int) -> tuple[RowSet, RowSet]:
    """Entries on some days, then one on each of the last: short, long, spoken, illustrated, edited."""
    forms = {
        "long": Flag(0.2),
        "untitled": Flag(0.1),
        "edited": Flag(0.15),
        "spoken": Flag(0.15),
        "illustrated": Flag(0.15),
    }
    before = Moment(before_now=days(span), until=days(min(streak, span)), at=EVENING)
    earlier = world.add(
        JournalEntryFactory, between(span // 6, span // 2), user=writer, created_at=before, **forms
    )
    daily = world.add(
        JournalEntryFactory,
        min(streak, span),
        user=writer,
        date=Daily(),
        created_at=OnDay(this.date, at=EVENING),
        label="streak",
        **forms,
    )
    return earlier, daily


def papers(world: World, writer: Person, span: int) -> None:
    """A page for most days, some half filled, some left blank, some photographed; gains as they came."""
    written = world.add(
        DailyPaperFactory,
        span * 2 // 3,
        user=writer,
        half_filled=Flag(0.2),
        blank=Flag(0.06),
        attached=Flag(0.1),
    )
    world.add(AbundanceEventFactory, between(8, 24), user=writer, valued=Flag(0.15))
    world.sees(writer, written)


def felt(world: World, writer: Person, vision: RowSet, entries: RowSet, events: int) -> None:
    """Moments and where they came from, the moods they add up to, ties, flips and scenes."""
    place = Ordinal()
    scenes = world.add(
        SceneFactory,
        CATEGORIES,
        user=writer,
        written=Flag(0.3),
        together=Flag(0.2),
        hopeful=place.equals(3),
        heavy=place.equals(7),
        unnamed=place.equals(9),
    )
    gains = world.add(AbundanceEventFactory, between(2, 5), user=writer, money=True, label="money")
    event = VibrationalEventFactory
    world.add(event, events, user=writer, unanalysed=Flag(0.05))
    world.add(event, chance(0.6), user=writer, of_entry=True, source_id=each(entries), label="of entries")
    world.add(event, chance(0.5), user=writer, of_scene=True, source_id=each(scenes), label="of scenes")
    world.add(event, chance(0.7), user=writer, of_abundance=True, source_id=each(gains), label="of gains")
    read = {"source_id": vision, "created_at": Moment(before_now=days(50), at=WAKING)}
    world.add(event, between(3, 8), user=writer, of_vision=True, label="of the vision", **read)
    moods = world.add(EmotionalSnapshotFactory, CATEGORIES, user=writer)
    world.add(VibrationalLinkFactory, between(6, 12), user=writer, strong=Flag(0.2), weak=Flag(0.2))
    flips = world.add(
        FrequencyFlipFactory,
        between(8, 20),
        user=writer,
        enriched=Flag(0.3),
        batch=Flag(0.15),
        already_clear=Flag(0.1),
        in_scene=Flag(0.2),
    )
    world.add(
        FrequencyFlipFactory, 2, user=writer, about_vision=True, vision=vision, label="about the vision"
    )
    analysed = Choice(["vibrational_analysis", "frequency_flip", "viva_scene_generation"])
    world.add(TokenUsageFactory, between(20, 40), user=writer, action_type=analysed)
    world.sees(writer, moods, flips)


def kept(world: World, writer: Person, entries: RowSet, board: RowSet) -> None:
    """Files: what was uploaded, painted and filmed, and what the site itself shows everybody."""
    world.add(MediaMetadataFactory, between(10, 25), user=writer, unseen=Flag(0.1), bare=Flag(0.1))
    world.add(MediaMetadataFactory, 8, site=True, shared=True)
    world.add(GeneratedImageFactory, between(3, 9), user=writer, used=Flag(0.4))
    world.add(GeneratedImageFactory, 2, user=writer, expired=True, label="expired")
    place = Ordinal()
    world.add(
        VideoMappingFactory,
        8,
        user=writer,
        pending=place.equals(4),
        processing=place.equals(5),
        failed=place.equals(6),
    )
    world.add(VideoMappingFactory, 2, user=writer, of_entry=True, entry_id=entries, label="of entries")
    world.add(VideoMappingFactory, user=writer, of_board_item=True, entry_id=board, label="of the board")
    world.add(TokenUsageFactory, between(2, 6), user=writer, transcribed=True, label="spoken")


def trying(world: World, beginner: Person) -> None:
    """A few entries, pages left blank, one heavy moment: not much to add up yet."""
    settled(world, beginner)
    lately = Moment(before_now=days(8), at=EVENING)
    world.add(JournalEntryFactory, between(1, 3), user=beginner, created_at=lately)
    world.add(DailyPaperFactory, between(2, 5), user=beginner, blank=Flag(0.7))
    world.add(VibrationalEventFactory, user=beginner, below=True, created_at=lately)
    moods = world.add(EmotionalSnapshotFactory, CATEGORIES, user=beginner)
    world.add(UserStatsFactory, user=beginner)
    world.sees(beginner, moods)
