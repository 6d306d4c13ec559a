"""Backup under load and restore through the running server, again and again (R-08).

Usage: rounds.py ROUNDS. Prints a line for each thing it saw; ends with an error at the first broken promise.
"""

import asyncio
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "API"), str(HERE.parent / "Browser")]

from client import Client  # noqa: E402
from contract import Contract  # noqa: E402
from copies import digests, fingerprint, flipped, foyer, grow, spoiled, texts, torn  # noqa: E402
from customer import ask  # noqa: E402
from people import Customer, stored  # noqa: E402
from server import ROOT, Server  # noqa: E402

CUSTOMERS = 12
# Before a backup, between it and the restore, and after.
WRITING_SECONDS = 0.7
BACK_WITHIN_SECONDS = 20
ROWS_BIG = 15_000


def customers_of(server: Server, contract: Contract) -> list[Customer]:
    made = []
    for number in range(CUSTOMERS):
        sent, asked = ask(Client(server, contract), server.token, name=f"Customer {number}",
                          email=f"c{number}@example.com", question="0")
        assert asked.status == 201, asked.text
        made.append(Customer(server, server.token, sent["customer"], asked.json["chat"]))
    return made


async def command(*words) -> str:
    return (await asyncio.to_thread(foyer, *words)).stdout


async def one_round(server: Server, people: list[Customer], file: Path) -> dict[str, int]:
    """Everybody writes throughout. Returns what was counted."""
    for each in people:
        each.acknowledged, each.resyncs, each.connections = [], [], 0
        each.ends = False
        each.writes = True
    tasks = [asyncio.create_task(each.run()) for each in people]
    await asyncio.sleep(WRITING_SECONDS)

    before = {each: len(each.acknowledged) for each in people}
    await command("backup", file, "--data", server.data)
    during = {each: len(each.acknowledged) for each in people}
    await asyncio.sleep(WRITING_SECONDS)

    connections = {each: each.connections for each in people}
    began = time.monotonic()
    await command("restore", file, "--data", server.data)
    restored = time.monotonic() - began
    async with asyncio.timeout(BACK_WITHIN_SECONDS):
        while any(each.connections == connections[each] for each in people):
            await asyncio.sleep(0.02)
    back = time.monotonic() - began
    await asyncio.sleep(WRITING_SECONDS)
    for each in people:
        each.writes = False
    await asyncio.sleep(0.3)
    for each in people:
        each.ends = True
    await asyncio.gather(*tasks)

    count = {"before": 0, "gone": 0, "after": 0, "resyncs": 0, "restored": restored, "back": back}
    assert not torn(file), torn(file)
    kept = texts(file)
    for each in people:
        await judge(server, each, kept[each.chat], before[each], during[each], connections[each], count)
    return count


async def judge(server, each: Customer, backup: list, before: int, during: int, connections: int, count) -> None:
    told = await stored(server, server.token, each)
    assert sorted(told) == list(range(1, len(told) + 1)), "numbers are missing"
    there = {cid: seq for seq, (_, cid) in told.items() if cid}
    assert len(there) == sum(1 for _, cid in told.values() if cid), "a text is there twice"
    for cid, seq, _ in each.acknowledged[:before]:
        assert there.get(cid) == seq, f"lost: acknowledged under {seq} before the backup began"
    late = [(cid, seq) for cid, seq, place in each.acknowledged[during:] if place <= connections]
    for cid, _ in late:
        assert cid not in there, "a text that came after the backup is there after the restore"
    new = [(cid, seq) for cid, seq, place in each.acknowledged if place > connections]
    for cid, seq in new:
        assert there.get(cid) == seq, f"lost: acknowledged under {seq} after the restore"
    assert backup == [(seq, told[seq][1]) for seq, _ in backup], "the restored chat is not the backup's"
    assert each.view == told, "the screen does not show what is stored"
    assert each.gaps == 0, "a number was left out on a screen"
    assert late and each.resyncs, "nobody was told that the chat is another one"
    count["before"] += before
    count["gone"] += len(late)
    count["after"] += len(new)
    count["resyncs"] += len(each.resyncs)


def refuse_what_is_spoiled(server: Server, good: Path, folder: Path, flips: int) -> int:
    """Everything that is no whole backup is refused in a sentence, and nothing changes."""
    was = fingerprint(server.data / "foyer.sqlite")
    refused = 0
    for name, path in spoiled(good, folder).items():
        told = foyer("restore", path, "--data", server.data, ok=False)
        print(f"  {name}: {told.stderr.strip().removeprefix('foyer: ')}")
        assert fingerprint(server.data / "foyer.sqlite") == was, f"{name} changed something"
        refused += 1
    for seed in range(flips):
        foyer("restore", flipped(good, folder / "flipped.backup", seed), "--data", server.data, ok=False)
        assert fingerprint(server.data / "foyer.sqlite") == was
    return refused


