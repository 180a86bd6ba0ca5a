"""What bears a mark of secrecy is refused, what only speaks of secrets is not."""

import pytest
from django.core.exceptions import ValidationError

from meetings.secrecy import HEAD, secrecy_of
from tests.factories import DraftFactory, ResolutionFactory


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("MẬT", "MẬT"),
        ("HUYỆN ỦY\n  TỐI   MẬT  \nBÁO CÁO", "TỐI MẬT"),
        ("(TUYỆT MẬT)", "TUYỆT MẬT"),
        ("Số 15-BC/HU\tMẬT\tĐiện Biên Đông", "MẬT"),
        ("MÂ\u0323T", "MẬT"),
        ("Độ mật: Tối mật", "TỐI MẬT"),
        ("ĐỘ MẬT : MẬT", "MẬT"),
        ("giữ bí mật", None),
        ("BÍ MẬT", None),
        ("Mật", None),
        ("Mật ong", None),
        ("TÀI LIỆU MẬT phải được bảo quản.", None),
        ("Xử lý nghiêm việc làm lộ tài liệu MẬT, TỐI MẬT.", None),
        ("Độ mật: không", None),
        ("", None),
        ("dòng\n" * HEAD + "MẬT", None),
    ],
)
def test_mark_stands_alone_at_the_head(text, mark):
    assert secrecy_of(text) == mark


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [DraftFactory, ResolutionFactory])
def test_no_door_stores_a_text_that_bears_a_mark(factory):
    with pytest.raises(ValidationError) as refused:
        factory(text="HUYỆN ỦY\nTỐI MẬT\nBáo cáo")
    assert refused.value.message_dict == {
        "text": ["Văn bản có dấu TỐI MẬT: tài liệu mật không được lưu ở hệ thống này."]
    }
    factory(text="Giữ bí mật nhà nước.")
