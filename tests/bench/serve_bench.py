"""Compare endpoints on the same data and queries: ours, the `oxigraph` server in memory and on disk, rdflib-endpoint.

Needs `pip install '.[test,servers]'`; rates are measured with wrk where it is installed, else with a client in Python that
cannot ask as fast as the oxigraph server answers.  Data: the graph of a build (--graph) and synthetic reports of the same
shape, at least --triples of them.  The servers are asked in turn, several rounds of them, and the middle one counts: read
the ratios, of computing where the machine has other work.  Ours is measured without kept answers, and once more with
them, each request coming again and again.
"""

import argparse
import asyncio
import http.client
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

FZ = "https://w3id.org/fazhi/ontology#"
ID = "https://w3id.org/fazhi/id/"
HEAD = (
    f"PREFIX fz: <{FZ}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX prov: <http://www.w3.org/ns/prov#> "
    "PREFIX sm: <http://purl.org/linked-data/sdmx/2009/measure#> "
    "PREFIX sd: <http://purl.org/linked-data/sdmx/2009/dimension#> PREFIX oa: <http://www.w3.org/ns/oa#> "
)
# {n}, {m}: numbers of an agency and a report, so that no two requests are the same
SHAPES: dict[str, str] = {
    "look-up": "SELECT ?p ?o {{ <" + ID + "agency/机构{n}> ?p ?o }}",
    "label": 'SELECT ?s {{ ?s skos:prefLabel "机构{n}"@zh }} LIMIT 5',
    "evidence": "SELECT ?o ?x {{ <"
    + ID
    + "agency/机构{n}> fz:issued ?o . ?o prov:wasDerivedFrom ?e . ?e oa:exact ?x }}",
    "one report": "SELECT (COUNT(?o) AS ?k) {{ GRAPH <" + ID + "report/{m}> {{ ?o a fz:Observation }} }}",
    "join": "SELECT ?l ?v {{ ?b skos:prefLabel ?l . ?o fz:about ?b ; fz:indicator <"
    + ID
    + "indicator/指标{i}> ; sm:obsValue ?v }} LIMIT 200",
    "group-by": "SELECT ?i (COUNT(?o) AS ?k) (AVG(?v) AS ?a) {{ ?o fz:indicator ?i ; sm:obsValue ?v }} GROUP BY ?i ORDER BY DESC(?k) LIMIT {n1}",
    "contains": 'SELECT ?s ?l {{ ?s skos:prefLabel ?l FILTER(CONTAINS(?l, "构{n}")) }} LIMIT 20',
    "year on year": (
        "SELECT ?b ?v ?w {{ ?o fz:indicator <"
        + ID
        + "indicator/指标{i}> ; fz:about ?b ; sd:refPeriod ?y ; sm:obsValue ?v . "
        "?q fz:indicator <" + ID + "indicator/指标{i}> ; fz:about ?b ; sd:refPeriod ?z ; sm:obsValue ?w . "
        "FILTER(?y != ?z && ?w > ?v) }} LIMIT 100"
    ),
}
AGENCIES, REPORTS, INDICATORS = 5000, 1000, 300
CONNECTIONS = (1, 8, 32)
SLOW = 2.0
"""A shape that takes one client so many seconds is not asked by more: they would wait in line."""

LONG = 0.02
"""Seconds from which the client in Python is fast enough; it waits for the last answer, as wrk does not."""

LONGEST = 15.0
"""Seconds after which an answer is not waited for."""


def main() -> None:
    """Print the tables."""
    options = arguments()
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data.nq"
        count = write_data(data, options.graph, options.triples)
        client = "wrk" if shutil.which("wrk") else "a client in Python"
        print(
            f"{count:,} quads, {data.stat().st_size / 1e6:.0f} MB of N-Quads; rates by {client}", flush=True
        )
        there = [s for s in SERVERS if s.is_there() and options.only in (None, s.name)]
        natives = [server for server in there if not server.is_slow]
        results = measure(natives, data, Path(name), options, options.rounds)
        for found in results:
            show(results[0], found, count)
        for server in there:
            if server.is_slow:
                (found,) = measure([server], data, Path(name), options, 1)
                show((results or [found])[0], found, count)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--graph", type=Path, help="N-Quads of a build, taken along")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", help="one server")
    return parser.parse_args()


# --- data


def write_data(target: Path, graph: Path | None, triples: int) -> int:
    """Write synthetic reports, and the real one; give the number of quads."""
    chance, count = random.Random(7), 0
    with target.open("w", encoding="utf-8") as file:
        if graph:
            text = graph.read_text(encoding="utf-8")
            file.write(text)
            count += text.count("\n")
        number = 0
        while count < triples:
            lines = report(number, chance)
            file.write("".join(lines))
            count, number = count + len(lines), number + 1
    return count


