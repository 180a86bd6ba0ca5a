"""What a browser sends back of a proposal that nobody has touched."""

from resolutions.proposals import Proposal


def as_sent(draft, user, **changes):
    """The fields of the review page as they stand, with the changes, `None` for a box that is not ticked."""
    proposal = Proposal(draft, user)
    data = {}
    for rows in proposal.rows.values():
        data |= _values(rows.management_form)
    for form in (
        proposal.term,
        proposal.session,
        *(row for rows in proposal.rows.values() for row in rows.forms),
    ):
        data |= _values(form)
    data |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in data.items() if value is not None}


def _values(form):
    values = {}
    for bound in form:
        value = bound.value()
        widget = bound.field.widget
        if getattr(widget, "input_type", "") == "checkbox":
            value = "on" if value else None
        else:
            value = widget.format_value(value)
            value = value[0] if isinstance(value, list) else value
        values[bound.html_name] = "" if value is None and "take" not in bound.name else value
    return values
