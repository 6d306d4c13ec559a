"""What docs/operations.md says of backups: `foyer backup`, `foyer restore`, and a copy by SQLite's own means.

The step `backup` of bin/test does the same under load, with kills and on PostgreSQL.
"""

import asyncio
import os
import sqlite3
import stat
import subprocess

import pytest
from client import Client
from customer import ask
from server import Server, binary
from sockets import opened


def foyer(*words: object) -> subprocess.CompletedProcess:
    return subprocess.run([binary(), *words], capture_output=True, text=True, timeout=60)


@pytest.fixture(params=["running", "stopped"])
def house(request, tmp_path, contract):
    """A server with one chat, of its own; and whether it runs while it is backed up."""
    server = Server(tmp_path / "data")
    server.data.mkdir()
    server.start()
    server.sent, asked = ask(Client(server, contract), server.token, question="Before?")
    server.chat = asked.json["chat"]
    if request.param == "stopped":
        server.stop()
    yield server
    server.stop()


def test_a_backup_is_restored_and_what_came_between_is_gone(house, tmp_path, contract):
    file = tmp_path / "one.backup"
    told = foyer("backup", file, "--data", house.data)
    assert (told.returncode, told.stderr) == (0, "")
    assert "messages of 1 chats" in told.stdout and "checked" in told.stdout
    runs = house.process.poll() is None
    if not runs:
        house.start()
    _, asked = ask(Client(house, contract), house.token, question="After?")
    assert asked.status == 201
    if not runs:
        house.stop()
    told = foyer("restore", file, "--data", house.data)
    assert (told.returncode, told.stderr) == (0, "")
    if not runs:
        house.start()
    ana = Client(house, contract).log_on(house.agents[0])
    assert "Before?" in [each["body"] for each in ana.ask("GET", f"/api/chats/{house.chat}").json["entries"]]
    assert ana.ask("GET", f"/api/chats/{asked.json['chat']}").status == 404


def test_nothing_is_overwritten_and_nothing_is_left_behind(house, tmp_path):
    file = tmp_path / "one.backup"
    file.write_text("mine")
    told = foyer("backup", file, "--data", house.data)
    assert told.returncode == 78 and "is there already" in told.stderr
    assert file.read_text() == "mine"
    told = foyer("backup", tmp_path / "nowhere/one.backup", "--data", house.data)
    assert told.returncode == 78 and "cannot be written" in told.stderr
    told = foyer("restore", file, "--data", house.data)
    assert (told.returncode, told.stderr) == (78, "foyer: This file is no backup made by 'foyer backup'.\n")
    names = {each.name for each in tmp_path.iterdir()} | {each.name for each in house.data.iterdir()}
    assert not [name for name in names if name.startswith(".foyer-transfer-") or name.endswith(".part")]


def test_only_the_owner_reaches_it_and_nobody_by_the_network(server, nobody, tmp_path):
    place = server.data / "operator.sock"
    assert stat.S_ISSOCK(place.stat().st_mode) and stat.S_IMODE(place.stat().st_mode) & 0o077 == 0
    for path in ("/backup", "/api/backup", "/api/server/backup"):
        assert nobody.ask("GET", path).status == 404
    file = tmp_path / "one.backup"
    assert foyer("backup", file, "--data", server.data).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_folder_without_a_foyer_is_told_and_not_made(tmp_path):
    told = foyer("backup", tmp_path / "one.backup", "--data", tmp_path / "none")
    assert told.returncode == 78 and "There is no Foyer in the data folder" in told.stderr
    assert os.listdir(tmp_path) == []


def test_a_copy_taken_while_a_customer_writes_has_everything_that_was_acknowledged(tmp_path, contract):
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    server = Server(tmp_path / "first").start()
    sent, asked = ask(Client(server, contract), server.token, question="0")
    chat = asked.json["chat"]
    acknowledged = asyncio.run(write_and_copy(server, sent["customer"], chat, tmp_path / "second/foyer.sqlite"))
    server.stop()

    restored = Server(tmp_path / "second", agents=server.agents).start()
    ana = Client(restored, contract).log_on(server.agents[0])
    entries = ana.ask("GET", f"/api/chats/{chat}").json["entries"]
    restored.stop()
    texts = [each["body"] for each in entries if each["kind"] == "text"]
    assert len(texts) > acknowledged
    assert texts == [str(number) for number in range(len(texts))]


async def write_and_copy(server: Server, customer: str, chat: str, copy) -> int:
    """How many texts were acknowledged before the copy began."""
    async with opened(server, "customer", room=server.token, token=customer) as socket:
        for number in range(1, 30):
            await socket.say(chat, str(number))
        copying = asyncio.create_task(asyncio.to_thread(copy_of, server, copy))
        for number in range(30, 60):
            await socket.say(chat, str(number))
        await copying
    return 29


def copy_of(server: Server, copy) -> None:
    with sqlite3.connect(server.data / "foyer.sqlite") as rows:
        rows.execute("VACUUM INTO ?", (str(copy),))
