"""Exports: the rows of a story as files, without a server: SQL, CSV, JSON lines, Parquet, Arrow."""
