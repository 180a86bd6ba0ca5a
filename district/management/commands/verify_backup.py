"""Look whether a backup is whole."""

from pathlib import Path

from django.core.management import BaseCommand

from district.management import backups


class Command(BaseCommand):
    """Every file is there, is what it was, and the database opens."""

    help = "Kiểm tra một bản sao lưu còn toàn vẹn hay không."

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="thư mục của bản sao lưu")

    def handle(self, *, folder, **options):
        manifest = backups.verify(folder.absolute())
        self.stdout.write(f"Bản sao lưu lúc {manifest['made_at']} toàn vẹn: {len(manifest['files'])} tệp.")
