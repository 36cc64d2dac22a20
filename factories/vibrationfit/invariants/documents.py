"""The shapes of documents: what each jsonb column holds (json shapes of the catalogue)."""

from __future__ import annotations

from seedkit.verify.invariants import Invariant

from .assessments import CATEGORIES
from .declare import each, listed, owned
from .versions import SECTIONS

_SOURCE = "catalog/vibrationfit json_shapes"
_TEXT = '"string"'


def _array(path: str = "") -> str:
    """An array none of whose items ``@`` meets the JSON path condition ``path``."""
    items = f" and not jsonb_path_exists({{c}}, 'lax $[*] ? ({path})')" if path else ""
    return f"jsonb_typeof({{c}}) = 'array'{items}"


def _object(path: str = "") -> str:
    """An object ``$`` that does not meet the JSON path condition ``path``."""
    whole = f" and not jsonb_path_exists({{c}}, 'lax $ ? ({path})')" if path else ""
    return f"jsonb_typeof({{c}}) = 'object'{whole}"


def _keys(keys: tuple[str, ...], value: str) -> str:
    """An object with no other than these keys, each ``e.value`` as the SQL condition says."""
    return f"""jsonb_typeof({{c}}) = 'object' and not exists (
        select from jsonb_each(case jsonb_typeof({{c}}) when 'object' then {{c}} end) e
        where e.key not in {listed(keys)} or ({value}) is not true)"""


def _texts(*names: str, of: str = "@") -> str:
    """A JSON path condition: one of these members is missing or no text (lax paths: what is missing equals nothing)."""
    return " || ".join(f"!({of}.{name}.type() == {_TEXT})" for name in names)


_TEXTS = _array(f"@.type() != {_TEXT}")
_OBJECTS = _array('@.type() != "object"')
_RECORDINGS = _array(
    f'@.type() != "object" || {_texts("url", "transcript", "created_at")}'
    ' || !(@."type" == "audio" || @."type" == "video")'
    ' || exists(@.duration ? (@.type() != "number" || @ < 0))'
)
_KEYS = SECTIONS[1:-1]
_SECTION = " || ".join(f'@ == "{section}"' for section in SECTIONS)

#: Table, column, what it holds in words, and as SQL with ``{c}`` for the column; null is no document.
SHAPES = (
    ("actualization_blueprints", "phases", "objects with a title", _array(f'@.type() != "object" || {_texts("title")}')),
    ("actualization_blueprints", "resources_needed", "items", _array()),
    ("actualization_blueprints", "milestones", "objects", _OBJECTS),
    ("ai_conversations", "context", "an object", _object()),
    ("ai_conversations", "context_used", "an object", _object()),
    ("ai_usage_logs", "request_data", "an object", _object()),
    ("ai_usage_logs", "response_data", "an object", _object()),
    (
        "assessment_results",
        "category_scores",
        "whole points by assessment category",
        _keys(CATEGORIES, "jsonb_typeof(e.value) = 'number' and e.value::text !~ '[.]'"),
    ),
    (
        "assessment_results",
        "green_line_status",
        "above, transition or below by assessment category",
        _keys(CATEGORIES, """e.value in ('"above"', '"transition"', '"below"')"""),
    ),
    ("assessment_insights", "supporting_responses", "references to answers", _array()),
    ("audio_sets", "metadata", "an object", _object()),
    ("blueprint_phases", "tasks", "objects or texts", _array('@.type() != "object" && @.type() != "string"')),
    ("blueprint_phases", "resources", "items", _array()),
    ("daily_papers", "metadata", "an object", _object()),
    ("frequency_flip", "voice_notes", "texts", _TEXTS),
    ("journal_entries", "audio_recordings", "recordings with url, transcript, type, created_at", _RECORDINGS),
    ("journal_entries", "thumbnail_urls", "addresses", _array(f'@.type() != {_TEXT} || !(@ like_regex "^https?://")')),
    (
        "life_vision_category_state",
        "blueprint_data",
        "loops of being, doing and receiving",
        _object(
            '!(@.loops.type() == "array") || exists(@.loops[*] ? ('
            + _texts("being", "doing", "receiving")
            + "))"
        ),
    ),
    ("membership_tiers", "features", "texts", _TEXTS),
    ("payment_history", "metadata", "an object", _object()),
    ("profile_versions", "profile_data", "an object", _object()),
    (
        "prompt_suggestions_cache",
        "suggestions",
        "three texts: peakExperiences, whatFeelsAmazing, whatFeelsBad",
        _object(_texts("peakExperiences", "whatFeelsAmazing", "whatFeelsBad")),
    ),
    ("token_usage", "metadata", "an object", _object()),
    ("user_profiles", "ai_tags", "texts", _TEXTS),
    ("user_profiles", "story_recordings", "recordings with url, transcript, type, created_at", _RECORDINGS),
    ("user_storage", "metadata", "an object", _object()),
    ("vibrational_event_sources", "analyzer_config", "an object with a strategy", _object(_texts("strategy"))),
    ("vibrational_event_sources", "field_map", "paths by column", _object(f"exists($.* ? (@.type() != {_TEXT}))")),
    ("vision_audios", "generation_metadata", "an object", _object()),
    (
        "vision_conversations",
        "messages",
        "messages with role and content",
        _array(f'!(@.role == "user" || @.role == "assistant") || {_texts("content")}'),
    ),
    ("vision_versions", "refined_categories", "sections of a vision", _array(f"!({_SECTION})")),
    (
        "vision_versions",
        "richness_metadata",
        "input size, ideas and density by category",
        _keys(
            _KEYS,
            """jsonb_typeof(e.value -> 'inputChars') = 'number' and jsonb_typeof(e.value -> 'density') = 'string'
            and jsonb_typeof(coalesce(e.value -> 'ideas', e.value -> 'ideaCount')) = 'number'""",
        ),
    ),
    ("vision_versions_backup_20251111", "richness_metadata", "an object", _object()),
    ("vision_versions_backup_20251111", "emotional_patterns", "a document", "jsonb_typeof({c}) in ('object', 'array')"),
    ("refinements_backup_20251111", "blueprint_data", "an object", _object()),
)  # fmt: skip


def _shape(table: str, column: str, words: str, holds: str) -> Invariant:
    return each(
        f"documents.{table}.{column}",
        f"The column {column} of {table} holds {words}",
        f"public.{table} t",
        holds.replace("{c}", f"t.{column}"),
        where=f"t.{column} is not null",
        ours=owned(table),
        show=f"left(t.{column}::text, 200)",
        source=_SOURCE,
    )


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

DOCUMENTS = (*(_shape(*shape) for shape in SHAPES), GRANT_METADATA)
