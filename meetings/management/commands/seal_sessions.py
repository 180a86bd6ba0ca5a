"""The command `seal_sessions`."""

from django.core.management.base import BaseCommand

from meetings.actions import seal_the_unsealed


class Command(BaseCommand):
    help = "Seals the sessions that were approved before there were seals. Running it twice changes nothing."

    def handle(self, **options):
        seal_the_unsealed()
