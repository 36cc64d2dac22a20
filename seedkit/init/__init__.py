"""Init: a project for a database that nobody has seen: models, factories, a first story, a test."""

from __future__ import annotations

from .project import Project, Wishes, init

__all__ = ["Project", "Wishes", "init"]
