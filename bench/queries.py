"""The rows of the API as hand-written SQL: for the floor, and for Datasette.

A field is a column, or a link: its path in the API, its key and its name.
"""

SESSION = (
    "sessions",
    "s.id",
    "CASE o.session_word WHEN 'ky_hop' THEN 'Kỳ họp thứ ' ELSE 'Hội nghị lần thứ ' END || s.ordinal",
)
OF_SESSION = "JOIN meetings_session s ON s.id = x.session_id JOIN district_term t ON t.id = s.term_id JOIN district_organization o ON o.id = t.organization_id"
SECTOR = ("sectors", "c.id", "c.name")
OF_SECTOR = "LEFT JOIN district_sector c ON c.id = x.sector_id"
CITED = "CASE r.kind WHEN 'resolution' THEN 'Nghị quyết' WHEN 'conclusion' THEN 'Kết luận' ELSE 'Văn bản' END || ' số ' || r.symbol"
INSTANTS = ["created_at", "modified_at"]


def columns(*names):
    return {name: f"x.{name}" for name in names}


DIRECTIVES = (
    columns("id", "position", "text")
    | {
        "session": SESSION,
        "resolution": ("resolutions", "r.id", CITED),
        "sector": SECTOR,
        "lead_unit": ("organizations", "l.id", "l.name"),
    }
    | columns("expected_output", "due_on", "quarter", "status")
    | {"overdue": "x.due_on < CURRENT_DATE AND x.status NOT IN ('completed', 'dropped')"}
    | columns("percent", *INSTANTS),
    f"resolutions_directive x {OF_SESSION} {OF_SECTOR} LEFT JOIN resolutions_resolution r ON r.id = x.resolution_id "
    "LEFT JOIN district_organization l ON l.id = x.lead_unit_id",
)
UNITS = "SELECT y.directive_id, u.id, u.name FROM resolutions_supportingunit y JOIN district_organization u ON u.id = y.unit_id WHERE y.directive_id"
ANSWERS = "SELECT y.directive_id, w.id, w.text FROM resolutions_remedy y JOIN meetings_shortcoming w ON w.id = y.shortcoming_id WHERE y.directive_id"
ANSWERING = "SELECT y.shortcoming_id, d.id, d.text FROM resolutions_remedy y JOIN resolutions_directive d ON d.id = y.directive_id WHERE y.shortcoming_id"
RARE = {"sources": "meetings_source", "photos": "meetings_attachment", "addenda": "meetings_addendum"}
PARTS = {
    "agenda": (
        columns("id", "position", "title")
        | {"presenter": ("people", "p.id", "p.name")}
        | columns("conclusion", *INSTANTS),
        "meetings_agendaitem x LEFT JOIN district_person p ON p.id = x.presenter_id",
    ),
    "results": (
        columns("id", "position", "text") | {"session": SESSION, "sector": SECTOR} | columns(*INSTANTS),
        f"meetings_result x {OF_SESSION} {OF_SECTOR}",
    ),
    "indicators": (
        columns("id", "position")
        | {"name": "i.name", "unit": "i.unit", "indicator": ("indicators", "i.id", "i.name")}
        | {"session": SESSION, "sector": ("sectors", "c.id", "c.name")}
        | columns("planned", "actual", "percent_of_plan")
        | {"computed_percent": "ROUND(x.actual * 100 / NULLIF(x.planned, 0), 2)"}
        | columns("base", "qualifier", "same_period_last_year", "note", *INSTANTS),
        f"meetings_indicatorvalue x {OF_SESSION} JOIN meetings_indicator i ON i.id = x.indicator_id LEFT JOIN district_sector c ON c.id = i.sector_id",
    ),
    "shortcomings": (
        columns("id", "position", "text", "cause")
        | {"session": SESSION, "sector": SECTOR, "responsible": ("organizations", "l.id", "l.name")}
        | columns("measure", "percent", "qualifier", "status")
        | {"repeats": ("shortcomings", "e.id", "e.text")}
        | columns(*INSTANTS),
        f"meetings_shortcoming x {OF_SESSION} {OF_SECTOR} LEFT JOIN district_organization l ON l.id = x.responsible_id "
        "LEFT JOIN meetings_shortcoming e ON e.id = x.repeats_id",
    ),
    "resolutions": (
        columns("id", "position")
        | {"name": CITED.replace("r.", "x.")}
        | columns("kind", "number", "symbol", "title", "text")
        | {"session": SESSION}
        | columns("adopted_on", "incumbents", "votes_for", "votes_against", "votes_other", "ballots_issued")
        | columns("ballots_collected", "ballots_valid")
        | {"carried": "2 * x.votes_for > x.incumbents", "signer": ("people", "p.id", "p.name")}
        | {"replaces": ("resolutions", "r.id", CITED)}
        | columns("withdrawn_on", "withdrawal_reason", *INSTANTS),
        f"resolutions_resolution x {OF_SESSION} LEFT JOIN district_person p ON p.id = x.signer_id "
        "LEFT JOIN resolutions_resolution r ON r.id = x.replaces_id",
    ),
    "directives": DIRECTIVES,
    "reviews": (
        columns("id")
        | {"session": SESSION, "directive": ("directives", "d.id", "d.text")}
        | columns("outcome", "reason", "new_due_on", *INSTANTS),
        f"resolutions_review x {OF_SESSION} JOIN resolutions_directive d ON d.id = x.directive_id",
    ),
    "personnel_decisions": (
        columns("id", "position", "kind", "text") | {"session": SESSION} | columns("post", *INSTANTS),
        f"resolutions_personneldecision x {OF_SESSION}",
    ),
    "seal": (
        columns("number", "occasion", "sealed_at", "digest"),
        "meetings_seal x",
    ),
}
WHOLE = (
    columns("id")
    | {"name": SESSION[2], "organization": ("organizations", "o.id", "o.name")}
    | {"term": ("terms", "t.id", "'khóa ' || t.number || ', nhiệm kỳ ' || t.start_year || '–' || t.end_year")}
    | columns("ordinal", "kind", "held_on", "ends_on", "opens_at", "closes_at", "place")
    | {"chair": ("people", "p.id", "p.name"), "secretary": ("people", "q.id", "q.name")}
    | columns("assessed_starts_on", "assessed_ends_on", "ahead_starts_on", "ahead_ends_on")
    | columns("targets_met", "targets_total", "summary", *INSTANTS),
    f"meetings_session x {OF_SESSION.replace('x.session_id', 'x.id')} LEFT JOIN district_person p ON p.id = x.chair_id "
    "LEFT JOIN district_person q ON q.id = x.secretary_id",
)
COUNTS = "SELECT status, COUNT(*) FROM meetings_attendance WHERE session_id = %s GROUP BY status"
BY = {"responsible": "x.lead_unit_id", "organization": "o.id"}
"""The column behind each parameter by which the lists of directives may be narrowed."""