def report(number: int, chance: random.Random) -> list[str]:
    """Give one report: 20 agencies with a policy each, 60 figures, a span for each fact."""
    graph = f"<{ID}report/{number}>"
    year, lines = 2010 + number % 15, []

    def say(s: str, p: str, o: str) -> None:
        lines.append(f"{s} <{p}> {o} {graph} .\n")

    def cite(s: str, at: int) -> None:
        span = f"<{ID}report/{number}#char={at},{at + 9}>"
        say(s, "http://www.w3.org/ns/prov#wasDerivedFrom", span)
        say(span, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"<{FZ}Span>")
        say(span, "http://www.w3.org/ns/oa#exact", f'"第{number}份报告第{at}字起"@zh')
        say(span, "http://www.w3.org/ns/oa#start", f'"{at}"^^<http://www.w3.org/2001/XMLSchema#integer>')

    kind = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    label = "http://www.w3.org/2004/02/skos/core#prefLabel"
    bodies = [chance.randrange(AGENCIES) for _ in range(20)]
    for place, body in enumerate(bodies):
        agency, policy = f"<{ID}agency/机构{body}>", f"<{ID}policy/办法{number}-{place}>"
        say(agency, kind, f"<{FZ}Agency>")
        say(agency, label, f'"机构{body}"@zh')
        say(policy, kind, f"<{FZ}Policy>")
        say(policy, label, f'"办法{number}-{place}"@zh')
        say(agency, f"{FZ}issued", policy)
        cite(policy, place * 100)
    for place in range(60):
        figure = f"<{ID}report/{number}/observation/{place}>"
        say(figure, kind, f"<{FZ}Observation>")
        say(figure, f"{FZ}indicator", f"<{ID}indicator/指标{chance.randrange(INDICATORS)}>")
        say(figure, f"{FZ}about", f"<{ID}agency/机构{chance.choice(bodies)}>")
        value = f'"{chance.randrange(100000)}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
        say(figure, "http://purl.org/linked-data/sdmx/2009/measure#obsValue", value)
        period = f'"{year}"^^<http://www.w3.org/2001/XMLSchema#gYear>'
        say(figure, "http://purl.org/linked-data/sdmx/2009/dimension#refPeriod", period)
        cite(figure, 2000 + place * 20)
    return lines


# --- servers


@dataclass(frozen=True)
class Server:
    """A server: how it is loaded, started and asked."""

    name: str
    program: str
    load: Callable[[Path, Path], list[str] | None]
    command: Callable[[Path, Path, int], list[str]]
    path: str
    fill: Callable[[int, Path], None] | None = None
    is_slow: bool = False

    def is_there(self) -> bool:
        found = program(self.program) is not None
        if not found:
            print(f"NOT MEASURED: {self.name} is not installed")
        return found


def program(name: str) -> str | None:
    return shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)


