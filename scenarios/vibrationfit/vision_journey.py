"""A life vision from the first words to its second version, read aloud and pinned to a board."""

from __future__ import annotations

from typing import Any

from seedkit.factories.vibrationfit import (
    AiConversationFactory,
    AudioSetFactory,
    AudioTrackFactory,
    ConversationSessionFactory,
    GeneratedImageFactory,
    RefinementFactory,
    SceneFactory,
    TokenUsageFactory,
    VisionBoardItemFactory,
    VisionProgressFactory,
    VisionVersionFactory,
    VivaConversationFactory,
    VoiceProfileFactory,
)
from seedkit.fields import WAKING, After, Flag, Moment, Ordinal, Series, days, hours, minutes, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each

from .parts import CATEGORIES, SECTIONS, narrated, pack, settled, subscribed, worked_through


@scenario("vibrationfit/vision-journey")
def vision_journey(world: World, *, board: int = 12, talks: int = 6) -> None:
    """Twelve categories become a vision, a better one, its audio and a board; two others are on their way."""
    author, couple, beginner = world.people("author", "couple", "beginner")
    settled(world, author)
    plan = subscribed(world, author)
    pack(world, author, created_at=After(plan.created_at, within=days(9), least=days(1), at=WAKING))
    first = built(world, author, plan)
    active = refined(world, author, first)
    heard(world, author, first, active)
    pinned(world, author, active, board)
    talked(world, author, first, talks)
    together = plural(world, couple)
    begun(world, beginner)
    world.sees(author, first, active)
    world.sees(couple, together)


def built(world: World, author: Person, plan: RowSet) -> RowSet:
    """Twelve categories talked through, summarized and assembled into the first version."""
    week = Series(plan.created_at + hours(1), every=hours(20), jitter=hours(4))
    world.add(VoiceProfileFactory, user=author, inactive=True, created_at=plan.created_at, label="quiz")
    worked_through(world, author, created_at=week)
    first = version(world, author, plan.created_at, least=days(14), is_active=False, label="first")
    called(world, author, CATEGORIES, week, action_type="life_vision_category_summary", label="summaries")
    assembled = After(first.created_at, within=minutes(4))
    called(world, author, 1, assembled, action_type="life_vision_master_assembly", label="assembly")
    return first


def refined(world: World, author: Person, first: RowSet) -> RowSet:
    """The first version refined section by section, the second one activated, and a draft of the third."""
    after = After(first.updated_at, within=days(9), at=WAKING)
    world.add(RefinementFactory, between(4, 9), user=author, vision=first, created_at=after)
    world.add(
        RefinementFactory, 2, user=author, vision=first, created_at=after, alignment=True, label="alignment"
    )
    world.add(RefinementFactory, user=author, vision=first, created_at=after, guidance=True, label="guidance")
    called(world, author, between(6, 14), after, action_type="vision_refinement", label="refining")
    active = version(world, author, first.created_at, least=days(12), narrated=True, label="active")
    world.add(
        VoiceProfileFactory, user=author, refined=True, created_at=After(first.updated_at, within=days(2)), label="active"
    )  # fmt: skip
    draft = world.add(VisionVersionFactory, user=author, draft=True, label="draft")
    world.add(VisionProgressFactory, vision=draft, label="draft")
    return active


def version(world: World, author: Person, since: Any, *, least: Any, label: str, **state: Any) -> RowSet:
    """A whole version, some days after the one before, and its progress."""
    made = world.add(
        VisionVersionFactory,
        user=author,
        created_at=After(since, within=least + days(5), least=least, at=WAKING),
        updated_at=After(this.created_at, within=days(2)),
        label=label,
        **state,
    )
    world.add(VisionProgressFactory, vision=made, label=label)
    return made


