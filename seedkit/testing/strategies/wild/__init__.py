"""Rows that hold anything the schema allows."""
