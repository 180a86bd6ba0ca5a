"""The words of synthetic records: places, names and sentences as an office writes them, all of them invented.

Plain Python that knows no table. The same random source gives the same words.
"""


def _words(text):
    return text.split()


FIRST = _words(
    "Sơn Thanh Tân Phú Hòa Bình Yên Lâm Mường Nậm Phong Quảng Vĩnh Đông Hưng Long Minh Nghĩa Bảo Cẩm "
    "Đại Đồng Hồng Kim Lạc Mỹ Ngọc Phúc Quang Thạch Thuận Thượng Trường Văn Xuân An Châu Đức Giang Hà "
    "Khánh Liên Tiên"
)
SECOND = _words(
    "Dương Lộc Thịnh Khê Trạch Bằng Điền Hải Thủy Nguyên Lĩnh Ninh Thọ Sơn Phước Lương Tường Quế Mai "
    "Cường Sa Hợp Tiến Thắng Hiệp Chung Phong Lập Viên Bình Đàm Yên Khoái Trung Hậu Ngãi Kiến Lãng Hộ "
    "Mạc Bàng"
)
SIDES = ("", " Đông", " Tây", " Thượng", " Hạ", " Nam", " Bắc", " Nội", " Ngoại", " Trung")

FAMILIES = _words(
    "Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Ngô Dương Lý Lò Vàng Giàng Quàng Cầm Tòng Nông Triệu Hà "
    "Lường Mùa Sùng"
)
MIDDLES = {
    "male": _words("Văn Đức Hữu Quốc Minh Xuân Trọng Thanh"),
    "female": _words("Thị Thị Thanh Ngọc Thùy"),
}
GIVEN = {
    "male": _words(
        "An Bách Chiến Dũng Đạt Giáp Hải Hùng Khang Lợi Mạnh Nghĩa Phúc Quyết Sơn Thắng Toản Tuấn Việt Vượng"
    ),
    "female": _words(
        "Ánh Chi Duyên Hằng Hạnh Hiền Huệ Lan Liễu Mai Nga Oanh Phượng Thảo Thúy Trang Tuyết Uyên Vân Yến"
    ),
}

