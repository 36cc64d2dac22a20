"""The mood of a person in one part of life, rolled up from the events of 60 days (catalog/vibrationfit c8)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from seedkit.entropy import I64, U64, combine
from seedkit.fields import Field
from seedkit.fields.kin import group_ids, position_in_group
from seedkit.fields.numbers import scaled
from seedkit.fields.rows import Rows
from seedkit.types import MOMENT, UUID, numbers

from .vocabulary.categories import VALENCES

_DAY = 86_400_000_000
_WINDOW = 60 * _DAY
_SCORES = {VALENCES["above"]: 1, VALENCES["near"]: 0, VALENCES["below"]: -1}


class Mood(Field):
    """One figure of the mood: it reads all vibrational events of the row's user and category in the last 60 days.

    Figures: ``valence``, ``trend``, ``intensity``, ``words``, ``essence``, ``first_at``, ``last_at``,
    ``week`` and ``month`` (counts), ``scene`` and ``vision`` (ids of the newest event's source).
    Without events, as for a row alone: near the green line, stable, nothing else.
    """

    def __init__(self, figure: str) -> None:
        super().__init__()
        self.figure = figure

    def column(self, rows: Rows) -> Any:
        figures: dict[str, Any] = rows.once(("moods", id(rows)), lambda: _figures(rows))
        return figures[self.figure]


class _Events(NamedTuple):
    """Events that count, in order of (row, time, event id); ``place`` is the row of the mood."""

    place: I64
    at: I64
    score: I64
    columns: dict[str, pa.Array]


def _figures(rows: Rows) -> dict[str, Any]:
    n, now = len(rows), rows.scope.now_us
    events = _collect(rows)
    recent = events.at >= now - 30 * _DAY
    last = _last(events.place, n)
    words, first_word = _words(events, n)
    newest = events.columns["essence_word"].take(_taken(last))
    return {
        "valence": _valence(events, n, now),
        "trend": _trend(events, recent, n),
        "intensity": _intensity(events, n),
        "words": words,
        "essence": pc.coalesce(newest, first_word),
        "first_at": _moment(events, _last(events.place[::-1], n, mirrored=True)),
        "last_at": _moment(events, last),
        "week": np.bincount(events.place[events.at >= now - 7 * _DAY], minlength=n),
        "month": np.bincount(events.place[recent], minlength=n),
        "scene": _source(events, "scene", n),
        "vision": _source(events, "vision_paragraph", n),
    }


def _collect(rows: Rows) -> _Events:
    from .vibrational import VibrationalEventFactory

    known: dict[str, int] = {}
    wanted = _keys(rows, known)
    order = np.argsort(wanted, kind="stable")
    names = ("emotional_valence", "intensity", "essence_word", "source_type", "source_id")
    places, ats, ids = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint64)]
    kinds = {"intensity": pa.int32(), "source_id": UUID}
    columns = {name: [pa.array([], kinds.get(name, pa.string()))] for name in names}
    for events in rows.others(VibrationalEventFactory) if len(rows) else ():
        keys = _keys(events, known)
        near = np.minimum(np.searchsorted(wanted[order], keys), len(rows) - 1)
        at = numbers(events.column("created_at")).astype(np.int64)
        counts = (wanted[order[near]] == keys) & (at >= rows.scope.now_us - _WINDOW)
        places.append(order[near][counts])
        ats.append(at[counts])
        ids.append(events.ids[counts])
        for name in names:
            columns[name].append(events.column(name).filter(pa.array(counts)))
    place, at = np.concatenate(places), np.concatenate(ats)
    order = np.lexsort((np.concatenate(ids), at, place))
    taken = {name: pa.concat_arrays(parts).take(pa.array(order)) for name, parts in columns.items()}
    return _Events(place[order], at[order], _scores(taken["emotional_valence"]), taken)


def _keys(rows: Rows, known: dict[str, int]) -> U64:
    """One number for each user and category; ``known`` numbers the categories met so far."""
    category = rows.column("category").dictionary_encode()
    codes = np.array([known.setdefault(c, len(known)) for c in category.dictionary.to_pylist()] or [0])
    return combine(group_ids(rows, "user"), codes[category.indices.fill_null(0).to_numpy()])


def _scores(valences: pa.Array) -> I64:
    index = pc.index_in(valences, value_set=pa.array(list(_SCORES)))
    found: I64 = np.array(list(_SCORES.values()))[index.to_numpy(zero_copy_only=False).astype(np.int64)]
    return found


def _sums(place: I64, amounts: I64, n: int) -> I64:
    total = np.zeros(n, dtype=np.int64)
    np.add.at(total, place, amounts)
    return total


def _valence(events: _Events, n: int, now: int) -> pa.Array:
    # The weight is what is left of the 60 days, a tenth at least: whole microseconds, so the sums are exact.
    weight = np.clip(_WINDOW - (now - events.at), _WINDOW // 10, _WINDOW)
    total, score = _sums(events.place, weight, n), _sums(events.place, weight * events.score, n)
    above, below = 4 * score > total, 4 * score < -total
    return _pick(above, below, VALENCES["above"], VALENCES["below"], VALENCES["near"])


def _trend(events: _Events, recent: npt.NDArray[np.bool_], n: int) -> pa.Array:
    (late, lates), (early, earlies) = (
        (
            _sums(events.place[part], events.score[part], n),
            np.maximum(np.bincount(events.place[part], minlength=n), 1),
        )
        for part in (recent, ~recent)
    )
    # late / lates - early / earlies against 0.15, in whole numbers.
    change, threshold = 20 * (late * earlies - early * lates), 3 * lates * earlies
    return _pick(change > threshold, change < -threshold, "up", "down", "stable")


def _pick(first: npt.NDArray[Any], second: npt.NDArray[Any], *words: str) -> pa.Array:
    return pa.array(words).take(pa.array(np.where(first, 0, np.where(second, 1, 2))))


def _intensity(events: _Events, n: int) -> pa.Array:
    given = events.columns["intensity"].is_valid().to_numpy(zero_copy_only=False)
    place = events.place[given]
    count = np.bincount(place, minlength=n)
    total = _sums(place, numbers(events.columns["intensity"]).astype(np.int64)[given], n)
    mean = scaled((200 * total + count) // np.maximum(2 * count, 1), 2)
    return pc.if_else(pa.array(count > 0), mean, None)


def _words(events: _Events, n: int) -> tuple[pa.Array, pa.Array]:
    """The five essence words that come most often, and the first of them; ties go to the older word."""
    words = pc.utf8_lower(events.columns["essence_word"])
    given = np.nonzero(words.is_valid().to_numpy(zero_copy_only=False))[0]
    coded = words.take(pa.array(given)).dictionary_encode()
    size = max(len(coded.dictionary), 1)
    pairs, met, count = np.unique(
        events.place[given] * size + coded.indices.to_numpy(), return_index=True, return_counts=True
    )
    order = np.lexsort((met, -count, pairs // size))
    top = order[position_in_group(pairs[order] // size) < 5]
    place, word = pairs[top] // size, coded.dictionary.cast(pa.string()).take(pa.array(pairs[top] % size))
    lengths = np.bincount(place, minlength=n)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    first = pa.array(np.minimum(offsets[:-1], max(len(word) - 1, 0)), mask=lengths == 0)
    return pa.ListArray.from_arrays(pa.array(offsets), word), word.take(first)


def _last(place: I64, n: int, *, mirrored: bool = False) -> I64:
    """The last event of each row, -1 without any; the first one if the events are given backwards."""
    last = np.full(n, -1, dtype=np.int64)
    last[place] = np.arange(len(place))[::-1] if mirrored else np.arange(len(place))
    return last


def _taken(index: I64) -> pa.Array:
    return pa.array(np.maximum(index, 0), mask=index < 0)


def _moment(events: _Events, index: I64) -> pa.Array:
    return pa.array(events.at).cast(MOMENT).take(_taken(index))


def _source(events: _Events, source_type: str, n: int) -> pa.Array:
    sources = events.columns["source_id"]
    there = pc.and_(pc.equal(events.columns["source_type"], source_type), sources.is_valid())
    mine = np.nonzero(there.to_numpy(zero_copy_only=False))[0]
    last = _last(events.place[mine], n)
    return sources.take(
        pa.array(mine[np.maximum(last, 0)], mask=last < 0) if len(mine) else pa.nulls(n, pa.int64())
    )
