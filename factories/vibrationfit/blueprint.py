"""Action plans: a blueprint, its phases and tasks, what VIVA notices (catalog/vibrationfit c8)."""

from __future__ import annotations

from factory.declarations import Trait

from seedkit.factory import TableFactory
from seedkit.fields import (
    WAKING,
    After,
    Choice,
    Count,
    DayOf,
    FromPool,
    Greatest,
    InTurn,
    Json,
    Key,
    Listed,
    Moment,
    Parent,
    Several,
    Sometimes,
    Text,
    When,
    Whole,
    days,
    hours,
    minutes,
    this,
)
from seedkit.supabase.factories import UserFactory

from .journal_daily import JournalEntryFactory
from .life_vision import VisionBoardItemFactory, VisionVersionFactory
from .models import ActualizationBlueprint, BlueprintInsight, BlueprintPhase, BlueprintTask
from .vocabulary.blueprints import BLUEPRINT_INSIGHTS, BLUEPRINTS, PHASES, RESOURCES, TASKS_BY_TYPE, TIMELINES
from .vocabulary.categories import CATEGORIES


def _phase(number: int, task_type: str) -> dict[str, object]:
    def column(name: str) -> FromPool:
        return FromPool(PHASES, name, pick=f"phase {number}", phase=Text(str(number)))

    return {
        "title": column("title"),
        "description": column("description"),
        "timeline": column("duration"),
        "tasks": [FromPool(TASKS_BY_TYPE, "title", pick=f"task {number}", task_type=Text(task_type))],
        "resources": Several(RESOURCES, 1, 2),
    }


class ActualizationBlueprintFactory(TableFactory[ActualizationBlueprint]):
    """A plan in progress for one part of life; its progress is the share of its tasks that are done."""

    class Meta:
        model = ActualizationBlueprint

    class Params:
        tasks = Count(lambda: BlueprintTaskFactory)
        done = Count(lambda: BlueprintTaskFactory, where=this.status.equals("completed"))
        share_done = (this.done * 200 + this.tasks) // (Greatest(this.tasks, 1) * 2)

    user = Parent(UserFactory)
    vision = None
    vision_board_item = None
    id = Key()
    created_at = Moment(before_now=days(80), until=days(1), at=WAKING)
    category = Choice(CATEGORIES)
    title = FromPool(BLUEPRINTS, "title", pick="blueprint", category=category)
    description = FromPool(BLUEPRINTS, "description", pick="blueprint", category=category)
    priority_level = Choice({"low": 1, "medium": 5, "high": 3, "urgent": 1})
    ai_analysis = FromPool(BLUEPRINTS, "ai_analysis", pick="blueprint", category=category)
    opportunity_summary = FromPool(BLUEPRINTS, "opportunity_summary", pick="blueprint", category=category)
    success_metrics = FromPool(BLUEPRINTS, "success_metrics", pick="blueprint", category=category)
    potential_challenges = FromPool(BLUEPRINTS, "potential_challenges", pick="blueprint", category=category)
    recommended_timeline = Choice(TIMELINES)
    phases = Json(
        [
            _phase(1, "research"),
            _phase(2, "preparation"),
            _phase(3, "action"),
            _phase(4, "celebration"),
        ]
    )
    resources_needed = Json(Several(RESOURCES, 2, 4))
    milestones = Json(
        [
            {"title": "First step taken", "phase": 3, "celebration": "Tell a friend"},
            {"title": "Halfway", "phase": 3, "celebration": "An evening off"},
            {"title": title, "phase": 4, "celebration": "Mark the day and write the story"},
        ]
    )
    status = "active"
    progress_percentage = this.share_done
    current_phase = 1
    linked_journal_entries = None
    linked_vision_board_items = None
    started_at = After(created_at, within=days(2))
    completed_at = None
    updated_at = Greatest(created_at, this.started_at, this.completed_at)

    draft = Trait(status="draft", started_at=None, updated_at=created_at)
    paused = Trait(status="paused", current_phase=2)
    completed = Trait(
        status="completed",
        current_phase=4,
        progress_percentage=When(this.tasks > 0, this.share_done, 100),
        completed_at=After(this.started_at, within=days(60), least=hours(1)),
    )
    archived = Trait(status="archived")
    of_vision = Trait(vision=Parent(VisionVersionFactory, user=this.user))
    of_board_item = Trait(
        vision_board_item=Parent(VisionBoardItemFactory, user=this.user),
        linked_vision_board_items=Listed(this.vision_board_item_id),
    )


