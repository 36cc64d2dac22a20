"""Sums that run along time within groups: what a creator had earned by a moment, what a story had seen in a day."""

from __future__ import annotations

import numpy as np

from seedkit.entropy import I64, U64


def running(groups: U64, moments: I64, amounts: I64, asked: U64, until: I64) -> I64:
    """For each asked group the sum of its amounts up to a moment, that moment included.

    ``groups``, ``moments`` and ``amounts`` have one place for each amount, ``asked`` and ``until`` one for
    each question.
    """
    group, moment = np.concatenate([groups, asked]), np.concatenate([moments, until])
    amount = np.concatenate([amounts, np.zeros(len(asked), dtype=np.int64)])
    question = np.arange(len(group)) >= len(groups)
    order = np.lexsort((question, moment, group))
    total = np.cumsum(amount[order])
    starts = np.ones(len(order), dtype=bool)
    starts[1:] = group[order][1:] != group[order][:-1]
    first = np.maximum.accumulate(np.where(starts, np.arange(len(order)), 0))
    sums = np.empty(len(order), dtype=np.int64)
    sums[order] = total - (total - amount[order])[first]
    return sums[len(groups) :]
