"""The access proof: who really reaches which rows, tried out rather than read from policies."""

from .expectation import Expectation
from .personas import KINDS, Subject
from .proof import Proof, prove_access

__all__ = ["KINDS", "Expectation", "Proof", "Subject", "prove_access"]
