"""Access rules that only Infinite Pages has: published stories, what a reader unlocked, admins.

Published, readers reach nothing of other people's stories, not even what they paid for
(catalog/infinitepages d2). Each rule reads plainly as policy too: none of the tables it joins has a
policy that reads back, and each shows the asker the rows that the rule needs.
"""

from __future__ import annotations

from seedkit.schema.access import API_ROLES, Access, Claims, allow


def published(column: str) -> Access:
    """Every signed-in user reads what belongs to a published story, whose id stands in ``column``."""

    def expect(t: str, c: Claims) -> str:
        return (
            f"exists (select 1 from public.stories story "
            f"where story.id = {t}.{column} and story.status = 'published')"
        )

    return allow("select", expect=expect, columns=(column,))


def buyer(column: str) -> Access:
    """Whoever bought anything of the story whose id stands in ``column``, published still or not."""

    def expect(t: str, c: Claims) -> str:
        return (
            f"{t}.{column} in (select bought.story_id from public.story_purchases bought "
            f"where bought.user_id = {c.uid})"
        )

    return allow("select", expect=expect, columns=(column,))


def free_chapter() -> Access:
    """Every signed-in user reads the sample of a published story: its first ``free_chapters`` chapters."""

    def expect(t: str, c: Claims) -> str:
        return (
            "exists (select 1 from public.stories story "
            "join public.story_pricing price on price.story_id = story.id "
            f"where story.id = {t}.story_id and story.status = 'published' "
            f"and price.is_free_sample and {t}.chapter_number <= price.free_chapters)"
        )

    return allow("select", expect=expect, columns=("story_id",))


def unlocked_chapter() -> Access:
    """Whoever bought the chapter by number, or the whole story with all chapters yet to come."""

    def expect(t: str, c: Claims) -> str:
        return (
            "exists (select 1 from public.story_purchases bought "
            f"where bought.story_id = {t}.story_id and bought.user_id = {c.uid} "
            f"and (bought.purchase_type = 'premium_unlock' or {t}.chapter_number = any (bought.chapters_unlocked)))"
        )

    return allow("select", expect=expect, columns=("story_id",))


def author_prices() -> Access:
    """Only the author prices a story: a price also says which chapters are free."""

    def expect(t: str, c: Claims) -> str:
        return (
            f"{t}.creator_id = {c.uid} and exists (select 1 from public.stories story "
            f"where story.id = {t}.story_id and story.user_id = {c.uid})"
        )

    return allow("insert update", expect=expect, columns=("creator_id", "story_id"))


def admin(commands: str = "select") -> Access:
    """People whose profile says that they are admins, which only the service can write there."""

    def expect(t: str, c: Claims) -> str:
        return f"exists (select 1 from public.profiles me where me.id = {c.uid} and me.is_admin)"

    return allow(commands, expect=expect)


def anyones_report(column: str) -> Access:
    """Everybody reports, signed in or not: in the own name or in nobody's."""

    def expect(t: str, c: Claims) -> str:
        return f"({t}.{column} is null or {t}.{column} = {c.uid})"

    return allow("insert", expect=expect, roles=API_ROLES, columns=(column,))
