"""The one enum type of Infinite Pages (catalog/infinitepages, enums); all other lists of words are checks."""

from __future__ import annotations

from sqlalchemy import Enum

from .base import METADATA

#: No column has this type: the cache keeps its content type as text, and a check casts it.
infinite_pages_content_type = Enum(
    "story_foundation",
    "main_characters",
    "setting",
    "plot_structure",
    "themes",
    "tone",
    "target_audience",
    "chapter_outline",
    "chapter_content",
    "chapter_summary",
    "key_events",
    "character_development",
    "foreshadowing",
    "improvement_general",
    "improvement_dialogue",
    "improvement_description",
    "improvement_pacing",
    "improvement_character",
    "improvement_plot",
    "improvement_style",
    "improvement_grammar",
    "analysis_comprehensive",
    "analysis_style",
    "analysis_structure",
    "analysis_quality",
    "analysis_readability",
    "analysis_genre",
    "export_pdf",
    "export_epub",
    "export_docx",
    "export_txt",
    name="infinite_pages_content_type",
    metadata=METADATA,
)
