"""PostgreSQL servers of a test: a primary, and a synchronous standby that can take its place."""

import glob
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from forwarder import Forwarder
from server import free_port

SETTINGS = (
    "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200 "
    "-c max_wal_senders=8 -c wal_level=replica -c hot_standby=on")


def programs() -> Path:
    return Path(sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1])


def as_owner(*command: object) -> None:
    """PostgreSQL refuses to run as root."""
    owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    told = subprocess.run(
        [*owner, *map(str, command)], cwd="/", capture_output=True, text=True, timeout=60, check=False)
    assert told.returncode == 0, f"{command[0]}: {told.stdout}{told.stderr}"


class Postgres:
    def __init__(self, folder: Path, port: int):
        self.folder = folder
        self.port = port
        self.follows: Forwarder | None = None

    @classmethod
    def primary(cls) -> "Postgres":
        home = cls._home()
        server = cls(home / "data", free_port())
        as_owner(programs() / "initdb", "-D", server.folder, "--auth=trust", "--username=foyer",
                 "--encoding=UTF8", "--no-locale", "--no-sync")
        with (server.folder / "pg_hba.conf").open("a") as rules:
            rules.write("host replication foyer 127.0.0.1/32 trust\n")
        return server.start()

    @staticmethod
    def _home() -> Path:
        home = Path(tempfile.mkdtemp(prefix="foyer-nodes."))
        if os.getuid() == 0:
            shutil.chown(home, "postgres")
        return home

    def start(self) -> "Postgres":
        as_owner(programs() / "pg_ctl", "-D", self.folder, "-w", "-s", "-l", self.folder.parent / "log",
                 "-o", f"-p {self.port} {SETTINGS}", "start")
        return self

    def standby(self, synchronous: bool = True) -> "Postgres":
        """A copy that follows over a line of its own, `follows`. With a synchronous one, nothing is
        committed from here on that it does not have."""
        copy = Postgres(self._home() / "data", free_port())
        copy.follows = Forwarder(self.port)
        as_owner(programs() / "pg_basebackup", "-h", "127.0.0.1", "-p", copy.follows.port, "-U", "foyer",
                 "-D", copy.folder, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        copy.start()
        if synchronous:
            self.ask("ALTER SYSTEM SET synchronous_standby_names = '*'")
            self.ask("SELECT pg_reload_conf()")
        return copy

    def ask(self, statement: str) -> str:
        told = subprocess.run(
            [programs() / "psql", "-h", "127.0.0.1", "-p", str(self.port), "-U", "foyer", "-At",
             "-c", statement, "postgres"], capture_output=True, text=True, timeout=30, check=True)
        return told.stdout.strip()

    def stop_hard(self) -> None:
        """As a power switch does."""
        as_owner(programs() / "pg_ctl", "-D", self.folder, "-m", "immediate", "-s", "stop")

    def promote(self) -> None:
        as_owner(programs() / "pg_ctl", "-D", self.folder, "-s", "-w", "promote")
        # It has no standby of its own now.
        self.ask("ALTER SYSTEM SET synchronous_standby_names = ''")
        self.ask("SELECT pg_reload_conf()")

    def remove(self) -> None:
        owner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run([*owner, programs() / "pg_ctl", "-D", self.folder, "-m", "immediate", "-s", "stop"],
                       cwd="/", capture_output=True, check=False)
        if self.follows:
            self.follows.close()
        shutil.rmtree(self.folder.parent, ignore_errors=True)
