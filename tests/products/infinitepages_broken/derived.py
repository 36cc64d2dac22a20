"""Breaking words, documents, references, owners and moments: made from what is declared of them."""

from __future__ import annotations

from mutations import documents_broken, owners_broken, references_broken, times_broken, words_broken
from witness import k

from seedkit.factories.infinitepages.invariants import documents, references, times, words

#: Documents that are of the right kind and wrong inside, by column.
BAD_DOCUMENTS = {
    "character_arcs.personality_evolution": ['["brave"]'],
    "character_arcs.key_relationships": ["[1]"],
    "character_arcs.major_turning_points": ['["the fire"]'],
    "credit_transactions.metadata": ["{}", '{"kind": 1}'],
    "plot_threads.characters_involved": ['[{"name": "Mara"}]'],
    "reader_paths.choices_made": ['["door"]', '[{"choice_point_id": "door"}]'],
    "series.themes": ["[1]"],
    "series.character_relationships": ['["friends"]'],
    "stories.foundation": ['{"title": "salt", "genre": "Drama"}'],
    "stories.outline": ["{}", '{"chapters": {}}'],
    "stories.characters": ['["Mara"]', '[{"name": "Mara"}]'],
}

REFERENCES = {
    **{
        f"references.{table}.chapter_id": [
            f"update public.{table} set chapter_id = {k('moon 1')} where chapter_id is not null"
        ]
        for table in references.OF_CHAPTERS
        if table != "reading_progress"
    },
    "references.reading_progress.chapter_id": [
        f"update public.reading_progress set chapter_id = {k('moon 1')} where story_id = {k('salt')}"
    ],
    "references.credit_transactions.reference_id": [
        "update public.credit_transactions set reference_id = 'nothing' where reference_type = 'story_read'",
        "update public.credit_transactions set reference_id = null where reference_type = 'story_read'",
    ],
    "references.exports.story_id": [f"delete from public.user_library where story_id = {k('salt')}"],
    "documents.stories.of_foundation": [
        f"update public.stories set title = 'Salt' where id = {k('salt')}",
        f"update public.stories set genre = 'Horror' where id = {k('salt')}",
        f"update public.stories set premise = null where id = {k('salt')}",
    ],
}

#: Pairs of a promise's code and SQL that breaks it.
DERIVED = (
    *words_broken(words.LISTS),
    *documents_broken(documents.PAPERS, BAD_DOCUMENTS),
    *references_broken(references.LINKS),
    *owners_broken(references.LINKS, k("zed")),
    *times_broken(times.MOMENTS),
)
