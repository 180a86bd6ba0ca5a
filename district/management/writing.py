"""Commands that write."""

from django.core.management import BaseCommand

from district.models import Door, noting


class WritingCommand(BaseCommand):
    """A command whose name stands in every line of history that it leaves, whoever calls it."""

    def execute(self, *args, **options):
        with noting(door=Door.COMMAND, through=type(self).__module__.rpartition(".")[2]):
            return super().execute(*args, **options)
