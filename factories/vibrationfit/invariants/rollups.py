"""Roll-ups: progress, moods, counters that repeat what other rows say (c8)."""

from __future__ import annotations

from .declare import each
from .tokens import DAY

#: What a profile snapshot's completion is counted over.
PROFILE_FIELDS = (
    "first_name", "last_name", "email", "phone", "date_of_birth", "gender", "ethnicity", "relationship_status",
    "has_children", "exercise_frequency", "living_situation", "city", "state", "country", "employment_type",
    "occupation", "household_income", "education",
)  # fmt: skip

_FILLED = " + ".join(
    f"(coalesce(t.profile_data -> '{name}', 'null') not in ('null', '\"\"', '[]'))::integer"
    for name in PROFILE_FIELDS
)

# The events of sixty days, their score from -1 to 1, and how much of it is left by age.
_EVENTS = f"""
    select e.user_id, e.category, e.created_at, e.intensity, e.created_at >= :now - {DAY} * 30 as recent,
           case e.emotional_valence when 'above_green_line' then 1 when 'below_green_line' then -1 else 0 end as score,
           greatest(least(1 - extract(epoch from :now - e.created_at) / 5184000, 1), 0.1) as weight
    from public.vibrational_events e
    where e.created_at >= :now - {DAY} * 60 and e.created_at <= :now"""

_MOODS = f"""public.emotional_snapshots t join (
    select user_id, category,
           sum(score * weight) / sum(weight) as mean,
           avg(score) filter (where recent) as recent, avg(score) filter (where not recent) as earlier,
           round(avg(intensity), 2) as intensity,
           count(*) filter (where created_at >= :now - {DAY} * 7) as week,
           count(*) filter (where recent) as month,
           max(created_at) as last
    from ({_EVENTS}) e group by user_id, category) e on e.user_id = t.user_id and e.category = t.category"""

_WORDS = f"""(
    select t.*, e.words, e.rare, e.common, e.primary_known
    from public.emotional_snapshots t
    join lateral (
        select count(*) as words,
               min(uses) filter (where word = any(t.dominant_essence_words)) as rare,
               max(uses) filter (where word <> all(t.dominant_essence_words)) as common,
               bool_or(word = lower(t.primary_essence)) as primary_known
        from (select lower(essence_word) as word, count(*) as uses from public.vibrational_events e
              where e.user_id = t.user_id and e.category = t.category and e.essence_word is not null
                and e.created_at >= :now - {DAY} * 60 and e.created_at <= :now
              group by 1) w) e on true) t"""

# Days in a row: a day minus its rank is the same all along a streak.
_STREAKS = """public.user_stats t left join (
    select distinct on (user_id) user_id, count(*) as days, max(date) as last,
           sum(sum(entries)) over (partition by user_id) as entries
    from (select user_id, date, count(*) as entries,
                 date - (row_number() over (partition by user_id order by date))::integer as streak
          from public.journal_entries group by user_id, date) d
    group by user_id, streak
    order by user_id, max(date) desc) j on j.user_id = t.user_id"""

_TOTALS = """public.user_stats t
    left join (select user_id, count(*) as visions, max(version_number) filter (where is_active) as active
               from public.vision_versions group by 1) v on v.user_id = t.user_id
    left join (select user_id, count(*) as items, count(*) filter (where status = 'actualized') as actualized
               from public.vision_board_items group by 1) b on b.user_id = t.user_id"""

