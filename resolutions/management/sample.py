"""The sample district: session 15 after the newspaper, sessions 14 and 16 invented around it.

Organizations and sectors are named by their code, people and indicators by their name, the parts
of a session by its ordinal and their place in it: (14, 2) is the second of its kind in session 14.
What an article or a record does not say is absent here, and stays empty.
"""

from datetime import date

MARK = "(dữ liệu minh họa)"
"""What every invented sentence ends with."""

DISTRICT = "dien-bien-dong"
UBND = "ubnd-huyen-dien-bien-dong"

ORGANIZATIONS = [
    {
        "code": "tinh-dien-bien",
        "name": "Đảng bộ tỉnh Điện Biên",
        "short_name": "Tỉnh ủy Điện Biên",
        "kind": "party_committee",
        "level": "province",
        "symbol": "TU",
    },
    {
        "code": DISTRICT,
        "name": "Đảng bộ huyện Điện Biên Đông",
        "short_name": "Huyện ủy Điện Biên Đông",
        "kind": "party_committee",
        "level": "district",
        "parent": "tinh-dien-bien",
        "symbol": "HU",
        "governing_body": "Ban Chấp hành Đảng bộ huyện",
        "seat": "Điện Biên Đông",
        "session_word": "ky_hop",
    },
    {
        "code": UBND,
        "name": "UBND huyện Điện Biên Đông",
        "short_name": "UBND huyện",
        "kind": "peoples_committee",
        "level": "district",
        "symbol": "UBND",
    },
    {"code": "cac-xa-thi-tran", "name": "Các xã, thị trấn", "kind": "group", "level": "commune"},
    {
        "code": "ban-to-chuc-huyen-uy",
        "name": "Ban Tổ chức Huyện ủy",
        "short_name": "Ban Tổ chức",
        "kind": "party_body",
        "level": "district",
        "parent": DISTRICT,
    },
    {
        "code": "ban-tuyen-giao-huyen-uy",
        "name": "Ban Tuyên giáo Huyện ủy",
        "short_name": "Ban Tuyên giáo",
        "kind": "party_body",
        "level": "district",
        "parent": DISTRICT,
    },
    {
        "code": "uy-ban-kiem-tra-huyen-uy",
        "name": "Ủy ban Kiểm tra Huyện ủy",
        "short_name": "Ủy ban Kiểm tra",
        "kind": "party_body",
        "level": "district",
        "parent": DISTRICT,
    },
    {
        "code": "cong-an-huyen",
        "name": "Công an huyện Điện Biên Đông",
        "short_name": "Công an huyện",
        "kind": "force",
        "level": "district",
    },
    {
        "code": "phong-nn-ptnt",
        "name": "Phòng Nông nghiệp và Phát triển nông thôn",
        "short_name": "Phòng NN&PTNT",
        "kind": "department",
        "level": "district",
        "parent": UBND,
    },
    {
        "code": "phong-tai-chinh-ke-hoach",
        "name": "Phòng Tài chính – Kế hoạch",
        "kind": "department",
        "level": "district",
        "parent": UBND,
    },
    {
        "code": "phong-tai-nguyen-moi-truong",
        "name": "Phòng Tài nguyên và Môi trường",
        "short_name": "Phòng TN&MT",
        "kind": "department",
        "level": "district",
        "parent": UBND,
    },
    {
        "code": "trung-tam-y-te-huyen",
        "name": "Trung tâm Y tế huyện",
        "kind": "department",
        "level": "district",
        "parent": UBND,
    },
]

