"""CraveVerse: models and schema of the product."""
