"""The command `verify_seals`."""

from django.core.management.base import BaseCommand, CommandError

from meetings.actions import verify_seals


class Command(BaseCommand):
    help = "Checks that every approved session is as it was sealed; names the first record that was altered."

    def handle(self, **options):
        whole, altered, unsealed = verify_seals()
        for session in unsealed:
            self.stdout.write(f"Chưa niêm phong: {session} (kỳ họp số {session.pk}).")
        if altered:
            raise CommandError("\n".join(message for error in altered for message in error.messages))
        self.stdout.write(f"Niêm phong nguyên vẹn: {whole} kỳ họp.")
