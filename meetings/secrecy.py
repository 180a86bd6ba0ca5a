"""Documents under a mark of secrecy (mật, tối mật, tuyệt mật) are not stored here: they are refused by what they say.

A mark stands alone on its line at the head of a document (Luật Bảo vệ bí mật nhà nước 2018, điều 8); the same word
within a sentence ("giữ bí mật", "mật ong") is no mark.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from district.text import nfc

HEAD = 60
"""Lines, and cells of tables, at the beginning of a document among which a mark is looked for."""

_EDGES = r"[\s()\[\]\-–—*.:]*"
_STAMP = re.compile(rf"{_EDGES}(TỐI MẬT|TUYỆT MẬT|MẬT){_EDGES}")
_NAMED = re.compile(rf"{_EDGES}(?:độ|mức độ|dấu)\s+mật\s*:\s*(tối mật|tuyệt mật|mật){_EDGES}", re.IGNORECASE)


def secrecy_of(text):
    """The mark that a document bears at its head, in capitals, or None.

    >>> secrecy_of("HUYỆN ỦY\\nTỐI MẬT\\nBáo cáo")
    'TỐI MẬT'
    >>> secrecy_of("Giữ bí mật.\\nMật ong rừng.")
    """
    lines = (" ".join(nfc(line).split()) for line in re.split(r"[\n\t\f]", text))
    for _number, line in zip(range(HEAD), filter(None, lines), strict=False):
        if mark := _STAMP.fullmatch(line) or _NAMED.fullmatch(line):
            return mark[1].upper()
    return None


def refuse_secret(text, field=None):
    """Raise ValidationError, beside the field if there is one, if the document bears a mark of secrecy."""
    if mark := secrecy_of(text):
        error = ValidationError(
            _("Văn bản có dấu %(mark)s: tài liệu mật không được lưu ở hệ thống này."),
            code="secret",
            params={"mark": mark},
        )
        raise ValidationError({field: error}) if field else error
