"""The words that carry the reading, by what they tell; found in one pass over a text, longest phrase first."""

import re
from itertools import accumulate
from typing import NamedTuple

from meetings.parsing.spelling import key

PHRASES = {
    # Nouns for weakness: the name of a section, or what opens a list.
    "weakness": "tồn tại, hạn chế, khuyết điểm, yếu kém, bất cập, khó khăn, vướng mắc, thiếu sót, mặt chưa được",
    # Predicates that make a sentence a shortcoming.
    "lacking": """
        còn chậm, chậm, thấp, yếu, thiếu, chưa, còn hạn chế, còn thấp, còn cao, còn nhiều, còn ít, còn xảy ra, vẫn xảy ra,
        xảy ra, vẫn còn, còn diễn biến, phức tạp, tiềm ẩn, gặp khó khăn, gặp nhiều khó khăn, còn khó khăn, nhiều khó khăn,
        khó khăn, vướng mắc, lúng túng, buông lỏng, manh mún, nhỏ lẻ, xuống cấp, hư hỏng, kéo dài, tồn đọng, nợ đọng,
        ô nhiễm, lấn chiếm, tái diễn, thiệt hại, đùn đẩy, né tránh, sợ sai, e ngại, chủ quan, vi phạm, mới đạt, chỉ đạt,
        mới được, mới giảm được, đạt thấp, giảm sâu, bất cập, hạn chế, tai nạn giao thông tăng, không đạt, không bảo đảm,
        không đảm bảo, không kịp thời, không ổn định, không đồng bộ, không hoàn thành, không đúng, kém, phát sinh, hình thức,
        thụ động, bị động, sai phạm, trái phép, suy giảm, giảm bậc, trì trệ, ách tắc, tụt, thiếu hụt, quá tải, ùn ứ, dở dang,
        tồn tại, thất thoát, lãng phí, thờ ơ, xuống thấp, mất cân đối, dàn trải, nghiêm trọng, sạt lở, còn tình trạng""",
    # Predicates of what went well.
    "good": """
        đạt, tăng, vượt, hoàn thành, giữ vững, ổn định, quan tâm, chú trọng, chuyển biến, tích cực, củng cố, nâng lên,
        đảm bảo, bảo đảm, tăng cường, phát triển, duy trì, kịp thời, hiệu quả, thành công, khởi sắc, tiến bộ, cải thiện,
        thực hiện tốt, kết nạp, tập trung, đầy đủ, nghiêm túc, được triển khai, huấn luyện, tiếp nhận, đẩy mạnh, không còn,
        trồng mới, giải quyết, xóa, vận động, không để xảy ra, có thêm, hình thành, thu hút""",
    # What opens a list of duties.
    "task": "phương hướng, nhiệm vụ, giải pháp, nhiêm vụ",
    # Verbs that a duty begins with.
    "duty": """
        tập trung, tiếp tục, đẩy mạnh, đẩy nhanh, tăng cường, nâng cao, thực hiện, triển khai, chỉ đạo, lãnh đạo, rà soát,
        tham mưu, chủ trì, phối hợp, chủ động, tổ chức, xây dựng, hoàn thành, hoàn thiện, duy trì, phát huy, phát triển,
        quan tâm, làm tốt, chuẩn bị, khẩn trương, sớm, cần, phải, theo dõi, đôn đốc, kiểm tra, giám sát, vận động,
        tuyên truyền, lập, mở, củng cố, huy động, quyết liệt, bám sát, quản lý, khắc phục, giữ vững, bảo đảm, đảm bảo,
        phấn đấu, sẽ, nêu cao, thường xuyên, tích cực, đổi mới, mở rộng, thu hoạch, chăm lo, chăm sóc, giải quyết, tháo gỡ,
        xử lý, khai thác, thu hút, cải thiện, sắp xếp, kiện toàn, khống chế, ngăn chặn, phòng chống, nghiên cứu, đề xuất,
        bổ sung, trình, ban hành, phân công, quán triệt, gắn, ưu tiên, nâng cấp, sửa chữa, đầu tư, bố trí, cân đối, tiết kiệm,
        chấn chỉnh, kiểm soát, thúc đẩy, khuyến khích, hỗ trợ, chỉnh trang, lập lại, cụ thể hóa, làm rõ, gieo cấy, trồng, thu,
        giảm, tạo, đưa, có giải pháp, có kế hoạch, chuyển đổi, hướng dẫn, đào tạo, bồi dưỡng, thanh tra, quy hoạch, cơ cấu,
        đa dạng hóa, thẩm định, công khai, tham gia, ổn định, nắm, nhân rộng, quảng bá, bảo vệ, bảo tồn, phòng, chống,
        tạo điều kiện, tạo chuyển biến, tự kiểm tra, khôi phục, nâng, tái cơ cấu, siết chặt, thống kê, cập nhật, tiếp thu,
        điều hành, phân bổ, giao, báo cáo, kịp thời, nghiêm túc, đồng bộ, giải ngân, học tập, chú trọng, xóa, đôn đốc""",
    # What a responsible unit's name begins with.
    "unit": """
        ubnd, hđnd, ủy ban, hội đồng nhân dân, thường trực, ban thường vụ, btv, ban chấp hành, ban tổ chức, ban tuyên giáo,
        ban dân vận, ban nội chính, ban quản lý, ban chỉ đạo, ban chỉ huy, ban cán sự, ban tuyên giáo và dân vận, các ban,
        văn phòng, phòng, sở, chi cục, cục, hạt kiểm lâm, công an, bộ chỉ huy, bộ đội, đồn biên phòng, mặt trận, mttq, ubmttq,
        hội nông dân, hội phụ nữ, hội liên hiệp, hội cựu chiến binh, hội chữ thập đỏ, liên đoàn lao động, huyện đoàn, tỉnh đoàn,
        thành đoàn, đoàn thanh niên, đoàn thể, trung tâm, đảng ủy, huyện ủy, tỉnh ủy, thành ủy, thị ủy, cấp ủy, chi ủy, chi bộ,
        đảng bộ, tổ chức đảng, tổ chức cơ sở đảng, trạm y tế, bảo hiểm xã hội, kho bạc, ngân hàng, tòa án, viện kiểm sát, các xã,
        các phường, các huyện, các phòng, các sở, các ngành, các cấp, các đơn vị, các địa phương, các cơ quan, các chi bộ,
        các đảng bộ, các tổ chức, các đồng chí, các đoàn thể, các thôn, các bản, các trường, các chủ đầu tư, chủ đầu tư, huyện,
        xã, tỉnh, thành phố, thị xã, phường, thị trấn, đảng viên, cán bộ, các tổ đại biểu, các đại biểu, ủy ban kiểm tra,
        hợp tác xã, người đứng đầu, chính quyền, bí thư, trường, bệnh viện, thanh tra, địa phương, cả hệ thống chính trị""",
    # A sentence that begins so tells how the meeting went.
    "meeting": """
        hội nghị, kỳ họp, tại hội nghị, tại kỳ họp, tại buổi, các đại biểu, đại biểu, đồng chí, đ/c, phát biểu, kết luận, dự,
        tham dự, đến dự, sau khi, cũng tại, cùng dự, chủ trì, thay mặt, kết thúc hội nghị, kết thúc kỳ họp, kết thúc buổi, bế mạc, khai mạc, trên cơ sở, các ý kiến,
        ông, bà, buổi, với tinh thần, phiên họp, cũng trong, sáng, chiều, ngày, nhân dịp, toàn cảnh, quang cảnh,
        trong 2 ngày, trong hai ngày, trong 3 ngày, trong thời gian, hôm nay, biên bản, trên đây, nơi nhận, căn cứ, thực hiện
        chương trình, qua thảo luận""",
    "personnel": """
        công tác cán bộ, kiện toàn, bầu bổ sung, bầu cử bổ sung, miễn nhiệm, bãi nhiệm, công tác nhân sự, nhân sự,
        bổ nhiệm, điều động, luân chuyển, chuẩn y, chỉ định, giới thiệu, bầu bà, bầu ông, bầu đồng chí, bầu các đồng chí,
        bổ sung ủy viên, giữ chức, bỏ phiếu, lấy phiếu, cho thôi, tiến hành bầu, bầu chức danh, chức danh""",
}

