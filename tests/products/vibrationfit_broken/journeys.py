"""Breaking what is promised of versions, storage, the intensive and roll-ups (c5 to c8)."""

from __future__ import annotations

from witness import k

from seedkit.factories.vibrationfit.invariants import intensive

_SOL = f"where user_id = {k('sol')}"
_LIST = "update public.intensive_checklist set {}"
_PURCHASE = "update public.intensive_purchases set {}"

VERSIONS = {
    "c5.one_active_profile": ["update public.user_profiles set is_active = false"],
    "c5.one_profile_draft": [
        "drop index public.idx_user_profiles_one_draft_per_user; update public.user_profiles set is_draft = true"
    ],
    "c5.active_profile": [
        "drop index public.idx_user_profiles_one_draft_per_user; update public.user_profiles set is_draft = true where version_number = 2"
    ],
    "c5.profile_number": [f"update public.user_profiles set version_number = 2 {_SOL}"],
    "c5.profile_order": [
        f"update public.user_profiles set created_at = '2025-11-01' {_SOL}",
        "update public.user_profiles set version_number = version_number - 1",
    ],
    "c5.profile_draft": [
        "update public.user_profiles set parent_version_id = null",
        f"update public.user_profiles set household_id = {k('home')} where is_draft",
        "update public.user_profiles set version_number = version_number + 4 where not is_draft",
    ],
    "c5.snapshot_number": [
        "alter table public.profile_versions drop constraint profile_versions_user_id_version_number_key;"
        " insert into public.profile_versions (user_id, version_number, profile_data) select user_id, version_number, '{}' from public.profile_versions"
    ],
    "c5.one_active_vision": ["update public.vision_versions set is_active = true"],
    "c5.vision_number": [
        "alter table public.vision_versions drop constraint vision_versions_user_id_version_number_key;"
        " update public.vision_versions set version_number = 1"
    ],
    "c5.active_vision": ["update public.vision_versions set is_draft = true"],
    "c5.vision_completion": [
        "update public.vision_versions set fun = ''",
        "update public.vision_versions set completion_percent = 50",
    ],
    "c5.refined": [
        "update public.vision_versions set is_draft = false",
        'update public.vision_versions set refined_categories = \'["fun", "fun"]\' where is_draft',
    ],
    "c5.audio_chain": [
        "update public.vision_audios set version_number = 3 where version_number = 2",
        f"update public.vision_audios set vision_id = {k('vision draft')} where version_number = 1",
    ],
    "c5.one_voice": [
        "drop index public.idx_voice_profiles_user_active; insert into public.voice_profiles (user_id, word_flow, emotional_range, detail_level,"
        " energy_tempo, woo_level, humor_personality, speech_rhythm, is_active) select user_id, word_flow, emotional_range, detail_level,"
        " energy_tempo, woo_level, humor_personality, speech_rhythm, true from public.voice_profiles"
    ],
    "c5.one_audio_set": ["update public.audio_sets set variant = 'sleep'"],
    "c5.set_sections": [
        "insert into public.audio_tracks (user_id, vision_id, audio_set_id, section_key, content_hash, text_content, voice_id, s3_bucket, s3_key, audio_url)"
        " select user_id, vision_id, audio_set_id, n::text, content_hash, text_content, voice_id, s3_bucket, s3_key, audio_url"
        " from public.audio_tracks cross join generate_series(1, 14) n"
    ],
    "c5.track_hash": [
        "update public.audio_tracks set text_content = E'I am\\nhere, too.'",
        "update public.audio_tracks set text_content = 'I am not here.'",
        "update public.audio_tracks set content_hash = upper(content_hash)",
    ],
    "c5.track_mix": [
        "update public.audio_tracks set mix_status = 'not_required'",
        "update public.audio_tracks set mix_status = 'completed'",
    ],
}

STORAGE = {
    "c6.quota": [
        "update public.media_metadata set file_size = file_size + 1",
        "delete from public.user_storage",
    ],
    "c6.size": ["update public.media_metadata set file_size = -1"],
    "c6.granted": ["update public.user_storage set quota_gb = 100"],
}

