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
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from bench import queries
from bench.writers import compete

HEADINGS = f"{'':28}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'of floor':>10}{'queries':>9}{'KB':>8}"
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
        pid = self.process.pid
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        room = Path(f"/proc/{below[0] if below else pid}")
        if reset:
            (room / "clear_refs").write_text("5")
        lines = (room / "status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


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
        ]
        rivals["Datasette"] = Server("Datasette", [*command, "--port=PORT"], environment)
    else:
        print("No Datasette: it is not installed (bench/requirements.txt).")
    try:
        tell_what_the_floor_lacks(plan, rivals)
        for title, requests in plan.workloads(rivals):
            measure(title, requests, rivals, asked.seconds)
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
        self.session = self.read("/api/v1/sessions/?page_size=1&held_before=2024-12-31")["results"][0]["id"]

    def read(self, path):
        status, _headers, body = self.api.get(path)
        if status != 200:
            sys.exit(f"{path}: {status} {body[:300]}")
        return json.loads(body)

    def workloads(self, rivals):
        """The title and the requests of each workload: a dict of paths and headers by server."""
        cold = [self.listed(key, size) for size in range(50, 30, -1) for key in self.keys]
        warm = [self.listed(self.keys[0], 50)]
        yield "W1 list, cold: each URL once", cold
        yield "W1 list, warm: one URL", cycle(warm)
        yield "W2 whole session, one URL", cycle([self.whole()])
        yield self.deep()
        yield self.search()
        tagged = {}
        for name, path in (("our API", warm[0]["our API"]), ("floor", f"{warm[0]['floor']}&tag=1")):
            tag = rivals[name].get(path)[1].get("etag") if name in rivals else None
            tagged |= {name: (path, tag)} if tag else {}
        yield "W5 conditional, unchanged", cycle([tagged]) if "our API" in tagged else ()

    def listed(self, key, size):
        ask = {"status": "completed", self.by: key, "page_size": size}
        short = urlencode({"status": "completed", "by": self.by, "value": key, "size": size})
        canned = urlencode({"_shape": "array", "status": "completed", "by": key, "size": size})
        return {
            "our API": f"/api/v1/directives/?{urlencode(ask | {'ordering': 'due_on'})}",
            "floor": f"/W1?{short}",
            "plain DRF": f"/directives/?{urlencode(ask)}",
            "Datasette": f"/db/W1.json?{canned}",
        }

    def whole(self):
        return {
            "our API": f"/api/v1/sessions/{self.session}/",
            "floor": f"/W2?id={self.session}",
            "plain DRF": f"/sessions/{self.session}/",
            "Datasette": f"/db/W2.json?_shape=array&id={self.session}",
        }

    def deep(self):
        """The page at row 100,000, or in the middle of a smaller list."""
        count = self.read("/api/v1/directives/?page_size=1&count=true")["count"]
        step = 500 if count > 1000 else 50
        row, path = (
            min(100_000, count // 2) // step * step,
            f"/api/v1/directives/?ordering=due_on&page_size={step}",
        )
        for _page in range(row // step):
            page = self.read(path)
            path = page["next"].split("127.0.0.1", 1)[1]
            path = path[path.index("/") :]
        path = path.replace(f"page_size={step}", "page_size=50")
        last = page["results"][-1]
        key = urlencode({"day": last["due_on"], "id": last["id"]})
        paths = {"our API": path, "floor": f"/W3?{key}", "plain DRF": f"/directives/?page={row // 50 + 1}"}
        return f"W3 page at row {row:,}", cycle([paths | {"Datasette": f"/db/W3.json?_shape=array&{key}"}])

    def search(self):
        plain = self.found.replace("/api/v1/search/", "/directives/")
        return "W4 search, two words", cycle([{"our API": self.found, "floor": "/W4", "plain DRF": plain}])


def tell_what_the_floor_lacks(plan, rivals):
    """Name the fields of our answers that the floor leaves out: it must not win by saying less."""
    one = plan.listed(plan.keys[0], 50)
    for title, ask in (("a list", one), ("a session", plan.whole())):
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


def measure(title, requests, rivals, seconds):
    """Ask the servers in turn, request by request, and print what each took."""
    print(f"\n{HEADINGS.replace(' ' * 28, f'{title:28}', 1)}")
    times, sizes, queries_of = {}, {}, {}
    until = time.perf_counter() + seconds
    for number, paths in enumerate(requests):
        for name, server in rivals.items():
            if name not in paths:
                continue
            path, tag = paths[name] if isinstance(paths[name], tuple) else (paths[name], None)
            headers = {"If_None_Match": tag} if tag else {}
            began = time.perf_counter()
            status, _headers, body = server.get(path, **headers)
            took = time.perf_counter() - began
            if status not in (200, 304):
                sys.exit(f"{name} {path}: {status} {body[:300]}")
            if number:
                times.setdefault(name, []).append(took)
            sizes[name] = len(body)
            if not number and name in ("our API", "plain DRF"):
                queries_of[name] = len(json.loads(server.get(path, X_Bench="1", **headers)[2])[0])
        if time.perf_counter() > until:
            break
    if not times:
        print("  No figures: too short a time, or our API gives no such answer (an ETag, for W5).")
    floor = len(times["floor"]) / sum(times["floor"]) if "floor" in times else None
    for name, took in times.items():
        took.sort()
        rate = len(took) / sum(took)
        ratio = f"{rate / floor:.2f}" if floor else "–"
        print(
            f"  {name:26}{rate:9.0f}{1000 * took[len(took) // 2]:9.2f}{1000 * took[int(len(took) * 0.99)]:9.2f}"
            f"{ratio:>10}{queries_of.get(name, '–'):>9}{sizes[name] / 1024:8.1f}"
        )


if __name__ == "__main__":
    main()
