"""The real server, started for one test in an empty folder, and the two people who use it."""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 20


def binary() -> Path | None:
    """The executable to test: FOYER_BINARY, else the release build, else the debug build."""
    named = os.environ.get("FOYER_BINARY")
    places = [Path(named)] if named else [ROOT / ".build/release/foyer", ROOT / ".build/debug/foyer"]
    return next((place for place in places if place.exists()), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Server:
    """One running Foyer. `FOYER_WEB` makes it serve that folder instead of the embedded web."""

    data: Path
    demo: bool = True
    port: int = field(default_factory=free_port)
    agents: list[dict] = field(default_factory=list)
    token: str = ""
    printed: str = ""
    flags: tuple[str, ...] = ()
    process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def form(self) -> str:
        return f"{self.url}/r/{self.token}"

    def start(self) -> "Server":
        if self.demo and not self.agents:
            told = subprocess.run(
                [binary(), "demo", "--data", self.data, "--public-url", self.url],
                capture_output=True, text=True, check=True, timeout=60)
            demo = json.loads(told.stdout)
            self.agents = demo["agents"]
            self.token = demo["rooms"][0]["token"]
        web = os.environ.get("FOYER_WEB")
        command = [
            binary(), "serve", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
            "--public-url", self.url, "--asks-per-minute", "0", "--log-ons-per-minute", "0",
            "--messages-per-minute", "0", "--reads-per-minute", "0", "--sockets-per-minute", "0",
            "--connections-per-address", "0", *self.flags, *(["--web", web] if web else [])]
        log = self.data / "printed.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
        self._wait(log)
        return self

    def _wait(self, log: Path) -> None:
        until = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=1):
                    self.printed = log.read_text()
                    return
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server did not start:\n{log.read_text()}")

    def set_up_link(self) -> str:
        """The link that the first start prints."""
        return re.search(r"http\S+/console/set-up#\S+", self.printed).group()

    @property
    def log(self) -> str:
        """All that it has printed so far."""
        return (self.data / "printed.log").read_text(errors="replace")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait()

    def call(self, method: str, path: str, body: object = None, agent: int = 0) -> object:
        """Asks as a program does, with the bearer token of an agent of the demo."""
        who = self.agents[agent]
        if "token" not in who:
            log_on = {"email": who["email"], "password": who["password"], "channel": "browser"}
            who["token"] = self._ask("POST", "/api/log-on", log_on, "")["token"]
        return self._ask(method, f"/api/{path}", body, who["token"])

    def _ask(self, method: str, path: str, body: object, token: str) -> object:
        request = urllib.request.Request(self.url + path, method=method)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(request, data, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def letters(self) -> list[str]:
        """What was asked by letter, the newest first."""
        return [letter["question"] for letter in self.call("GET", "letters")["letters"]]

    def settings(self, **changes: object) -> None:
        """Publishes settings of the room GENERAL."""
        room = self.call("GET", "rooms")["rooms"][0]["id"]
        self.call("PUT", f"rooms/{room}/settings", changes)
