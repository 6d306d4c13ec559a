"""Lets schemathesis ask what docs/openapi.yaml describes, as one role, and counts what came of it."""

import asyncio
import json
import os
import secrets
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from client import Client
from companies import add_company
from contract import DOCUMENT
from customer import ask
from server import Server
from sockets import serve_and_end

CHECKS = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance")
ROLES = ("nobody", "customer", "agent", "administrator", "rival")


@dataclass
class Report:
    calls: int
    operations: int
    failures: list[str]


class Fuzzed:
    """A server with a second company, an ended and a waiting chat, and everybody's tokens."""

    def __init__(self, folder: Path, contract):
        self.folder = folder
        self.server = server = Server(folder).start()
        rival = add_company(server)
        nobody = Client(server, contract)
        ana, ben, rita = (nobody.log_on(each) for each in (server.agents[0], server.agents[1], rival))
        sent, asked = ask(nobody, server.token, name="Mei", question="Hello?")
        asyncio.run(serve_and_end(server, bearer(ana), server.token, sent["customer"], asked.json["chat"]))
        waiting, second = ask(nobody, server.token, name="Omar", question="Still there?")
        room = ana.ask("POST", "/api/rooms", {"name": "Repairs"}).json
        victims = [ana.ask("POST", "/api/agents", {"name": "V", "email": f"v{number}@example.com"}).json["agent"]["id"]
                   for number in range(3)]
        with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
            customers = [each for (each,) in rows.execute("SELECT DISTINCT customer_id FROM chat")]
        general = [each["id"] for each in ana.ask("GET", "/api/rooms").json["rooms"]]
        self.tokens = {
            "nobody": "", "customer": sent["customer"], "agent": bearer(ben), "administrator": bearer(ana),
            "rival": bearer(rita)}
        self.known = {
            "url": server.url, "tokens": [server.token, room["token"]], "rooms": [*general, rival["room"]],
            "agents": victims, "chats": [asked.json["chat"], second.json["chat"]], "customers": customers,
            "past-chats": [asked.json["chat"]], "customerTokens": [sent["customer"], waiting["customer"]]}

    def run(self, role: str, examples: int, *, url: str = "", seed: int | None = None, only: str = "") -> Report:
        """Without a `seed` the same is asked each time."""
        path = self.folder / f"fuzz-{role}-{secrets.token_hex(4)}.json"
        log = path.with_suffix(".log")
        token = self.tokens[role]
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", str(DOCUMENT), "--url", url or self.server.url,
            "--phases", "examples,coverage,fuzzing", "--checks", ",".join(CHECKS), "--max-examples", str(examples),
            # Longer than an open form is held that hears of no change.
            "--continue-on-failure", "--request-timeout", "60", "--no-color", "--warnings", "off", "--report", "json", "--report-json-path", path,
            *(["--generation-deterministic"] if seed is None else ["--seed", str(seed), "--generation-database", "none"])]
        if token:
            # The role must not log itself off: `nobody` tries that.
            command += ["-H", f"Authorization: Bearer {token}", "--exclude-operation-id", "logOff"]
        if only:
            command += ["--include-operation-id", only]
        hooks = {"SCHEMATHESIS_HOOKS": "fuzz_hooks", "FOYER_FUZZ": json.dumps(self.known)}
        places = f"{Path(__file__).parent}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        with log.open("w") as out:
            subprocess.run(
                command, env={**os.environ, **hooks, "PYTHONPATH": places}, stdout=out, stderr=out, check=False,
                cwd=self.folder)
        if not path.exists():
            raise RuntimeError(log.read_text()[-4_000:])
        told = json.loads(path.read_text())
        failures = [json.dumps(each)[:600] for each in (*told["failures"], *told["errors"])]
        return Report(told["test_cases"]["generated"], told["operations"]["tested"], failures)


def bearer(client: Client) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


def main(calls: int) -> int:
    """The long piece: as many calls as are asked for, in rounds of another seed each, over all roles."""
    import random
    import tempfile

    from contract import Contract

    with tempfile.TemporaryDirectory() as folder:
        fuzzed, made, round_number = Fuzzed(Path(folder), Contract()), 0, 0
        first = random.randrange(1 << 30)
        print(f"seeds from {first}", flush=True)
        try:
            while made < calls:
                for role in ROLES:
                    report = fuzzed.run(role, 200, seed=first + round_number)
                    made += report.calls
                    print(f"{role}, seed {first + round_number}: {report.calls} calls, {made} in all", flush=True)
                    for failure in report.failures:
                        print(f"FAILED {failure}")
                    if report.failures:
                        return 1
                    round_number += 1
        finally:
            fuzzed.server.stop()
    print(f"proof R-21: {made:,} calls as {len(ROLES)} roles, seeds from {first}: 0 answers with 5xx or against the document")
    return 0


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parents[1] / "Browser"))
    sys.exit(main(int(sys.argv[1])))
