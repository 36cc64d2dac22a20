"""Infinite Pages: models and schema of the product, a shop for stories whose authors are paid."""
