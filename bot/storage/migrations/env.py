"""Alembic runs this: the connection comes from `bot.storage.migrate`."""

from alembic import context

from bot.storage.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
