"""Stories and what generating them costs: counts, tokens, money, logs (c3, c4)."""

from __future__ import annotations

from .declare import each

#: What a text costs in thousandths of a dollar: three and fifteen millionths a token, rounded up.
_CREDITS = "ceil(({0} * 3 + {1} * 15) / 1000.0)"


def credits_for(tokens_in: str, tokens_out: str) -> str:
    """SQL: what a generation costs in whole credits."""
    return _CREDITS.format(f"coalesce({tokens_in}, 0)", f"coalesce({tokens_out}, 0)")


_SUMS = """public.stories t cross join lateral (
    select count(*) as chapters, coalesce(max(c.chapter_number), 0) as last, coalesce(sum(c.word_count), 0) as words,
           coalesce(sum(c.tokens_used_input + c.tokens_used_output), 0) as tokens,
           coalesce(sum(c.generation_cost_usd), 0) as usd
    from public.chapters c where c.story_id = t.id) c
    left join lateral (
        select sum(g.tokens_input + g.tokens_output) as tokens, sum(g.cost_usd) as usd
        from public.generation_logs g where g.story_id = t.id and g.operation_type = 'foundation') f on true"""

_AUTHORS = """public.profiles t cross join lateral (
    select count(*) as stories, coalesce(sum(s.word_count), 0) as words
    from public.stories s where s.user_id = t.id) s
    cross join lateral (
        select coalesce(sum(g.tokens_input + g.tokens_output), 0) as tokens
        from public.generation_logs g where g.user_id = t.id) g"""

CONTENT = (
    each(
        "c3.words",
        "A story has the words of its chapters",
        _SUMS,
        "coalesce(t.word_count, 0) = c.words",
        show="t.word_count, c.words",
    ),
    each(
        "c3.chapters",
        "A story counts its chapters, which are numbered from 1 on without a gap",
        _SUMS,
        "coalesce(t.chapter_count, 0) = c.chapters and c.last = c.chapters",
        show="t.chapter_count, c.chapters, c.last",
    ),
    each(
        "c3.begun",
        "Only a draft has no chapter yet",
        "public.stories t",
        "t.chapter_count > 0",
        where="t.status <> 'draft'",
        show="t.status, t.chapter_count",
    ),
    each(
        "c3.tokens",
        "A story has used the tokens of its foundation and of its chapters",
        _SUMS,
        "coalesce(t.total_tokens_used, 0) - c.tokens >= 0 and coalesce(t.total_tokens_used = c.tokens + f.tokens, true)",
        show="t.total_tokens_used, c.tokens, f.tokens",
    ),
    each(
        "c3.cost",
        "A story has cost what its foundation and its chapters did",
        _SUMS,
        "coalesce(t.total_cost_usd, 0) - c.usd >= 0 and coalesce(t.total_cost_usd = c.usd + f.usd, true)",
        show="t.total_cost_usd, c.usd, f.usd",
    ),
    each(
        "c3.author",
        "A profile counts the stories and words of its author, and the tokens that were logged",
        _AUTHORS,
        """(coalesce(t.stories_created, 0), coalesce(t.words_generated, 0), coalesce(t.tokens_used_total, 0))
            = (s.stories, s.words, g.tokens)""",
        show="t.stories_created, s.stories, t.words_generated, s.words, t.tokens_used_total, g.tokens",
    ),
    each(
        "c3.basic",
        "On the basic plan an author has five stories at most",
        _AUTHORS,
        "s.stories <= 5",
        where="t.subscription_tier = 'basic'",
        show="s.stories",
    ),
    each(
        "c3.chapter_cost",
        "A chapter costs 3 and 15 USD a million tokens in and out, rounded up to a thousandth of a dollar",
        "public.chapters t",
        f"t.generation_cost_usd = {credits_for('t.tokens_used_input', 't.tokens_used_output')} / 1000",
        show="t.tokens_used_input, t.tokens_used_output, t.generation_cost_usd",
    ),
    each(
        "c3.logged",
        "Each generated chapter has one entry in the log, with its tokens and its cost",
        """public.chapters t left join (
            select chapter_id, count(*) as entries, sum(tokens_input) as reads, sum(tokens_output) as writes,
                   sum(cost_usd) as usd
            from public.generation_logs where operation_type = 'chapter' group by 1) g on g.chapter_id = t.id""",
        """(g.entries, g.reads, g.writes, g.usd)
            = (1, t.tokens_used_input, t.tokens_used_output, t.generation_cost_usd)""",
        where="t.prompt_type is not null",
        show="g.entries, t.tokens_used_input, g.reads, t.tokens_used_output, g.writes",
    ),
    each(
        "c3.log_cost",
        "A generation is charged in whole credits of a thousandth of a dollar",
        "public.generation_logs t",
        f"t.cost_usd = {credits_for('t.tokens_input', 't.tokens_output')} / 1000",
        show="t.operation_type, t.tokens_input, t.tokens_output, t.cost_usd",
    ),
    each(
        "c3.log_chapter",
        "A log entry of a chapter names it, one of a foundation names no chapter",
        "public.generation_logs t",
        "(t.chapter_id is not null) = (t.operation_type <> 'foundation')",
        show="t.operation_type, t.chapter_id",
    ),
    each(
        "c4.charge",
        "What is charged for an AI call is what it cost and the markup, rounded to a millionth of a dollar",
        "public.ai_usage_logs t",
        "t.charged_amount_usd = round(t.actual_cost_usd * (1 + t.markup_percentage / 100), 6)",
        show="t.actual_cost_usd, t.markup_percentage, t.charged_amount_usd",
    ),
    each(
        "c4.cover",
        "A cover costs two cents an image, is counted as a token out, and comes from the image model",
        "public.ai_usage_logs t",
        """t.actual_cost_usd = 0.02 * t.tokens_output and t.tokens_input = 0 and t.tokens_output = 1
            and t.ai_model_used = 'stable-diffusion'""",
        where="t.operation_type = 'cover'",
        show="t.actual_cost_usd, t.tokens_input, t.tokens_output, t.ai_model_used",
    ),
)
