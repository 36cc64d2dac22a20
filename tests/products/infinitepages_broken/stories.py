"""Breaking what is promised of stories, chapters and what generating them costs (c3, c4)."""

from __future__ import annotations

from witness import k

_SALT = f"where id = {k('salt')}"
_FIRST = f"where id = {k('salt 1')}"

CONTENT = {
    "c3.words": [
        f"update public.stories set word_count = 501 {_SALT}",
        f"update public.chapters set word_count = 99 {_FIRST}",
        f"update public.stories set word_count = 1 where id = {k('note')}",
    ],
    "c3.chapters": [
        f"update public.stories set chapter_count = 4 {_SALT}",
        f"update public.chapters set chapter_number = 6 {_FIRST}",
    ],
    "c3.begun": [f"update public.stories set status = 'completed' where id = {k('note')}"],
    "c3.tokens": [
        f"update public.stories set total_tokens_used = total_tokens_used + 1 {_SALT}",
        "update public.generation_logs set tokens_input = 1001 where operation_type = 'foundation'",
        f"update public.stories set total_tokens_used = -1 where id = {k('note')}",
    ],
    "c3.cost": [
        f"update public.stories set total_cost_usd = total_cost_usd + 0.001 {_SALT}",
        f"update public.chapters set generation_cost_usd = 0.007 {_FIRST}",
        f"update public.stories set total_cost_usd = -0.001 where id = {k('note')}",
    ],
    "c3.author": [
        f"update public.profiles set stories_created = 4 where id = {k('ann')}",
        f"update public.profiles set words_generated = 1201 where id = {k('ann')}",
        f"update public.profiles set tokens_used_total = 21601 where id = {k('ann')}",
    ],
    "c3.basic": [
        f"insert into public.stories (user_id, title) select {k('bob')}, n::text from generate_series(1, 5) n"
    ],
    "c3.chapter_cost": [
        f"update public.chapters set generation_cost_usd = 0.005 {_FIRST}",
        # A token more is a credit more.
        f"update public.chapters set tokens_used_input = 1001 {_FIRST}",
        f"update public.chapters set tokens_used_output = 201 {_FIRST}",
    ],
    "c3.logged": [
        f"delete from public.generation_logs where operation_type = 'chapter' and chapter_id = {k('salt 1')}",
        f"insert into public.generation_logs (user_id, story_id, chapter_id, operation_type, tokens_input, tokens_output, cost_usd)"
        f" values ({k('ann')}, {k('salt')}, {k('salt 1')}, 'chapter', 0, 0, 0)",
        f"update public.generation_logs set tokens_input = 999 where operation_type = 'chapter' and chapter_id = {k('salt 1')}",
        f"update public.generation_logs set cost_usd = 0.007 where operation_type = 'chapter' and chapter_id = {k('salt 1')}",
    ],
    "c3.log_cost": [
        "update public.generation_logs set cost_usd = 0.0061 where operation_type = 'improvement'"
    ],
    "c3.log_chapter": [
        "update public.generation_logs set chapter_id = null where operation_type = 'chapter'",
        f"update public.generation_logs set chapter_id = {k('salt 1')} where operation_type = 'foundation'",
    ],
    "c4.charge": [
        "update public.ai_usage_logs set charged_amount_usd = 0.008999 where operation_type = 'chapter'",
        "update public.ai_usage_logs set markup_percentage = 20 where operation_type = 'chapter'",
        # Half a millionth is rounded up.
        "update public.ai_usage_logs set charged_amount_usd = 0.000019 where operation_type = 'character'",
    ],
    "c4.cover": [
        "update public.ai_usage_logs set actual_cost_usd = 0.03 where operation_type = 'cover'",
        "update public.ai_usage_logs set tokens_input = 1 where operation_type = 'cover'",
        "update public.ai_usage_logs set ai_model_used = 'gpt-4' where operation_type = 'cover'",
    ],
}
