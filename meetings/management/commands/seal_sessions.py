"""The command `seal_sessions`."""

from district.management.writing import WritingCommand
from meetings.actions import seal_the_unsealed


class Command(WritingCommand):
    help = "Seals the sessions that were approved before there were seals. Running it twice changes nothing."

    def handle(self, **options):
        seal_the_unsealed()
