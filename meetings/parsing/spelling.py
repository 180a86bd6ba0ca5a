"""One spelling to match in: lower case, one placement of tones, one dash; as long as the text, so that offsets agree."""

import re

_PLAIN = {"–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "\t": " ", "\r": " ", "’": "'"}
_NEW_TONES = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_OLD_TONES = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_PLACED = dict(zip(_NEW_TONES, _OLD_TONES, strict=True))
_TONE = re.compile(r"(?:o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])(?![^\W\d_])")


def key(text):
    """The text to match in: lower case, one dash, one placement of tones; character for character as long as `text`.

    >>> key("Hoà – THUỶ, quý")
    'hòa - thủy, quý'
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    for mark, plain in _PLAIN.items():
        lower = lower.replace(mark, plain)
    return _TONE.sub(lambda m: _PLACED[m[0]], lower)
