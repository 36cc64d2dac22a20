"""Infinite Pages' promises: they hold for the witness and for every story, and each can be broken."""

from __future__ import annotations

from infinitepages_broken import MUTATIONS
from invariants_tests import InvariantTests

from seedkit.factories.infinitepages import product
from seedkit.factories.infinitepages.invariants.declare import RULES


class TestInvariants(InvariantTests):
    product = product
    rules = RULES
    mutations = MUTATIONS
    subjects = {*(f"c{n}" for n in range(1, 14)), "ops", "references", "owner", "documents", "words", "times"}
    stories = tuple(product.all_scenarios().values())
    #: Paid by card, an earning names a transfer instead of an entry: the product has no such sale any more.
    unseen = {"c6.card"}
