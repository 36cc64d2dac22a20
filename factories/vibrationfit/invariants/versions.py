"""Versions of profiles, visions, audio and voices (c5)."""

from __future__ import annotations

from .declare import each

#: The fourteen sections of a vision.
SECTIONS = (
    "forward", "fun", "health", "travel", "love", "family", "social", "home",
    "work", "money", "stuff", "giving", "spirituality", "conclusion",
)  # fmt: skip

_PROFILE_COUNTS = """(
    select user_id,
           count(*) filter (where is_active) as active,
           count(*) filter (where is_draft) as drafts,
           count(*) filter (where not coalesce(is_draft, false)) as committed,
           count(*) - count(distinct version_number) as repeated
    from public.user_profiles group by user_id) t"""

_PROFILES = """(
    select p.*, lag(created_at) over (partition by user_id order by version_number) as before,
           max(version_number) over (partition by user_id) as newest
    from public.user_profiles p) t"""

_VISION_COUNTS = """(
    select user_id, count(*) filter (where is_active) as active,
           count(*) - count(distinct version_number) as repeated
    from public.vision_versions group by user_id) t"""

_FILLED = "num_nonnulls(" + ", ".join(f"nullif(t.{name}, '')" for name in SECTIONS) + ")"

# Replacing white space takes forty times as long as seeing that there is none to replace.
_COLLAPSED = r"""btrim(case
    when t.text_content ~ '\s\s|[\t\n\v\f\r\u00a0]' then regexp_replace(t.text_content, '\s+', ' ', 'g')
    else t.text_content end)"""

VERSIONS = (
    each(
        "c5.one_active_profile",
        "Who has committed a profile version has one active one",
        _PROFILE_COUNTS,
        "t.active = 1",
        where="t.committed > 0",
        key="t.user_id",
        ours="t.user_id",
        show="t.active, t.committed",
    ),
    each(
        "c5.one_profile_draft",
        "Nobody has two drafts of their profile",
        _PROFILE_COUNTS,
        "t.drafts <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.drafts",
    ),
    each(
        "c5.active_profile",
        "An active profile version is no draft",
        "public.user_profiles t",
        "not coalesce(t.is_draft, false)",
        where="t.is_active",
        show="t.version_number",
    ),
    each(
        "c5.profile_number",
        "Version numbers of a profile start at 1 and none is used twice; gaps are normal",
        _PROFILE_COUNTS,
        "t.repeated = 0",
        key="t.user_id",
        ours="t.user_id",
        show="t.repeated",
    ),
    each(
        "c5.profile_order",
        "A profile version with a higher number was made later, and numbers are positive",
        _PROFILES,
        "t.version_number >= 1 and (t.before is null or t.created_at > t.before)",
        show="t.version_number, t.before, t.created_at",
    ),
    each(
        "c5.profile_draft",
        "A draft has the highest number of a profile's versions, and a parent in the same household",
        f"{_PROFILES} left join public.user_profiles p on p.id = t.parent_version_id",
        """t.version_number = t.newest and p.user_id = t.user_id and p.version_number < t.version_number
            and p.household_id is not distinct from t.household_id""",
        where="t.is_draft and t.newest > 1",
        show="t.version_number, t.newest, t.parent_version_id",
    ),
    each(
        "c5.snapshot_number",
        "No number of a profile snapshot is used twice",
        """(select user_id, version_number, count(*) as versions
            from public.profile_versions group by 1, 2) t""",
        "t.versions = 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.version_number, t.versions",
    ),
    each(
        "c5.one_active_vision",
        "Nobody has two active visions",
        _VISION_COUNTS,
        "t.active <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.active",
    ),
    each(
        "c5.vision_number",
        "No number of a vision is used twice, a draft's neither",
        _VISION_COUNTS,
        "t.repeated = 0",
        key="t.user_id",
        ours="t.user_id",
        show="t.repeated",
    ),
    each(
        "c5.active_vision",
        "An active vision is no draft",
        "public.vision_versions t",
        "not coalesce(t.is_draft, false)",
        where="t.is_active",
        show="t.version_number",
    ),
    each(
        "c5.vision_completion",
        "completion_percent is the share of the fourteen sections that have text, rounded",
        "public.vision_versions t",
        f"coalesce(t.completion_percent, 0) = round(100.0 * {_FILLED} / 14)",
        show="t.completion_percent",
    ),
    each(
        "c5.refined",
        "Only a draft lists refined sections, none of them twice",
        "public.vision_versions t",
        """coalesce(t.refined_categories, '[]') = '[]' or t.is_draft and jsonb_array_length(t.refined_categories)
            = (select count(distinct section) from jsonb_array_elements(t.refined_categories) section)""",
        show="t.is_draft, t.refined_categories",
    ),
    each(
        "c5.audio_chain",
        "An audio version follows its parent, of the same vision, by one",
        "public.vision_audios t join public.vision_audios p on p.id = t.parent_audio_id",
        "p.vision_id = t.vision_id and t.version_number = p.version_number + 1",
        show="t.version_number, p.version_number",
    ),
    each(
        "c5.one_voice",
        "Nobody has two active voice profiles",
        "(select user_id, count(*) filter (where is_active) as active from public.voice_profiles group by user_id) t",
        "t.active <= 1",
        key="t.user_id",
        ours="t.user_id",
        show="t.active",
    ),
    each(
        "c5.one_audio_set",
        "A vision has one audio set of each variant and voice",
        """(select vision_id as id, variant, voice_id, count(*) as sets
            from public.audio_sets group by 1, 2, 3) t""",
        "t.sets = 1",
        show="t.variant, t.voice_id, t.sets",
    ),
    each(
        "c5.set_sections",
        "An audio set has tracks for at most fourteen sections",
        """(select audio_set_id as id, count(distinct section_key) as sections
            from public.audio_tracks group by 1) t""",
        "t.sections <= 14",
        show="t.sections",
    ),
    each(
        "c5.track_hash",
        "A track's content_hash is the SHA-256 of its text with white space collapsed",
        "public.audio_tracks t",
        f"t.content_hash = encode(sha256(convert_to({_COLLAPSED}, 'UTF8')), 'hex')",
        show="t.content_hash",
    ),
    each(
        "c5.track_mix",
        "Only tracks of a standard set need no mixing",
        "public.audio_tracks t join public.audio_sets s on s.id = t.audio_set_id",
        "(coalesce(t.mix_status, 'not_required') = 'not_required') = (coalesce(s.variant, 'standard') = 'standard')",
        show="s.variant, t.mix_status",
    ),
)
