"""What docs/operations.md says of backups: a copy of one moment, taken from a running server, is a whole server."""

import asyncio
import sqlite3

from client import Client
from customer import ask
from server import Server
from sockets import opened


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
