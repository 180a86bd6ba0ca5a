"""How the lines of history of nouns learn to say from where; for the migrations of every package."""

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from district.models import history


class SayFromWhere(migrations.SeparateDatabaseAndState):
    """The lines of some nouns say from where and keep those who wrote; what is deleted is found at once.

    The columns have a default that is constant, so that neither database writes its tables anew; and the models are
    drawn anew once instead of after each of the steps.
    """

    FIELDS = {
        "history_door": models.CharField(max_length=10, default=history.this_door, db_default="earlier"),
        "history_through": models.TextField(default=history.this_way, db_default=""),
        "history_address": models.GenericIPAddressField(null=True, default=history.this_address),
    }
    USER = models.ForeignKey(settings.AUTH_USER_MODEL, history.stays, null=True, related_name="+")

    def __init__(self, *nouns):
        self.nouns = nouns
        super().__init__(state_operations=[step for noun in nouns for step in self._steps(noun)])

    def deconstruct(self):
        return type(self).__name__, list(self.nouns), {}

    def _steps(self, noun):
        name = f"historical{noun}"
        gone = models.Index(fields=["-history_date"], name=f"{noun}_gone", condition=models.Q(history_type="-"))
        for field, column in self.FIELDS.items():
            yield migrations.AddField(name, field, column)
        yield migrations.AlterField(name, "history_user", self.USER)
        yield migrations.AddIndex(name, gone)

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model, gone in self._lines(app_label, to_state):
            for field in self.FIELDS:
                BaseDatabaseSchemaEditor.add_field(schema_editor, model, model._meta.get_field(field))
            schema_editor.add_index(model, gone)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model, gone in self._lines(app_label, from_state):
            schema_editor.remove_index(model, gone)
            for field in self.FIELDS:
                BaseDatabaseSchemaEditor.remove_field(schema_editor, model, model._meta.get_field(field))

    def _lines(self, app_label, state):
        for noun in self.nouns:
            model = state.apps.get_model(app_label, f"historical{noun}")
            yield model, next(index for index in model._meta.indexes if index.name == f"{noun}_gone")
