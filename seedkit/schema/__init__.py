"""Schemas: access rules beside the models, and the whole schema of a product as SQL."""