DEPARTMENTS = [
    ("phong-noi-vu", "Phòng Nội vụ"),
    ("phong-tai-chinh", "Phòng Tài chính – Kế hoạch"),
    ("phong-nong-nghiep", "Phòng Nông nghiệp và Môi trường"),
    ("phong-kinh-te-ha-tang", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("phong-van-hoa", "Phòng Văn hóa, Khoa học và Thông tin"),
    ("phong-giao-duc", "Phòng Giáo dục và Đào tạo"),
    ("trung-tam-y-te", "Trung tâm Y tế"),
]
PARTY_BODIES = [
    ("van-phong", "Văn phòng"),
    ("ban-to-chuc", "Ban Tổ chức"),
    ("ban-tuyen-giao", "Ban Tuyên giáo và Dân vận"),
    ("uy-ban-kiem-tra", "Ủy ban Kiểm tra"),
]
FORCES = [("cong-an", "Công an"), ("ban-chi-huy-quan-su", "Ban Chỉ huy Quân sự")]

INDICATORS = [
    ("Tổng sản lượng lương thực có hạt", "tấn", "nong-lam-nghiep", 21_400),
    ("Diện tích rừng trồng mới", "ha", "nong-lam-nghiep", 640),
    ("Giá trị sản xuất công nghiệp – xây dựng", "tỷ đồng", "cong-nghiep-xay-dung", 912),
    ("Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ", "tỷ đồng", "thuong-mai-dich-vu", 1_180),
    ("Thu ngân sách nhà nước trên địa bàn", "triệu đồng", "tai-chinh-ngan-sach", 86_500),
    ("Giải ngân vốn đầu tư công", "triệu đồng", "chuong-trinh-mtqg", 143_200),
    ("Số xã giữ vững và đạt chuẩn nông thôn mới", "xã", "chuong-trinh-mtqg", 14),
    ("Tỷ lệ người dân tham gia bảo hiểm y tế", "%", "y-te", 97),
    ("Số trường đạt chuẩn quốc gia", "trường", "giao-duc", 38),
    ("Lao động được tạo việc làm mới", "người", "van-hoa-xa-hoi", 1_650),
    ("Số đảng viên mới được kết nạp", "đảng viên", "xay-dung-dang", 180),
    ("Tỷ lệ hồ sơ giải quyết đúng hạn tại bộ phận một cửa", "%", "xay-dung-dang", 99),
]

MATTERS = {
    "kinh-te": [
        "việc thực hiện các chỉ tiêu kinh tế – xã hội năm",
        "chương trình hỗ trợ hợp tác xã và hộ kinh doanh",
        "tháo gỡ khó khăn cho doanh nghiệp nhỏ trên địa bàn",
        "đề án phát triển kinh tế tập thể",
    ],
    "nong-lam-nghiep": [
        "chuyển đổi cơ cấu cây trồng trên đất lúa một vụ",
        "tiêm phòng cho đàn gia súc, gia cầm đợt hai",
        "nạo vét kênh mương nội đồng trước vụ đông xuân",
        "trồng rừng thay thế và khoanh nuôi tái sinh",
        "liên kết tiêu thụ chè, quế và cây ăn quả",
        "phòng cháy, chữa cháy rừng mùa khô",
    ],
    "cong-nghiep-xay-dung": [
        "thi công tuyến đường liên xã",
        "giải phóng mặt bằng cụm công nghiệp",
        "sửa chữa các ngầm tràn hư hỏng sau mưa lũ",
        "cấp điện cho các bản vùng cao",
        "chỉnh trang đô thị khu trung tâm",
    ],
    "thuong-mai-dich-vu": [
        "sắp xếp lại chợ trung tâm",
        "quảng bá sản phẩm OCOP của địa phương",
        "phát triển du lịch cộng đồng",
        "kiểm tra việc niêm yết giá dịp lễ, Tết",
    ],
    "tai-chinh-ngan-sach": [
        "giải ngân vốn đầu tư công",
        "thu hồi nợ đọng thuế",
        "đấu giá quyền sử dụng đất các khu dân cư mới",
        "rà soát tài sản công dôi dư sau sắp xếp",
        "quyết toán các dự án hoàn thành",
    ],
    "chuong-trinh-mtqg": [
        "giải ngân vốn sự nghiệp các chương trình mục tiêu quốc gia",
        "xóa nhà tạm, nhà dột nát",
        "xây dựng nông thôn mới nâng cao",
        "hỗ trợ sinh kế cho hộ nghèo và hộ cận nghèo",
    ],
    "tai-nguyen-moi-truong": [
        "cấp giấy chứng nhận quyền sử dụng đất lâm nghiệp",
        "thu gom, xử lý rác thải sinh hoạt nông thôn",
        "xử lý khai thác cát, sỏi trái phép",
        "lập quy hoạch sử dụng đất cấp huyện",
    ],
    "van-hoa-xa-hoi": [
        "chi trả trợ cấp cho người có công và đối tượng bảo trợ",
        "đào tạo nghề cho lao động nông thôn",
        "ngăn chặn tảo hôn và hôn nhân cận huyết thống",
        "cai nghiện ma túy tại gia đình và cộng đồng",
    ],
    "giao-duc": [
        "kiên cố hóa phòng học, nhà bán trú",
        "duy trì phổ cập giáo dục mầm non cho trẻ năm tuổi",
        "bố trí giáo viên tiếng Anh, tin học còn thiếu",
        "sáp nhập các điểm trường lẻ",
    ],
    "y-te": [
        "mua sắm thuốc, vật tư cho các trạm y tế xã",
        "tiêm chủng mở rộng cho trẻ dưới một tuổi",
        "phòng, chống dịch sốt xuất huyết và bệnh dại",
        "lập hồ sơ sức khỏe điện tử cho người dân",
    ],
    "van-hoa": [
        "bảo tồn lễ hội truyền thống của các dân tộc",
        "nâng cấp nhà văn hóa thôn, bản",
        "nâng chất lượng truyền thanh cơ sở",
        "xây dựng đời sống văn hóa ở khu dân cư",
    ],
    "quoc-phong-an-ninh": [
        "tuyển chọn, gọi công dân nhập ngũ",
        "diễn tập chiến đấu khu vực phòng thủ cấp xã",
        "đấu tranh với tội phạm ma túy và tội phạm trên không gian mạng",
        "bảo đảm trật tự an toàn giao thông",
        "tiếp công dân, giải quyết đơn thư kéo dài",
    ],
    "xay-dung-dang": [
        "kết nạp đảng viên ở thôn, bản còn ít đảng viên",
        "sắp xếp tổ chức bộ máy, tinh giản biên chế",
        "kiểm tra tổ chức đảng khi có dấu hiệu vi phạm",
        "nâng chất lượng sinh hoạt chi bộ",
        "luân chuyển cán bộ chủ chốt cấp xã",
        "chuyển đổi số trong các cơ quan của Đảng",
    ],
}
"""What sessions speak of, by the sector that it belongs to."""

DUTIES = [
    "Đẩy nhanh tiến độ {matter}",
    "Tập trung chỉ đạo {matter}",
    "Xây dựng kế hoạch, phân công rõ người, rõ việc về {matter}",
    "Rà soát toàn bộ hồ sơ và tháo gỡ vướng mắc trong {matter}",
    "Kiểm tra, đôn đốc các xã, thị trấn về {matter}",
    "Phối hợp với các cơ quan của tỉnh để hoàn thành {matter}",
    "Tham mưu Ban Thường vụ ban hành kết luận về {matter}",
    "Tổ chức sơ kết, rút kinh nghiệm {matter}",
    "Tuyên truyền, vận động Nhân dân đồng thuận với {matter}",
    "Khắc phục dứt điểm những tồn tại trong {matter}",
]
WHERE = [
    "",
    "",
    " tại xã {commune}",
    " tại các xã {commune} và {other}",
    " ở {count} thôn, bản khó khăn nhất",
    " trên địa bàn toàn huyện, trọng tâm là xã {commune}",
]
HOW = [
    ".",
    ".",
    ", không để phát sinh điểm nóng.",
    ", bảo đảm đạt tối thiểu {percent}% kế hoạch năm.",
    "; hằng tháng báo cáo Thường trực về kết quả, khó khăn và kiến nghị.",
    "; người đứng đầu chịu trách nhiệm nếu để chậm, muộn.",
    ", gắn với phong trào thi đua yêu nước và việc học tập, làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
    ". Lập danh sách từng hộ, từng hạng mục còn vướng; phân loại nguyên nhân thuộc về cơ chế, nguồn lực hay cách làm; "
    "đề xuất thời hạn xử lý từng việc và báo cáo Thường trực trước phiên họp gần nhất.",
]
OUTPUTS = [
    "Báo cáo kết quả kèm số liệu từng xã",
    "Kế hoạch được phê duyệt",
    "Danh sách hộ đã được hỗ trợ",
    "Biên bản nghiệm thu, bàn giao",
    "Tờ trình và dự thảo kết luận",
    "Quyết định phân công của UBND huyện",
    "",
]
AUTHORITIES = ["Chủ tịch UBND huyện phê duyệt", "Ban Thường vụ quyết định", "Thường trực cho ý kiến", ""]
DONE = [
    "Đã hoàn thành {matter}, đạt {percent}% kế hoạch.",
    "Đã xong {count} hạng mục, nghiệm thu và đưa vào sử dụng.",
    "Đã ban hành kế hoạch và tổ chức thực hiện ở {count} xã, thị trấn.",
    "Cơ bản xong {matter}; phần còn lại không đáng kể.",
]
REPORTS = [
    "Đã triển khai {matter} tới {count} xã, thị trấn; ước đạt {percent}%.",
    "Đã họp bàn với các đơn vị liên quan, thống nhất lộ trình {matter}.",
    "Đang lấy ý kiến các phòng, ban; vướng nhất là bố trí kinh phí đối ứng.",
    "Hoàn thành {count} hồ sơ, còn lại chờ thẩm định. Đề nghị được hướng dẫn thêm về trình tự, thủ tục.",
    "Tiến độ chậm do mưa kéo dài; đơn vị đã bổ sung nhân lực, phấn đấu đạt {percent}% trong tháng tới.",
]
REMARKS = [
    "Chưa nêu số liệu của từng xã, đề nghị bổ sung.",
    "Tỷ lệ báo cáo không khớp số liệu kèm theo, đề nghị rà soát lại.",
]
REASONS = {
    "completed": [
        "",
        "Đã có sản phẩm, nghiệm thu đúng yêu cầu.",
        "Các xã đều hoàn thành, số liệu đã kiểm tra.",
    ],
    "carried_over": [
        "Mới đạt {percent}%, vướng thủ tục đất đai.",
        "Nguồn vốn phân bổ chậm, chuyển sang kỳ sau thực hiện tiếp.",
        "Còn {count} xã chưa hoàn thành; cần thêm thời gian.",
    ],
    "dropped": [
        "Không còn phù hợp sau khi sắp xếp tổ chức bộ máy.",
        "Đã lồng ghép vào nhiệm vụ khác để tránh trùng lặp.",
    ],
}
RESULTS = [
    "Hoàn thành {matter}, đạt {percent}% kế hoạch, tăng so với cùng kỳ năm trước.",
    "Công tác {matter} có chuyển biến rõ nét, được Nhân dân đồng tình, ủng hộ.",
    "Đã tổ chức {count} đợt kiểm tra về {matter}; qua đó chấn chỉnh kịp thời những sai sót.",
    "Tiếp tục quan tâm {matter}; nhiều cách làm hay được nhân rộng ở xã {commune} và một số xã lân cận.",
]
WEAKNESSES = [
    "Tiến độ {matter} còn chậm so với kế hoạch đề ra.",
    "Việc {matter} ở một số xã còn hình thức, hiệu quả chưa cao.",
    "Công tác phối hợp trong {matter} thiếu chặt chẽ, có lúc còn đùn đẩy trách nhiệm.",
    "Kết quả {matter} chưa bền vững; vẫn còn {count} thôn, bản chưa chuyển biến.",
    "Chưa khắc phục được tình trạng chậm trễ kéo dài nhiều kỳ trong {matter}, nhất là tại xã {commune}.",
]
CAUSES = [
    "",
    "Cấp ủy, chính quyền một số nơi chưa quyết liệt trong lãnh đạo, chỉ đạo.",
    "Văn bản hướng dẫn ban hành muộn; năng lực của một bộ phận cán bộ cơ sở còn hạn chế.",
    "Địa hình chia cắt, thời tiết diễn biến bất thường, nguồn lực đầu tư chưa đáp ứng yêu cầu.",
]
MEASURES = ["", "", "Mới đạt {percent}% kế hoạch", "Còn {count} xã chưa đạt"]
AGENDA = [
    "Đánh giá tình hình thực hiện nhiệm vụ {assessed}",
    "Thảo luận, cho ý kiến về phương hướng, nhiệm vụ {ahead}",
    "Xem xét kết quả khắc phục những hạn chế đã nêu tại kỳ trước",
    "Cho ý kiến về công tác kiểm tra, giám sát và thi hành kỷ luật đảng",
    "Cho ý kiến về công tác cán bộ",
]
CONCLUSIONS = [
    "",
    "Thống nhất cao với dự thảo; giao Văn phòng tiếp thu, hoàn thiện.",
    "Cơ bản nhất trí, yêu cầu làm rõ trách nhiệm của từng đơn vị.",
]
SUMMARIES = [
    "Tình hình {assessed} cơ bản ổn định; kinh tế tiếp tục tăng trưởng, an sinh xã hội được quan tâm, quốc phòng – an "
    "ninh được giữ vững. Tuy nhiên, {matter} còn gặp nhiều khó khăn.",
    "Trong {assessed}, các cấp ủy đã chủ động cụ thể hóa nghị quyết; {matter} đạt kết quả khá.",
    "",
]
PERSONNEL = [
    ("consolidation", "Tiến hành quy trình kiện toàn, bổ sung ủy viên Ban Chấp hành khóa {numeral}."),
    ("transfer", "Thống nhất chủ trương luân chuyển một số cán bộ lãnh đạo về cơ sở."),
    ("appointment", "Cho ý kiến về bổ nhiệm, giới thiệu cán bộ ứng cử các chức danh quản lý."),
]
EXCUSES = ["Đi công tác", "Nghỉ ốm", "Dự lớp bồi dưỡng của tỉnh", "Trực chỉ huy phòng, chống bão"]


def place(number):
    """The name of a place; the first sixteen thousand differ."""
    around, turn = divmod(number, len(FIRST))
    side, at = divmod(around, len(SECOND))
    return f"{FIRST[turn]} {SECOND[(at + 7 * turn) % len(SECOND)]}{SIDES[side % len(SIDES)]}"


def person(chance):
    """A gender, and a name that fits it."""
    gender = "male" if chance.random() < 0.6 else "female"
    name = " ".join(chance.choice(words) for words in (FAMILIES, MIDDLES[gender], GIVEN[gender]))
    return gender, name


def sentence(chance, forms, **words):
    """One of the forms, its gaps filled."""
    return chance.choice(forms).format_map(
        {"count": 2 + int(chance.random() * 17), "percent": 35 + int(chance.random() * 64), **words}
    )


def duty(chance, matter, communes):
    """What is to be done about a matter, where and how: from half a line to a paragraph."""
    commune, other = chance.sample(communes, 2)
    form = chance.choice(DUTIES) + chance.choice(WHERE) + chance.choice(HOW)
    return sentence(chance, [form], matter=matter, commune=commune, other=other)
