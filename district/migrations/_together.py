"""How the tables of many nouns are made in one step; for the first migration of every package."""

from django.db.migrations.operations.base import Operation


class Together(Operation):
    """Operations that make models: after each by itself Django would draw all models of the site anew, here after all."""

    def __init__(self, *creations):
        self.creations = creations

    def deconstruct(self):
        return type(self).__name__, list(self.creations), {}

    def state_forwards(self, app_label, state):
        vars(state).pop("apps", None)
        for creation in self.creations:
            creation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for creation in self.creations:
            creation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for creation in reversed(self.creations):
            creation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"Create {len(self.creations)} models"
