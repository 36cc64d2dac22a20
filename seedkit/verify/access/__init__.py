"""The access proof: who really reaches which rows, tried out rather than read from policies."""

from seedkit.verify.access.expectation import Expectation
from seedkit.verify.access.personas import KINDS, Subject
from seedkit.verify.access.proof import Proof, prove_access

__all__ = ["KINDS", "Expectation", "Proof", "Subject", "prove_access"]