SECTORS = {
    "Nông – lâm nghiệp": """nông nghiệp, lâm nghiệp, trồng trọt, chăn nuôi, gieo trồng, gieo cấy, lúa, hoa màu, gia súc, gia cầm, lương thực,
        thủy sản, rừng, mắc ca, cây trồng, vật nuôi, vụ mùa, thủy lợi, nông thôn mới, cà phê, chè, đàn trâu, đàn lợn, dịch tả lợn, vụ đông,
        sản xuất nông, thu hoạch, nông sản, dồn điền""",
    "Công nghiệp – xây dựng": """công nghiệp, xây dựng cơ bản, tiểu thủ công nghiệp, công trình, đầu tư công, giải phóng mặt bằng, hạ tầng,
        dự án trọng điểm, giao thông nông thôn, quy hoạch, đô thị, đường giao thông, thi công, dự án, nhà ở""",
    "Thương mại – dịch vụ": "thương mại, dịch vụ, bán lẻ, du lịch, xuất khẩu, chợ, lượt khách, hàng hóa, doanh nghiệp, hợp tác xã, ocop",
    "Tài chính – ngân sách": "ngân sách, thu ngân sách, tài chính, thuế, dự toán, giải ngân, tín dụng, nợ đọng thuế, vốn đầu tư, quyết toán",
    "Chương trình mục tiêu quốc gia": "mtqg, chương trình mục tiêu quốc gia, mục tiêu quốc gia, vốn sự nghiệp",
    "Tài nguyên – môi trường": """đất đai, giấy chứng nhận quyền sử dụng đất, khoáng sản, môi trường, rác thải, tài nguyên, nước sạch, đất lâm nghiệp,
        lâm sản, phá rừng, thiên tai, bão lũ, sạt lở""",
    "Giáo dục và đào tạo": "giáo dục, đào tạo, học sinh, giáo viên, trường học, năm học, mầm non, lớp học, điểm trường, trẻ",
    "Y tế, dân số": "y tế, dân số, sức khỏe, khám chữa bệnh, bảo hiểm y tế, dịch bệnh, tiêm chủng, covid, bệnh viện, trạm y tế",
    "Văn hóa, thông tin": "văn hóa, thể thao, thông tin, truyền thông, chuyển đổi số, lễ hội, di tích",
    "Văn hóa – xã hội": """xã hội, hộ nghèo, giảm nghèo, an sinh, việc làm, lao động, chính sách, người có công, đời sống, văn hóa - xã hội, nhà tạm,
        tảo hôn, thu nhập bình quân, lá ngón, tôn giáo, dân tộc""",
    "Quốc phòng – an ninh": """quốc phòng, an ninh, trật tự, quân sự, tội phạm, ma túy, tuyển quân, giao quân, dân quân, biên giới, tai nạn giao thông,
        an toàn giao thông, sẵn sàng chiến đấu, anqp, qp, antt, khiếu nại, tố cáo, tuần tra, an ninh trật tự, trật tự an toàn xã hội""",
    "Xây dựng Đảng và hệ thống chính trị": """xây dựng đảng, đảng viên, chi bộ, tổ chức đảng, cấp ủy, kiểm tra giám sát, hệ thống chính trị, kết nạp,
        cán bộ, mặt trận, đoàn thể, dân vận, cải cách hành chính, kỷ luật, sinh hoạt chi bộ, đại hội, quần chúng ưu tú, đảng bộ, bộ máy,
        tuyên giáo, nội chính, công chức, giám sát, tự kiểm tra, nghị quyết""",
}  # fmt: skip
"""The sectors by the words that belong to them; the more specific phrase decides."""

