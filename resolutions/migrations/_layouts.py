"""The layouts that every installation begins with."""

from datetime import date

from district.text import fold

LAYOUTS = [
    (
        "36-HD/VPTW",
        date(2018, 4, 3),
        "Khổ giấy, lề, cỡ chữ, kiểu chữ theo Hướng dẫn 36-HD/VPTW năm 2018. Chưa đối chiếu với bản gốc: cỡ chữ trong bảng, "
        "chỗ ký, khoảng cách dòng 18 pt (hướng dẫn cho từ 18 đến 22 pt).",
    ),
    (
        "05-HD/VPTW",
        date(2026, 1, 9),
        "Hướng dẫn 05-HD/VPTW năm 2026, theo Quy định 399-QĐ/TW. Chưa đối chiếu với bản gốc: mọi số đo ở đây lấy như "
        "36-HD/VPTW; ngày áp dụng là ngày của Quy định 399-QĐ/TW. Văn phòng xem lại và sửa tại đây.",
    ),
]


def bring(apps, schema_editor):
    layout, history = (apps.get_model("resolutions", name) for name in ("Layout", "HistoricalLayout"))
    kept = {field.attname for field in history._meta.fields}
    for rule, day, note in LAYOUTS:
        row = layout.objects.create(rule=rule, in_force_on=day, note=note, search_key=fold(f"{rule} {note}"))
        values = {field.attname: getattr(row, field.attname) for field in layout._meta.fields}
        history.objects.create(
            **{name: value for name, value in values.items() if name in kept},
            history_date=row.created_at,
            history_type="+",
            history_change_reason="",
        )


def take_back(apps, schema_editor):
    rules = [rule for rule, _day, _note in LAYOUTS]
    for name in ("HistoricalLayout", "Layout"):
        apps.get_model("resolutions", name).objects.filter(rule__in=rules).delete()
