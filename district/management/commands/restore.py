"""Bring a backup back into an empty place."""

from pathlib import Path

from django.core.management import BaseCommand

from district.management import backups


class Command(BaseCommand):
    """The place is what DATABASE_URL and SITE_DATA say; nothing that is there is ever overwritten."""

    help = "Phục hồi một bản sao lưu vào cơ sở dữ liệu và thư mục tệp còn trống."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="thư mục của bản sao lưu")

    def handle(self, *, folder, **options):
        manifest = backups.restore(folder.absolute())
        self.stdout.write(f"Đã phục hồi bản sao lưu lúc {manifest['made_at']}: {len(manifest['files'])} tệp.")
