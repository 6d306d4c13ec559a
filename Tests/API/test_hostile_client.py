"""R-22: while a hostile client tries all of `hostile.py`, two people talk undisturbed and memory stays bounded.

`FOYER_HOSTILE_SECONDS` makes it longer (bin/test --long hostile-30m), and lets slowhttptest try as well.
"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from client import Client
from contract import ROOT
from customer import ask
from hostile import BRIEF, LASTING, Outcome, Target, resident
from server import Server, binary
from sockets import opened, ringing

# How long all of it takes; each attack gets its part.
WHOLE = float(os.environ.get("FOYER_HOSTILE_SECONDS", "30"))
SECONDS = max(1.2, WHOLE / len(BRIEF))
# Longer than the longest timeout of the server, 35 s.
LASTING_SECONDS = max(40.0, SECONDS)
# What two people may feel of it on a busy machine of two cores, of which the attacker takes one.
ACKNOWLEDGED_P99_MILLISECONDS_MAX = 1_000
# What 2,000 hostile connections may take, and what may stay of it.
GROWTH_BYTES_MAX = 384 << 20
KEPT_BYTES_MAX = 160 << 20
LOG_BYTES_MAX = 1 << 20
# As in production, but for log-ons, so that bodies are read at all, and for texts, so that friends may write 40 a second.
LIMITS = (
    "--asks-per-minute", "60", "--log-ons-per-minute", "0", "--messages-per-minute", "3000", "--reads-per-minute", "600",
    "--sockets-per-minute", "600", "--connections-per-address", "2000")


class Figures(threading.Thread):
    """Memory and open files of the server, five times a second."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid = pid
        self.is_over = threading.Event()
        self.before = resident(pid)
        self.files_most = 0
        self.start()

    def run(self) -> None:
        while not self.is_over.wait(0.2):
            try:
                self.files_most = max(self.files_most, resident(self.pid)[2])
            except OSError:
                return

    def stop(self) -> tuple[int, int, int]:
        self.is_over.set()
        self.join()
        return resident(self.pid)


class Scene:
    """A server with production's limits, a served chat for the friends, and another one for the attacker."""

    def __init__(self, folder: Path, contract, flags: tuple[str, ...] = LIMITS):
        self.server = Server(folder, flags=flags).start()
        self.nobody = Client(self.server, contract)
        self.agent = self.nobody.log_on(self.server.agents[0]).headers["Authorization"].removeprefix("Bearer ")
        first, asked = ask(self.nobody, self.server.token, question="Hello?")
        self.customer, self.chat = first["customer"], asked.json["chat"]
        asyncio.run(self.answer(self.agent, self.chat))
        ben = self.nobody.log_on(self.server.agents[1]).headers["Authorization"].removeprefix("Bearer ")
        other, asked = ask(self.nobody, self.server.token, question="x" * 4_000)
        self.target = Target(self.server.port, self.server.token, other["customer"], asked.json["chat"])
        asyncio.run(self.answer(ben, self.target.chat))

    async def answer(self, agent: str, chat: str) -> None:
        async with opened(self.server, "agent", token=agent) as desk:
            card = await ringing(desk, chat)
            await desk.send("answer", chat=chat, offer=card["ringing"]["offer"], n=1)
            await desk.until("ok", n=1)

    def friend(self) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, Path(__file__).parent / "friend.py", self.server.url, self.server.token, self.customer,
             self.agent, self.chat], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


async def attacked(target: Target, chosen: set[str] | None = None) -> dict[str, Outcome]:
    """All attacks, the lasting ones behind the brief ones."""
    lasting = {each.name: asyncio.ensure_future(each.run(target, LASTING_SECONDS))
               for each in LASTING if chosen is None or each.name in chosen}
    outcomes = {}
    for each in BRIEF:
        if chosen is None or each.name in chosen:
            began = time.monotonic()
            outcomes[each.name] = await each.run(target, SECONDS)
            print(f"  {each.name}: {outcomes[each.name]} ({time.monotonic() - began:.1f} s; {each.limit})")
    for each in LASTING:
        if each.name in lasting:
            outcomes[each.name] = await lasting[each.name]
            print(f"  {each.name}: {outcomes[each.name]} ({each.limit})")
    return outcomes


def unlimited(outcomes: dict[str, Outcome]) -> dict[str, list[str]]:
    """The attacks that met something else than their limit."""
    return {each.name: wrong for each in BRIEF + LASTING
            if each.name in outcomes and (wrong := each.wrong(outcomes[each.name]))}


