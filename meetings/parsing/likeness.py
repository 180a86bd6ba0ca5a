"""When two names are the same name, and how much two sentences are about the same thing.

Accents, case and punctuation do not count, usual abbreviations are spelled out. A pair of neighbouring syllables is what
tells Vietnamese matters apart (giải ngân, mắc ca); a single one tells little.
"""

import re
from itertools import pairwise

from district.text import fold

ABBREVIATIONS = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "bch": "ban chap hanh",
    "btv": "ban thuong vu",
    "mtqg": "muc tieu quoc gia",
    "ubmttq": "uy ban mat tran to quoc",
    "mttq": "mat tran to quoc",
    "ubkt": "uy ban kiem tra",
    "ldld": "lien doan lao dong",
    "gd&dt": "giao duc va dao tao",
    "nn&ptnt": "nong nghiep va phat trien nong thon",
    "tn&mt": "tai nguyen va moi truong",
    "kt-xh": "kinh te xa hoi",
    "qp-an": "quoc phong an ninh",
    "gcnqsdd": "giay chung nhan quyen su dung dat",
}

ALIKE_NAMES, ALIKE_SENTENCES = 0.8, 0.33
"""From which share of common syllables two names, of common pairs two sentences, are taken for alike.

On the examples of `tests/reading` no two sentences from this share on are about different matters.
"""

_WORD = re.compile(r"[a-z0-9]+(?:[&-][a-z0-9]+)*")
_SILENT = frozenset(
    """va cua cac nhung o tai cho voi la thi ma con van rat da dang se duoc bi chua khong mot so viec cong tac thuc hien
    tiep tuc trien khai nhat tren dia ban theo giua dat""".split()  # noqa: SIM905
)


def name_key(name):
    """What the spellings of one name have in common.

    >>> name_key("Quốc phòng - an ninh") == name_key("QP-AN")
    True
    """
    words = (ABBREVIATIONS.get(word, word) for word in _WORD.findall(fold(name)))
    return " ".join(" ".join(words).replace("-", " ").replace("&", " ").split())


def nearest_name(name, keys):
    """Which of the keys of names says the same in nearly the same words, or None.

    >>> nearest_name("thu ngân sách trên địa bàn huyện", ["thu ngan sach tren dia ban", "chi ngan sach"])
    'thu ngan sach tren dia ban'
    """
    own = set(name_key(name).split())

    def share(key):
        other = set(key.split())
        return len(own & other) / max(1, len(own | other))

    best = max(keys, key=share, default=None)
    return best if best is not None and share(best) >= ALIKE_NAMES else None


class Sentences:
    """Sentences to compare others with: an earlier session's shortcomings, say."""

    def __init__(self, texts):
        self.pairs = [_pairs(text) for text in texts]

    def ranked(self, text):
        """The places of the sentences, the one most about the same thing as the text first."""
        shares = self.shares(text)
        return sorted(range(len(shares)), key=lambda place: -shares[place])

    def alike(self, text):
        """The place of the sentence that is about the same thing as the text, or None.

        >>> Sentences(["Vốn sự nghiệp giải ngân chậm"]).alike("Giải ngân vốn sự nghiệp còn rất chậm")
        0
        """
        shares = self.shares(text)
        best = max(range(len(shares)), key=shares.__getitem__, default=None)
        return best if best is not None and shares[best] >= ALIKE_SENTENCES else None

    def shares(self, text):
        """For each sentence, the share of the shorter one's pairs that both have; a single pair is chance."""
        own = _pairs(text)
        return [
            len(common) / min(len(own), len(pairs)) if len(common := own & pairs) > 1 else 0
            for pairs in self.pairs
        ]


def _pairs(text):
    return set(pairwise(word for word in name_key(text).split() if word not in _SILENT))