SECTORS = [
    ("kinh-te", "Kinh tế", None),
    ("nong-lam-nghiep", "Nông – lâm nghiệp", "kinh-te"),
    ("cong-nghiep-xay-dung", "Công nghiệp – xây dựng", "kinh-te"),
    ("thuong-mai-dich-vu", "Thương mại – dịch vụ", "kinh-te"),
    ("tai-chinh-ngan-sach", "Tài chính – ngân sách", "kinh-te"),
    ("chuong-trinh-mtqg", "Chương trình mục tiêu quốc gia", "kinh-te"),
    ("tai-nguyen-moi-truong", "Tài nguyên – môi trường", "kinh-te"),
    ("van-hoa-xa-hoi", "Văn hóa – xã hội", None),
    ("giao-duc", "Giáo dục và đào tạo", "van-hoa-xa-hoi"),
    ("y-te", "Y tế, dân số", "van-hoa-xa-hoi"),
    ("van-hoa", "Văn hóa, thông tin", "van-hoa-xa-hoi"),
    ("quoc-phong-an-ninh", "Quốc phòng – an ninh", None),
    ("xay-dung-dang", "Xây dựng Đảng và hệ thống chính trị", None),
]

TERM = {"organization": DISTRICT, "number": 6, "start_year": 2020, "end_year": 2025}

SECRETARY, DEPUTY, MEMBER, NEWCOMER, GUEST = PEOPLE = [
    "Lò Văn Mẫu",
    "Vàng Thị Ví Dụ",
    "Sùng A Minh Họa",
    "Quàng Thị Thử",
    "Mùa A Giả Định",
]
"""Nobody's names: each says that its bearer is invented."""

MEMBERSHIPS = [
    (SECRETARY, "secretary", date(2020, 8, 1)),
    (DEPUTY, "deputy_secretary", date(2020, 8, 1)),
    (MEMBER, "member", date(2020, 8, 1)),
    (NEWCOMER, "member", date(2023, 12, 20)),
]

INDICATORS = [
    ("Các chỉ tiêu phát triển kinh tế – xã hội của năm", "%", "kinh-te"),
    ("Giá trị sản xuất công nghiệp", "tỷ đồng", "cong-nghiep-xay-dung"),
    ("Tổng mức bán lẻ hàng hóa", "tỷ đồng", "thuong-mai-dich-vu"),
    ("Tổng sản lượng lương thực", "tấn", "nong-lam-nghiep"),
    ("Thu ngân sách trên địa bàn", "tỷ đồng", "tai-chinh-ngan-sach"),
    ("Quần chúng ưu tú được kết nạp vào Đảng", "người", "xay-dung-dang"),
]

