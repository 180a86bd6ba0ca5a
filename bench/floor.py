"""The floor: a bare WSGI application that runs hand-written SQL and dumps the same JSON with orjson."""

import os
import re
from datetime import date
from threading import local
from urllib.parse import parse_qsl

import orjson

from bench import queries
from meetings.periods import Period

HERE = local()
URL = os.environ["BENCH_DATABASE"]
ROOT = "http://127.0.0.1/api/v1/"
PLAIN = {"Content-Type": "application/json"}


def run(sql, *params, **how):
    if not hasattr(HERE, "db"):
        HERE.db = connect()
    HERE.queries += 1
    sql = sql if URL.startswith("postgres") else sql.replace("%s", "?")
    return HERE.db.execute(sql, params, **how).fetchall()


def connect():
    if URL.startswith("postgres"):
        import psycopg

        return psycopg.connect(re.sub(r"^postgres:///", "postgresql:///", URL), autocommit=True)
    import sqlite3

    return sqlite3.connect(f"file:{URL}?mode=ro", uri=True)


def shape(part):
    """A function that makes the object of a row, as fast as if it were written out."""
    at, pairs = 0, []
    for name, field in part[0].items():
        if isinstance(field, tuple):
            link = f"{{'id': r[{at}], 'url': f'{ROOT}{field[0]}/{{r[{at}]}}/', 'name': r[{at + 1}]}}"
            pairs.append(f"'{name}': r[{at}] and {link}")
            at += 2
            continue
        value = f"r[{at}] and bool(r[{at}])" if name in ("overdue", "carried") else f"r[{at}]"
        pairs.append(f"'{name}': {value}")
        at += 1
    address = f"'url': f'{ROOT}rows/{{r[0]}}/'"
    return eval(f"lambda r: {{{address}, {', '.join(pairs)}}}")


SHAPES = {name: shape(part) for name, part in (queries.PARTS | {"whole": queries.WHOLE}).items()}


def linked(sql, route, rows):
    """The links of each row of directives."""
    found = {row["id"]: [] for row in rows}
    if found:
        marks = ", ".join(["%s"] * len(found))
        for directive, key, name in run(f"{sql} IN ({marks})", *found):
            found[directive].append({"id": key, "url": f"{ROOT}{route}/{key}/", "name": name})
    return found


def directives(where, *params):
    rows = [SHAPES["directives"](row) for row in run(queries.select(queries.DIRECTIVES, where), *params)]
    units = linked(queries.UNITS, "organizations", rows)
    answers = linked(queries.ANSWERS, "shortcomings", rows)
    for row in rows:
        row["supporting_units"], row["answers"] = units[row["id"]], answers[row["id"]]
    return rows


def period(whole, name):
    start, end = (whole.pop(f"{name}_{end}_on") for end in ("starts", "ends"))
    days = [date.fromisoformat(str(day)) for day in (start, end)]
    return {"start": start, "end": end, "label": Period(*days).label}


def paper(kind, path):
    return [{"kind": kind, "format": "docx", "url": f"{ROOT}{path}/papers/{kind}.docx"}]


def session(key):
    (row,) = run(queries.select(queries.WHOLE, "WHERE x.id = %s"), key)
    whole = SHAPES["whole"](row)
    whole["period_assessed"], whole["period_ahead"] = period(whole, "assessed"), period(whole, "ahead")
    whole["targets"] = {"met": whole.pop("targets_met"), "total": whole.pop("targets_total")}
    counts = dict(run(queries.COUNTS, key))
    whole["attendance"] = {name: counts.get(name, 0) for name in ("present", "excused", "absent", "invited")}
    for name, part in queries.PARTS.items():
        if name == "directives":
            whole[name] = directives(queries.ONE, key)
        else:
            whole[name] = [SHAPES[name](row) for row in run(queries.select(part, queries.ONE), key)]
    answering = linked(queries.ANSWERING, "directives", whole["shortcomings"])
    for row in whole["shortcomings"]:
        row["directives"] = answering[row["id"]]
    for row in whole["resolutions"]:
        row["papers"] = paper("resolution", f"resolutions/{row['id']}")
    whole |= {
        name: run(f"SELECT * FROM {table} WHERE session_id = %s", key) for name, table in queries.RARE.items()
    }
    whole["seal"] = whole["seal"][-1] | {"code": whole["seal"][-1]["digest"][:12]} if whole["seal"] else None
    whole["source"], whole["papers"] = next(iter(whole["sources"]), None), paper("minutes", f"sessions/{key}")
    return whole


def replayed():
    """The statements of the search, which has an index of its own, and its answer as it was."""
    if not hasattr(HERE, "search"):
        with open(os.environ["BENCH_SEARCH"], "rb") as file:
            HERE.search = orjson.loads(file.read())
        HERE.answer = orjson.loads(HERE.search[1])
    # Not prepared: a plan made once and for all knows no words, and reads whole tables.
    how = {"prepare": False} if URL.startswith("postgres") else {}
    for sql, params in HERE.search[0]:
        run(sql, *params, **how)
    return HERE.answer


def application(environ, start_response):
    asked = dict(parse_qsl(environ["QUERY_STRING"]))
    HERE.queries = 0
    match environ["PATH_INFO"]:
        case "/W1":
            if environ.get("HTTP_IF_NONE_MATCH") == f'"{run(queries.NEWEST)[0][0]}"':
                start_response("304 Not Modified", [("X-Queries", str(HERE.queries))])
                return []
            where = queries.listed(asked["by"])
            body = {"results": directives(where, asked["status"], asked["value"])}
        case "/W2":
            body = session(asked["id"])
        case "/W3":
            body = {"results": directives(queries.DEEP, asked["day"], asked["id"])}
        case "/W4":
            body = replayed()
    answer = orjson.dumps(body, default=float)
    etag = str(run(queries.NEWEST)[0][0]) if "tag" in asked else ""
    told = {"Content-Length": str(len(answer)), "ETag": f'"{etag}"', "X-Queries": str(HERE.queries)}
    start_response("200 OK", [*PLAIN.items(), *told.items()])
    return [answer]