def test_friends_talk_undisturbed_while_all_of_it_is_tried(tmp_path, contract, proof):
    scene = Scene(tmp_path, contract)
    try:
        figures = Figures(scene.server.process.pid)
        friend = scene.friend()
        outcomes = asyncio.run(attacked(scene.target))
        felt = json.loads(friend.communicate(input="", timeout=60)[0])
        time.sleep(1)
        now, most, files = figures.stop()
        before = figures.before[0]
        print(f"  friends: {felt}")
        print(f"  memory: {before >> 20} MiB before, {most >> 20} MiB at most, {now >> 20} MiB after; "
              f"open files: {figures.before[2]} before, {figures.files_most} at most, {files} after")
        assert unlimited(outcomes) == {}
        assert felt["lost"] == [] and felt["undelivered"] == 0
        assert felt["messages"] >= 200
        assert felt["ack p99 ms"] <= ACKNOWLEDGED_P99_MILLISECONDS_MAX
        assert most - before <= GROWTH_BYTES_MAX
        assert now - before <= KEPT_BYTES_MAX
        assert files <= figures.before[2] + 10
        assert len(scene.server.log.encode()) <= LOG_BYTES_MAX
        assert scene.nobody.ask("GET", "/readyz").status == 200
        proof(
            "R-22", f"{len(outcomes)} attacks, {sum(each.tries for each in outcomes.values()):,} tries met their "
            f"limits; friends' ack p99 {felt['ack p99 ms']} ms, {felt['messages']:,} messages, 0 lost; "
            f"memory {before >> 20} → {most >> 20} → {now >> 20} MiB")
    finally:
        scene.server.stop()


PLANTED = ROOT / ".build/release/foyer-planted"


@pytest.mark.skipif(not PLANTED.exists(), reason="foyer-planted is not built")
def test_a_server_without_timeouts_is_noticed(tmp_path, contract, proof):
    """The same attacks on a server that waits an hour for whoever is slow: each must be seen to be held."""
    scene = Scene(tmp_path, contract)
    scene.server.stop()
    server = scene.server
    planted = subprocess.Popen(
        [PLANTED, "--planted", "noTimeouts", "serve", "--listen", f"127.0.0.1:{server.port}", "--data", server.data,
         "--public-url", server.url], stdout=subprocess.DEVNULL)
    try:
        while not is_up(scene.nobody):
            time.sleep(0.1)
        outcomes = asyncio.run(attacked(scene.target, {"slow_bodies", "slow_chunks", "never_reading", "connections"}))
        assert unlimited(outcomes) == {
            "slow_bodies": ["still held"], "slow_chunks": ["still held"], "never_reading": ["still held"]}
        assert outcomes["connections"].told["503"] == 0
        proof("R-22", "a server that waits an hour for the slow, and one that counts no connections, caught")
    finally:
        planted.kill()
        planted.wait()


SLOW = {"heads": ["-H"], "bodies": ["-B"], "ranges": ["-R"], "readers": ["-X", "-w", "10", "-y", "20", "-z", "5", "-k", "3"]}


@pytest.mark.skipif(
    shutil.which("slowhttptest") is None or "FOYER_HOSTILE_SECONDS" not in os.environ,
    reason="slowhttptest is not installed, or this is not the long run")
@pytest.mark.parametrize("kind", SLOW)
def test_slowhttptest_closes_nobody_out(kind, tmp_path, contract, proof):
    scene = Scene(tmp_path, contract)
    try:
        friend = scene.friend()
        told = subprocess.run(
            ["slowhttptest", *SLOW[kind], "-c", "1500", "-r", "200", "-i", "5", "-l", str(int(WHOLE / len(SLOW))),
             "-u", f"{scene.server.url}/console"], capture_output=True, text=True, check=False).stdout
        felt = json.loads(friend.communicate(input="", timeout=60)[0])
        assert "service available:" in told and "NO" not in told.rsplit("service available:", 1)[1][:20], told[-2_000:]
        assert felt["lost"] == [] and felt["undelivered"] == 0
        proof("R-22", f"slowhttptest, {kind}: friends' ack p99 {felt['ack p99 ms']} ms, {felt['messages']:,} messages, 0 lost")
    finally:
        scene.server.stop()


def is_up(client: Client) -> bool:
    try:
        return client.ask("GET", "/healthz").status == 200
    except OSError:
        return False


def test_limits_stand_in_the_operations_page():
    page = (ROOT / "docs/operations.md").read_text()
    source = (ROOT / "Sources/FoyerServer/HTTPLimit.swift").read_text()
    names = {line.split("static let ")[1].split(" ")[0] for line in source.splitlines() if "static let " in line}
    assert names and {name for name in names if f"`{name}`" not in page} == set()


def test_the_hostile_client_is_there():
    assert binary() is not None or pytest.skip("a build of foyer is missing")
    assert len(BRIEF) + len(LASTING) >= 25