SESSION_14 = {
    "session": {
        "ordinal": 14,
        "held_on": date(2023, 6, 28),
        "place": f"Hội trường Huyện ủy {MARK}",
        "chair": SECRETARY,
        "secretary": DEPUTY,
        "assessed_starts_on": date(2023, 1, 1),
        "assessed_ends_on": date(2023, 6, 30),
        "ahead_starts_on": date(2023, 7, 1),
        "ahead_ends_on": date(2023, 9, 30),
        "targets_met": 12,
        "targets_total": 43,
        "summary": f"Toàn bộ nội dung của kỳ họp này là {MARK}.",
    },
    "agenda_items": [
        {"title": "Đánh giá nhiệm vụ 6 tháng đầu năm 2023", "presenter": DEPUTY},
        {"title": "Nhiệm vụ quý III năm 2023", "presenter": SECRETARY},
    ],
    "attendances": [
        {"person": SECRETARY},
        {"person": DEPUTY},
        {"person": MEMBER, "status": "excused", "reason": "Đi công tác"},
    ],
    "results": [
        {"sector": "nong-lam-nghiep", "text": "Gieo cấy xong lúa vụ chiêm xuân đúng khung thời vụ."},
        {"sector": "giao-duc", "text": "Hoàn thành chương trình năm học 2022–2023."},
    ],
    "indicator_values": [
        {
            "indicator": "Tổng sản lượng lương thực",
            "planned": "24000",
            "actual": "13200",
            "percent_of_plan": "55",
            "note": MARK,
        },
        {
            "indicator": "Thu ngân sách trên địa bàn",
            "planned": "40",
            "actual": "23.4",
            "percent_of_plan": "58.5",
            "note": MARK,
        },
    ],
    "shortcomings": [
        {
            "sector": "chuong-trinh-mtqg",
            "text": "Vốn sự nghiệp của 3 chương trình mục tiêu quốc gia giải ngân rất chậm.",
            "cause": "Hướng dẫn ban hành muộn, hồ sơ của cơ sở phải sửa nhiều lần.",
            "measure": "Đạt dưới 20% kế hoạch vốn giao",
            "percent": "20",
            "qualifier": "under",
            "responsible": "phong-tai-chinh-ke-hoach",
        },
        {
            "sector": "nong-lam-nghiep",
            "text": "Trồng mắc ca chưa đạt tiến độ, nhiều hộ chưa ký liên kết với nhà đầu tư.",
            "cause": "Người dân chưa rõ phần mình được hưởng.",
            "responsible": "phong-nn-ptnt",
        },
        {
            "sector": "van-hoa",
            "text": "Một số thôn, bản chưa có tủ sách pháp luật.",
            "responsible": "ban-tuyen-giao-huyen-uy",
        },
    ],
    "resolutions": [
        {
            "number": 14,
            "title": "Nghị quyết về nhiệm vụ trọng tâm quý III năm 2023",
            "adopted_on": date(2023, 6, 28),
            "incumbents": 37,
            "votes_for": 35,
            "votes_against": 0,
            "votes_other": 0,
            "signer": SECRETARY,
        }
    ],
    "directives": [
        {
            "text": "Rà soát hồ sơ, đẩy nhanh giải ngân vốn sự nghiệp của 3 chương trình mục tiêu quốc gia.",
            "sector": "chuong-trinh-mtqg",
            "resolution": (14, 1),
            "lead_unit": "phong-tai-chinh-ke-hoach",
            "supporting_units": ["cac-xa-thi-tran", "phong-nn-ptnt"],
            "expected_output": "Báo cáo giải ngân từng nguồn vốn.",
            "authority": "Chủ tịch UBND huyện duyệt",
            "person_in_charge": MEMBER,
            "due_on": date(2023, 9, 30),
            "answers": [(14, 1)],
        },
        {
            "text": "Tổ chức ký hợp đồng mẫu về liên kết trồng mắc ca giữa nhà đầu tư và các hộ.",
            "sector": "nong-lam-nghiep",
            "resolution": (14, 1),
            "lead_unit": "phong-nn-ptnt",
            "supporting_units": ["cac-xa-thi-tran"],
            "expected_output": "Hợp đồng mẫu, danh sách hộ đã ký.",
            "due_on": date(2023, 9, 30),
            "answers": [(14, 2)],
        },
        {
            "text": "Lập tủ sách pháp luật tại các thôn, bản còn thiếu.",
            "sector": "van-hoa",
            "resolution": (14, 1),
            "lead_unit": "ban-tuyen-giao-huyen-uy",
            "supporting_units": ["cac-xa-thi-tran"],
            "expected_output": "Tủ sách tại mỗi thôn, bản.",
            "due_on": date(2023, 9, 30),
            "answers": [(14, 3)],
        },
    ],
}