_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"([^\W_]+)")


class Hit(NamedTuple):
    """A phrase of the lexicon at its place, and what it tells."""

    start: int
    end: int
    tags: frozenset
    phrase: str


def hits(text):
    """The phrases of the lexicon in a key, in order; of those that begin together the longest."""
    parts = _PARTS.split(text)  # what stands between words, a word, what stands between words …
    offsets = list(accumulate(map(len, parts)))
    words = parts[1::2]
    words.append("")
    found = []
    for i, node in enumerate(map(_PHRASES.get, words)):
        if node is None:
            continue
        j, longest, last = i, None, i
        while node is not None:
            if node.phrase:
                longest, last = node, j
            j += 1
            node = node.further.get(words[j])
        if longest:
            found.append(Hit(offsets[2 * i], offsets[2 * last + 1], longest.tags, longest.phrase))
    return found


def sector(found, start=0, end=None):
    """The sector that the phrases speak of most between two offsets, or None; earlier and longer phrases weigh more."""
    scores = {}
    for order, hit in enumerate(
        hit for hit in found if start <= hit.start and (end is None or hit.end <= end)
    ):
        for tag in hit.tags:
            if tag in SECTORS:
                weight = (1 + 0.6 * hit.phrase.count(" ")) * (1.0 if order < 6 else 0.4)
                scores[tag] = scores.get(tag, 0) + weight
    return max(scores, key=scores.get) if scores else None


class _Node:
    """A word of the lexicon, with the words that may follow it."""

    __slots__ = ("further", "phrase", "tags")

    def __init__(self):
        self.further, self.phrase, self.tags = {}, None, frozenset()


def _compiled():
    tags = {}
    for tag, phrases in [*PHRASES.items(), *SECTORS.items()]:
        for phrase in phrases.split(","):
            tags.setdefault(tuple(_WORD.findall(key(phrase))), set()).add(tag)
    root = _Node()
    for words in sorted(filter(None, tags), key=len):  # a longer phrase keeps what its beginning says
        node = root
        for word in words:
            inherited = node.tags & {"duty", "lacking", "good"}
            node = node.further.setdefault(word, _Node())
            node.tags |= inherited
        node.phrase, node.tags = " ".join(words), node.tags | tags[words]
    return root.further


_PHRASES = _compiled()
