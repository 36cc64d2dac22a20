"""The shapes of documents: what each jsonb column holds."""

from __future__ import annotations

from seedkit.rules import Documents
from seedkit.rules.documents import array, object_, texts

from .declare import RULES, each

_SOURCE = "catalog/infinitepages columns"
_PERSON = f'@.type() != "object" || {texts("name", "role")}'
_OBJECTS = array('@.type() != "object"')

#: Table, column, what it holds in words, and as SQL with ``{c}`` for the column; null is no document.
SHAPES = (
    ("ai_usage_logs", "fact_extraction_metrics", "an object", object_()),
    ("character_arcs", "current_book_development", "an object", object_()),
    ("character_arcs", "personality_evolution", "objects", _OBJECTS),
    ("character_arcs", "key_relationships", "objects", _OBJECTS),
    ("character_arcs", "major_turning_points", "objects", _OBJECTS),
    ("claude_analytics", "metadata", "an object", object_()),
    ("credit_transactions", "metadata", "an object that says its kind", object_(texts("kind", of="$"))),
    ("error_reports", "custom_data", "an object", object_()),
    ("infinite_pages_cache", "content", "an object", object_()),
    ("infinite_pages_cache", "metadata", "an object", object_()),
    ("infinite_pages_cache", "prompt_variables", "an object", object_()),
    ("plot_threads", "characters_involved", "texts", array('@.type() != "string"')),
    ("reader_paths", "choices_made", "choices with their place and option",
     array(f'@.type() != "object" || {texts("choice_point_id", "choice_id")}')),
    ("request_logs", "request_headers", "an object", object_()),
    ("request_logs", "response_headers", "an object", object_()),
    ("request_logs", "device_info", "an object", object_()),
    ("request_logs", "custom_data", "an object", object_()),
    ("series", "themes", "texts", array('@.type() != "string"')),
    ("series", "world_rules", "an object", object_()),
    ("series", "character_relationships", "objects", _OBJECTS),
    ("series", "timeline", "an object", object_()),
    ("series_facts", "facts_data", "an object", object_()),
    ("stories", "foundation", "an object with title, genre and premise", object_(texts("title", "genre", "premise", of="$"))),
    ("stories", "outline", "an object with chapters", object_('!($.chapters.type() == "array")')),
    ("stories", "characters", "people with name and role", array(_PERSON)),
    ("system_logs", "metadata", "an object", object_()),
    ("world_state_changes", "consequences", "items", array()),
)  # fmt: skip

PAPERS = Documents(RULES, SHAPES, source=_SOURCE)

FOUNDATION = each(
    "documents.stories.of_foundation",
    "A foundation is of the title, the genre and the premise of its story",
    "public.stories t",
    "(t.foundation ->> 'title', t.foundation ->> 'genre', t.foundation ->> 'premise') = (t.title, t.genre, t.premise)",
    where="t.foundation is not null",
    show="t.title, t.genre, left(t.foundation::text, 200)",
    source=_SOURCE,
)

DOCUMENTS = (*PAPERS.invariants(), FOUNDATION)
