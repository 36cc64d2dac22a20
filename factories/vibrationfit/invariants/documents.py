"""The shapes of documents: what each jsonb column holds (json shapes of the catalogue)."""

from __future__ import annotations

from seedkit.rules import Documents
from seedkit.rules.documents import array, keys, object_, texts

from .assessments import CATEGORIES
from .declare import RULES, each
from .versions import SECTIONS

_SOURCE = "catalog/vibrationfit json_shapes"
_TEXT = '"string"'


_TEXTS = array(f"@.type() != {_TEXT}")
_OBJECTS = array('@.type() != "object"')
_RECORDINGS = array(
    f'@.type() != "object" || {texts("url", "transcript", "created_at")}'
    ' || !(@."type" == "audio" || @."type" == "video")'
    ' || exists(@.duration ? (@.type() != "number" || @ < 0))'
)
_KEYS = SECTIONS[1:-1]
_SECTION = " || ".join(f'@ == "{section}"' for section in SECTIONS)

#: Table, column, what it holds in words, and as SQL with ``{c}`` for the column; null is no document.
SHAPES = (
    ("actualization_blueprints", "phases", "objects with a title", array(f'@.type() != "object" || {texts("title")}')),
    ("actualization_blueprints", "resources_needed", "items", array()),
    ("actualization_blueprints", "milestones", "objects", _OBJECTS),
    ("ai_conversations", "context", "an object", object_()),
    ("ai_conversations", "context_used", "an object", object_()),
    ("ai_usage_logs", "request_data", "an object", object_()),
    ("ai_usage_logs", "response_data", "an object", object_()),
    (
        "assessment_results",
        "category_scores",
        "whole points by assessment category",
        keys(CATEGORIES, "jsonb_typeof(e.value) = 'number' and e.value::text !~ '[.]'"),
    ),
    (
        "assessment_results",
        "green_line_status",
        "above, transition or below by assessment category",
        keys(CATEGORIES, """e.value in ('"above"', '"transition"', '"below"')"""),
    ),
    ("assessment_insights", "supporting_responses", "references to answers", array()),
    ("audio_sets", "metadata", "an object", object_()),
    ("blueprint_phases", "tasks", "objects or texts", array('@.type() != "object" && @.type() != "string"')),
    ("blueprint_phases", "resources", "items", array()),
    ("daily_papers", "metadata", "an object", object_()),
    ("frequency_flip", "voice_notes", "texts", _TEXTS),
    ("journal_entries", "audio_recordings", "recordings with url, transcript, type, created_at", _RECORDINGS),
    ("journal_entries", "thumbnail_urls", "addresses", array(f'@.type() != {_TEXT} || !(@ like_regex "^https?://")')),
    (
        "life_vision_category_state",
        "blueprint_data",
        "loops of being, doing and receiving",
        object_(
            '!(@.loops.type() == "array") || exists(@.loops[*] ? ('
            + texts("being", "doing", "receiving")
            + "))"
        ),
    ),
    ("membership_tiers", "features", "texts", _TEXTS),
    ("payment_history", "metadata", "an object", object_()),
    ("profile_versions", "profile_data", "an object", object_()),
    (
        "prompt_suggestions_cache",
        "suggestions",
        "three texts: peakExperiences, whatFeelsAmazing, whatFeelsBad",
        object_(texts("peakExperiences", "whatFeelsAmazing", "whatFeelsBad")),
    ),
    ("token_usage", "metadata", "an object", object_()),
    ("user_profiles", "ai_tags", "texts", _TEXTS),
    ("user_profiles", "story_recordings", "recordings with url, transcript, type, created_at", _RECORDINGS),
    ("user_storage", "metadata", "an object", object_()),
    ("vibrational_event_sources", "analyzer_config", "an object with a strategy", object_(texts("strategy"))),
    ("vibrational_event_sources", "field_map", "paths by column", object_(f"exists($.* ? (@.type() != {_TEXT}))")),
    ("vision_audios", "generation_metadata", "an object", object_()),
    (
        "vision_conversations",
        "messages",
        "messages with role and content",
        array(f'!(@.role == "user" || @.role == "assistant") || {texts("content")}'),
    ),
    ("vision_versions", "refined_categories", "sections of a vision", array(f"!({_SECTION})")),
    (
        "vision_versions",
        "richness_metadata",
        "input size, ideas and density by category",
        keys(
            _KEYS,
            """jsonb_typeof(e.value -> 'inputChars') = 'number' and jsonb_typeof(e.value -> 'density') = 'string'
            and jsonb_typeof(coalesce(e.value -> 'ideas', e.value -> 'ideaCount')) = 'number'""",
        ),
    ),
    ("vision_versions_backup_20251111", "richness_metadata", "an object", object_()),
    ("vision_versions_backup_20251111", "emotional_patterns", "a document", "jsonb_typeof({c}) in ('object', 'array')"),
    ("refinements_backup_20251111", "blueprint_data", "an object", object_()),
)  # fmt: skip


GRANT_METADATA = each(
    "documents.token_transactions.metadata",
    "A ledger row's metadata is an object: a grant of a plan names the plan, a pack names the pack and what was paid",
    "public.token_transactions t",
    """jsonb_typeof(t.metadata) = 'object' and case
        when t.action_type in ('subscription_grant', 'renewal_grant')
            then t.metadata ?& array['tier_id', 'tier_type', 'tier_name', 'plan_category', 'grant_type']
        when t.action_type in ('token_pack_purchase', 'pack_purchase')
            then t.metadata ?& array['pack_id', 'purchase_amount', 'purchase_currency']
                and t.metadata ->> 'pack_id' = t.token_pack_id
                and (t.metadata ->> 'purchase_amount')::numeric = t.amount_paid_cents
        else true end""",
    where="t.metadata is not null",
    show="t.action_type, t.metadata",
    source=_SOURCE,
)

PAPERS = Documents(RULES, SHAPES, source=_SOURCE)
DOCUMENTS = (*PAPERS.invariants(), GRANT_METADATA)
