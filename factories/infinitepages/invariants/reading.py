"""Covers, months of use, shelves and progress, downloads (c10 to c13)."""

from __future__ import annotations

from .declare import each, in_month, never

_JOB = "j.story_id = {0}.story_id and j.generation_prompt = {0}.generation_prompt and j.cover_style = {0}.cover_style"

_USE = f"""public.subscription_usage t
    cross join lateral (
        select -coalesce(sum(l.amount), 0) as credits from public.credit_transactions l
        where l.user_id = t.user_id and l.amount < 0 and {in_month("l.created_at")} = t.period_start) l
    cross join lateral (
        select count(distinct b.story_id) as stories from public.story_purchases b
        where b.user_id = t.user_id and {in_month("b.created_at")} = t.period_start) b
    cross join lateral (
        select count(*) as files from public.exports e
        where e.user_id = t.user_id and {in_month("e.created_at")} = t.period_start) e"""

_READ = """public.reading_progress t
    join public.chapters c on c.id = t.chapter_id
    join public.stories s on s.id = t.story_id
    left join public.story_pricing p on p.story_id = t.story_id"""

_SHELF = """public.user_library t
    join public.stories s on s.id = t.story_id
    cross join lateral (
        select count(*) filter (where r.progress_percentage = 100) as read, count(*) as begun
        from public.reading_progress r where r.user_id = t.user_id and r.story_id = t.story_id) r"""

COVERS = (
    each(
        "c10.priority",
        "A cover that waits has the priority of its asker's plan: premium first, then basic",
        "public.cover_generation_queue t join public.profiles p on p.id = t.user_id",
        "t.priority = case p.subscription_tier when 'premium' then 1 else 2 end",
        where="t.status in ('pending', 'generating')",
        show="p.subscription_tier, t.priority",
    ),
    each(
        "c10.style",
        "On the basic plan covers are minimalist or artistic",
        "public.cover_generation_queue t",
        "t.cover_style in ('minimalist', 'artistic')",
        where="t.priority = 2",
        show="t.cover_style",
    ),
    each(
        "c10.failed",
        "A cover that failed says why, no other does",
        "public.cover_generation_queue t",
        "(t.error_message is not null) = (t.status = 'failed')",
        show="t.status, t.error_message",
    ),
    each(
        "c10.completed",
        "Each completed job has made a cover of its story, by its prompt and in its style",
        "public.cover_generation_queue t",
        f"exists (select from public.story_covers j where {_JOB.format('t')})",
        where="t.status = 'completed'",
        show="t.cover_style, t.generation_prompt",
    ),
    each(
        "c10.made",
        "Each cover was made by a completed job",
        "public.story_covers t",
        f"exists (select from public.cover_generation_queue j where {_JOB.format('t')} and j.status = 'completed')",
        show="t.cover_style, t.generation_prompt",
    ),
    each(
        "c10.model",
        "Realistic covers come from realisticVision, fantasy from dreamshaper, others from deliberate; the oldest from stable-diffusion-xl",
        "public.story_covers t",
        """t.sd_model_used in ('stable-diffusion-xl', case t.cover_style
            when 'realistic' then 'realisticVision' when 'fantasy' then 'dreamshaper' else 'deliberate' end)""",
        show="t.cover_style, t.sd_model_used",
    ),
    each(
        "c10.cost",
        "A cover notes a cost of five credits",
        "public.story_covers t",
        "t.generation_cost = 5",
        show="t.generation_cost",
    ),
    each(
        "c10.primary",
        "Of a story's covers exactly one is shown",
        "(select story_id as id, count(*) filter (where is_primary) as shown from public.story_covers group by 1) t",
        "t.shown = 1",
        show="t.shown",
    ),
    each(
        "c10.charge",
        "A cover costs its asker eight credits on the basic plan, five on premium, and was asked for",
        """public.credit_transactions t left join lateral (
            select count(*) as jobs from public.cover_generation_queue j
            where j.user_id = t.user_id and j.story_id::text = t.metadata ->> 'story_id') j on true""",
        "t.transaction_type = 'spend' and t.amount in (-8, -5) and j.jobs > 0",
        where="t.metadata ->> 'kind' = 'cover_generation'",
        show="t.transaction_type, t.amount, t.metadata",
    ),
)

USAGE = (
    each(
        "c11.month",
        "A row of use is of a month, from its first to its last day",
        "public.subscription_usage t",
        """t.period_start = date_trunc('month', t.period_start)::date
            and t.period_end = (t.period_start + interval '1 month' - interval '1 day')::date""",
        show="t.period_start, t.period_end",
    ),
    never(
        "c11.once",
        "Nobody has two rows of use for a month",
        facts="select count(*) from public.subscription_usage t where :ours(t.id)",
        found="""select min(t.id::text), t.user_id, t.period_start from public.subscription_usage t where :ours(t.id)
            group by t.user_id, t.period_start having count(*) > 1""",
    ),
    each(
        "c11.credits",
        "The credits used in a month are those that were spent in it",
        _USE,
        "coalesce(t.credits_used_this_month, 0) = l.credits",
        show="t.period_start, t.credits_used_this_month, l.credits",
    ),
    each(
        "c11.stories",
        "The stories read in a month are the different ones bought in it",
        _USE,
        "coalesce(t.stories_read_this_month, 0) = b.stories",
        show="t.period_start, t.stories_read_this_month, b.stories",
    ),
    each(
        "c11.downloads",
        "The downloads of a month are the files asked for in it",
        _USE,
        "coalesce(t.downloads_this_month, 0) = e.files",
        show="t.period_start, t.downloads_this_month, e.files",
    ),
)

SHELVES = (
    each(
        "c12.shelf",
        "Whatever somebody bought stands on their shelf",
        "public.story_purchases t left join public.user_library l on l.user_id = t.user_id and l.story_id = t.story_id",
        "l.id is not null",
        show="t.user_id, t.story_id",
    ),
    each(
        "c12.open",
        "Chapters are read that are free, unlocked, or one's own",
        _READ,
        """s.user_id = t.user_id
            or s.status = 'published' and p.is_free_sample and c.chapter_number <= p.free_chapters
            or exists (select from public.story_purchases b
                where b.user_id = t.user_id and b.story_id = t.story_id
                  and (b.purchase_type = 'premium_unlock' or c.chapter_number = any(b.chapters_unlocked)))""",
        show="t.user_id, t.story_id, c.chapter_number",
    ),
    each(
        "c12.completed",
        "A story on the shelf is completed once all its chapters are read to the end, and only then",
        _SHELF,
        "(t.reading_status = 'completed') = (s.chapter_count > 0 and r.read >= s.chapter_count)",
        where="t.reading_status <> 'dropped'",
        show="t.reading_status, s.chapter_count, r.read",
    ),
    each(
        "c12.wanted",
        "A story that one only wants to read is not begun",
        _SHELF,
        "r.begun = 0",
        where="t.reading_status = 'want_to_read'",
        show="r.begun",
    ),
    each(
        "c13.expires",
        "The link of a download holds for a day or a week",
        "public.exports t",
        "t.expires_at in (t.created_at + interval '24 hours', t.created_at + interval '168 hours')",
        show="t.created_at, t.expires_at",
    ),
    each(
        "c13.file",
        "A download has a file once it is completed, no other does",
        "public.exports t",
        "(t.file_url is not null, t.file_size_bytes is not null) = (t.status = 'completed', t.status = 'completed')",
        show="t.status, t.file_url, t.file_size_bytes",
    ),
)