def listed(by):
    """The directives of one status and organization, by deadline."""
    return f"WHERE s.state = 'published' AND x.status = %s AND {BY[by]} = %s ORDER BY x.due_on IS NULL, x.due_on, x.id LIMIT 50"


DEEP = "WHERE s.state = 'published' AND (x.due_on, x.id) > (%s, %s) ORDER BY x.due_on, x.id LIMIT 50"
ONE = "WHERE x.session_id = %s AND (SELECT state FROM meetings_session WHERE id = x.session_id) = 'published' ORDER BY x.id"
NEWEST = "SELECT MAX(modified_at) FROM resolutions_directive"


def select(part, where):
    """The statement for the rows of a part: a link takes two columns."""
    fields, tables = part
    flat = [", ".join(field[1:]) if isinstance(field, tuple) else field for field in fields.values()]
    return f"SELECT {', '.join(flat)} FROM {tables} {where}"


def as_json(part):
    """A row of the part as one JSON object, made by SQLite."""
    pairs = [
        f"'{name}', json_object('id', {field[1]}, 'url', '/api/v1/{field[0]}/' || {field[1]} || '/', 'name', {field[2]})"
        if isinstance(field, tuple)
        else f"'{name}', {field}"
        for name, field in part[0].items()
    ]
    return f"json_object({', '.join(pairs)})"


def as_columns(part):
    """A row of the part as columns, as people write a canned query: a link takes two."""
    pairs = (
        f'{field[1]} AS "{name}_id", {field[2]} AS "{name}_name"'
        if isinstance(field, tuple)
        else f'{field} AS "{name}"'
        for name, field in part[0].items()
    )
    return ", ".join(pairs)


def for_datasette(by):
    """The canned queries of Datasette: a list of directives and its deep page, as columns too, and a whole session."""
    links = "".join(
        f", (SELECT json_group_array(json_object('id', id, 'name', {name})) FROM ({sql} = x.id)) AS {key}"
        for key, name, sql in (("supporting_units", "name", UNITS), ("answers", "text", ANSWERS))
    )
    rows = f"SELECT {as_json(DIRECTIVES)} AS directive{links} FROM {DIRECTIVES[1]} "
    plain = f"SELECT {as_columns(DIRECTIVES)}{links} FROM {DIRECTIVES[1]} "
    parts = ", ".join(
        f"(SELECT json_group_array({as_json(part)}) FROM {part[1]} WHERE x.session_id = :id) AS {name}"
        for name, part in PARTS.items()
    )
    return {
        "W1": rows + listed(by) % (":status", ":by"),
        "W1-plain": plain + listed(by) % (":status", ":by"),
        "W2": f"SELECT {as_json(WHOLE)} AS session, {parts} FROM {WHOLE[1]} WHERE x.id = :id",
        "W3": rows + DEEP % (":day", ":id"),
        "W3-plain": plain + DEEP % (":day", ":id"),
    }
