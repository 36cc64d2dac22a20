"""For each promise of VibrationFit, SQL that breaks it for the people of ``vibrationfit/witness.sql``.

Written out for the rules of the product; made from the declarations for words, documents,
references and moments. Triggers and foreign keys are off when these run, checks and uniques are not.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Date

from seedkit.factories.vibrationfit.invariants import documents, intensive, references, times, words
from seedkit.factories.vibrationfit.models import METADATA
from seedkit.verify.invariants import Invariant


def k(name: str) -> str:
    """The key of a row of the witness, by its name."""
    return f"md5('{name}')::uuid"


_GRANT = "update public.token_transactions set {} where action_type = 'subscription_grant'"
_SOL = f"where user_id = {k('sol')}"
_DONE = "where status = 'completed'"
_LIST = "update public.intensive_checklist set {}"
_PURCHASE = "update public.intensive_purchases set {}"

TOKENS = {
    "c1.balance": [
        "update public.token_transactions set tokens_remaining = tokens_remaining + 1",
        # Usage of a failed call counts for nothing, a deduction neither; an expired grant no more.
        "update public.token_usage set success = true where not success; update public.token_usage set created_at = '2025-10-25'",
        "update public.token_transactions set tokens_remaining = tokens_remaining - 5000 where action_type = 'admin_deduct'",
        "update public.token_transactions set tokens_remaining = 400000 where action_type = 'admin_grant'",
    ],
    "c1.step": ["update public.token_transactions set tokens_remaining = 3000001 where token_pack_id = 'power'"],
    "c1.sign": [
        _GRANT.format("tokens_used = -tokens_used"),
        "update public.token_transactions set tokens_used = 5000 where action_type = 'admin_deduct'",
    ],
    "c1.tier_expiry": [_GRANT.format("expires_at = created_at + interval '84 days'"), _GRANT.format("expires_at = null")],
    "c1.trial_expiry": ["update public.token_transactions set expires_at = null where action_type = 'trial_grant'"],
    "c1.admin_expiry": ["update public.token_transactions set expires_at = null where action_type = 'admin_grant'"],
    "c1.pack_expiry": ["update public.token_transactions set expires_at = '2026-11-01' where token_pack_id = 'power'"],
    "c1.usage_tokens": ["update public.token_usage set tokens_used = tokens_used + 1"],
    "c1.usage_flat": ["update public.token_usage set tokens_used = 0 where action_type = 'transcription'"],
    "c1.usage_sign": ["update public.token_usage set tokens_used = -1"],
    "c1.cost": [
        f"update public.token_usage set calculated_cost_cents = calculated_cost_cents + 1 where model_used = '{model}'"
        for model in ("gpt-4o", "whisper-1", "tts-1", "dall-e-3")
    ],
}

BILLING = {
    "c2.tiers": [
        "update public.membership_tiers set monthly_token_grant = 1 where tier_type = 'intensive'",
        "update public.membership_tiers set storage_quota_gb = 1 where tier_type = 'intensive'",
    ],
    "c2.rollover": ["update public.membership_tiers set rollover_max_cycles = 4 where tier_type = 'vision_pro_28day'"],
    "c2.grant_amount": [
        _GRANT.format("tokens_used = 375001"),
        _GRANT.format("tokens_used = 1250000") + f" and user_id = {k('ada')} and tokens_used > 100000",
        _GRANT.format("tokens_used = 500000") + " and tokens_used = 100000",
    ],
    "c2.trial_amount": ["update public.token_transactions set tokens_used = 2000000 where action_type = 'trial_grant'"],
    "c2.cycle_start": [_GRANT.format("created_at = created_at + interval '1 day'")],
    "c2.one_grant_a_cycle": [
        f"insert into public.token_transactions (user_id, subscription_id, action_type, tokens_used, tokens_remaining, created_at)"
        f" values ({k('ada')}, {k('ada plan')}, 'renewal_grant', 750000, 1, '2025-11-13 08:10+00')"
    ],
    "c2.period": ["update public.customer_subscriptions set current_period_end = current_period_start + interval '30 days'"],
    "c2.period_start": [
        "update public.customer_subscriptions set current_period_start = current_period_start + interval '2 days',"
        " current_period_end = current_period_end + interval '2 days'"
    ],
    "c2.current_period": [
        "update public.customer_subscriptions set current_period_end = '2025-11-20 00:00+00'",
        "update public.customer_subscriptions set current_period_start = '2025-11-20 00:01+00'",
    ],
    "c2.canceled": ["update public.customer_subscriptions set canceled_at = null"],
    "c2.one_live": [
        "drop index public.unique_active_subscription; insert into public.customer_subscriptions (user_id, membership_tier_id, stripe_customer_id, status)"
        f" values ({k('ada')}, {k('vision_pro_28day')}, 'cus_ada', 'trialing')"
    ],
    "c2.paid_is_granted": [f"delete from public.token_transactions where user_id = {k('flo')}"],
    "c2.granted_is_paid": [
        f"delete from public.payment_history where user_id = {k('ada')}",
        "update public.payment_history set status = 'failed' where stripe_payment_intent_id = 'pi_ada_2'",
    ],
    "c2.annual_grant": [
        f"delete from public.token_transactions where user_id = {k('eve')}",
        "insert into public.token_transactions (user_id, subscription_id, action_type, tokens_used, tokens_remaining, created_at)"
        f" values ({k('eve')}, {k('eve plan')}, 'subscription_grant', 5000000, 1, '2025-09-01')",
    ],
    "c2.paid_at": [
        "update public.payment_history set paid_at = null",
        "update public.payment_history set paid_at = created_at where status = 'failed'",
    ],
    "c2.failed_payment": ["update public.customer_subscriptions set status = 'active' where status = 'past_due'"],
    "c2.payment_amount": ["update public.payment_history set amount = amount + 100"],
    "c2.pack": [
        "update public.token_transactions set amount_paid_cents = 1 where token_pack_id = 'power'",
        "update public.token_transactions set token_pack_id = 'mega' where token_pack_id = 'power'",
        "update public.token_transactions set stripe_session_id = null where token_pack_id = 'power'",
    ],
    "c2.pack_payment": [
        "delete from public.payment_history where stripe_payment_intent_id = 'pi_sol_pack'",
        "update public.payment_history set amount = 1 where stripe_payment_intent_id = 'pi_sol_pack'",
    ],
    "c2.payment_intent": [
        "alter table public.payment_history drop constraint payment_history_stripe_payment_intent_id_key;"
        " update public.payment_history set stripe_payment_intent_id = 'pi_one'"
    ],
    "c2.drip_balance": ["update public.token_drips set balance_after = 0", "update public.token_drips set drip_amount = 1"],
    "c2.drip_rollover": [
        "update public.token_drips set rollover_from_previous = 70000, rollover_cycles_count = 4 where cycle_number = 5",
        "update public.token_drips set rollover_cycles_count = 1 where cycle_number = 3",
        "update public.token_drips set expired_tokens = 1 where cycle_number = 2",
    ],
    "c2.drip_period": [
        "update public.token_drips set billing_period_end = billing_period_start + interval '30 days'",
        "update public.token_drips set billing_period_start = billing_period_start + interval '1 day',"
        " billing_period_end = billing_period_end + interval '1 day' where cycle_number = 3",
    ],
}

ASSESSMENTS = {
    "c3.complete": [
        "delete from public.assessment_responses where question_id = 'fun_2'",
        "delete from public.assessment_responses where category = 'money'",
    ],
    "c3.question": [
        "update public.assessment_responses set question_id = 'fun_8' where question_id = 'fun_1'",
        "update public.assessment_responses set question_id = 'romance_parents_1' where question_id = 'romance_single_1'",
    ],
    "c3.variant": [
        "update public.user_profiles set has_children = false",
        "update public.user_profiles set relationship_status = 'Married'",
        "update public.assessment_responses set question_id = 'business_owner_1' where question_id = 'business_1'",
    ],
    "c3.scale": ["update public.assessment_results set max_possible_score = 1000"],
    "c3.answer": [
        "update public.assessment_responses set response_value = 3 where response_value = 4",
        "update public.assessment_responses set custom_response_value = 11 where is_custom_response",
        "update public.assessment_results set max_possible_score = 420",
    ],
    "c3.category_scores": [
        f"update public.assessment_results set category_scores = jsonb_set(category_scores, '{{fun}}', '1') {_DONE}",
        "delete from public.assessment_responses where category = 'money'",
    ],
    "c3.category_range": [
        f"update public.assessment_results set category_scores = category_scores - 'fun' {_DONE}",
        f"update public.assessment_results set category_scores = jsonb_set(category_scores, '{{fun}}', '71') {_DONE}",
    ],
    "c3.total": [f"update public.assessment_results set total_score = total_score + 1 {_DONE}"],
    "c3.percentage": ["update public.assessment_results set overall_percentage = overall_percentage + 1"],
    "c3.total_range": [
        "alter table public.assessment_results drop constraint valid_scores;"
        " update public.assessment_results set total_score = max_possible_score + 1"
    ],
    "c3.green_line": [
        f"update public.assessment_results set green_line_status = green_line_status - 'fun' {_DONE}",
        "update public.assessment_results set max_possible_score = 840, green_line_status = jsonb_set(green_line_status, '{fun}', '\"above\"'),"
        " category_scores = jsonb_set(category_scores, '{fun}', '55') where is_active",
    ],
    "c3.answer_line": ["update public.assessment_responses set green_line = 'above' where green_line = 'neutral'"],
    "c3.judged_line": ["update public.assessment_responses set ai_green_line = null"],
    "c3.one_active": [
        "drop index public.unique_active_assessment_per_user; update public.assessment_results set is_active = true"
    ],
    "c3.one_draft": [
        "drop index public.unique_draft_assessment_per_user; update public.assessment_results set is_draft = true"
    ],
    "c3.state": [
        "update public.assessment_results set started_at = null where status = 'in_progress'",
        "update public.assessment_results set is_draft = false where status = 'in_progress'",
        "update public.assessment_results set completed_at = null where status = 'completed'",
        "update public.assessment_results set is_active = true where status = 'not_started'",
    ],
    "c3.newest_active": [
        "update public.assessment_results set is_active = false",
        "update public.assessment_results set completed_at = '2025-11-05' where max_possible_score = 420",
    ],
}

HOUSEHOLDS = {
    "c4.one_membership": [f"delete from public.household_members {_SOL}"],
    "c4.one_seat": [
        "alter table public.household_members drop constraint household_members_user_id_key;"
        f" update public.household_members set user_id = {k('ben')} where user_id = {k('sol')}"
    ],
    "c4.one_household": [
        "alter table public.households drop constraint households_admin_user_id_key;"
        f" update public.households set admin_user_id = {k('ada')}"
    ],
    "c4.solo": [
        "update public.households set max_members = 2 where plan_type = 'solo'",
        "update public.households set subscription_status = 'active' where plan_type = 'solo'",
        "update public.households set shared_tokens_enabled = true where plan_type = 'solo'",
    ],
    "c4.solo_name": ["update public.households set name = 'Home' where plan_type = 'solo'"],
    "c4.solo_seat": [
        f"update public.household_members set joined_at = null {_SOL}",
        f"update public.household_members set household_id = {k('sol home')} where user_id = {k('dan')}",
    ],
    "c4.size": ["update public.households set max_members = 7", "update public.households set max_members = 1"],
    "c4.seats": ["update public.households set max_members = 2 where plan_type = 'household'"],
    "c4.seats_paid": [f"update public.household_members set status = 'active' where user_id = {k('dan')}"],
    "c4.cycle_tokens": [_GRANT.format("tokens_used = 99999") + " and tokens_used = 100000"],
    "c4.cycle_price": ["update public.payment_history set amount = 14900 where amount = 16800"],
    "c4.one_admin": [
        "update public.household_members set role = 'admin'",
        f"delete from public.household_members where user_id = {k('ada')}",
    ],
    "c4.admin": [
        f"update public.household_members set invited_by = {k('ben')} where role = 'admin'",
        "update public.household_members set status = 'pending' where role = 'admin'",
        f"update public.households set admin_user_id = {k('ben')} where plan_type = 'household'",
    ],
    "c4.member": [
        f"update public.household_members set invited_by = {k('sol')} where role = 'member'",
        "update public.household_members set accepted_at = null where role = 'member'",
    ],
    "c4.removed": [
        "update public.household_members set removed_at = null",
        f"update public.household_members set removed_at = '2025-11-15' where user_id = {k('cal')}",
    ],
    "c4.admin_profiles": [
        "update public.user_profiles set is_household_admin = true",
        "update public.user_profiles set is_household_admin = false",
    ],
    "c4.profile_household": [f"update public.user_profiles set household_id = {k('home')}"],
    "c4.sharing_flag": ["update public.user_profiles set allow_shared_tokens = true"],
    "c4.left_solo": [f"update public.households set admin_user_id = {k('ben')} where plan_type = 'solo'"],
    "c4.invitation_expiry": ["update public.household_invitations set expires_at = expires_at + interval '1 hour'"],
    "c4.invitation_unique": [
        "alter table public.household_invitations drop constraint household_invitations_household_id_invited_email_status_key;"
        " update public.household_invitations set invited_email = 'one@example.com', status = 'pending'"
    ],
    "c4.invitation_accepted": [
        "update public.household_invitations set accepted_at = null",
        "update public.household_invitations set accepted_at = '2025-11-19' where status = 'pending'",
        "update public.household_invitations set accepted_at = expires_at + interval '1 hour' where status = 'accepted'",
    ],
    "c4.invitation_joined": [
        "update public.household_invitations set invited_email = 'sol@example.com' where status = 'accepted'",
        f"delete from public.household_members where user_id = {k('ben')}",
    ],
    "c4.invitation_open": ["update public.household_invitations set expires_at = '2025-11-19' where status = 'pending'"],
    "c4.shared_use": [
        "update public.households set shared_tokens_enabled = false",
        "update public.household_members set allow_shared_tokens = false",
        f"update public.token_usage set tokens_used = 6000000 where user_id = {k('flo')}",
    ],
    "c4.pool": [
        f"update public.token_usage set tokens_used = 5000000 where user_id = {k('ben')}",
        # Enough in the end, too much at the time.
        f"update public.token_usage set created_at = '2025-09-01' where user_id = {k('ada')}",
    ],
}

VERSIONS = {
    "c5.one_active_profile": ["update public.user_profiles set is_active = false"],
    "c5.one_profile_draft": [
        "drop index public.idx_user_profiles_one_draft_per_user; update public.user_profiles set is_draft = true"
    ],
    "c5.active_profile": ["update public.user_profiles set is_draft = true where version_number = 2"],
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
        "update public.vision_versions set refined_categories = '[\"fun\", \"fun\"]' where is_draft",
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
    "c7.amount": [_PURCHASE.format("amount = 49899"), _PURCHASE.format("payment_plan = '2pay', amount = 49901")],
    "c7.installments": [_PURCHASE.format("installments_total = 3"), _PURCHASE.format("installments_paid = 0")],
    "c7.deadline": [_PURCHASE.format("activation_deadline = created_at + interval '3 hours'")],
    "c7.completion": [_LIST.format("activation_protocol_completed = false")],
    "c7.profile_completed": [f"delete from public.user_profiles {_SOL}"],
    "c7.assessment_completed": [f"update public.assessment_results set status = 'in_progress' {_SOL}"],
    "c7.vision_built": [f"update public.vision_versions set is_draft = true {_SOL}"],
    "c7.audio_generated": ["delete from public.audio_sets"],
    "c7.first_journal_entry": ["delete from public.journal_entries"],
    "c7.vision_board_completed": ["delete from public.vision_board_items where categories = array['Fun / Recreation']"],
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
    "c8.vision_count": ["update public.user_stats set total_visions = 1", "update public.user_stats set current_vision_version = 2"],
    "c8.creation_count": ["update public.user_stats set total_creations = 1", "update public.user_stats set actualized_creations = 0"],
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

#: Documents that are of the right kind and wrong inside, by column.
BAD_DOCUMENTS = {
    "actualization_blueprints.phases": ['[{"name": "Learn"}]', '["Learn"]'],
    "actualization_blueprints.milestones": ['["Stand"]'],
    "assessment_results.category_scores": ['{"work": 4}', '{"fun": "4"}', '{"fun": 4.5}'],
    "assessment_results.green_line_status": ['{"love": "above"}', '{"fun": "neutral"}'],
    "blueprint_phases.tasks": ["[1]"],
    "frequency_flip.voice_notes": ["[1]"],
    "journal_entries.audio_recordings": [
        '[{"transcript": "Hi", "type": "audio", "created_at": "2025-11-10"}]',
        '[{"url": "u", "transcript": "Hi", "type": "film", "created_at": "2025-11-10"}]',
        '[{"url": "u", "transcript": "Hi", "type": "video", "created_at": "2025-11-10", "duration": -1}]',
    ],
    "journal_entries.thumbnail_urls": ['["beach.jpg"]', "[1]"],
    "life_vision_category_state.blueprint_data": ["{}", '{"loops": {}}', '{"loops": [{"being": "a", "doing": "b"}]}'],
    "membership_tiers.features": ["[1]"],
    "prompt_suggestions_cache.suggestions": ['{"peakExperiences": "a", "whatFeelsAmazing": "b"}'],
    "token_transactions.metadata": ["{}"],
    "user_profiles.ai_tags": ["[null]"],
    "user_profiles.story_recordings": ['[{"url": "u"}]'],
    "vibrational_event_sources.analyzer_config": ["{}"],
    "vibrational_event_sources.field_map": ['{"raw_text": 1}'],
    "vision_conversations.messages": ['[{"role": "system", "content": "Hi"}]', '[{"role": "user"}]'],
    "vision_versions.refined_categories": ['["romance"]'],
    "vision_versions.richness_metadata": ['{"forward": {"inputChars": 1, "ideas": 1, "density": "x"}}', '{"fun": {"ideas": 1, "density": "x"}}'],
}  # fmt: skip

REFERENCES = {
    "references.ai_action_token_overrides.action_type": [
        "insert into public.ai_action_token_overrides (action_type, token_value) values ('chat', 1)"
    ],
    "references.payment_history.stripe_payment_intent_id": [
        "delete from public.intensive_purchases",
        "delete from public.token_transactions where token_pack_id = 'power'",
    ],
    "references.customer_subscriptions.plan_price": [
        "update public.customer_subscriptions set stripe_price_id = 'price_intensive'"
    ],
    "references.audio_tracks.vision_id": [f"update public.audio_tracks set vision_id = {k('vision draft')}"],
    "references.household_invitations.invited_email": [
        f"update auth.users set email = 'Fay@example.com' where id = {k('eve')}; update auth.users set email = 'fay@example.com' where id = {k('flo')}"
    ],
    "words.users": ["update auth.users set raw_user_meta_data = '{\"is_admin\": \"maybe\"}'"],
}


def _words() -> Iterator[tuple[str, str]]:
    for table, columns in words.WORDS.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = 'no such word'"
    for table, columns in words.WORD_LISTS.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = {column} || array['no such word']"


def _documents() -> Iterator[tuple[str, str]]:
    for invariant in documents.DOCUMENTS:
        place = invariant.code.removeprefix("documents.")
        table, column = place.split(".")
        for document in ['"neither array nor object"', *BAD_DOCUMENTS.get(place, ())]:
            yield invariant.code, f"update public.{table} set {column} = '{document}'"


def _references() -> Iterator[tuple[str, str]]:
    for table, column, _, key in references.PLAIN:
        value = "gen_random_uuid()" if key == "id" and column != "variant" else "'nothing'"
        yield f"references.{table}.{column}", f"update public.{table} set {column} = {value}"
    for table, column, _ in references.ARRAYS:
        yield f"references.{table}.{column}", f"update public.{table} set {column} = {column} || gen_random_uuid()"
    for table, column, kind, parents in references.KINDS:
        first = next(iter(parents))
        yield f"references.{table}.{column}", f"update public.{table} set {kind} = '{first}', {column} = gen_random_uuid()"


def _owners() -> Iterator[tuple[str, str]]:
    for invariant in references.REFERENCES:
        family, table, column = (*invariant.code.split("."), "")[:3]
        if family == "owner":
            first = f"(select id from public.{table} where {column} is not null limit 1)"
            yield invariant.code, f"update public.{table} set user_id = {k('dan')} where id = {first}"


def _times() -> Iterator[tuple[str, str]]:
    for invariant in times.TIMES:
        _, family, name = invariant.code.split(".")
        table = METADATA.tables[f"public.{name}"]
        if family == "past":
            for column in times.past_columns(table):
                yield invariant.code, f"update public.{name} set {column.name} = '2025-11-21 00:00:01'"
        elif family == "order":
            for earlier, later in times.ordered_columns(table):
                place = f"(select ctid from public.{name} where {earlier} is not null limit 1)"
                yield invariant.code, f"update public.{name} set {later} = {earlier} - interval '1 second' where ctid = {place}"
        else:
            born = times.BORN.get(name, "created_at")
            assert not isinstance(table.c[born].type, Date)
            yield invariant.code, f"update public.{name} set {born} = '2020-01-01'"


WRITTEN = {**TOKENS, **BILLING, **ASSESSMENTS, **HOUSEHOLDS, **VERSIONS, **STORAGE, **INTENSIVE, **ROLLUPS, **REFERENCES}

#: Pairs of a promise's code and SQL that breaks it.
MUTATIONS: tuple[tuple[str, str], ...] = (
    *((code, statement) for code, statements in WRITTEN.items() for statement in statements),
    *_words(),
    *_documents(),
    *_references(),
    *_owners(),
    *_times(),
)


def by_code(invariants: tuple[Invariant, ...]) -> dict[str, Invariant]:
    """The promises by their code."""
    return {invariant.code: invariant for invariant in invariants}
