"""Breaking words, documents, references, owners and moments: made from what is declared of them."""

from __future__ import annotations

from mutations import documents_broken, owners_broken, references_broken, times_broken, words_broken
from witness import k

from seedkit.factories.vibrationfit.invariants import documents, references, times, words

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
    "words.users": ['update auth.users set raw_user_meta_data = \'{"is_admin": "maybe"}\''],
}

#: What follows from the declared families.
DERIVED = (
    *words_broken(words.LISTS),
    *documents_broken(documents.PAPERS, BAD_DOCUMENTS),
    *(
        (
            "documents.token_transactions.metadata",
            f"update public.token_transactions set metadata = '{document}'",
        )
        for document in ('"neither array nor object"', "{}")
    ),
    *references_broken(references.LINKS),
    *owners_broken(references.LINKS, k("dan")),
    *times_broken(times.MOMENTS),
)
