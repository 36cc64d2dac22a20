"""Storage: quotas and what is stored (c6)."""

from __future__ import annotations

from .billing import TIERS
from .declare import each

_GIGABYTES = ", ".join(f"('{name}', {gb})" for name, (_, _, gb) in TIERS.items())

STORAGE = (
    each(
        "c6.quota",
        "Nobody stores more than the sum of their quotas",
        """(select user_id, sum(file_size) as stored from public.media_metadata
            where user_id is not null group by user_id) t
            left join (select user_id, sum(quota_gb) as quota from public.user_storage group by user_id) s
            on s.user_id = t.user_id""",
        "t.stored <= coalesce(s.quota, 0) * 1073741824::numeric",
        key="t.user_id",
        ours="t.user_id",
        show="t.stored, s.quota",
    ),
    each(
        "c6.size",
        "No file is smaller than nothing",
        "public.media_metadata t",
        "t.file_size >= 0",
        show="t.file_size",
    ),
    each(
        "c6.granted",
        "A quota granted for a plan is the storage that the plan promises",
        f"public.user_storage t join (values {_GIGABYTES}) m(tier_type, gb) on m.tier_type = t.metadata ->> 'tier_type'",
        "t.quota_gb = m.gb",
        show="m.tier_type, t.quota_gb",
    ),
)
