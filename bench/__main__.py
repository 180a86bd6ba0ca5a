"""`python -m bench`: the API against the floor, plain DRF and Datasette, request by request (see README.md)."""

import argparse
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from bench import queries
from bench.writers import compete

HEADINGS = (
    f"{'':28}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'of floor':>10}{'CPU ms':>9}{'queries':>9}{'KB':>8}"
)
THREADS = 4


class Server:
    """One process that serves, and one connection to it."""

    def __init__(self, name, command, environment):
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port = door.getsockname()[1]
        self.name, self.connection = name, None
        command = [part.replace("PORT", str(self.port)) for part in command]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        for _attempt in range(300):
            try:
                self.connect()
                return
            except ConnectionRefusedError:
                time.sleep(0.1)
        sys.exit(f"{name} does not start.")

    def connect(self):
        self.connection = socket.create_connection(("127.0.0.1", self.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path, **headers):
        """The status, the headers in lower case, and the body; how it was sent does not matter."""
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode()
        try:
            return self._exchange(asked)
        except (ConnectionError, ValueError):  # an idle connection that the server has closed
            self.connect()
            return self._exchange(asked)

    def _exchange(self, asked):
        self.connection.sendall(asked)
        data = b""
        while b"\r\n\r\n" not in data:
            if not (more := self.connection.recv(1 << 18)):
                raise ConnectionError
            data += more
        head, _blank, body = data.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
        code, pieces, size = int(status.split()[1]), [body], len(body)
        length = 0 if code == 304 else int(headers.get("content-length", -1))
        while size < length or (length < 0 and not pieces[-1].endswith(b"0\r\n\r\n")):
            if not (more := self.connection.recv(1 << 18)):
                break
            pieces.append(more)
            size += len(more)
        if headers.get("connection") == "close":
            self.connect()
        return code, headers, b"".join(pieces)

    def exported(self, kind):
        """What it costs to fetch all directives in a format."""
        self.memory(reset=True)
        began = time.perf_counter()
        with urlopen(f"http://127.0.0.1:{self.port}/api/v1/directives/?format={kind}") as answer:
            size = sum(map(len, iter(lambda: answer.read(1 << 18), b"")))
        took = time.perf_counter() - began
        return f"W6 {kind}: {size / 1e6:.1f} MB in {took:.1f} s, peak {self.memory():.0f} MB"

    def memory(self, reset=False):
        """The highest resident memory of the process that serves, in MB."""
        if reset:
            (self.room / "clear_refs").write_text("5")
        lines = (self.room / "status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))

    def worked(self):
        """How long the process that serves has had a processor, in seconds."""
        threads = (self.room / "task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9

    @property
    def room(self):
        """What the kernel tells of the process that serves."""
        pid = self.process.pid
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return Path(f"/proc/{below[0] if below else pid}")


def main():
    asked = arguments()
    data = Path(asked.data or tempfile.mkdtemp(prefix="bench-")).absolute()
    environment = {**os.environ, "SITE_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    url = os.environ.get("DATABASE_URL", "") if asked.database == "postgresql" else ""
    if asked.database == "postgresql" and not url:
        sys.exit("Name the server in DATABASE_URL, or begin with: python -m tests.postgresql")
    environment |= {"DATABASE_URL": url, "BENCH_DATABASE": url or str(data / "db.sqlite3")}
    environment["BENCH_SEARCH"] = str(data / "bench-search.json")
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "--verbosity=0"], env=environment, check=True)
    size = [f"--organizations={asked.organizations}", f"--sessions={asked.sessions}"]
    subprocess.run([*manage, "load_district", *size], env=environment, check=True)
    if not (data / "static").exists():
        subprocess.run([*manage, "collectstatic", "--noinput", "--verbosity=0"], env=environment, check=True)

    gunicorn = [
        sys.executable,
        "-m",
        "gunicorn",
        "--worker-class=gthread",
        "--workers=1",
        f"--threads={THREADS}",
    ]
    gunicorn += ["--bind=127.0.0.1:PORT", "--log-level=error", "--no-control-socket", "--keep-alive=60"]
    api = Server("our API", [*gunicorn, "bench.served"], environment)
    rivals = {"our API": api}
    plan = Plan(api)
    Path(environment["BENCH_SEARCH"]).write_bytes(api.get(plan.found, X_Bench="1")[2])
    if importlib.util.find_spec("orjson"):
        rivals["floor"] = Server("floor", [*gunicorn, "bench.floor"], environment)
    else:
        print("No floor and no ratios: orjson is not installed (bench/requirements.txt).")
    rivals["plain DRF"] = Server(
        "DRF", [*gunicorn, "bench.served"], environment | {"BENCH_URLS": "bench.plain"}
    )
    if url:
        print("No Datasette: it reads SQLite only.")
    elif importlib.util.find_spec("datasette"):
        named = data / "bench-datasette.json"
        canned = {name: {"sql": sql} for name, sql in queries.for_datasette(plan.by).items()}
        named.write_text(json.dumps({"databases": {"db": {"queries": canned}}}))
        command = [
            sys.executable,
            "-m",
            "datasette",
            "serve",
            str(data / "db.sqlite3"),
            f"--metadata={named}",
            *("--setting", "sql_time_limit_ms", "60000"),
        ]
        rivals["Datasette"] = Server("Datasette", [*command, "--port=PORT"], environment)
        rivals["Datasette, JSON by SQLite"] = rivals["Datasette"]
    else:
        print("No Datasette: it is not installed (bench/requirements.txt).")
    try:
        tell_what_the_floor_lacks(plan, rivals)
        for title, requests in plan.workloads(rivals):
            for cold in (True, False):
                if title.startswith(tuple(asked.only)) and (title[:2] != "W5" or not cold):
                    measure(title, requests, rivals, asked.seconds, cold)
        print("\nPeak memory: " + ", ".join(f"{name} {one.memory():.0f} MB" for name, one in rivals.items()))
        for kind in ("csv", "ndjson", "xlsx"):
            print(api.exported(kind))
        if asked.write:
            print(compete(environment))
    finally:
        for one in rivals.values():
            one.process.terminate()


def arguments():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--data", help="a folder that keeps the SQLite database for the next run")
    parser.add_argument("--organizations", type=int, default=70)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--only", nargs="+", default=["W"], help="these workloads alone: W1 W4")
    parser.add_argument("--seconds", type=float, default=8, help="for each workload")
    parser.add_argument(
        "--write", action=argparse.BooleanOptionalAction, default=True, help="let writers compete"
    )
    return parser.parse_args()


class Plan:
    """What is asked: for each workload, the paths of each server, one after the other."""

    found = "/api/v1/search/?q=giai+ngan"

    def __init__(self, api):
        self.api = api
        for self.by in ("organization", "responsible"):
            if api.get(f"/api/v1/directives/?{self.by}=1")[0] == 200:
                break
        kind = {"organization": "party_committee", "responsible": "peoples_committee"}[self.by]
        found = self.read(f"/api/v1/organizations/?kind={kind}&page_size=500")
        ends = {"organization": "-huyen-uy", "responsible": "-ubnd"}[self.by]
        self.keys = [row["id"] for row in found["results"] if row["code"].endswith(ends)]
        held = self.read("/api/v1/sessions/?page_size=500&held_before=2024-12-31&fields=id")
        self.sessions = [row["id"] for row in held["results"]]

    def read(self, path):
        status, _headers, body = self.api.get(path)
        if status != 200:
            sys.exit(f"{path}: {status} {body[:300]}")
        return json.loads(body)

    def workloads(self, rivals):
        """The title and the requests of each workload: dicts of paths by server."""
        yield "W1 list", [self.listed(key) for key in self.keys]
        yield "W2 whole session", [self.whole(key) for key in self.sessions]
        yield self.deep()
        plain = self.found.replace("/api/v1/search/", "/directives/")
        yield "W4 search, two words", [{"our API": self.found, "floor": "/W4", "plain DRF": plain}]
        yield "W5 conditional, unchanged", self.unchanged(rivals)

    def unchanged(self, rivals):
        """W1 with the ETag that its answer had."""
        paths = self.listed(self.keys[0])
        paths = {"our API": paths["our API"], "floor": f"{paths['floor']}&tag=1"}
        asked = {
            name: (path, rivals[name].get(path)[1]["etag"]) for name, path in paths.items() if name in rivals
        }
        return [asked]

    def listed(self, key):
        ask = {"status": "completed", self.by: key}
        short = urlencode({"status": "completed", "by": self.by, "value": key})
        canned = urlencode({"_shape": "array", "status": "completed", "by": key})
        return {
            "our API": f"/api/v1/directives/?{urlencode(ask | {'ordering': 'due_on'})}",
            "floor": f"/W1?{short}",
            "plain DRF": f"/directives/?{urlencode(ask)}",
            "Datasette": f"/db/W1-plain.json?{canned}",
            "Datasette, JSON by SQLite": f"/db/W1.json?{canned}",
        }

    def whole(self, key):
        return {
            "our API": f"/api/v1/sessions/{key}/",
            "floor": f"/W2?id={key}",
            "plain DRF": f"/sessions/{key}/",
            "Datasette, JSON by SQLite": f"/db/W2.json?_shape=array&id={key}",
        }

    def deep(self, pages=20):
        """Pages from row 100,000 on, or from the middle of a smaller list."""
        rows = self.read("/api/v1/directives/?page_size=1&count=true")["count"]
        step = 500 if rows > 1000 else 50
        row = min(100_000, rows // 2) // step * step
        path, asked = f"/api/v1/directives/?ordering=due_on&page_size={step}", []
        for page in range(row // step + pages):
            if page == row // step:
                path = path.replace(f"page_size={step}", "page_size=50")
            told = self.read(path)
            path = told["next"] and told["next"].split("127.0.0.1", 1)[1]
            if not path or not told["results"][-1]["due_on"]:
                break
            path = path[path.index("/") :]
            if page >= row // step:
                last = told["results"][-1]
                key = urlencode({"day": last["due_on"], "id": last["id"]})
                asked.append(
                    {
                        "our API": path,
                        "floor": f"/W3?{key}",
                        "plain DRF": f"/directives/?page={row // 50 + len(asked) + 2}",
                        "Datasette": f"/db/W3-plain.json?_shape=array&{key}",
                        "Datasette, JSON by SQLite": f"/db/W3.json?_shape=array&{key}",
                    }
                )
        return f"W3 page at row {row:,}", asked


def tell_what_the_floor_lacks(plan, rivals):
    """Name the fields of our answers that the floor leaves out: it must not win by saying less."""
    for title, ask in (("a list", plan.listed(plan.keys[0])), ("a session", plan.whole(plan.sessions[0]))):
        shown = {
            name: fields(json.loads(rivals[name].get(ask[name])[2]))
            for name in ("our API", "floor")
            if name in rivals
        }
        if lacking := shown["our API"] - shown.get("floor", shown["our API"]):
            print(f"Of {title} the floor lacks: {', '.join(sorted(lacking))}")


def fields(value, path=""):
    """The paths of all fields of a JSON value."""
    if isinstance(value, list):
        return set().union(*(fields(item, path) for item in value))
    if isinstance(value, dict):
        return set().union(
            *({f"{path}{name}"} | fields(inner, f"{path}{name}.") for name, inner in value.items())
        )
    return set()


def measure(title, requests, rivals, seconds, cold):
    """Ask the servers in turn, request by request, and print what each took; who has had its share of the time waits.

    Cold, the requests go on over all the data, and no two accept the same: an answer is kept for those alone who
    accept the same formats. Warm, the first of them is asked again and again.
    """
    title = f"{title}, {'cold' if cold else 'warm'}"
    print(f"\n{HEADINGS.replace(' ' * 28, f'{title:28}', 1)}")
    times, work, sizes, queries_of = {}, {}, {}, {}
    different, start = count(), time.perf_counter()
    for number, paths in enumerate(cycle(requests if cold else requests[:1])):
        for name, server in rivals.items():
            share = (time.perf_counter() - start) / len(paths)
            if name not in paths or sum(times.get(name, ())) > share:
                continue
            path, tag = paths[name] if isinstance(paths[name], tuple) else (paths[name], None)

            def headers(tag=tag):
                known = {"If_None_Match": tag} if tag else {}
                return known | {"Accept": f"application/json, cold/{next(different)}" if cold else "*/*"}

            asked, worked, began = headers(), server.worked(), time.perf_counter()
            status, told, body = server.get(path, **asked)
            took = time.perf_counter() - began
            if status not in (200, 304):
                sys.exit(f"{name} {path}: {status} {body[:300]}")
            if number:
                times.setdefault(name, []).append(took)
                work.setdefault(name, []).append(server.worked() - worked)
            sizes.setdefault(name, []).append(len(body))
            if not number and name in ("our API", "plain DRF"):
                queries_of[name] = len(json.loads(server.get(path, X_Bench="1", **headers())[2])[0])
            elif not number and name == "floor":
                queries_of[name] = told["x-queries"]
        if not number:
            start = time.perf_counter()
        elif time.perf_counter() - start - sum(times.get("plain DRF", ())) > seconds:
            break
    floor = len(times["floor"]) / sum(times["floor"]) if "floor" in times else None
    for name, took in times.items():
        took.sort()
        rate = len(took) / sum(took)
        ratio = f"{rate / floor:.2f}" if floor else "–"
        print(
            f"  {name:26}{rate:9.0f}{1000 * took[len(took) // 2]:9.2f}{1000 * took[int(len(took) * 0.99)]:9.2f}"
            f"{ratio:>10}{1000 * sum(work[name]) / len(took):9.2f}{queries_of.get(name, '–'):>9}{sum(sizes[name]) / len(sizes[name]) / 1024:8.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
