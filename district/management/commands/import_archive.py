"""Take in the fonds of an organization from another installation."""

from pathlib import Path

from district.management import archives
from district.management.commands.export_archive import organization_of
from district.management.writing import WritingCommand


class Command(WritingCommand):
    """What is here already, and the same, is left alone: a second time changes nothing."""

    help = "Nhận hồ sơ của một tổ chức từ nơi cài đặt khác và khóa lại; nhận lần nữa không thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp do export_archive xuất ra")
        parser.add_argument(
            "--successor",
            metavar="ORG",
            help="mã (hoặc số) của tổ chức kế thừa ở đây; không nêu thì theo hồ sơ",
        )

    def handle(self, *, file, successor, **options):
        heir = organization_of(successor) if successor else None
        organization, is_new = archives.receive(file, heir)
        if is_new:
            self.stdout.write(f"Đã nhận hồ sơ của {organization}, do {organization.successor} kế thừa.")
        else:
            self.stdout.write(f"Hồ sơ của {organization} đã có ở đây, giống từng bản ghi: không thay đổi gì.")
