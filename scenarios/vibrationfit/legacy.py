"""An account of the first hour: tables that the product no longer fills, or that were copied before a clean-up."""

from __future__ import annotations

from seedkit.factories.vibrationfit import (
    ActualizationBlueprintFactory,
    AiConversationFactory,
    AiUsageLogFactory,
    BlueprintInsightFactory,
    BlueprintPhaseFactory,
    BlueprintTaskFactory,
    ConversationSessionFactory,
    JournalEntryFactory,
    MemberProfileFactory,
    PromptSuggestionsCacheFactory,
    RefinementBackupFactory,
    RefinementFactory,
    TokenDripFactory,
    TokenTransactionFactory,
    VisionAudioFactory,
    VisionBoardItemFactory,
    VisionConversationFactory,
    VisionVersionBackupFactory,
    VisionVersionFactory,
    VivaConversationFactory,
)
from seedkit.fields import WAKING, After, Flag, Listed, Moment, Ordinal, Series, days, this
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each

from .parts import CATEGORIES, pack, settled, subscribed


@scenario("vibrationfit/legacy")
def legacy(world: World, *, drips: bool = False) -> None:
    """A veteran with rows in every table of old, and somebody abroad who stopped half-way.

    ``drips`` fills a table that only old databases have.
    """
    veteran = world.person("veteran", created_at=Moment(before_now=days(500), until=days(300)))
    abroad = world.person("abroad")
    mine = settled(world, veteran)
    world.add(MemberProfileFactory, user=veteran)
    world.add(PromptSuggestionsCacheFactory, CATEGORIES, user=veteran, of_profile=True, profile=mine)
    paid(world, veteran, drips=drips)
    vision = visions(world, veteran)
    entries = world.add(JournalEntryFactory, between(3, 9), user=veteran)
    pinned = Moment(before_now=days(69), until=days(61), at=WAKING)
    items = world.add(VisionBoardItemFactory, CATEGORIES, user=veteran, created_at=pinned)
    plans = planned(world, veteran, vision, entries, items)
    talked(world, veteran, vision, entries)
    settled(world, abroad, abroad=True)
    member = world.add(MemberProfileFactory, user=abroad, abroad=True, unfinished=True)
    world.add(RefinementFactory, 2, user=abroad, visionless=True, unanswered=Flag(0.5), label="alone")
    world.sees(veteran, vision, plans)
    world.sees(abroad, member)


def paid(world: World, veteran: Person, *, drips: bool) -> None:
    """The plan, its tokens as they dripped before the ledger had them, a pack and calls booked in the ledger."""
    half_a_year = Moment(before_now=days(167), until=days(141), at=WAKING)
    plan = subscribed(world, veteran, cycles=6, created_at=half_a_year)
    if drips:
        world.add(TokenDripFactory, 6, user=veteran, subscription=plan)
    pack(world, veteran, older=True)
    world.add(TokenTransactionFactory, 12, user=veteran, used=True, label="calls")


def visions(world: World, veteran: Person) -> RowSet:
    """A vision made by talking, read aloud as a whole, refined with the older tool, and copied with all of that."""
    place = Ordinal()
    old = world.add(VisionVersionFactory, user=veteran, old=True, narrated=True, label="old")
    lasting = Moment(before_now=days(90), until=days(70), at=WAKING)
    vision = world.add(VisionVersionFactory, user=veteran, created_at=lasting, label="active")
    world.add(VisionConversationFactory, CATEGORIES, vision=old, label="finished")
    world.add(
        VisionConversationFactory,
        CATEGORIES,
        vision=vision,
        unfinished=place.equals(10),
        opened=place.equals(11),
        label="half-way",
    )
    first = world.add(VisionAudioFactory, vision=old, superseded=True, label="first")
    world.add(VisionAudioFactory, vision=old, regenerated=True, parent_audio=first, label="again")
    world.add(
        VisionAudioFactory,
        6,
        vision=vision,
        described=place.equals(1),
        wav=place.equals(2),
        pending=place.equals(3),
        processing=place.equals(4),
        failed=place.equals(5),
        label="voices",
    )
    refined = world.add(RefinementFactory, 8, user=veteran, vision=old, migrated=Flag(0.4))
    world.add(RefinementFactory, 2, user=veteran, vision=old, guidance=True, label="guidance")
    world.add(RefinementFactory, 2, user=veteran, vision=old, alignment=True, label="alignment")
    world.add(
        RefinementBackupFactory,
        refinement=each(refined),
        failed=Flag(0.1),
        migrated=this.refinement.migrated_to_v3,
    )
    world.add(VisionVersionBackupFactory, vision=old, label="old")
    by_hand = world.add(VisionVersionFactory, user=veteran, draft=True, label="draft")
    world.add(VisionVersionBackupFactory, vision=by_hand, handwritten=True, label="draft")
    return vision


