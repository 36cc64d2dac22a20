"""CraveVerse's promises: they hold for the witness and for every story, and each can be broken."""

from __future__ import annotations

from typing import Any

from craveverse_broken import MUTATIONS
from invariants_tests import InvariantTests

from seedkit.factories.craveverse import product
from seedkit.factories.craveverse.invariants.declare import RULES
from seedkit.scenario import Scenario


class TestInvariants(InvariantTests):
    product = product
    rules = RULES
    mutations = MUTATIONS
    subjects = {*(f"c{n}" for n in range(1, 13)), "b11", "references", "owner", "documents", "words", "times"}
    stories = tuple(product.all_scenarios().values())
    #: A table that only a debug route knows.
    optional = ("test_table_creation",)

    def told(self, story: Scenario) -> dict[str, Any]:
        return {"probe": True} if "probe" in story.parameters else {}
