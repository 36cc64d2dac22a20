"""Factories and scenarios that load into Postgres and Supabase."""