ROLLUPS = (
    each(
        "c8.blueprint",
        "A blueprint's progress is the share of its tasks that are completed, rounded",
        """public.actualization_blueprints t join (
            select blueprint_id, round(100.0 * count(*) filter (where status = 'completed') / count(*)) as due
            from public.blueprint_tasks group by 1) k on k.blueprint_id = t.id""",
        "coalesce(t.progress_percentage, 0) = k.due",
        show="t.progress_percentage, k.due",
    ),
    each(
        "c8.mood",
        "A mood is above the green line when sixty days of events, the older the lighter, average over 0.25, below under -0.25, else near",
        _MOODS,
        """t.current_valence = case when e.mean > 0.25 then 'above_green_line'
            when e.mean < -0.25 then 'below_green_line' else 'near_green_line' end""",
        show="t.category, t.current_valence, round(e.mean, 3)",
    ),
    each(
        "c8.trend",
        "A mood goes up or down when thirty days differ by more than 0.15 from the thirty before, else it is stable",
        _MOODS,
        """t.trending_direction = case when e.recent - e.earlier > 0.15 then 'up'
            when e.recent - e.earlier < -0.15 then 'down' else 'stable' end""",
        where="e.recent is not null and e.earlier is not null",
        show="t.category, t.trending_direction, round(e.recent, 3), round(e.earlier, 3)",
    ),
    each(
        "c8.intensity",
        "avg_intensity is the mean intensity of sixty days, to two decimals",
        _MOODS,
        "t.avg_intensity = e.intensity",
        where="e.intensity is not null",
        show="t.category, t.avg_intensity, e.intensity",
    ),
    each(
        "c8.event_counts",
        "A snapshot counts the events of seven and of thirty days, and knows the last",
        _MOODS,
        "(t.event_count_7d, t.event_count_30d, t.last_event_at) = (e.week, e.month, e.last)",
        show="t.category, t.event_count_7d, t.event_count_30d, t.last_event_at",
    ),
    each(
        "c8.essence",
        "A snapshot has the up to five most frequent essence words of sixty days, and its primary one is a word of theirs",
        _WORDS,
        """cardinality(t.dominant_essence_words) = least(5, t.words) and coalesce(t.rare >= t.common, true)
            and t.primary_known""",
        where="t.words > 0",
        show="t.category, t.dominant_essence_words, t.primary_essence",
    ),
    each(
        "c8.journal_count",
        "user_stats counts the journal entries and knows the last day",
        _STREAKS,
        """coalesce(t.total_journal_entries, 0) = coalesce(j.entries, 0)
            and t.last_journal_date is not distinct from j.last""",
        show="t.total_journal_entries, j.entries, t.last_journal_date, j.last",
        key="t.user_id",
        ours="t.user_id",
    ),
    each(
        "c8.journal_streak",
        "A streak is the consecutive days with an entry up to the last one",
        _STREAKS,
        "coalesce(t.journal_streak, 0) = coalesce(j.days, 0)",
        show="t.journal_streak, j.days",
        key="t.user_id",
        ours="t.user_id",
    ),
    each(
        "c8.vision_count",
        "user_stats counts the visions and knows the number of the active one",
        _TOTALS,
        """coalesce(t.total_visions, 0) = coalesce(v.visions, 0)
            and (v.active is null or t.current_vision_version = v.active)""",
        show="t.total_visions, v.visions, t.current_vision_version, v.active",
        key="t.user_id",
        ours="t.user_id",
    ),
    each(
        "c8.creation_count",
        "user_stats counts the board items and the actualized ones",
        _TOTALS,
        """(coalesce(t.total_creations, 0), coalesce(t.actualized_creations, 0))
            = (coalesce(b.items, 0), coalesce(b.actualized, 0))""",
        show="t.total_creations, b.items, t.actualized_creations, b.actualized",
        key="t.user_id",
        ours="t.user_id",
    ),
    each(
        "c8.messages",
        "A conversation counts its messages and knows when the last one came",
        """public.conversation_sessions t left join (
            select conversation_id, count(*) as messages, max(created_at) as last
            from public.ai_conversations group by 1) m on m.conversation_id = t.id""",
        """coalesce(t.message_count, 0) = coalesce(m.messages, 0)
            and (m.last is null or t.last_message_at = m.last)""",
        show="t.message_count, m.messages, t.last_message_at, m.last",
    ),
    each(
        "c8.vision_progress",
        "Progress on a vision is completed once all twelve categories are, each counted once",
        "public.vision_progress t",
        """(t.completed_at is not null) = (cardinality(t.categories_completed) = t.total_categories)
            and t.total_categories = 12 and cardinality(t.categories_completed)
                = (select count(distinct c) from unnest(t.categories_completed) c)""",
        show="t.categories_completed, t.total_categories, t.completed_at",
    ),
    each(
        "c8.actualized",
        "A board item says when it was actualized if it was, and only then",
        "public.vision_board_items t",
        "(t.actualized_at is not null) = (t.status = 'actualized')",
        show="t.status, t.actualized_at",
    ),
    each(
        "c8.snapshot_completion",
        "A profile snapshot's completion is the share of eighteen fields that are filled, rounded",
        "public.profile_versions t",
        f"coalesce(t.completion_percentage, 0) = round(100.0 * ({_FILLED}) / 18)",
        show="t.completion_percentage",
    ),
)
