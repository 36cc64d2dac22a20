"""One member with a row of every VibrationFit table: what the factories make beside each other."""

from __future__ import annotations

from seedkit.factories.vibrationfit import (
    AbundanceEventFactory,
    ActualizationBlueprintFactory,
    AiConversationFactory,
    AiUsageLogFactory,
    AssessmentInsightFactory,
    AssessmentResponseFactory,
    AssessmentResultFactory,
    AudioSetFactory,
    AudioTrackFactory,
    BlueprintInsightFactory,
    BlueprintPhaseFactory,
    BlueprintTaskFactory,
    ConversationSessionFactory,
    CustomerSubscriptionFactory,
    DailyPaperFactory,
    EmotionalSnapshotFactory,
    FrequencyFlipFactory,
    GeneratedImageFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    IntensiveChecklistFactory,
    IntensivePurchaseFactory,
    JournalEntryFactory,
    LifeVisionCategoryStateFactory,
    MediaMetadataFactory,
    MemberProfileFactory,
    PaymentHistoryFactory,
    ProfileVersionFactory,
    PromptSuggestionsCacheFactory,
    RefinementBackupFactory,
    RefinementFactory,
    SceneFactory,
    TokenDripFactory,
    TokenTransactionFactory,
    TokenUsageFactory,
    UserProfileFactory,
    UserStatsFactory,
    UserStorageFactory,
    VibrationalEventFactory,
    VibrationalLinkFactory,
    VideoMappingFactory,
    VisionAudioFactory,
    VisionBoardItemFactory,
    VisionConversationFactory,
    VisionProgressFactory,
    VisionVersionBackupFactory,
    VisionVersionFactory,
    VivaConversationFactory,
    VoiceProfileFactory,
)
from seedkit.fields import After, days
from seedkit.scenario import scenario
from seedkit.world import Person, RowSet, World, between, each


@scenario("vibrationfit/everything")
def everything(world: World) -> None:
    """A solo member who did the intensive, is on trial, and has used every part of the product."""
    (member,) = world.people("member")
    account(world, member)
    home = world.add(HouseholdFactory, admin_user=member, solo=True)
    world.add(HouseholdMemberFactory, household=home, user=member, admin=True)
    first = world.add(UserProfileFactory, user=member, household=home, old=True, label="first")
    profile = world.add(
        UserProfileFactory, user=member, household=home, recorded=True, parent_version=first, label="active"
    )
    world.add(
        UserProfileFactory, user=member, household=home, draft=True, parent_version=profile, label="draft"
    )
    world.add(ProfileVersionFactory, 3, user=member, profile=first)
    world.add(MemberProfileFactory, user=member)
    world.add(VoiceProfileFactory, user=member, refined=True)
    entries = world.add(JournalEntryFactory, between(8, 30), user=member)
    vision = visions(world, member)
    assessments(world, member, profile)
    moods(world, member, vision, entries)
    plans(world, member, entries)
    talks(world, member, vision)
    world.add(UserStatsFactory, user=member)


def account(world: World, member: Person) -> None:
    """The trial with its grant and storage, a pack, the intensive, calls of every kind."""
    trial = world.add(CustomerSubscriptionFactory, user=member, trialing=True)
    world.add(TokenTransactionFactory, user=member, trial=True, created_at=trial.created_at, label="trial")
    pack = world.add(TokenTransactionFactory, user=member, bought=True, label="pack")
    world.add(
        PaymentHistoryFactory, user=member, pack=True, amount=pack.amount_paid_cents, created_at=pack.created_at,
        stripe_payment_intent_id=pack.stripe_payment_intent_id, label="pack",
    )  # fmt: skip
    world.add(TokenTransactionFactory, user=member, given=True, label="given")
    world.add(TokenTransactionFactory, user=member, deducted=True, label="deducted")
    world.add(UserStorageFactory, user=member, subscription=trial)
    world.add(MediaMetadataFactory, 5, user=member)
    intensive = world.add(IntensivePurchaseFactory, user=member, completed=True)
    world.add(IntensiveChecklistFactory, user=member, intensive=intensive, finished=True)
    world.add(
        PaymentHistoryFactory, user=member, intensive=True, amount=intensive.amount,
        stripe_payment_intent_id=intensive.stripe_payment_intent_id, label="intensive",
    )  # fmt: skip
    # Calls come after the grant that they are charged to.
    called = After(trial.created_at, within=days(50))
    for state in ("transcribed", "voiced", "painted", "failed"):
        world.add(TokenUsageFactory, 3, user=member, created_at=called, label=state, **{state: True})
    world.add(TokenUsageFactory, between(4, 12), user=member, created_at=called)
    world.add(TokenDripFactory, user=member, subscription=trial)


