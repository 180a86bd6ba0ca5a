"""The attendance sheet (danh sách điểm danh): by given name, with room to sign."""

from resolutions.papers.head import head, numbered
from resolutions.typeset.paper import Column, Paper, Signature, Table

COLUMNS = (
    Column("TT", 7, "center"),
    Column("Họ và tên", 28),
    Column("Chức vụ, đơn vị", 32),
    Column("Có mặt", 16),
    Column("Ký tên", 18),
)


def attendance(session, *, full, root=""):
    """Who is expected: those whose attendance was taken, before that the members of the body."""
    organization = session.organization
    return Paper(
        **head(
            organization,
            session.held_on,
            kind="Danh sách điểm danh",
            abstract=f"{session.name}, {session.term.name}",
            number=numbered("", "DS", organization),
            name=f"Danh sách điểm danh {session.name}",
            session=session,
            root=root,
        ),
        body=(Table(COLUMNS, tuple(_rows(session))),),
        signatures=(
            Signature(title="NGƯỜI LẬP DANH SÁCH", name=session.secretary.name if session.secretary else ""),
        ),
    )


def _rows(session):
    taken = session.attendances.select_related("person__organization").order_by("person__sort_key", "id")
    people = [(row.person, row) for row in taken] or [(person, None) for person in _members(session)]
    for n, (person, row) in enumerate(people, 1):
        unit = person.organization.name if person.organization else ""
        present = "\n".join(filter(None, [str(row.get_status_display()), row.reason])) if row else ""
        yield str(n), person.name, ", ".join(filter(None, [person.title, unit])), present, ""


def _members(session):
    members = session.organization.memberships.active_on(session.held_on)
    members = members.select_related("person__organization").order_by("person__sort_key", "id")
    return dict.fromkeys(member.person for member in members)
