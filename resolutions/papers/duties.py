"""Directives as the rows of a table: in a resolution, in minutes, on a slip for one unit."""

from resolutions.models.directive import Standing
from resolutions.papers.head import called, short_day
from resolutions.typeset.paper import Column, Table

DUTIES = (
    Column("TT", 7, "center"),
    Column("Nhiệm vụ", 42),
    Column("Chủ trì, phối hợp", 24),
    Column("Thời hạn", 15, "center"),
    Column("Sản phẩm", 16),
)

PROGRESS = (
    Column("TT", 7, "center"),
    Column("Nhiệm vụ", 40),
    Column("Chủ trì", 19),
    Column("Thời hạn", 15, "center"),
    Column("Tiến độ", 23),
)


def duties(directives):
    """What is to be done, by whom, by when, with what to show for it."""
    return Table(
        DUTIES,
        tuple(
            (str(n), item.text, _units(item), short_day(item.due_on), item.expected_output)
            for n, item in enumerate(directives, 1)
        ),
    )


def progress(directives):
    """How far each directive is."""
    return Table(
        PROGRESS,
        tuple(
            (str(n), item.text, _lead(item), short_day(item.due_on), _stands(item))
            for n, item in enumerate(directives, 1)
        ),
    )


def by_unit(directives):
    """Each lead unit, in the order of names, with its directives; last those that name none (None)."""
    units = {}
    for item in directives:
        units.setdefault(item.lead_unit, []).append(item)
    return sorted(units.items(), key=lambda pair: (pair[0] is None, pair[0].sort_key if pair[0] else ""))


def _lead(directive):
    return called(directive.lead_unit) if directive.lead_unit else ""


def _units(directive):
    supporting = ", ".join(called(unit) for unit in directive.supporting_units.all())
    return "\n".join(filter(None, [_lead(directive), f"Phối hợp: {supporting}" if supporting else ""]))


def _stands(directive):
    label = str(Standing(directive.standing).label)
    if directive.status == "completed":
        return f"{label} {short_day(directive.completed_on)}\n{directive.outcome}"
    return f"{label}, {directive.percent}%"