def visions(world: World, member: Person) -> RowSet:
    """An older vision, the active one with its audio, a draft; the board; the tools of old."""
    old = world.add(VisionVersionFactory, user=member, old=True, label="old")
    active = world.add(VisionVersionFactory, user=member, narrated=True, label="active")
    draft = world.add(VisionVersionFactory, user=member, draft=True, label="draft")
    for vision, label in ((old, "old"), (active, "active"), (draft, "draft")):
        world.add(VisionProgressFactory, vision=vision, label=label)
    sets = world.add(AudioSetFactory, 4, vision=active)
    world.add(AudioTrackFactory, 14, audio_set=each(sets))
    earlier = world.add(VisionAudioFactory, vision=old, superseded=True, label="earlier")
    world.add(VisionAudioFactory, vision=old, parent_audio=earlier, regenerated=True, label="later")
    world.add(VisionConversationFactory, 12, vision=old)
    world.add(LifeVisionCategoryStateFactory, 12, user=member)
    refined = world.add(RefinementFactory, 3, user=member, vision=old)
    world.add(RefinementBackupFactory, refinement=each(refined))
    world.add(VisionVersionBackupFactory, vision=old)
    world.add(VisionBoardItemFactory, 12, user=member)
    world.add(VisionBoardItemFactory, 2, user=member, actualized=True, label="came true")
    world.add(GeneratedImageFactory, 2, user=member, used=True)
    return active


def assessments(world: World, member: Person, profile: RowSet) -> None:
    """A superseded assessment, the active one on the other scale, one in progress, one not started."""
    for state in ("superseded", "live_scale"):
        result = world.add(AssessmentResultFactory, user=member, label=state, **{state: True})
        world.add(AssessmentResponseFactory, 84, assessment=each(result), label=state)
    world.add(AssessmentInsightFactory, 4, assessment=result)
    begun = world.add(AssessmentResultFactory, user=member, in_progress=True, label="begun")
    world.add(AssessmentResponseFactory, 30, assessment=each(begun), label="begun")
    world.add(AssessmentResultFactory, user=member, not_started=True, label="blank")
    world.add(PromptSuggestionsCacheFactory, 2, user=member, profile=profile, assessment=result)


def moods(world: World, member: Person, vision: RowSet, entries: RowSet) -> None:
    """Events of all kinds, the snapshots that sum them up, ties, abundance, flips."""
    scenes = world.add(SceneFactory, 3, user=member, related_vision=vision)
    gains = world.add(AbundanceEventFactory, 4, user=member)
    world.add(VibrationalEventFactory, between(30, 80), user=member)
    world.add(VibrationalEventFactory, user=member, of_scene=True, source_id=scenes, label="of scene")
    world.add(VibrationalEventFactory, user=member, of_vision=True, source_id=vision, label="of vision")
    world.add(VibrationalEventFactory, user=member, of_abundance=True, source_id=gains, label="of abundance")
    world.add(VibrationalEventFactory, user=member, of_entry=True, source_id=entries, label="of entry")
    world.add(EmotionalSnapshotFactory, 12, user=member)
    world.add(VibrationalLinkFactory, 5, user=member)
    world.add(FrequencyFlipFactory, 3, user=member, enriched=True, vision=vision)
    world.add(DailyPaperFactory, 5, user=member)


def plans(world: World, member: Person, entries: RowSet) -> None:
    """A blueprint in progress, its phases, tasks of every state, insights."""
    plan = world.add(ActualizationBlueprintFactory, user=member)
    phases = world.add(BlueprintPhaseFactory, 4, blueprint=plan)
    for state in ("in_progress", "completed", "skipped", "blocked"):
        world.add(
            BlueprintTaskFactory, between(0, 3), blueprint=plan, phase=phases, label=state, **{state: True}
        )
    world.add(BlueprintTaskFactory, 3, blueprint=plan, phase=phases, linked_journal_entry_id=entries.id)
    world.add(BlueprintInsightFactory, 2, user=member, blueprint=plan, acted_upon=True)
    world.add(VideoMappingFactory, user=member, of_entry=True, entry_id=entries)


def talks(world: World, member: Person, vision: RowSet) -> None:
    """Chats with their messages, a guided talk, the log of older calls."""
    sessions = world.add(ConversationSessionFactory, 2, user=member, about_vision=True, vision=vision)
    world.add(AiConversationFactory, between(2, 10), user=member, conversation_id=each(sessions))
    world.add(VivaConversationFactory, 3, user=member)
    world.add(AiUsageLogFactory, 2, user=member, about_vision=True, related_entity_id=vision, detailed=True)
