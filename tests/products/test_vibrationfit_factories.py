"""Every factory of VibrationFit, in every state it can be in, and every value it must be able to have."""

from __future__ import annotations

from factory_tests import FactoryTests
from vibrationfit_values import allowed_values

from seedkit.factories.vibrationfit import product


class TestFactories(FactoryTests):
    product = product
    allowed = tuple(allowed_values())
