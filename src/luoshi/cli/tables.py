"""The tables of a site: made at once where there are none, brought up to date by migrations where there are some."""

from __future__ import annotations

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def renew() -> None:
    """Make or renew the tables of this site. Safe to repeat."""
    make_anew(connection)
    call_command("migrate", verbosity=0, interactive=False)


def make_anew(database: BaseDatabaseWrapper) -> None:
    """Make every table as the models say, where there is no table yet.

    A new site need not live through the history of its tables: for each step of it Django draws up all of them again,
    which was most of the time of a first start. The migrations are noted as done, so that later ones go on from here.
    All of it or nothing; of two processes that start at once on SQLite, one makes the tables. A test holds that both
    ways lead to the same ones. A migration that fills tables would have to be done here too, if new sites need it.
    """
    if database.introspection.table_names():
        return
    with database.schema_editor() as editor:
        if database.introspection.table_names():
            return  # another process was here first
        executor = MigrationExecutor(database)
        editor.create_model(executor.recorder.Migration)
        for model in apps.get_models():
            if model._meta.can_migrate(database):
                editor.create_model(model)
        for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
            for app, name in [(migration.app_label, migration.name), *migration.replaces]:
                executor.recorder.record_applied(app, name)
