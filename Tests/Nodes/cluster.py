"""Several Foyers on one PostgreSQL and one Redis behind one address, with a breakable line to each."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

from forwarder import Forwarder
from postgres import Postgres
from server import binary, free_port

READY_WITHIN_SECONDS = 30


class Node:
    """One Foyer, with lines of its own to PostgreSQL and Redis."""

    def __init__(self, cluster: "Cluster", number: int):
        self.cluster = cluster
        self.number = number
        self.port = free_port()
        self.databases = [Forwarder(server.port) for server in cluster.databases]
        self.redis = Forwarder(cluster.redis_port)
        self.process: subprocess.Popen | None = None
        self.log = cluster.folder / f"node-{number}.log"
        self.data = cluster.folder / f"node-{number}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> str:
        # With several servers there is no line between: one that is gone must refuse.
        ends = self.databases if len(self.databases) == 1 else self.cluster.databases
        hosts = ",".join(f"127.0.0.1:{end.port}" for end in ends)
        return f"postgresql://foyer@{hosts}/postgres?target_session_attrs=read-write"

    def start(self, planted: str = "") -> "Node":
        """With a bug in this node alone, if one is named."""
        program = ([self.cluster.executable, *self.cluster.switches] if not planted
                   else [binary().parent / "foyer-planted", "--planted", planted])
        flags = ["--asks-per-minute", "0", "--log-ons-per-minute", "0", "--messages-per-minute", "0",
                 "--reads-per-minute", "0", "--sockets-per-minute", "0", "--connections-per-address", "0"]
        redis = ["--redis", f"redis://127.0.0.1:{self.redis.port}"] if self.cluster.has_bus else []
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*program, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
                 "--database", self.database, *redis, "--public-url", self.cluster.url,
                 *flags], stdout=out, stderr=subprocess.STDOUT)
        return self

    def wait(self) -> "Node":
        until = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < until:
            if self.is_ready():
                return self
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)
        raise AssertionError(f"node {self.number} is not ready:\n{self.log.read_text()}")

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=2):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def ask_to_end(self) -> None:
        os.kill(self.process.pid, signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self.process and self.process.poll() is None:
            os.kill(self.process.pid, number)
        if self.process:
            self.process.wait(30)

    def remove(self) -> None:
        self.kill()
        for line in [*self.databases, self.redis]:
            line.close()


class Cluster:
    """`nodes` Foyers behind one address that takes them in turn, as any proxy does."""

    def __init__(self, folder: Path, nodes: int = 3, standby: str = "", has_bus: bool = True,
                 planted: str = ""):
        self.folder = folder
        self.has_bus = has_bus
        # A bug planted on purpose, which the tests must catch.
        self.executable = binary().parent / "foyer-planted" if planted else binary()
        self.switches = ["--planted", planted] if planted else []
        self.primary = Postgres.primary()
        self.databases = [self.primary]
        self.redis_port = free_port()
        self.redis = self._redis()
        self._fill()
        if standby:
            self.databases.append(self.primary.standby(standby == "synchronous"))
        self.proxy = Forwarder()
        self.nodes = [Node(self, number) for number in range(nodes)]
        self.proxy.targets = [node.port for node in self.nodes]
        try:
            for node in self.nodes:
                node.start()
            for node in self.nodes:
                node.wait()
        except BaseException:
            self.remove()
            raise

    @property
    def port(self) -> int:
        return self.proxy.port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.proxy.port}"

    def _redis(self) -> subprocess.Popen:
        return subprocess.Popen(
            ["redis-server", "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", "",
             "--appendonly", "no", "--dir", str(self.folder)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def _fill(self) -> None:
        url = f"postgresql://foyer@127.0.0.1:{self.primary.port}/postgres"
        told = subprocess.run(
            [binary(), "demo", "--data", self.folder, "--database", url],
            capture_output=True, text=True, check=True, timeout=60)
        demo = json.loads(told.stdout)
        self.agents = demo["agents"]
        self.token = demo["rooms"][0]["token"]

    def stop_redis(self) -> None:
        self.redis.kill()
        self.redis.wait()

    def start_redis(self) -> None:
        self.redis = self._redis()

    def remove(self) -> None:
        for node in self.nodes:
            node.remove()
        self.proxy.close()
        self.stop_redis()
        for database in self.databases:
            database.remove()
