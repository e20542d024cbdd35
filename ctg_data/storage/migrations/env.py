"""Alembic's entry: the connection is given by ``storage.migre``, which holds the writer's lock."""

from alembic import context

from ctg_data.storage.tables import META

context.configure(
    connection=context.config.attributes["connexion"], target_metadata=META, render_as_batch=True, transaction_per_migration=False
)
context.run_migrations()
