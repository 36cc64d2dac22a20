"""Loading: the target, its guard, COPY, the ledger of loads, converging and unloading."""