def post(port: int, data: Path) -> None:
    """Send the data to a server that holds them in memory only."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    headers = {"Content-Type": "application/n-quads", "Content-Length": str(data.stat().st_size)}
    with data.open("rb") as body:
        client.request("POST", "/store?no_transaction", body, headers)
    assert client.getresponse().status == 204


FILL = "import sys; from pyoxigraph import *; s = Store(sys.argv[2]); s.bulk_load(path=sys.argv[1], format=RdfFormat.N_QUADS); s.flush()"


def ours(name: str, cache: int, load: Callable[[Path, Path], list[str] | None]) -> Server:
    """Give our endpoint, with so many MB of answers kept."""

    def command(data: Path, folder: Path, port: int) -> list[str]:
        options = ["--store", str(folder / "ours"), "--port", str(port), "--cache", str(cache)]
        return [sys.executable, "-m", "kg", "serve", *options]

    return Server(name, "python", load, command, "/sparql")


SERVERS = (
    ours(
        "kg serve",
        0,
        lambda data, folder: [sys.executable, "-c", FILL, str(data), str(folder / "ours")],
    ),
    ours("kg serve, answers kept", 32, lambda data, folder: None),
    Server(
        "oxigraph in memory",
        "oxigraph",
        lambda data, folder: None,
        lambda data, folder, port: [
            str(program("oxigraph")),
            "serve",
            "-b",
            f"127.0.0.1:{port}",
            "--union-default-graph",
        ],
        "/query",
        post,
    ),
    Server(
        "oxigraph on disk",
        "oxigraph",
        lambda data, folder: [
            str(program("oxigraph")),
            "load",
            "-l",
            str(folder / "oxigraph"),
            "-f",
            str(data),
        ],
        lambda data, folder, port: [
            str(program("oxigraph")),
            "serve-read-only",
            "-l",
            str(folder / "oxigraph"),
            "-b",
            f"127.0.0.1:{port}",
            "--union-default-graph",
        ],
        "/query",
    ),
    Server(
        "rdflib-endpoint",
        "rdflib-endpoint",
        lambda data, folder: None,
        lambda data, folder, port: [str(program("rdflib-endpoint")), "serve", "--port", str(port), str(data)],
        "/",
        is_slow=True,
    ),
)


@dataclass
class Result:
    """What was measured of one server; times in seconds, memory in MB, computing in seconds a request."""

    name: str
    load: float = 0
    start: float = 0
    memory: float = 0
    rates: dict[tuple[str, int], float] = field(default_factory=dict)
    times: dict[str, tuple[float, float]] = field(default_factory=dict)
    computing: dict[tuple[str, int], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    server: Server
    port: int
    pid: int
    found: Result


def measure(
    servers: list[Server], data: Path, folder: Path, options: argparse.Namespace, rounds: int
) -> list[Result]:
    """Measure servers side by side: each question is put to all of them in turn."""
    with ExitStack() as stack:
        up = [start(stack, server, data, folder) for server in servers]
        for one in up:
            settle(one.pid)
        for shape in SHAPES:
            time_alone(up, shape, options.seconds, rounds)
            for connections in CONNECTIONS:
                rate(up, folder, shape, connections, options.seconds, rounds)
        for one in up:
            one.found.memory = memory(one.pid)
        return [one.found for one in up]


def settle(pid: int) -> None:
    """Wait until a server has nothing left to prepare."""
    before = -1.0
    while computing(pid) - before > 0.05:
        before = computing(pid)
        time.sleep(1)


def time_alone(up: list[Running], shape: str, seconds: float, rounds: int) -> None:
    """Note how long one client waits, the middle and the slowest of a hundred answers of all rounds."""
    times: dict[str, list[float]] = {one.server.name: [] for one in up}
    for _ in range(rounds):
        for one in up:
            times[one.server.name] += patiently(one.port, one.server.path, shape, 1, seconds / rounds)
    for one in up:
        one.found.times[shape] = percentiles(times[one.server.name])


def start(stack: ExitStack, server: Server, data: Path, folder: Path) -> Running:
    """Load and start a server."""
    found = Result(server.name)
    begin = time.perf_counter()
    loading = server.load(data, folder)
    if loading:
        subprocess.run(loading, check=True, capture_output=True)
    port, pid, found.start = stack.enter_context(running(server, data, folder))
    if server.fill:
        begin, found.start = time.perf_counter() - found.start, 0
        server.fill(port, data)
    found.load = time.perf_counter() - begin - found.start
    return Running(server, port, pid, found)


def rate(up: list[Running], folder: Path, shape: str, connections: int, seconds: float, rounds: int) -> None:
    """Note the middle rate and computing of some rounds; who is slow is not asked by many."""
    rates: dict[str, list[tuple[float, float]]] = {one.server.name: [] for one in up}
    for _ in range(rounds):
        for one in up:
            if one.found.times[shape][0] < SLOW:
                rates[one.server.name].append(answers(one, folder, shape, connections, seconds))
    for one in up:
        asked = rates[one.server.name] or [(1 / one.found.times[shape][0], one.found.times[shape][0])]
        one.found.rates[shape, connections] = statistics.median(number for number, _ in asked)
        one.found.computing[shape, connections] = statistics.median(computing for _, computing in asked)


def answers(one: Running, folder: Path, shape: str, connections: int, seconds: float) -> tuple[float, float]:
    """Give answers a second, and seconds of computing an answer."""
    before = computing(one.pid)
    if shutil.which("wrk") and one.found.times[shape][0] < LONG:
        count, rate = ask_with_wrk(one, folder, shape, connections, seconds)
    else:
        times = patiently(one.port, one.server.path, shape, connections, seconds)
        count, rate = len(times), len(times) / sum_of(times, connections)
    return rate, (computing(one.pid) - before) / max(count, 1)


def ask_with_wrk(
    one: Running, folder: Path, shape: str, connections: int, seconds: float
) -> tuple[int, float]:
    """Ask with wrk: a thousand different requests of a shape in turn."""
    chance, paths = random.Random(connections), folder / "paths.txt"
    lines = [request(one.server.path, shape, chance).split(b" ", 2)[1] for _ in range(1000)]
    paths.write_bytes(b"\n".join(lines))
    script = folder / "ask.lua"
    script.write_text(WRK, encoding="ascii")
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{max(1, round(seconds))}s",
        "--timeout",
        "20s",
        "-s",
        str(script),
    ]
    environment = {**os.environ, "PATHS": str(paths)}
    address = f"http://127.0.0.1:{one.port}"
    told = subprocess.run(
        [*command, address], capture_output=True, text=True, check=True, env=environment
    ).stdout
    if "Non-2xx" in told:
        raise SystemExit(f"{one.server.name} refuses {shape}: {told}")
    found = re.search(r"(\d+) requests in", told)
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", told)
    assert found
    assert per_second
    return int(found[1]), float(per_second[1]) or 1 / LONGEST


WRK = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local at = 0
request = function()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {["Accept"] = "application/sparql-results+json"})
end
"""


