"""The same bytes forever: these answers were written down once and must never change."""

from __future__ import annotations

import uuid

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from seedkit.entropy import (
    MAX_COPIES,
    below,
    below_wide,
    combine,
    draw,
    happens,
    key_bytes,
    key_range,
    mix,
    random_uuid_bytes,
    salt,
    start,
    timed_uuid_bytes,
    unit,
    walk,
)

IDS = np.arange(4, dtype=np.uint64)
IDS_MANY = mix(np.arange(20_000, dtype=np.uint64))
words = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20).map(
    lambda x: np.array(x, dtype=np.uint64)
)


def test_known_answers() -> None:
    assert mix(IDS).tolist() == [0, 6238072747940578789, 15839785061582574730, 2185194620014831856]
    assert (salt("a"), salt("a", 1)) == (3405396810240292928, 13924241962069754241)
    assert draw(IDS, "title").tolist() == [
        14100768941763375857, 7449845411710091665, 591967891442944350, 8916446702185700810,
    ]  # fmt: skip
    assert combine(IDS, np.arange(4)).tolist() == [
        5197578548964807871, 16051188185124956539, 12852684982895040911, 2705895966984378147,
    ]  # fmt: skip
    assert start("x", 1).tolist() == [14378618150257310015]


def test_known_numbers() -> None:
    draws = draw(IDS, "n")
    assert below(draws, 10).tolist() == [9, 1, 5, 5]
    assert below_wide(draws, np.full(4, 10**15)).tolist() == [
        335263336349886, 887764481553933, 713393438427525, 389470307329066,
    ]  # fmt: skip
    assert unit(draws).tolist() == [
        0.9900573884670196, 0.11735880087190931, 0.591145697574886, 0.5930797015772371,
    ]  # fmt: skip
    assert happens(draws, 0.5).tolist() == [False, True, False, False]


def test_known_keys() -> None:
    copies = np.array([0, 1, 0x12345, MAX_COPIES - 1])
    keys = [uuid.UUID(bytes=row.tobytes()) for row in key_bytes(0x1234, copies, mix(IDS))]
    assert [str(key) for key in keys] == [
        "5eed1234-0000-4000-8000-000000000000",
        "5eed1234-0000-4001-95a4-85874402c179",
        "5eed1234-0012-4345-b6f4-8e25ce8ac522",
        "5eed1234-ffff-4fff-8794-d7bb78c50a3c",
    ]
    assert all(key.version == 4 and key.variant == uuid.RFC_4122 for key in keys)


def test_other_uuids_are_of_their_version() -> None:
    random = [uuid.UUID(bytes=row.tobytes()) for row in random_uuid_bytes(IDS, "t")]
    assert str(random[0]) == "83ebdf92-0ae6-4685-8531-e4264ee5e6a9"
    assert all(u.version == 4 and u.variant == uuid.RFC_4122 for u in random)
    timed = [uuid.UUID(bytes=r.tobytes()) for r in timed_uuid_bytes(np.full(4, 1_700_000_000_000), IDS, "t")]
    assert all(u.version == 7 and u.int >> 80 == 1_700_000_000_000 for u in timed)


@given(st.integers(0, 0xFFFF), st.lists(st.integers(0, MAX_COPIES - 1), min_size=1, max_size=9), words)
def test_the_keys_of_some_copies_are_one_range(tag: int, copies: list[int], ids: np.ndarray) -> None:
    n = min(len(copies), len(ids))
    raw = key_bytes(tag, np.array(copies[:n]), ids[:n])
    for copy, row in zip(copies, raw, strict=False):
        low, high = key_range(tag, copy, copy)
        assert low <= uuid.UUID(bytes=row.tobytes()) <= high
        below, above = key_range(tag, 0, copy - 1)[1] if copy else None, key_range(tag, copy + 1)[0]
        assert ((below is None or below < low) and high < above) or copy == MAX_COPIES - 1


def test_tags_do_not_overlap() -> None:
    assert key_range(7)[1] < key_range(8)[0]
    assert str(key_range(7)[0]) == "5eed0007-0000-4000-8000-000000000000"


@given(words, st.integers(1, 2**32))
def test_below_is_below(draws: np.ndarray, n: int) -> None:
    found = below(draws, n)
    assert ((found >= 0) & (found < n)).all()
    wide = below_wide(draws, np.full(len(draws), n * 2**20))
    assert ((wide >= 0) & (wide < n * 2**20)).all()
    assert ((unit(draws) >= 0) & (unit(draws) < 1)).all()


def test_draws_are_even_and_independent() -> None:
    one, two = draw(IDS_MANY, "one"), draw(IDS_MANY, "two")
    assert abs(unit(one).mean() - 0.5) < 0.01
    assert abs(np.corrcoef(unit(one), unit(two))[0, 1]) < 0.02
    counts = np.bincount(below(one, 7), minlength=7)
    assert counts.min() > 0.9 * len(IDS_MANY) / 7
    assert len(np.unique(one)) == len(IDS_MANY)


def test_chance_at_its_ends() -> None:
    assert not happens(IDS_MANY, 0).any()
    assert happens(IDS_MANY, 1).all()
    assert happens(IDS_MANY, 1.5).all()
    assert abs(happens(IDS_MANY, 0.25).mean() - 0.25) < 0.01


def test_names_are_told_apart_from_their_join() -> None:
    assert salt("a", "b") != salt("ab") != salt("b", "a")
    assert combine(IDS, IDS[::-1]).tolist() != combine(IDS[::-1], IDS).tolist()


@given(st.integers(1, 300), st.integers(0, 2**64 - 1), st.integers(2**30, 2**31))
def test_a_walk_visits_every_place_once(n: int, bits: int, many: int) -> None:
    draws = np.full(n, bits, dtype=np.uint64)
    found = walk(np.arange(n), np.full(n, n), draws)
    assert sorted(found.tolist()) == list(range(n))
    far = walk(np.arange(n), np.full(n, many), draws)
    assert len(set(far.tolist())) == n
    assert ((far >= 0) & (far < many)).all()
