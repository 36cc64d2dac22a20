"""Every factory of CraveVerse, in every state it can be in, and every value it must be able to have."""

from __future__ import annotations

from craveverse_values import allowed_values
from factory_tests import FactoryTests

from seedkit.factories.craveverse import product


class TestFactories(FactoryTests):
    product = product
    allowed = tuple(allowed_values())
