"""Layout."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district import fields
from district.models import Record, RecordQuerySet


class LayoutQuerySet(RecordQuerySet):
    """Layouts, by the day on which they held."""

    def for_day(self, day):
        """The layout in force on the day; before all of them the first, and where there is none the usual facts."""
        in_time = self.order_by("in_force_on")
        return in_time.filter(in_force_on__lte=day).last() or in_time.first() or self.model()


class Layout(Record):
    """How official papers are laid out from a day on (thể thức văn bản): the only place where such facts stand."""

    rule = fields.CharField(_("văn bản quy định"), max_length=80, help_text=_("Ví dụ: 36-HD/VPTW."))
    in_force_on = models.DateField(
        _("áp dụng từ ngày"), unique=True, help_text=_("Văn bản lấy thể thức theo ngày ghi trên nó.")
    )
    margin_top = models.PositiveSmallIntegerField(_("lề trên (mm)"), default=20)
    margin_bottom = models.PositiveSmallIntegerField(_("lề dưới (mm)"), default=20)
    margin_left = models.PositiveSmallIntegerField(_("lề trái (mm)"), default=30)
    margin_right = models.PositiveSmallIntegerField(_("lề phải (mm)"), default=15)
    is_two_sided = models.BooleanField(
        _("in hai mặt"), default=False, help_text=_("Mặt sau đổi lề trái với lề phải.")
    )
    page_number_top = models.PositiveSmallIntegerField(_("số trang cách mép trên (mm)"), default=10)
    page_number_size = models.PositiveSmallIntegerField(_("cỡ chữ số trang (pt)"), default=14)
    font = fields.CharField(_("phông chữ trong tệp Word"), max_length=60, default="Times New Roman")
    party_size = models.PositiveSmallIntegerField(_("cỡ chữ tiêu đề (pt)"), default=15)
    head_size = models.PositiveSmallIntegerField(_("cỡ chữ tên cơ quan, số, ngày, chữ ký (pt)"), default=14)
    kind_size = models.PositiveSmallIntegerField(_("cỡ chữ tên loại (pt)"), default=16)
    abstract_size = models.PositiveSmallIntegerField(_("cỡ chữ trích yếu (pt)"), default=14)
    body_size = models.PositiveSmallIntegerField(_("cỡ chữ nội dung (pt)"), default=14)
    table_size = models.PositiveSmallIntegerField(_("cỡ chữ trong bảng (pt)"), default=12)
    recipients_size = models.PositiveSmallIntegerField(_("cỡ chữ nơi nhận (pt)"), default=12)
    line_pitch = models.PositiveSmallIntegerField(_("khoảng cách dòng (pt)"), default=18)
    paragraph_gap = models.PositiveSmallIntegerField(_("cách đoạn thêm (pt)"), default=6)
    first_line = models.PositiveSmallIntegerField(_("thụt đầu dòng (mm)"), default=10)
    signature_space = models.PositiveSmallIntegerField(_("chỗ ký (mm)"), default=25)
    party_words = fields.CharField(_("tiêu đề"), max_length=80, default="ĐẢNG CỘNG SẢN VIỆT NAM")
    issuer_mark = fields.CharField(_("dấu dưới tên cơ quan"), max_length=10, default="*", blank=True)
    abstract_rule = fields.CharField(_("vạch dưới trích yếu"), max_length=10, default="-----", blank=True)
    draft_words = fields.CharField(_("chữ trên bản dự thảo"), max_length=20, default="DỰ THẢO")
    recipients_words = fields.CharField(_("chữ trên nơi nhận"), max_length=20, default="Nơi nhận:")
    note = fields.TextField(
        _("ghi chú"), blank=True, help_text=_("Điều nào lấy từ đâu, điều nào chưa đối chiếu với văn bản gốc.")
    )
    search_key = fields.SearchKeyField("rule", "note")

    names_publicly = False
    kept_by = ()
    moves_with_its_fonds = False
    objects = LayoutQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("thể thức văn bản")
        verbose_name_plural = _("thể thức văn bản")
        ordering = ["-in_force_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    **{
                        f"{part}_size__range": (8, 20)
                        for part in (
                            "page_number",
                            "party",
                            "head",
                            "kind",
                            "abstract",
                            "body",
                            "table",
                            "recipients",
                        )
                    }
                ),
                name="layout_sizes_readable",
                violation_error_message=_("Cỡ chữ từ 8 đến 20 pt."),
            ),
            models.CheckConstraint(
                condition=Q(
                    margin_top__range=(10, 60),
                    margin_bottom__range=(10, 60),
                    margin_left__range=(10, 60),
                    margin_right__range=(10, 60),
                ),
                name="layout_margins_on_the_sheet",
                violation_error_message=_("Mỗi lề từ 10 đến 60 mm."),
            ),
            models.CheckConstraint(
                condition=Q(
                    page_number_top__lte=50,
                    first_line__lte=50,
                    signature_space__lte=60,
                    paragraph_gap__lte=40,
                    line_pitch__lte=60,
                ),
                name="layout_distances_on_the_sheet",
                violation_error_message=_("Khoảng cách này quá lớn so với trang giấy."),
            ),
            models.CheckConstraint(
                condition=Q(line_pitch__gte=models.F("body_size")),
                name="layout_lines_apart",
                violation_error_message=_("Khoảng cách dòng không được nhỏ hơn cỡ chữ nội dung."),
            ),
        ]

    def __str__(self):
        return f"{self.rule}, từ {self.in_force_on:%d/%m/%Y}"

    def facts(self):
        """Every fact by its name, as plain numbers and words."""
        beside = {"id", "created_at", "modified_at", "in_force_on", "search_key"}
        return {
            field.name: getattr(self, field.name)
            for field in self._meta.concrete_fields
            if field.name not in beside
        }
