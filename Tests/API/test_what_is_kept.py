"""What lies on the disk and in the log after a chat: no secret, and nothing that anybody wrote in the log."""

import asyncio
import secrets
import stat

import pytest
from client import Client
from customer import ask
from server import Server
from sockets import opened, ringing

PREVIEW = "half a word that was never sent"
QUESTION = "Something private, asked once."
NAME = "Marguerite Exemplaire"


@pytest.fixture(scope="module")
def kept(tmp_path_factory, contract):
    """A server that was used and stopped, and everything that was secret in it."""
    server = Server(tmp_path_factory.mktemp("kept")).start()
    nobody = Client(server, contract)
    ana = nobody.log_on(server.agents[0])
    cookie = nobody.at_console(server.agents[1]).headers["Cookie"].partition("=")[2]
    link = ana.ask("POST", "/api/agents", {"name": "New", "email": "new@example.com"}).json["link"].partition("#")[2]
    password = secrets.token_hex(16)
    used = ana.ask("POST", "/api/agents", {"name": "Old", "email": "old@example.com"}).json["link"].partition("#")[2]
    nobody.ask("PUT", "/api/me/password", {"link": used, "password": password})
    sent, asked = ask(nobody, server.token, name=NAME, question=QUESTION)
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    asyncio.run(talk(server, token, sent["customer"], asked.json["chat"]))
    nobody.ask("POST", "/api/log-on", {"email": "nobody@example.com", "password": password + "x"})
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in server.data.iterdir()}
    living = b"".join(each.read_bytes() for each in server.data.glob("foyer.sqlite*"))
    server.stop()
    stored = living + b"".join(each.read_bytes() for each in server.data.glob("foyer.sqlite*"))
    log = (server.data / "printed.log").read_text()
    tokens = [token, cookie, link, used, sent["customer"], password, *[each["password"] for each in server.agents]]
    return {"tokens": tokens, "stored": stored, "log": log, "rights": rights, "room": server.token}


async def talk(server: Server, agent_token: str, customer: str, chat: str) -> None:
    async with opened(server, "agent", token=agent_token) as agent, \
            opened(server, "customer", room=server.token, token=customer) as asker:
        card = await ringing(agent, chat)
        await agent.send("answer", chat=chat, offer=card["ringing"]["offer"], n=1)
        # What is typed is for those who follow the chat by now.
        await agent.until("transcript", chat=chat)
        await asker.send("typing", chat=chat, text=PREVIEW)
        assert (await agent.until("typing"))["text"] == PREVIEW
        await asker.say(chat, "Something else that is private.")


def test_no_token_and_no_password_is_stored(kept):
    assert len(kept["tokens"]) == 9
    assert [each for each in kept["tokens"] if each.encode() in kept["stored"]] == []
    # The search finds what is there: a room's token is an address, and texts are kept.
    assert kept["room"].encode() in kept["stored"]
    assert QUESTION.encode() in kept["stored"]


def test_what_was_only_typed_is_not_stored(kept):
    assert PREVIEW.encode() not in kept["stored"]


def test_the_log_says_nothing_of_whom_and_what(kept):
    assert "listening" in kept["log"]
    for words in (*kept["tokens"], kept["room"], NAME, QUESTION, PREVIEW, "private", "example.com"):
        assert words not in kept["log"]


def test_the_files_are_their_owners_alone(kept):
    rights = {name: mode for name, mode in kept["rights"].items() if name.startswith("foyer")}
    assert {"foyer.sqlite", "foyer.lock"} <= set(rights)
    assert [name for name, mode in rights.items() if mode & 0o077] == []
