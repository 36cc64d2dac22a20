"""Breaking words, documents, references, owners and moments: made from what is declared of them."""

from __future__ import annotations

from mutations import documents_broken, owners_broken, references_broken, times_broken, words_broken
from witness import k

from seedkit.factories.craveverse.invariants import documents, references, times, words

_TASK = '{"id": "1", "task_text": "Run", "xp_reward": 1, "coin_reward": 1, "user1_status": "pending", "user2_status": "pending"}'

#: Documents that are of the right kind and wrong inside, by column.
BAD_DOCUMENTS = {
    "battles.tasks": [
        '["Run"]',
        f"[{_TASK.replace('pending', 'done')}]",
        f"[{_TASK.replace('1,', '-1,')}]",
        f'[{_TASK.replace("task_text", "title")}]',
    ],
    "level_map_data.connections": ["[1]"],
    "shareable_progress.progress_data": ["{}", '{"username": "Ana", "tier": "plus", "craving_type": "sugar", "generated_at": "now"}'],
    "user_quiz_responses.derived_preferences": ['{"customHints": "Breathe"}', '{"customHints": [1]}'],
    "users.preferences": ['{"customHints": {}}', '{"customHints": [null]}'],
}  # fmt: skip

REFERENCES = {
    "references.activity_log.resource_id": [
        "update public.activity_log set resource_id = 'nothing'",
        "update public.activity_log set resource_type = 'battle' where resource_type = 'level'",
    ],
}

#: Pairs of a promise's code and SQL that breaks it.
DERIVED = (
    *words_broken(words.VOCABULARY),
    *documents_broken(documents.PAPERS, BAD_DOCUMENTS),
    *references_broken(references.LINKS),
    *owners_broken(references.LINKS, k("dot")),
    *times_broken(times.MOMENTS),
)
