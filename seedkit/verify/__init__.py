"""Holding a database to account: integrity, invariants, access, and the checks themselves."""