SESSION_15 = {
    "session": {
        "ordinal": 15,
        "held_on": date(2023, 9, 29),
        "assessed_starts_on": date(2023, 1, 1),
        "assessed_ends_on": date(2023, 9, 30),
        "ahead_starts_on": date(2023, 10, 1),
        "ahead_ends_on": date(2023, 12, 31),
        "targets_met": 22,
        "targets_total": 43,
        "summary": (
            "Sau 9 tháng, các chỉ tiêu kinh tế – xã hội của năm cơ bản đạt trên 75%; 22/43 chỉ tiêu đạt và vượt kế "
            "hoạch. Huyện ủy, HĐND, UBND huyện lãnh đạo sát sao; Nhân dân và doanh nghiệp đồng thuận, tham gia."
        ),
        "note": (
            "Theo bài báo ghi ở mục nguồn. Bài báo không nêu nhiệm vụ nào khắc phục hạn chế nào, hạn chế nào đã có "
            f"từ kỳ trước, cũng không nêu tiến độ về sau: các mối nối, báo cáo và đánh giá ấy là {MARK}."
        ),
    },
    "agenda_items": [
        {"title": "Đánh giá việc thực hiện nhiệm vụ 9 tháng đầu năm 2023"},
        {"title": "Giải pháp khắc phục các hạn chế"},
        {
            "title": "Phương hướng, nhiệm vụ 3 tháng cuối năm 2023",
            "conclusion": "Kỳ họp thống nhất cao.",
        },
        {"title": "Quy trình cán bộ: kiện toàn, bổ sung ủy viên Ban Chấp hành"},
    ],
    "results": [
        {
            "sector": "kinh-te",
            "text": "22/43 chỉ tiêu kinh tế – xã hội đạt và vượt kế hoạch năm.",
        },
        {
            "sector": "chuong-trinh-mtqg",
            "text": "Các chương trình mục tiêu quốc gia được tập trung thực hiện.",
        },
        {"sector": "giao-duc", "text": "Giáo dục, đào tạo được triển khai có hiệu quả."},
        {"sector": "y-te", "text": "Y tế, dân số và chăm sóc sức khỏe người dân được quan tâm."},
        {
            "sector": "quoc-phong-an-ninh",
            "text": "Giữ vững quốc phòng – an ninh, bảo đảm trật tự an toàn xã hội.",
        },
        {
            "sector": "xay-dung-dang",
            "text": "Củng cố xây dựng Đảng và hệ thống chính trị; kết nạp 217 quần chúng ưu tú vào Đảng.",
        },
    ],
    "indicator_values": [
        {
            "indicator": "Các chỉ tiêu phát triển kinh tế – xã hội của năm",
            "percent_of_plan": "75",
            "qualifier": "over",
            "note": "Mức chung, cơ bản đạt",
        },
        {"indicator": "Giá trị sản xuất công nghiệp", "percent_of_plan": "114.62"},
        {"indicator": "Tổng mức bán lẻ hàng hóa", "percent_of_plan": "102.11"},
        {"indicator": "Tổng sản lượng lương thực", "percent_of_plan": "100.14"},
        {"indicator": "Thu ngân sách trên địa bàn", "percent_of_plan": "112.77"},
        {"indicator": "Quần chúng ưu tú được kết nạp vào Đảng", "actual": "217"},
    ],
    "shortcomings": [
        {
            "sector": "nong-lam-nghiep",
            "text": "Các dự án trồng mắc ca chậm tiến độ, nhất là khâu liên kết giữa nhà đầu tư và người dân.",
            "repeats": (14, 2),
        },
        {
            "sector": "nong-lam-nghiep",
            "text": "Cấp giấy chứng nhận quyền sử dụng đất lâm nghiệp chậm hơn tiến độ đề ra.",
        },
        {
            "sector": "chuong-trinh-mtqg",
            "text": "Giải ngân chậm vốn sự nghiệp của 3 chương trình mục tiêu quốc gia.",
            "measure": "Đạt dưới 50% kế hoạch vốn giao",
            "percent": "50",
            "qualifier": "under",
            "repeats": (14, 1),
        },
        {"sector": "quoc-phong-an-ninh", "text": "Tội phạm ma túy vẫn diễn biến phức tạp."},
        {"sector": "van-hoa-xa-hoi", "text": "Vẫn xảy ra tự tử bằng lá ngón."},
        {
            "sector": "xay-dung-dang",
            "text": "Giảm chi bộ sinh hoạt ghép chưa hiệu quả.",
            "measure": "9 tháng giảm được 1 chi bộ sinh hoạt ghép, đạt 20%",
            "percent": "20",
        },
        {
            "sector": "xay-dung-dang",
            "text": "Còn cán bộ, đảng viên vi phạm đến mức phải xem xét kỷ luật.",
        },
    ],
    "directives": [
        {
            "text": "Tập trung thu hoạch lúa vụ mùa và hoa màu trên nương.",
            "sector": "nong-lam-nghiep",
            "lead_unit": "cac-xa-thi-tran",
        },
        {
            "text": "Giữ tốc độ tăng trưởng của đàn gia súc, gia cầm.",
            "sector": "nong-lam-nghiep",
            "lead_unit": "cac-xa-thi-tran",
        },
        {
            "text": "Chỉ đạo thi công nhanh hơn các công trình, dự án trọng điểm.",
            "sector": "cong-nghiep-xay-dung",
            "lead_unit": UBND,
        },
        {
            "text": "Đẩy nhanh việc thực hiện và giải ngân vốn đầu tư công.",
            "sector": "tai-chinh-ngan-sach",
            "lead_unit": UBND,
            "answers": [(15, 3)],
        },
        {
            "text": "Thực hiện hiệu quả hoạt động văn hóa, giáo dục, y tế theo chỉ tiêu, kế hoạch.",
            "sector": "van-hoa-xa-hoi",
            "answers": [(15, 5)],
        },
        {
            "text": "Nâng chất lượng công tác xây dựng Đảng và hệ thống chính trị.",
            "sector": "xay-dung-dang",
            "answers": [(15, 6), (15, 7)],
        },
        {
            "text": "Bảo đảm tốt hơn an ninh trật tự ở cơ sở.",
            "sector": "quoc-phong-an-ninh",
            "answers": [(15, 4)],
        },
    ],
    "personnel_decisions": [
        {
            "kind": "consolidation",
            "body": DISTRICT,
            "post": "member",
            "text": "Tiến hành quy trình kiện toàn, bổ sung ủy viên Ban Chấp hành nhiệm kỳ 2020–2025.",
        }
    ],
    "attachments": [
        {
            "kind": "photo",
            "caption": "Đại biểu dự Kỳ họp thứ 15, Ban Chấp hành Đảng bộ huyện Điện Biên Đông",
            "credit": "Nhật Phương",
        }
    ],
    "sources": [
        {
            "title": "Điện Biên Đông cơ bản đạt các chỉ tiêu kinh tế - xã hội kế hoạch năm 2023",
            "author": "Nhật Phương",
            "publication": "Báo Điện Biên Phủ",
            "url": (
                "http://baodienbienphu.com.vn/tin-tuc/chinh-tri/209349/"
                "dien-bien-dong-co-ban-dat-cac-chi-tieu-kinh-te---xa-hoi-ke-hoach-nam-2023"
            ),
        }
    ],
    "reports": [
        {
            "directive": (14, 1),
            "unit": "phong-tai-chinh-ke-hoach",
            "reported_on": date(2023, 9, 15),
            "percent": 45,
            "text": "Đã rà soát hồ sơ của 14 xã, thị trấn; còn vướng ở khâu nghiệm thu.",
        },
        {
            "directive": (14, 2),
            "unit": "phong-nn-ptnt",
            "reported_on": date(2023, 9, 20),
            "percent": 60,
            "text": "Đã soạn xong hợp đồng mẫu, đang lấy ý kiến các xã.",
        },
    ],
}

