"""Write the whole fonds of an organization into one file."""

from pathlib import Path

from django.core.management import BaseCommand, CommandError

from district.management import archives
from district.models import Organization


class Command(BaseCommand):
    """Records, history, files and seals, with what they name of the registers."""

    help = "Xuất toàn bộ hồ sơ của một tổ chức ra một tệp, để chuyển sang một nơi cài đặt khác."

    def add_arguments(self, parser):
        parser.add_argument("organization", metavar="ORG", help="mã (hoặc số) của tổ chức")
        parser.add_argument("--output", type=Path, metavar="FILE", help="tệp mới; không nêu thì là MÃ.zip")

    def handle(self, *, organization, output, **options):
        organization = organization_of(organization)
        output = output or Path(f"{organization.code}.zip")
        begun = output.with_name(f"{output.name}.dang-ghi")
        try:
            if output.exists():
                raise CommandError(f"{output} đã có: hãy chọn tên khác.")
            with begun.open("wb") as file:
                manifest = archives.export(organization, file)
            begun.rename(output)
        except OSError as error:
            raise CommandError(f"Không ghi được {output}: {error.strerror or error}.") from error
        finally:
            begun.unlink(missing_ok=True)
        self.stdout.write(f"Đã xuất hồ sơ của {organization} ra {output}.")
        if not organization.is_dissolved:
            self.stderr.write(
                f"{organization} chưa ghi ngày kết thúc hoạt động: hồ sơ ở đây còn sửa được, ở nơi nhận sẽ khóa từ ngày nhận."
            )
        for name in manifest["lost"]:
            self.stderr.write(f"Tệp đã mất, không xuất được: {name}")


def organization_of(key):
    """The organization of a code or id; CommandError if there is none."""
    found = Organization.objects.by_key(key).first()
    if found is None:
        raise CommandError(f"Không có tổ chức nào mang mã {key}.")
    return found