def heard(world: World, author: Person, first: RowSet, active: RowSet) -> None:
    """The first version read aloud, the active one mixed for sleep and meditation, one set still in the making."""
    narrated(world, first, label="first", bare=True, inactive=True)
    narrated(world, active, 3, label="active")
    making = world.add(
        AudioSetFactory,
        vision=active,
        variant="energy",
        created_at=Moment(before_now=minutes(50), until=minutes(15)),
        label="in the making",
    )
    place = Ordinal()
    world.add(
        AudioTrackFactory,
        SECTIONS,
        audio_set=making,
        mixing=place.equals(6),
        mix_pending=place.equals(7),
        mix_failed=place.equals(8),
        failed=place.equals(9),
        processing=place.equals(10),
        pending=place > 10,
        label="in the making",
    )
    reading = After(active.updated_at, within=days(4))
    called(world, author, 3 * SECTIONS, reading, voiced=True, label="voices")


def pinned(world: World, author: Person, active: RowSet, board: int) -> None:
    """The board, images painted for it, what came true and what no longer matters, scenes to picture it by."""
    world.add(
        VisionBoardItemFactory, board, user=author, created_at=After(active.updated_at, within=days(12))
    )
    world.add(VisionBoardItemFactory, between(2, 4), user=author, actualized=True, label="came true")
    world.add(VisionBoardItemFactory, user=author, inactive=True, label="let go")
    world.add(VisionBoardItemFactory, user=author, plain=True, label="only a name")
    painted = world.add(GeneratedImageFactory, between(4, 8), user=author, used=Flag(0.5))
    world.add(GeneratedImageFactory, 2, user=author, expired=True, label="expired")
    called(world, author, between(4, 8), After(active.updated_at), painted=True, label="images")
    world.add(
        SceneFactory,
        CATEGORIES,
        user=author,
        related_vision=active,
        created_at=After(active.updated_at, within=days(10), at=WAKING),
        written=Flag(0.2),
        together=Flag(0.2),
    )
    world.sees(author, painted)


def talked(world: World, author: Person, first: RowSet, talks: int) -> None:
    """Chats that begin with VIVA's greeting, a few of them about the vision, and three guided talks."""
    chats = world.add(ConversationSessionFactory, talks, user=author)
    about = world.add(
        ConversationSessionFactory,
        between(1, 3),
        user=author,
        about_vision=True,
        vision=first,
        created_at=After(first.updated_at, within=days(9), at=WAKING),
        label="about the vision",
    )
    for sessions, label in ((chats, "chat"), (about, "about the vision")):
        said = {"user": author, "conversation_id": each(sessions)}
        world.add(AiConversationFactory, greeting=True, label=f"{label}, greeting", **said)
        world.add(AiConversationFactory, between(2, 14), label=label, **said)
    world.add(VivaConversationFactory, 9, user=author, unanswered=Ordinal().equals(8))
    called(world, author, between(15, 30), After(first.created_at, at=WAKING), label="chats")


def called(world: World, author: Person, count: Any, when: Any, **given: Any) -> None:
    """AI calls, on the tokens of the plan."""
    world.add(TokenUsageFactory, count, user=author, created_at=when, **given)


def plural(world: World, couple: Person) -> RowSet:
    """A vision in the first person plural, and a draft that says some of it better."""
    settled(world, couple)
    ours = world.add(VisionVersionFactory, user=couple, plural=True, label="ours")
    better = world.add(VisionVersionFactory, user=couple, plural=True, draft=True, label="draft")
    world.add(VisionProgressFactory, vision=ours, label="ours")
    world.add(VisionProgressFactory, vision=better, label="ours, draft")
    return ours


def begun(world: World, beginner: Person) -> None:
    """An empty vision and twelve untouched categories."""
    settled(world, beginner)
    empty = world.add(VisionVersionFactory, user=beginner, empty=True)
    world.add(VisionProgressFactory, vision=empty, untouched=True, label="empty")
    worked_through(world, beginner, -3, created_at=empty.created_at)
