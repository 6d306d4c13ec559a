"""Two companies, five rooms and chats in all states: what an authorization matrix is about."""

import asyncio
import sqlite3
import time
from dataclasses import dataclass, field

import pytest
from client import Client
from companies import add_company
from customer import ask
from server import Server, binary
from sockets import opened, serve_and_end


@dataclass
class World:
    """Two companies, three rooms, one of them deleted, chats in all states, and everybody's tokens."""

    server: Server
    agents: dict[str, str] = field(default_factory=dict)
    customers: dict[str, tuple[str, str]] = field(default_factory=dict)  # room link and token
    chats: dict[str, str] = field(default_factory=dict)
    rooms: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)  # agents' ids

    def customer_of(self, chat: str) -> str:
        """Nobody but a desk is told a customer's id; the database saves opening it."""
        with sqlite3.connect(f"file:{self.server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
            return rows.execute("SELECT customer_id FROM chat WHERE id = ?", (self.chats[chat],)).fetchone()[0]

    def rows(self) -> dict[str, str]:
        with sqlite3.connect(f"file:{self.server.data}/foyer.sqlite?mode=ro", uri=True) as rows:
            tables = [name for (name,) in rows.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
            return {table: repr(rows.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall()) for table in tables}

    def wait_until_nobody_is_connected(self) -> None:
        deadline = time.monotonic() + 30
        while self.rows()["connection"] != "[]":
            assert time.monotonic() < deadline, "a socket that was closed is still among the connections"
            time.sleep(0.02)


@pytest.fixture(scope="module")
def world(tmp_path_factory, contract):
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    server = Server(tmp_path_factory.mktemp("frames")).start()
    rival = add_company(server)
    made, nobody = World(server), Client(server, contract)
    clients = {name: nobody.log_on(who) for name, who in zip(
        ("ana", "ben", "chen", "rita"), (*server.agents, rival))}
    made.agents = {name: client.headers["Authorization"].split()[1] for name, client in clients.items()}
    ana = clients["ana"]
    people = {each["name"]: each["id"] for each in ana.ask("GET", "/api/agents").json["agents"]}
    general = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    repairs, doomed = (ana.ask("POST", "/api/rooms", {"name": name}).json for name in ("Repairs", "Doomed"))
    # Ben is Ana's room mate; Chen serves another room only.
    chen = people["Chen Wei"]
    ana.ask("PATCH", f"/api/rooms/{general}", {"agents": [each for each in people.values() if each != chen]})
    ana.ask("PATCH", f"/api/rooms/{repairs['id']}", {"agents": [chen]})
    rival_link = clients["rita"].ask("GET", "/api/rooms").json["rooms"][0]["token"]
    made.people = {"ana": people["Ana Lima"], "rita": clients["rita"].ask("GET", "/api/me").json["agent"]["id"]}
    made.rooms = {"general": general, "of another room": repairs["id"], "deleted": doomed["id"], "of another company": rival["room"]}

    def chat(name: str, link: str, ended_by: str = "") -> None:
        sent, asked = ask(nobody, link, name=name, question="Secret of " + name)
        made.customers[name], made.chats[name] = (link, sent["customer"]), asked.json["chat"]
        if ended_by:
            token = made.agents[ended_by]
            asyncio.run(serve_and_end(server, token, link, sent["customer"], asked.json["chat"]))

    chat("ended", server.token, "ana")
    chat("in a deleted room", doomed["token"], "ana")
    assert ana.ask("DELETE", f"/api/rooms/{doomed['id']}").status == 204
    chat("of another company, ended", rival_link, "rita")
    for who in made.agents.values():
        asyncio.run(rest(server, who))
    chat("waiting", server.token)
    chat("of another room", repairs["token"])
    chat("of another company", rival_link)
    chat("own", server.token)
    yield made
    server.stop()


async def rest(server: Server, token: str) -> None:
    """On a break nothing rings, so that nothing changes by itself."""
    async with opened(server, "agent", token=token) as desk:
        await desk.send("status", status="TAKING_BREAK", n=9)
        await desk.until("ok", n=9)