def patiently(port: int, path: str, shape: str, connections: int, seconds: float) -> list[float]:
    """Ask, but wait for no answer longer than `LONGEST`."""
    try:
        return run(asyncio.wait_for(ask(port, path, shape, connections, seconds), LONGEST + seconds))
    except TimeoutError:
        return [LONGEST] * connections


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run on the fastest loop there is, so that the client is not what is measured."""
    try:
        import uvloop
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


@contextmanager
def running(server: Server, data: Path, folder: Path) -> Iterator[tuple[int, int, float]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    begin = time.perf_counter()
    with (folder / f"{server.program}.log").open("w") as log:
        process = subprocess.Popen(server.command(data, folder, port), stdout=log, stderr=log)
    try:
        wait_for(process, port)
        yield port, process.pid, time.perf_counter() - begin
    finally:
        process.terminate()
        process.wait(20)


def wait_for(process: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(6000):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        if process.poll() is not None:
            raise SystemExit(f"a server ended: {process.args}")
        time.sleep(0.05)
    # a listening socket may be there before the data are
    run(ask(port, "/health", "", 1, 0.0))


def family(pid: int) -> list[str]:
    """Give a process and its children."""
    return [str(pid), *Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def memory(pid: int) -> float:
    """Give the memory of a process and its children; pages that they share count once (PSS)."""
    total = 0.0
    for one in family(pid):
        lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return total


def computing(pid: int) -> float:
    """Give the seconds that a process and its children have been computing."""
    ticks = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


# --- asking


async def ask(port: int, path: str, shape: str, connections: int, seconds: float) -> list[float]:
    """Ask on some connections for some seconds; give the time of every answer."""
    chance = random.Random(connections)
    end = time.perf_counter() + seconds
    lists = await asyncio.gather(*(_connection(port, path, shape, chance, end) for _ in range(connections)))
    return [one for each in lists for one in each]


async def _connection(port: int, path: str, shape: str, chance: random.Random, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times: list[float] = []
    while True:
        begin = time.perf_counter()
        writer.write(request(path, shape, chance))
        status = await _answer(reader)
        times.append(time.perf_counter() - begin)
        if shape and status != 200:
            raise SystemExit(f"{path} answers {status} to {shape}")
        if time.perf_counter() >= end:
            writer.close()
            return times


def request(path: str, shape: str, chance: random.Random) -> bytes:
    numbers = {
        "n": chance.randrange(AGENCIES),
        "m": chance.randrange(REPORTS),
        "i": chance.randrange(INDICATORS),
        "n1": chance.randrange(1, 50),
    }
    query = f"?query={quote(HEAD + SHAPES[shape].format(**numbers), safe='')}" if shape else ""
    accept = "application/sparql-results+json"
    return f"GET {path}{query} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


async def _answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    if "content-length:" in head:
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
    elif "chunked" in head:
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status


def sum_of(times: list[float], connections: int) -> float:
    return sum(times) / connections


def percentiles(times: list[float]) -> tuple[float, float]:
    ranked = sorted(times)
    return statistics.median(ranked), ranked[min(len(ranked) - 1, int(len(ranked) * 0.99))]


# --- the table


def show(ours: Result, found: Result, count: int) -> None:
    """Print a row for each shape, with the ratios of our rate and our computing to this one's."""
    load = f"load {count / found.load:,.0f} quads/s, " if found.load > 1 else ""
    print(f"\n{found.name}: {load}start {found.start:.2f} s, memory {found.memory:,.0f} MB")
    columns = f"{'p50 ms':>9}{'p99 ms':>9}{'1/s':>9}{'8/s':>9}{'32/s':>9}{'CPU ms':>9}"
    print(f"{'':13}{columns}  ours/it: rates at 1, 8, 32; CPU at 1, 8, 32")
    for shape in SHAPES:
        middle, high = (1000 * value for value in found.times[shape])
        numbers = "".join(f"{found.rates[shape, c]:9,.1f}" for c in CONNECTIONS)
        own = 1000 * statistics.median(found.computing[shape, c] for c in CONNECTIONS)
        rates = ratios(ours.rates, found.rates, shape)
        costs = ratios(ours.computing, found.computing, shape)
        print(f"{shape:13}{middle:9.2f}{high:9.2f}{numbers}{own:9.2f}  {rates}; {costs}", flush=True)


def ratios(ours: dict[tuple[str, int], float], its: dict[tuple[str, int], float], shape: str) -> str:
    return " ".join(f"{ours[shape, c] / (its[shape, c] or 1e-9):.2f}" for c in CONNECTIONS)


if __name__ == "__main__":
    main()
