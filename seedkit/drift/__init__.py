"""Drift: how a live schema differs from the one that a product means, and which factories that touches."""
