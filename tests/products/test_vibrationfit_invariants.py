"""VibrationFit's promises: they hold for the witness and for every story, and each can be broken."""

from __future__ import annotations

from typing import Any

from invariants_tests import InvariantTests
from vibrationfit_broken import MUTATIONS

from seedkit.factories.vibrationfit import product
from seedkit.factories.vibrationfit.invariants.declare import RULES
from seedkit.scenario import Scenario


class TestInvariants(InvariantTests):
    product = product
    rules = RULES
    mutations = MUTATIONS
    subjects = {*(f"c{n}" for n in range(1, 9)), "references", "owner", "documents", "words", "times"}
    stories = tuple(product.all_scenarios().values())
    #: The product has stopped writing it.
    unseen = {"documents.ai_conversations.context_used"}
    #: A table that the product dropped.
    optional = ("token_drips",)

    def told(self, story: Scenario) -> dict[str, Any]:
        return {"drips": True} if "drips" in story.parameters else {}
