"""Numbers as reports write them: 1.234,5 and 114,62 and 22/43, Roman numerals, and ordinals in words."""

import re
from decimal import Decimal

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d])|\d+(?:[.,]\d+)?"
"""A number in Vietnamese writing: full stops between thousands, a comma before decimals."""

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?$")
_UNITS = dict(zip(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"], range(1, 10), strict=True))
_UNITS |= {"nhất": 1, "nhì": 2, "tư": 4, "lăm": 5, "mốt": 1, "bẩy": 7}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def number(digits):
    """The value of a number in Vietnamese writing.

    >>> number("1.234,5"), number("114,62"), number("62.5")
    (Decimal('1234.5'), Decimal('114.62'), Decimal('62.5'))
    """
    if _GROUPED.match(digits):
        digits = digits.replace(".", "")
    return Decimal(digits.replace(",", "."))


def roman(numeral):
    """The value of a Roman numeral below 90, or None.

    >>> roman("XIV"), roman("IIX")
    (14, None)
    """
    values = [_ROMAN.get(letter) for letter in numeral.lower()]
    if not values or None in values:
        return None
    total = sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
    return total if _numeral(total) == numeral.lower() else None


def ordinal(words):
    """The number that a Roman numeral, digits or words of a key begin with, or None.

    >>> ordinal("mười bốn"), ordinal("hai mươi mốt"), ordinal("xix"), ordinal("9 khóa vi")
    (14, 21, 19, 9)
    """
    words = re.findall(r"\w+", words)[:3]
    if not words:
        return None
    if words[0].isdecimal():
        return int(words[0]) if len(words[0]) < 4 else None
    if value := roman(words[0]):
        return value
    return _counted(words)


def _counted(words):
    first, second, third = (*words, "", "", "")[:3]
    if first == "mười":
        return 10 + _UNITS.get(second, 0)
    if first in _UNITS and second in ("mươi", "mười"):
        return _UNITS[first] * 10 + _UNITS.get(third, 0)
    return _UNITS.get(first)


def _numeral(value):
    numeral = ""
    for step, letters in ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, value = divmod(value, step)
        numeral += letters * count
    return numeral
