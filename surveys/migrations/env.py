"""How Alembic reaches the database: on the connection that ``Database.migrate`` opened."""

from alembic import context

from surveys.tables import metadata

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Run migrations with: python -m engage migrate")
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
context.run_migrations()