def planned(world: World, veteran: Person, vision: RowSet, entries: RowSet, items: RowSet) -> RowSet:
    """A plan of every state, the phases and tasks of two, and what VIVA noticed."""
    place = Ordinal()
    two_months_ago = Moment(before_now=days(60), until=days(46), at=WAKING)
    active = world.add(
        ActualizationBlueprintFactory,
        user=veteran,
        of_vision=True,
        vision=vision,
        current_phase=2,
        created_at=two_months_ago,
        linked_journal_entries=Listed(entries.id),
        label="active",
    )
    stages = world.add(
        BlueprintPhaseFactory,
        4,
        blueprint=active,
        completed=place.equals(0),
        in_progress=place.equals(1),
        skipped=place.equals(3),
        label="active",
    )
    tasks(world, active, stages, entries, items, label="active")
    finished = world.add(
        ActualizationBlueprintFactory,
        user=veteran,
        of_board_item=True,
        vision_board_item=items,
        completed=True,
        created_at=two_months_ago,
        completed_at=After(this.created_at, within=days(44), least=days(37)),
        label="completed",
    )
    stages = world.add(
        BlueprintPhaseFactory,
        4,
        blueprint=finished,
        completed=True,
        started_at=Series(this.created_at + days(2), every=days(9)),
        completed_at=this.started_at + days(7),
        label="completed",
    )
    tasks(world, finished, stages, entries, items, label="completed")
    for state in ("draft", "paused", "archived"):
        world.add(ActualizationBlueprintFactory, user=veteran, label=state, **{state: True})
    world.add(
        BlueprintInsightFactory,
        8,
        user=veteran,
        blueprint=active,
        reviewed=(place % 4).equals(1),
        acted_upon=(place % 4).equals(2),
        dismissed=(place % 4).equals(3),
    )
    world.add(BlueprintInsightFactory, 2, user=veteran, general=True, label="general")
    return active


def tasks(world: World, plan: RowSet, stages: RowSet, entries: RowSet, items: RowSet, *, label: str) -> None:
    """Three tasks a phase, as far as the phase is; a few with a link to an entry or to something on the board."""
    place, stage = Ordinal(), this.phase.status
    world.add(
        BlueprintTaskFactory,
        3,
        blueprint=plan,
        phase=each(stages),
        completed=stage.equals("completed") | (stage.equals("in_progress") & place.equals(0)),
        in_progress=stage.equals("in_progress") & place.equals(1),
        blocked=stage.equals("in_progress") & place.equals(2),
        skipped=stage.equals("skipped"),
        label=label,
    )
    linked = {"blueprint": plan, "phase": stages, "completed": plan.status.equals("completed")}
    world.add(
        BlueprintTaskFactory,
        journaled=True,
        linked_journal_entry_id=entries,
        label=f"{label}, journaled",
        **linked,
    )
    world.add(
        BlueprintTaskFactory,
        of_board_item=True,
        linked_vision_board_item_id=items,
        label=f"{label}, pinned",
        **linked,
    )


def talked(world: World, veteran: Person, vision: RowSet, entries: RowSet) -> None:
    """Chats without a title, guided talks, and the older log of AI calls."""
    chats = world.add(ConversationSessionFactory, 3, user=veteran, untitled=True)
    world.add(AiConversationFactory, between(2, 8), user=veteran, conversation_id=each(chats))
    world.add(VivaConversationFactory, 6, user=veteran)
    log = {"user": veteran, "detailed": Flag(0.5)}
    world.add(AiUsageLogFactory, 20, failed=Flag(0.1), uncounted=Flag(0.05), **log)
    world.add(AiUsageLogFactory, about_entry=True, related_entity_id=each(entries), label="entries", **log)
    world.add(AiUsageLogFactory, 3, about_vision=True, related_entity_id=vision, label="visions", **log)
