"""Organization."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from district import fields
from district.constraints import in_order
from district.indexes import listed_by
from district.models.record import Record, RecordQuerySet


class OrganizationQuerySet(RecordQuerySet):
    """Organizations, by who acts for them."""

    def by_key(self, key):
        """The organization whose code, or id in digits, is the key."""
        if not key.isprintable():  # PostgreSQL takes no NUL, even to look for it
            return self.none()
        return (
            self.filter(Q(code=key) | Q(pk=int(key)))
            if key.isdecimal() and len(key) < 19
            else self.filter(code=key)
        )

    def at_or_below(self, keys):
        """The keys of these organizations, of all that are below them, and of those that they have succeeded."""
        found, edge = set(keys), set(keys)
        while edge:
            edge = {
                *self.filter(Q(parent__in=edge) | Q(successor__in=edge)).values_list("pk", flat=True)
            } - found
            found |= edge
        return found

    def reported_by(self, user):
        """The units for which the user reports progress."""
        return self.filter(roles__user=user, roles__kind="reporter")


class Organization(Record):
    """A Party committee, cell, people's committee, department or commune (tổ chức, cơ quan, đơn vị)."""

    class Kind(models.TextChoices):
        PARTY_COMMITTEE = "party_committee", _("Đảng bộ, cấp ủy")
        PARTY_CELL = "party_cell", _("Chi bộ")
        PARTY_BODY = "party_body", _("Cơ quan tham mưu của Đảng")
        PEOPLES_COUNCIL = "peoples_council", _("Hội đồng nhân dân")
        PEOPLES_COMMITTEE = "peoples_committee", _("Ủy ban nhân dân")
        DEPARTMENT = "department", _("Phòng, ban chuyên môn")
        FRONT = "front", _("Mặt trận, đoàn thể")
        FORCE = "force", _("Quân sự, công an, biên phòng")
        GROUP = "group", _("Nhóm đơn vị")
        OTHER = "other", _("Đơn vị khác")

    class Level(models.TextChoices):
        CENTRAL = "central", _("Trung ương")
        PROVINCE = "province", _("Tỉnh")
        DISTRICT = "district", _("Huyện")
        COMMUNE = "commune", _("Xã, phường, đặc khu")
        CELL = "cell", _("Cơ sở")

    class SessionWord(models.TextChoices):
        KY_HOP = "ky_hop", _("Kỳ họp")
        HOI_NGHI = "hoi_nghi", _("Hội nghị")

    class Quorum(models.TextChoices):
        HALF = "1/2", _("Một nửa")
        TWO_THIRDS = "2/3", _("Hai phần ba")
        THREE_QUARTERS = "3/4", _("Ba phần tư")

    code = models.SlugField(
        _("mã"),
        max_length=80,
        unique=True,
        help_text=_("Chữ thường không dấu, ví dụ: huyen-uy-dien-bien-dong."),
    )
    name = fields.CharField(_("tên"), max_length=200)
    short_name = fields.CharField(_("tên ngắn"), max_length=80, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("cấp trên trực tiếp"),
    )
    symbol = fields.SymbolField(
        _("ký hiệu văn bản"), max_length=20, blank=True, help_text=_("Phần sau dấu gạch chéo, ví dụ: HU.")
    )
    governing_body = fields.CharField(
        _("cơ quan họp"), max_length=120, blank=True, help_text=_("Ví dụ: Ban Chấp hành Đảng bộ huyện.")
    )
    seat = fields.CharField(
        _("địa danh"),
        max_length=80,
        blank=True,
        help_text=_("Ghi trước ngày tháng trên văn bản, ví dụ: Điện Biên Đông."),
    )
    session_word = models.CharField(
        _("cách gọi phiên họp"), max_length=10, choices=SessionWord, default=SessionWord.HOI_NGHI
    )
    quorum = models.CharField(
        _("túc số"),
        max_length=3,
        choices=Quorum,
        default=Quorum.TWO_THIRDS,
        help_text=_("Phần ủy viên phải có mặt; thiếu thì hệ thống nhắc, không chặn."),
    )
    founded_on = models.DateField(_("ngày thành lập"), null=True, blank=True)
    dissolved_on = models.DateField(
        _("ngày kết thúc hoạt động"),
        null=True,
        blank=True,
        help_text=_("Từ ngày này hồ sơ của tổ chức chỉ xem và xuất được, không sửa được nữa."),
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        verbose_name=_("tổ chức kế thừa"),
    )
    email = models.EmailField(
        _("thư điện tử"),
        blank=True,
        help_text=_("Nơi nhận thư nhắc việc, ngoài những người báo cáo của đơn vị."),
    )
    sort_key = fields.SortKeyField("name")
    search_key = fields.SearchKeyField("name", "short_name", "code")

    objects = OrganizationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("tổ chức")
        verbose_name_plural = _("tổ chức")
        ordering = ["sort_key", "id"]
        indexes = listed_by("organization", "sort_key", "kind", "level", "founded_on", "created_at")
        constraints = [
            in_order(
                "founded_on",
                "dissolved_on",
                name="organization_ends_after_founding",
                message=_("Ngày kết thúc hoạt động không được trước ngày thành lập."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(dissolved_on__isnull=False),
                name="organization_successor_needs_end",
                violation_error_message=_("Chỉ tổ chức đã kết thúc hoạt động mới có tổ chức kế thừa."),
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("id")) & ~Q(successor=F("id")),
                name="organization_not_its_own_kin",
                violation_error_message=_(
                    "Một tổ chức không thể là cấp trên hay tổ chức kế thừa của chính nó."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_dissolved(self):
        """Whether the organization has ended by today: its records are then a closed fonds."""
        return self.dissolved_on is not None and self.dissolved_on <= timezone.localdate()

    def continues(self, other):
        """Whether this is the other organization, or its successor."""
        return self == other or self.predecessors.filter(pk=other.pk).exists()

    @property
    def kept_at(self):
        """An organization is kept by itself and by the one above it: a new commune by its district."""
        return [keeper for keeper in (self, self.parent) if keeper]

    def addresses(self, *roles):
        """The e-mail addresses of the organization and of those who hold one of the roles for it."""
        people = self.roles.filter(kind__in=roles, user__is_active=True).exclude(user__email="")
        return sorted({self.email, *people.values_list("user__email", flat=True)} - {""})

    def clean(self):
        super().clean()
        refuse_circle(self, "parent", _("Cấp trên trực tiếp tạo thành vòng: %(name)s nằm dưới tổ chức này."))
        refuse_circle(
            self, "successor", _("Tổ chức kế thừa tạo thành vòng: %(name)s được tổ chức này kế thừa.")
        )


def refuse_circle(record, link, message):
    """Raise ValidationError, naming the field, if following `link` from the record leads back to it."""
    seen, node = {record.pk}, getattr(record, link)
    while node is not None:
        if node.pk in seen and node.pk is not None:
            raise ValidationError({link: ValidationError(message, code="circle", params={"name": str(node)})})
        seen.add(node.pk)
        node = getattr(node, link)
