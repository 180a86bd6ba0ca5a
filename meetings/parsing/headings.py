"""What a heading or a label announces."""

import re

RESULTS, SHORTCOMINGS, CAUSES, DIRECTIVES, PERSONNEL, TARGETS, OTHER = (
    "results", "shortcomings", "causes", "directives", "personnel", "targets", "other"
)  # fmt: skip

PAPER = re.compile(
    r"(?:báo cáo|biên bản|thông báo|nghị quyết|kết luận|kế hoạch|tờ trình|chương trình)(?: (?:kết luận|hội nghị|tóm tắt|kỳ họp))?[\s:*]*"
)
"""A line that only names the kind of document."""

SIGNED = re.compile(r"(?:nơi nhận|t/m|tm\.|k/t|kt\.|t/l)(?!\w)")
"""Where the text proper ends: addressees and signatures."""

_WEAK = re.compile(r"tồn tại|hạn chế|khuyết điểm|yếu kém|khó khăn|vướng mắc|bất cập|thiếu sót")
_FORM = re.compile(
    r"(?:thời gian(?! (?:tới|qua))|địa điểm|thành phần|chủ trì|thư ký|nội dung|diễn biến|ý kiến|thảo luận|chương trình|khai mạc|số\b)"
)
_STAFF = re.compile(r"công tác cán bộ|công tác nhân sự|về nhân sự")
_PAST_FIRST = re.compile(r"(?:về\s+|kết quả|đánh giá|tình hình|ưu điểm)")
_PAST = re.compile(r"kết quả|đánh giá|tình hình thực hiện|đạt được|thực hiện nhiệm vụ")
_STATE = re.compile(r"kết quả|ưu điểm|tình hình|nổi bật")
_AHEAD = re.compile(
    r"phương hướng|nhiệm vụ|giải pháp|yêu cầu|kết luận|tổ chức thực hiện|đề nghị|chỉ đạo|kiến nghị"
)
_AIM = re.compile(r"mục tiêu|chỉ tiêu")
_NO_AIM = re.compile(r"nhiệm vụ|giải pháp|kết quả|đạt")
_BESIDE = re.compile(r"nguyên nhân|bên cạnh|ngoài")


def subject(key):
    """What the words of a heading (a key) say that the lines below are about, or None."""
    key = key[:160]
    weak, past, ahead = _WEAK.search(key), _PAST.search(key), _AHEAD.search(key)
    if _FORM.match(key):
        return OTHER
    if len(key) < 60 and _STAFF.search(key):
        return PERSONNEL
    if not weak:
        if "nguyên nhân" in key:
            return CAUSES
        if _AIM.search(key) and not _NO_AIM.search(key):
            return TARGETS
        if _PAST_FIRST.match(key) and "nhiệm vụ" not in key and _STATE.search(key):
            return RESULTS
        if ahead and not past:
            return DIRECTIVES
        return RESULTS if past or _STATE.search(key) else None
    if past and past.start() < weak.start():
        if ahead:
            return RESULTS
        if " và " in key and not _BESIDE.search(key):
            return None
    return SHORTCOMINGS