def kill_while_restoring(server: Server, kills: int, folder: Path, chance: random.Random) -> dict[str, int]:
    """A process that is killed in the middle leaves the old state or the new one."""
    path = server.data / "foyer.sqlite"
    server.stop()
    grow(path, ROWS_BIG)
    big = folder / "big.backup"
    foyer("backup", big, "--data", server.data)
    small = folder / "small.backup"
    foyer("restore", folder / "round-0.backup", "--data", server.data)
    foyer("backup", small, "--data", server.data)
    states = {fingerprint(big): "big", fingerprint(small): "small"}
    server.start()
    began = time.monotonic()
    foyer("restore", big, "--data", server.data)
    lasting = time.monotonic() - began
    seen = {"old": 0, "new": 0}
    for _ in range(kills):
        was = states[fingerprint(path)]
        wanted = small if was == "big" else big
        restoring = subprocess.Popen([os.environ["FOYER_BINARY"], "restore", wanted, "--data", server.data],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, 1.1) * lasting)
        server.kill()
        restoring.wait(60)
        server.start()
        now = states.get(fingerprint(path))
        assert now is not None, "half a backup was restored"
        seen["old" if now == was else "new"] += 1
        left = [each.name for each in server.data.iterdir() if each.name.startswith(".foyer-transfer-")]
        assert not left, f"left behind: {left}"
    return seen


def move(good: Path, folder: Path, postgres: str) -> None:
    """Another machine, in one command; from SQLite to PostgreSQL and back: the same rows."""
    wanted = digests(good)
    foyer("restore", good, "--data", folder / "machine")
    foyer("backup", folder / "machine.backup", "--data", folder / "machine")
    assert digests(folder / "machine.backup") == wanted, "another machine"
    foyer("restore", good, "--database", postgres)
    foyer("backup", folder / "postgres.backup", "--database", postgres)
    assert digests(folder / "postgres.backup") == wanted, "PostgreSQL"
    foyer("restore", folder / "postgres.backup", "--data", folder / "home")
    foyer("backup", folder / "home.backup", "--data", folder / "home")
    assert digests(folder / "home.backup") == wanted, "back on SQLite"


def serve_from_postgres(server: Server, good: Path, folder: Path, postgres: str) -> None:
    """A running server on PostgreSQL makes and restores backups, and keeps others from doing so."""
    (folder / "nodes").mkdir()
    running = Server(folder / "nodes", demo=False, flags=("--database", postgres)).start()
    try:
        foyer("backup", folder / "running.backup", "--data", running.data)
        assert texts(folder / "running.backup") == texts(good)
        foyer("restore", folder / "running.backup", "--data", running.data)
        told = foyer("restore", good, "--database", postgres, ok=False)
        assert "Another Foyer uses this database" in told.stderr, told.stderr
    finally:
        running.stop()


async def catch_a_torn_backup(folder: Path, contract: Contract) -> None:
    """The negative control: a server that reads table after table must be caught."""
    data = folder / "planted"
    data.mkdir()
    server = Server(data).start()
    people = customers_of(server, contract)
    server.stop()
    planted = [ROOT / ".build/release/foyer-planted", "--planted", "tornBackup", "serve", "--listen",
               f"127.0.0.1:{server.port}", "--data", data, "--public-url", server.url]
    with (data / "planted.log").open("ab") as log:
        server.process = subprocess.Popen(planted, stdout=log, stderr=subprocess.STDOUT)
    server._wait(data / "planted.log")
    try:
        tasks = [asyncio.create_task(each.run()) for each in people]
        await asyncio.sleep(WRITING_SECONDS)
        await command("backup", folder / "torn.backup", "--data", data)
        for each in people:
            each.ends = True
        await asyncio.gather(*tasks)
        assert torn(folder / "torn.backup"), "a torn backup was not noticed"
    finally:
        server.stop()
        shutil.rmtree(data)
        (folder / "torn.backup").unlink(missing_ok=True)


async def main(rounds: int, folder: Path, postgres: str) -> None:
    contract = Contract()
    chance = random.Random(8)
    data = folder / "first"
    data.mkdir()
    server = Server(data).start()
    total = {"before": 0, "gone": 0, "after": 0, "resyncs": 0}
    slowest = 0.0
    try:
        people = customers_of(server, contract)
        for number in range(rounds):
            file = folder / f"round-{number}.backup"
            count = await one_round(server, people, file)
            slowest = max(slowest, count["back"])
            print(f"round {number + 1}: {count['before']} texts before the backup, all there; {count['gone']} after it, "
                  f"all gone; {count['after']} after the restore, all there; {count['resyncs']} resyncs; restored in "
                  f"{count['restored']:.1f} s, everybody back after {count['back']:.1f} s")
            for name in total:
                total[name] += count[name]
            if number > 0:
                file.unlink()
        good = folder / "round-0.backup"
        flips = 10 * rounds
        refused = refuse_what_is_spoiled(server, good, folder, flips)
        print(f"{refused} spoiled files and {flips} with one bit turned refused, nothing changed")
        seen = kill_while_restoring(server, 2 * rounds, folder, chance)
        print(f"killed while restoring: {seen['old']} times the old state, {seen['new']} times the new one, never half")
        move(good, folder, postgres)
        serve_from_postgres(server, good, folder, postgres)
        print("another machine, PostgreSQL and back: the same rows")
    finally:
        server.stop()
    for _ in range(rounds):
        await catch_a_torn_backup(folder, contract)
    print(f"proof R-08: {rounds} rounds, {total['before']} acknowledged before a backup, 0 lost; {total['gone']} after it, "
          f"all gone and {total['resyncs']} resyncs told; back within {slowest:.1f} s; {refused} spoiled files and "
          f"{flips} flipped bits refused; {sum(seen.values())} kills while restoring, never half; SQLite and "
          f"PostgreSQL equal; a torn backup caught {rounds} of {rounds}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="foyer-backup-") as place:
        asyncio.run(main(int(sys.argv[1]), Path(place), os.environ["FOYER_TEST_BACKUP_POSTGRES"]))
