from datetime import date

from django.core.management.base import CommandError
from django.utils import timezone

from district.management.writing import WritingCommand
from resolutions.actions import remind


def day(text):
    """A day as ISO writes it, 2023-09-29."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--on: {text} không phải là ngày; viết theo mẫu 2023-09-29.") from error


class Command(WritingCommand):
    help = (
        "Gửi mỗi đơn vị một thư về nhiệm vụ sắp đến hạn và quá hạn, và văn phòng một thư tổng hợp. "
        "Chạy lại trong ngày không gửi thêm thư nào."
    )

    def add_arguments(self, parser):
        parser.add_argument("--days", type=int, default=7, help="nhắc trước bao nhiêu ngày (mặc định 7)")
        parser.add_argument("--on", type=day, help="tính theo ngày này thay vì hôm nay, ví dụ 2023-12-24")

    def handle(self, *, days, on, **options):
        if days < 0:
            raise CommandError("--days: số ngày không được âm.")
        sent, unreachable = remind(on=on or timezone.localdate(), days=days)
        for reminder in sent:
            self.stdout.write(f"{reminder.organization}: {reminder.recipients}")
        for organization in unreachable:
            self.stderr.write(f"{organization}: chưa có địa chỉ thư nào, không gửi được.")
        self.stdout.write(f"Đã gửi {len(sent)} thư.")
