"""Alembic migrations, one file a change of schema."""
