"""Breaking words, documents, references, owners and moments: made from what is declared of them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Date

from seedkit.factories.vibrationfit.invariants import documents, references, times, words
from seedkit.factories.vibrationfit.models import METADATA

from .keys import k

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
    "words.users": ['update auth.users set raw_user_meta_data = \'{"is_admin": "maybe"}\''],
}


def words_broken() -> Iterator[tuple[str, str]]:
    for table, columns in words.WORDS.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = 'no such word'"
    for table, columns in words.WORD_LISTS.items():
        for column in columns:
            yield f"words.{table}", f"update public.{table} set {column} = {column} || array['no such word']"


def documents_broken() -> Iterator[tuple[str, str]]:
    for invariant in documents.DOCUMENTS:
        place = invariant.code.removeprefix("documents.")
        table, column = place.split(".")
        for document in ['"neither array nor object"', *BAD_DOCUMENTS.get(place, ())]:
            yield invariant.code, f"update public.{table} set {column} = '{document}'"


def references_broken() -> Iterator[tuple[str, str]]:
    for table, column, _, key in references.PLAIN:
        value = "gen_random_uuid()" if key == "id" and column != "variant" else "'nothing'"
        yield f"references.{table}.{column}", f"update public.{table} set {column} = {value}"
    for table, column, _ in references.ARRAYS:
        yield (
            f"references.{table}.{column}",
            f"update public.{table} set {column} = {column} || gen_random_uuid()",
        )
    for table, column, kind, parents in references.KINDS:
        first = next(iter(parents))
        yield (
            f"references.{table}.{column}",
            f"update public.{table} set {kind} = '{first}', {column} = gen_random_uuid()",
        )


def owners_broken() -> Iterator[tuple[str, str]]:
    for invariant in references.REFERENCES:
        family, table, column = (*invariant.code.split("."), "")[:3]
        if family == "owner":
            first = f"(select id from public.{table} where {column} is not null limit 1)"
            yield invariant.code, f"update public.{table} set user_id = {k('dan')} where id = {first}"


def times_broken() -> Iterator[tuple[str, str]]:
    for invariant in times.TIMES:
        _, family, name = invariant.code.split(".")
        table = METADATA.tables[f"public.{name}"]
        if family == "past":
            for column in times.past_columns(table):
                yield invariant.code, f"update public.{name} set {column.name} = '2025-11-21 00:00:01'"
        elif family == "order":
            for earlier, later in times.ordered_columns(table):
                yield (
                    invariant.code,
                    f"update public.{name} set {earlier} = '2025-11-11', {later} = '2025-11-10'",
                )
        else:
            born = times.BORN.get(name, "created_at")
            assert not isinstance(table.c[born].type, Date)
            yield invariant.code, f"update public.{name} set {born} = '2020-01-01'"
