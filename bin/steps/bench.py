"""Runs `foyer-load`'s benches, prints the machine's state and the figures, and records both.

A bench is one command that prints a flat JSON object as the last line of its output. `bin/bench`
calls this after building the release and starting a PostgreSQL.
"""

import dataclasses
import datetime
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
LOAD = ROOT / ".build/release/foyer-load"
FOYER = ROOT / ".build/release/foyer"
RESULTS = ROOT / "Benchmarks/results.jsonl"

# A smoke run fails when a figure is this many times worse than its floor.
SMOKE_FACTOR = 5


@dataclasses.dataclass(frozen=True)
class Floor:
    """The worst figure that a full run should show."""

    figure: str
    value: float
    more_is_better: bool

    def is_missed(self, measured, factor=1):
        if self.more_is_better:
            return measured * factor < self.value
        return measured > self.value * factor


@dataclasses.dataclass(frozen=True)
class Bench:
    name: str
    what: str
    arguments: tuple
    smoke_arguments: tuple
    floors: tuple = ()


def at_least(figure, value):
    return Floor(figure, value, more_is_better=True)


def at_most(figure, value):
    return Floor(figure, value, more_is_better=False)


BENCHES = [
    Bench(
        "w1-sqlite",
        "200 chats, one message in flight each, SQLite",
        ("w1", "--seconds", "30"),
        ("w1", "--seconds", "5"),
        (at_least("messagesPerSecond", 8_000), at_most("cpuSecondsPer10000", 1.25)),
    ),
    Bench(
        "w1-postgresql",
        "200 chats, one message in flight each, PostgreSQL",
        ("w1", "--seconds", "30", "--database", "POSTGRES"),
        ("w1", "--seconds", "5", "--database", "POSTGRES"),
        (at_least("messagesPerSecond", 5_000),),
    ),
    Bench(
        "start",
        "from exec to listening, and the memory then",
        ("start", "--runs", "10"),
        ("start", "--runs", "2"),
        (at_most("residentMegabytes", 60),),
    ),
]


def fdatasync_p50_milliseconds(count=200):
    """The median time to make 4 KiB durable where the data folder would be."""
    folder = ROOT / "build-products"
    folder.mkdir(exist_ok=True)
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for position in range(count):
            os.pwrite(file.fileno(), b"x" * 4096, position * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(times), 3)


def commit():
    def git(*arguments):
        answer = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True)
        return answer.stdout.strip()

    return git("rev-parse", "--short", "HEAD") + ("+" if git("status", "--porcelain") else "")


def machine():
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "commit": commit(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 2),
        "fdatasyncP50Milliseconds": fdatasync_p50_milliseconds(),
    }


def fresh_postgres(name):
    """The URL of an empty database for one bench."""
    server = os.environ["FOYER_BENCH_POSTGRES"]
    database = name.replace("-", "_")
    for statement in (f"DROP DATABASE IF EXISTS {database}", f"CREATE DATABASE {database}"):
        subprocess.run(["psql", "-q", "-c", statement, server], check=True)
    return server.rsplit("/", 1)[0] + "/" + database


def run(bench, smoke):
    arguments = bench.smoke_arguments if smoke else bench.arguments
    if "POSTGRES" in arguments:
        url = fresh_postgres(bench.name)
        arguments = [url if word == "POSTGRES" else word for word in arguments]
    command = [LOAD, arguments[0], "--foyer", FOYER, *arguments[1:]]
    answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(answer.stdout.strip().splitlines()[-1])


def verdicts(bench, figures, factor):
    """One sentence for each floor that was missed."""
    for floor in bench.floors:
        measured = figures.get(floor.figure)
        if measured is None:
            yield f"{bench.name} does not report {floor.figure}"
        elif floor.is_missed(measured, factor):
            yield f"{bench.name}: {floor.figure} is {measured}, its floor is {floor.value:g}"


def main(words):
    smoke = words == ["--smoke"]
    names = [] if smoke else words
    unknown = set(names) - {bench.name for bench in BENCHES}
    if unknown:
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; there are {', '.join(b.name for b in BENCHES)}")
    missed = []
    for bench in BENCHES:
        if names and bench.name not in names:
            continue
        state = machine()
        print(f"{bench.name}: {bench.what}")
        print(f"  machine: load {state['load']}, fdatasync p50 {state['fdatasyncP50Milliseconds']} ms")
        figures = run(bench, smoke)
        for figure, value in figures.items():
            print(f"  {figure}: {value}")
        missed += verdicts(bench, figures, SMOKE_FACTOR if smoke else 1)
        if not smoke:
            RESULTS.parent.mkdir(exist_ok=True)
            with RESULTS.open("a") as results:
                results.write(json.dumps({"bench": bench.name, **state, **figures}) + "\n")
    for sentence in missed:
        print(("" if not smoke else f"more than {SMOKE_FACTOR} times worse: ") + sentence)
    return 1 if smoke and missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
