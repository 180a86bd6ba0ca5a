"""What papers say in common: who issues, where and when, who signs, who receives."""

from district.models.membership import Post
from resolutions.typeset.paper import Proof, Signature

BLANK = "……………………"
"""What an office fills in by hand, since the record does not say it."""

HEADS = {Post.DEPUTY_CHAIR: Post.CHAIR, Post.DEPUTY_HEAD: Post.HEAD}
"""Who signs in the place of whom (K/T); in a committee everyone signs on behalf of it (T/M) instead."""


def head(organization, day, *, kind, abstract, number, name, session=None, root=""):
    """The head of a paper of the organization, as keyword arguments of `Paper`.

    `root` is the address of the site, to which a seal's page is added.
    """
    parent = organization.parent
    seal = session and session.seal
    return {
        "day": day,
        "superior": parent.name.upper() if parent else "",
        "issuer": called(organization).upper(),
        "number": number,
        "place_and_date": f"{organization.seat or BLANK}, {day_in_words(day)}",
        "kind": kind.upper(),
        "abstract": abstract,
        "is_draft": session is not None and not session.is_settled,
        "proof": Proof(seal.code, root + seal.get_absolute_url()) if seal else None,
        "name": name,
    }


def called(organization):
    """The organization as its papers name it: Huyện ủy Điện Biên Đông."""
    return organization.short_name or organization.name


def numbered(symbol, letters, organization):
    """The number and symbol, without a colon; a paper without a number leaves room for one."""
    return f"Số {symbol or '…' + '-' + letters + ('/' + organization.symbol if organization.symbol else '')}"


def day_in_words(day):
    """The day as papers write it: days below 10 and the months 1 and 2 take a leading zero, others do not.

    >>> from datetime import date
    >>> day_in_words(date(2018, 4, 3))
    'ngày 03 tháng 4 năm 2018'
    """
    month = f"{day.month:02d}" if day.month < 3 else day.month
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def short_day(day, unknown=""):
    """The day in a table."""
    return f"{day:%d/%m/%Y}" if day else unknown


def person(somebody):
    """A person with title, as minutes name one."""
    if somebody is None:
        return BLANK
    return f"đồng chí {somebody.name}" + (f", {somebody.title}" if somebody.title else "")


def sentence(text):
    """The text with a full stop, where it has no end of its own."""
    return text if text.endswith((".", ";", ":", "!", "?", "…")) else f"{text}."


def number_in_words(value):
    """A decimal as Vietnamese writes it: 1.234,5."""
    if value is None:
        return ""
    return f"{value.normalize():,f}".translate(str.maketrans(",.", ".,"))


def post_of(somebody, organization, day):
    """The post that the person holds in the organization on the day, or None."""
    if somebody is None:
        return None
    held = somebody.memberships.active_on(day).filter(organization=organization)
    return next((Post(member.post) for member in held), None)


def signature(somebody, organization, day):
    """Who signs for the organization: its committee through one of its members, or a deputy for the head."""
    post = post_of(somebody, organization, day)
    title = (post.label if post else somebody.title if somebody else "").upper()
    if post in HEADS:
        authority = f"K/T {HEADS[post].label.upper()}"
    else:
        body = organization.governing_body.partition(" Đảng bộ")[0] or called(organization)
        authority = f"T/M {body.upper()}"
    return Signature(authority, title, somebody.name if somebody else "")


def recipients(organization, units, *, also=()):
    """The lines below "Nơi nhận:": the superior, who has something to do, and last the archive."""
    names = sorted({unit for unit in units if unit}, key=lambda unit: unit.sort_key)
    lines = [
        *([f"{called(organization.parent)} (để báo cáo)"] if organization.parent else []),
        *also,
        *(called(unit) for unit in names),
    ]
    return (*(f"- {line}," for line in lines), f"- Lưu Văn phòng {called(organization)}.")


def readable(records, full):
    """The records that the reader may see: all for the office, the published for a stranger."""
    return records.all() if full else records.published()