SESSION_16 = {
    "session": {
        "ordinal": 16,
        "held_on": date(2023, 12, 20),
        "place": f"Hội trường Huyện ủy {MARK}",
        "chair": SECRETARY,
        "secretary": DEPUTY,
        "assessed_starts_on": date(2023, 1, 1),
        "assessed_ends_on": date(2023, 12, 31),
        "ahead_starts_on": date(2024, 1, 1),
        "ahead_ends_on": date(2024, 3, 31),
        "targets_met": 38,
        "targets_total": 43,
        "summary": f"Toàn bộ nội dung của kỳ họp này là {MARK}.",
    },
    "agenda_items": [
        {"title": "Đánh giá nhiệm vụ năm 2023", "presenter": DEPUTY, "conclusion": "Thống nhất với báo cáo."},
        {"title": "Nhiệm vụ quý I năm 2024", "presenter": SECRETARY},
        {"title": "Bầu bổ sung ủy viên Ban Chấp hành", "presenter": SECRETARY},
    ],
    "attendances": [
        {"person": SECRETARY},
        {"person": DEPUTY},
        {"person": MEMBER, "status": "excused", "reason": "Nghỉ ốm"},
        {"person": NEWCOMER},
        {"person": GUEST, "status": "invited"},
    ],
    "statements": [
        {
            "agenda_item": (16, 1),
            "person": DEPUTY,
            "text": "Giải ngân đã nhanh hơn nhưng chưa đều giữa các xã.",
        },
        {
            "agenda_item": (16, 2),
            "speaker": "Đại diện nhóm xã vùng cao",
            "text": "Đề nghị hỗ trợ giống mắc ca sớm hơn mùa mưa.",
        },
    ],
    "results": [
        {"sector": "nong-lam-nghiep", "text": "Thu hoạch xong lúa mùa trong tháng 11."},
        {"sector": "xay-dung-dang", "text": "Mọi chi bộ đã xây dựng kế hoạch năm 2024."},
    ],
    "indicator_values": [
        {
            "indicator": "Giá trị sản xuất công nghiệp",
            "planned": "120",
            "actual": "138.6",
            "percent_of_plan": "115.5",
            "same_period_last_year": "118.2",
            "note": MARK,
        },
        {
            "indicator": "Tổng sản lượng lương thực",
            "planned": "24000",
            "actual": "24240",
            "percent_of_plan": "101",
            "same_period_last_year": "23810",
            "note": MARK,
        },
        {
            "indicator": "Thu ngân sách trên địa bàn",
            "planned": "40",
            "actual": "45.5",
            "percent_of_plan": "113.75",
            "base": "province_estimate",
            "note": MARK,
        },
    ],
    "shortcomings": [
        {
            "sector": "chuong-trinh-mtqg",
            "text": "Vốn sự nghiệp của 3 chương trình mục tiêu quốc gia chưa giải ngân hết.",
            "cause": "Nghiệm thu dồn vào cuối năm.",
            "measure": "Đạt gần 80% kế hoạch vốn giao",
            "percent": "80",
            "qualifier": "nearly",
            "responsible": "phong-tai-chinh-ke-hoach",
            "repeats": (15, 3),
        },
        {
            "sector": "van-hoa-xa-hoi",
            "text": "Truyền thông về tác hại của lá ngón chưa đến hết các bản xa.",
            "responsible": "trung-tam-y-te-huyen",
            "repeats": (15, 5),
        },
    ],
    "resolutions": [
        {
            "number": 16,
            "title": "Nghị quyết về nhiệm vụ trọng tâm quý I năm 2024",
            "adopted_on": date(2023, 12, 22),
            "incumbents": 38,
            "votes_for": 36,
            "votes_against": 1,
            "votes_other": 0,
            "signer": SECRETARY,
        }
    ],
    "directives": [
        {
            "text": "Nghiệm thu từng quý, giải ngân hết vốn sự nghiệp được kéo dài.",
            "sector": "chuong-trinh-mtqg",
            "resolution": (16, 1),
            "lead_unit": "phong-tai-chinh-ke-hoach",
            "supporting_units": ["phong-nn-ptnt", "phong-tai-nguyen-moi-truong"],
            "expected_output": "Bảng giải ngân từng nguồn vốn, từng xã.",
            "authority": "Chủ tịch UBND huyện duyệt",
            "person_in_charge": MEMBER,
            "due_on": date(2025, 12, 31),
            "answers": [(16, 1)],
        },
        {
            "text": "Tuyên truyền đến từng hộ ở các bản xa về tác hại của lá ngón.",
            "sector": "y-te",
            "resolution": (16, 1),
            "lead_unit": "trung-tam-y-te-huyen",
            "supporting_units": ["ban-tuyen-giao-huyen-uy", "cong-an-huyen"],
            "expected_output": "Danh sách hộ đã được tuyên truyền.",
            "due_on": date(2025, 12, 15),
            "answers": [(16, 2)],
        },
        {
            "text": "Lập danh sách chi bộ sinh hoạt ghép có thể tách trước khi hết nhiệm kỳ.",
            "sector": "xay-dung-dang",
            "lead_unit": "ban-to-chuc-huyen-uy",
            "supporting_units": ["uy-ban-kiem-tra-huyen-uy"],
            "expected_output": "Danh sách chi bộ và lộ trình tách.",
            "due_on": date(2025, 12, 20),
            "answers": [(15, 6)],
        },
    ],
    "personnel_decisions": [
        {
            "kind": "election",
            "body": DISTRICT,
            "post": "member",
            "person": NEWCOMER,
            "text": "Bầu bổ sung một ủy viên Ban Chấp hành.",
            "ballots_issued": 37,
            "ballots_collected": 37,
            "ballots_valid": 36,
            "votes_for": 34,
            "votes_against": 2,
        }
    ],
    "reports": [
        {
            "directive": (14, 2),
            "unit": "phong-nn-ptnt",
            "reported_on": date(2023, 11, 30),
            "percent": 100,
            "text": "Các hộ trong vùng dự án đã ký hợp đồng liên kết.",
        },
        {
            "directive": (15, 1),
            "unit": "cac-xa-thi-tran",
            "reported_on": date(2023, 11, 25),
            "percent": 100,
            "text": "Đã thu hoạch xong lúa mùa và hoa màu.",
        },
        {
            "directive": (15, 4),
            "unit": UBND,
            "reported_on": date(2023, 12, 10),
            "percent": 70,
            "text": "Đã giải ngân hơn hai phần ba kế hoạch vốn đầu tư công.",
        },
        {
            "directive": (15, 3),
            "unit": UBND,
            "reported_on": date(2023, 12, 12),
            "percent": 55,
            "text": "Các công trình đường liên xã đang thi công.",
        },
    ],
    "reviews": [
        {
            "directive": (14, 1),
            "outcome": "carried_over",
            "reason": "Nghiệm thu chậm, còn vốn chưa giải ngân.",
            "new_due_on": date(2025, 12, 31),
        },
        {
            "directive": (14, 2),
            "outcome": "completed",
            "reason": "Hợp đồng đã ký với các hộ trong vùng dự án.",
        },
        {
            "directive": (14, 3),
            "outcome": "dropped",
            "reason": "Đã có tủ sách điện tử dùng chung, không lập riêng nữa.",
        },
        {
            "directive": (15, 1),
            "outcome": "completed",
            "reason": "Đã thu hoạch xong trước khi sương muối về.",
        },
        {"directive": (15, 4), "outcome": "carried_over", "reason": "Chưa giải ngân hết vốn đầu tư công."},
        {"directive": (15, 5), "outcome": "carried_over", "reason": "Cần làm tiếp ở các bản xa."},
    ],
    "verdicts": [
        {"shortcoming": (14, 3), "verdict": "resolved"},
        {"shortcoming": (15, 1), "verdict": "being_remedied"},
    ],
}

SESSIONS = [SESSION_14, SESSION_15, SESSION_16]
"""In the order of time: a session names what earlier ones left."""

INVENTED = [14, 16]
"""The ordinals of the sessions that nobody held; reports, reviews and people are invented throughout."""
