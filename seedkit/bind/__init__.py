"""Binding: a plan held against whatever the target's schema is, and what follows for its rows."""
