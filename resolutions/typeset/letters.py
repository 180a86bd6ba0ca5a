"""How wide words are in the fonts that lie beside this file. Plain Python that knows no table."""

import re
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parent / "fonts"
"""Liberation Serif: as wide as Times New Roman, letter by letter."""

POINT = 25.4 / 72
"""A point in millimetres."""

TALLEST_ROW = 900
"""Characters of the longest cell whose row is kept on one page."""


@cache
def _bold():
    return ImageFont.truetype(str(FONTS / "LiberationSerif-Bold.ttf"), 1000)


def width(text):
    """How wide the text is in bold, in units of its size."""
    return _bold().getlength(text) / 1000


def broken(text, room):
    """The text with places to break in every word that is wider than the room, in units of its size."""
    return re.sub(r"\S+", lambda word: _in_pieces(word[0], room), text)


def _in_pieces(word, room):
    if len(word) <= room or width(word) <= room:
        return word
    pieces, piece = [], ""
    for letter in word:
        if piece and width(piece + letter) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return "\u200b".join([*pieces, piece])