class BlueprintPhaseFactory(TableFactory[BlueprintPhase]):
    """One of the four stages of a blueprint, in turn: clarity, preparation, action, celebration."""

    class Meta:
        model = BlueprintPhase

    class Params:
        number = Text("{phase_number}")

    blueprint = Parent(ActualizationBlueprintFactory)
    id = Key()
    created_at = blueprint.created_at
    phase_number = InTurn((1, 2, 3, 4))
    title = FromPool(PHASES, "title", pick="phase", phase=this.number)
    description = FromPool(PHASES, "description", pick="phase", phase=this.number)
    estimated_duration = FromPool(PHASES, "duration", pick="phase", phase=this.number)
    objectives = Listed(FromPool(PHASES, "objective", pick="phase", phase=this.number))
    tasks = Json(
        [
            FromPool(TASKS_BY_TYPE, "title", pick="first", task_type=Text("action")),
            FromPool(TASKS_BY_TYPE, "title", pick="second", task_type=Text("connection")),
        ]
    )
    resources = Json(Several(RESOURCES, 1, 2))
    success_criteria = FromPool(PHASES, "success_criteria", pick="phase", phase=this.number)
    status = "pending"
    started_at = None
    completed_at = None
    updated_at = Greatest(created_at, this.started_at, this.completed_at)

    in_progress = Trait(status="in_progress", started_at=After(created_at, within=days(3)))
    completed = Trait(
        status="completed",
        started_at=After(created_at, within=days(3)),
        completed_at=After(this.started_at, within=days(14), least=minutes(30)),
    )
    skipped = Trait(status="skipped")


class BlueprintTaskFactory(TableFactory[BlueprintTask]):
    """A task that is still to be done, due within a month of the start of its phase."""

    class Meta:
        model = BlueprintTask

    class Params:
        begins = this.phase.started_at.or_else(this.created_at)

    blueprint = Parent(ActualizationBlueprintFactory)
    phase = Parent(BlueprintPhaseFactory, blueprint=blueprint)
    id = Key()
    created_at = phase.created_at
    task_type = Choice({"action": 5, "research": 3, "connection": 3, "preparation": 3, "celebration": 1})
    title = FromPool(TASKS_BY_TYPE, "title", pick="task", task_type=task_type)
    description = Sometimes(0.9, FromPool(TASKS_BY_TYPE, "description", pick="task", task_type=task_type))
    priority = Choice({"low": 2, "medium": 5, "high": 2, "urgent": 1})
    estimated_effort = Sometimes(0.85, FromPool(TASKS_BY_TYPE, "effort", pick="task", task_type=task_type))
    resources_needed = Several(RESOURCES, 0, 2)
    instructions = None
    success_criteria = Sometimes(
        0.9, FromPool(TASKS_BY_TYPE, "success_criteria", pick="task", task_type=task_type)
    )
    status = "pending"
    progress_percentage = 0
    linked_journal_entry_id = None
    linked_vision_board_item_id = None
    due_date = Sometimes(0.85, DayOf(After(this.begins, within=days(30), least=days(3), future=True)))
    started_at = None
    completed_at = None
    updated_at = Greatest(created_at, this.started_at, this.completed_at)

    in_progress = Trait(
        status="in_progress",
        progress_percentage=Whole(1, 9) * 10,
        started_at=After(this.begins, within=days(5)),
    )
    completed = Trait(
        status="completed",
        progress_percentage=100,
        started_at=After(this.begins, within=days(5)),
        completed_at=After(this.started_at, within=days(2), least=minutes(5)),
    )
    skipped = Trait(status="skipped")
    blocked = Trait(
        status="blocked",
        started_at=After(this.begins, within=days(5)),
        instructions="Waiting for an answer first.",
    )
    undated = Trait(due_date=None, phase=None, created_at=this.blueprint.created_at)
    journaled = Trait(linked_journal_entry_id=Parent(JournalEntryFactory, user=this.blueprint.user))
    of_board_item = Trait(
        linked_vision_board_item_id=Parent(VisionBoardItemFactory, user=this.blueprint.user)
    )


class BlueprintInsightFactory(TableFactory[BlueprintInsight]):
    """Something VIVA noticed about a plan, not read yet."""

    class Meta:
        model = BlueprintInsight

    user = Parent(UserFactory)
    blueprint = Parent(ActualizationBlueprintFactory, user=user)
    id = Key()
    created_at = After(blueprint.created_at, within=days(40), least=hours(1))
    insight_type = Choice({"pattern": 3, "opportunity": 3, "obstacle": 2, "recommendation": 3})
    title = FromPool(BLUEPRINT_INSIGHTS, "title", pick="insight", insight_type=insight_type)
    description = FromPool(BLUEPRINT_INSIGHTS, "description", pick="insight", insight_type=insight_type)
    confidence_level = Choice({"low": 1, "medium": 5, "high": 4})
    ai_reasoning = Sometimes(
        0.85, FromPool(BLUEPRINT_INSIGHTS, "reasoning", pick="insight", insight_type=insight_type)
    )
    supporting_evidence = Sometimes(
        0.85, FromPool(BLUEPRINT_INSIGHTS, "evidence", pick="insight", insight_type=insight_type)
    )
    recommended_actions = Sometimes(
        0.9, FromPool(BLUEPRINT_INSIGHTS, "actions", pick="insight", insight_type=insight_type)
    )
    status = "new"
    reviewed_at = None
    acted_upon_at = None
    updated_at = Greatest(created_at, this.reviewed_at, this.acted_upon_at)

    reviewed = Trait(status="reviewed", reviewed_at=After(created_at, within=days(5), least=minutes(5)))
    acted_upon = Trait(
        status="acted_upon",
        reviewed_at=After(created_at, within=days(5), least=minutes(5)),
        acted_upon_at=After(this.reviewed_at, within=days(7), least=minutes(10)),
    )
    dismissed = Trait(status="dismissed", reviewed_at=After(created_at, within=days(5), least=minutes(5)))
    general = Trait(blueprint=None, created_at=Moment(before_now=days(60), at=WAKING))