INTENSIVE = {
    "c7.one_checklist": [
        "delete from public.intensive_checklist",
        f"update public.intensive_checklist set user_id = {k('eve')}",
        "insert into public.intensive_checklist (intensive_id, user_id) select intensive_id, user_id from public.intensive_checklist",
    ],
    "c7.order": [_LIST.format(f"{step} = false") for step in intensive.STEPS[:-1]],
    "c7.dated": [_LIST.format(f"{step}_at = null") for step in intensive.STEPS]
    + [_LIST.format("activation_protocol_completed = false")],
    "c7.ascending": [_LIST.format("vision_built_at = vision_built_at - interval '1 day'")],
    "c7.amount": [
        _PURCHASE.format("amount = 49899"),
        _PURCHASE.format("payment_plan = '2pay', amount = 49901"),
    ],
    "c7.installments": [
        _PURCHASE.format("installments_total = 3"),
        _PURCHASE.format("installments_paid = 0"),
    ],
    "c7.deadline": [_PURCHASE.format("activation_deadline = created_at + interval '3 hours'")],
    "c7.completion": [_LIST.format("activation_protocol_completed = false")],
    "c7.profile_completed": [f"delete from public.user_profiles {_SOL}"],
    "c7.assessment_completed": [f"update public.assessment_results set status = 'in_progress' {_SOL}"],
    "c7.vision_built": [f"update public.vision_versions set is_draft = true {_SOL}"],
    "c7.audio_generated": ["delete from public.audio_sets"],
    "c7.first_journal_entry": ["delete from public.journal_entries"],
    "c7.vision_board_completed": [
        "delete from public.vision_board_items where categories = array['Fun / Recreation']"
    ],
    "c7.trial": ["update public.customer_subscriptions set trial_end = trial_end - interval '1 day'"],
    "c7.trial_grant": ["delete from public.token_transactions where action_type = 'trial_grant'"],
    "c7.older_flags": [_LIST.format(f"{flag} = false") for flag in intensive.DEPRECATED],
}

ROLLUPS = {
    "c8.blueprint": ["update public.actualization_blueprints set progress_percentage = 34"],
    "c8.mood": ["update public.emotional_snapshots set current_valence = 'near_green_line'"],
    "c8.trend": ["update public.emotional_snapshots set trending_direction = 'stable'"],
    "c8.intensity": ["update public.emotional_snapshots set avg_intensity = 6.34"],
    "c8.event_counts": [
        "update public.emotional_snapshots set event_count_7d = 2",
        "update public.emotional_snapshots set event_count_30d = 3",
        "update public.emotional_snapshots set last_event_at = last_event_at - interval '1 day'",
    ],
    "c8.essence": [
        "update public.emotional_snapshots set dominant_essence_words = array['ease']",
        "update public.emotional_snapshots set dominant_essence_words = array['ease', 'fear']",
        "update public.emotional_snapshots set primary_essence = 'fear'",
    ],
    "c8.journal_count": [
        "update public.user_stats set total_journal_entries = 5",
        "update public.user_stats set last_journal_date = '2025-11-10'",
    ],
    "c8.journal_streak": ["update public.user_stats set journal_streak = 4"],
    "c8.vision_count": [
        "update public.user_stats set total_visions = 1",
        "update public.user_stats set current_vision_version = 2",
    ],
    "c8.creation_count": [
        "update public.user_stats set total_creations = 1",
        "update public.user_stats set actualized_creations = 0",
    ],
    "c8.messages": [
        "update public.conversation_sessions set message_count = 3",
        "update public.conversation_sessions set last_message_at = '2025-11-10 12:04+00'",
    ],
    "c8.vision_progress": [
        "update public.vision_progress set completed_at = null",
        "update public.vision_progress set categories_completed = array['fun', 'fun'], completed_at = null",
    ],
    "c8.actualized": [
        "update public.vision_board_items set actualized_at = null",
        "update public.vision_board_items set status = 'inactive'",
    ],
    "c8.snapshot_completion": ["update public.profile_versions set completion_percentage = 12"],
}
