"""Copy the whole site into a folder: database, uploads, and a manifest of their hashes."""

from pathlib import Path

from django.core.management import BaseCommand

from district.management import backups


class Command(BaseCommand):
    """People may go on working: the copy is of one moment."""

    help = "Sao lưu cơ sở dữ liệu và các tệp tải lên vào một thư mục mới, kèm mã băm của từng tệp."

    def add_arguments(self, parser):
        parser.add_argument(
            "--output", required=True, type=Path, metavar="DIR", help="thư mục mới hoặc trống"
        )

    def handle(self, *, output, **options):
        manifest = backups.make(output.absolute())
        self.stdout.write(f"Đã sao lưu {len(manifest['files'])} tệp vào {output}.")
