"""What lies on the disk and in the log after a chat: no secret, and nothing that anybody wrote in the log.

The log is that of the most talkative level, the disk that of both databases.
"""

import asyncio
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from client import Client
from customer import ask, form
from server import Server, binary, free_port
from sockets import opened, ringing

PREVIEW = "half a word that was never sent CANARY-8f3a51"
QUESTION = "Something private, asked once."
NAME = "Marguerite Exemplaire"


@pytest.fixture(scope="module")
def kept(tmp_path_factory, contract):
    """A server that was used and stopped, and everything that was secret in it."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    began = time.time()
    server = Server(tmp_path_factory.mktemp("kept"), flags=("--log-level", "trace")).start()
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
    letter = form(nobody, server.token, email="mei@example.com", question=QUESTION, name=NAME)
    nobody.ask("POST", f"/api/public/rooms/{server.token}/letters", letter)
    nobody.ask("POST", f"/api/public/rooms/{server.token}/letters", raw=f'{{"question":"{QUESTION}'.encode())
    nobody.ask("GET", "/api/me", headers={"Authorization": f"Bearer {password}"})
    files = temporary(began) + opened_by(server.process.pid)
    rights = {each.name: stat.S_IMODE(each.stat().st_mode) for each in server.data.iterdir()}
    living = b"".join(each.read_bytes() for each in server.data.glob("foyer.sqlite*"))
    server.stop()
    stored = living + b"".join(each.read_bytes() for each in server.data.glob("foyer.sqlite*"))
    log = (server.data / "printed.log").read_text()
    tokens = [token, cookie, link, used, sent["customer"], password, *[each["password"] for each in server.agents]]
    return {"tokens": tokens, "stored": stored, "log": log, "rights": rights, "room": server.token, "files": files}


def temporary(began: float) -> list[Path]:
    """Files of the system's temporary folder that somebody wrote since then, at any depth but in other tests' folders."""
    folders = {Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm")}
    found = []
    for path in (each for folder in folders if folder.exists() for each in folder.iterdir()):
        try:
            if path.is_file() and path.stat().st_mtime >= began - 1:
                found.append(path)
        except OSError:
            pass
    return found


def opened_by(pid: int) -> list[Path]:
    """Files that the server holds open, those too that have no name any more."""
    there = Path(f"/proc/{pid}/fd")
    return [each for each in there.iterdir() if each.resolve().is_file() or "deleted" in os.readlink(each)]


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


def test_what_was_only_typed_is_not_stored(kept, proof):
    assert PREVIEW.encode() not in kept["stored"]
    proof("R-30", f"preview canary in none of {len(kept['stored']):,} bytes of SQLite, nor in the log at trace, nor in a temporary file")


def test_nothing_is_written_to_temporary_files(kept):
    for path in kept["files"]:
        try:
            held = path.read_bytes()
        except OSError:
            continue
        assert PREVIEW.encode() not in held, path


def test_the_log_says_nothing_of_whom_and_what(kept):
    # The most talkative level talks.
    assert " trace " in kept["log"] or " debug " in kept["log"]
    assert "listening" in kept["log"]
    for words in (*kept["tokens"], kept["room"], NAME, QUESTION, PREVIEW, "private", "example.com"):
        assert words not in kept["log"]


def test_the_files_are_their_owners_alone(kept):
    rights = {name: mode for name, mode in kept["rights"].items() if name.startswith("foyer")}
    assert {"foyer.sqlite", "foyer.lock"} <= set(rights)
    assert [name for name, mode in rights.items() if mode & 0o077] == []


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """The folder and the port of a PostgreSQL of this test's own."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))
    if not programs or binary() is None:
        pytest.skip("PostgreSQL or a build of foyer is missing")
    folder, port = Path(tempfile.mkdtemp(prefix="foyer-kept-")), free_port()
    is_root = os.getuid() == 0
    if is_root:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)

    def run(program: str, *words: str) -> None:
        user = ["runuser", "-u", "postgres", "--"] if is_root else []
        subprocess.run([*user, programs[-1] / program, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)

    run("initdb", "-D", folder / "data", "--auth=trust", "--username=foyer", "--encoding=UTF8", "--no-locale", "--no-sync")
    run("pg_ctl", "-D", folder / "data", "-w", "-s", "-l", folder / "log", "-o",
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c log_statement=all", "start")
    yield folder, port
    run("pg_ctl", "-D", folder / "data", "-m", "immediate", "-s", "stop")
    shutil.rmtree(folder)


def test_what_was_only_typed_is_in_no_byte_of_postgresql(postgres, tmp_path, contract, proof):
    """All of its files, the write-ahead log and the log of statements with them."""
    folder, port = postgres
    server = Server(tmp_path, demo=False, flags=("--database", f"postgresql://foyer@127.0.0.1:{port}/postgres"))
    try:
        server.start()
        nobody = Client(server, contract)
        who = {"email": "ana@example.com", "password": "ten letters"}
        link = server.set_up_link().partition("#")[2]
        nobody.ask("POST", "/api/set-up", {"link": link, "company": "Acme", "name": "Ana", **who})
        ana = nobody.log_on(who)
        server.token = ana.ask("GET", "/api/rooms").json["rooms"][0]["token"]
        sent, asked = ask(nobody, server.token, name=NAME, question=QUESTION)
        token = ana.headers["Authorization"].removeprefix("Bearer ")
        asyncio.run(talk(server, token, sent["customer"], asked.json["chat"]))
    finally:
        server.stop()
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert [path for path, each in held.items() if PREVIEW.encode() in each] == []
    # The search finds what is there.
    assert [path for path, each in held.items() if QUESTION.encode() in each] != []
    for secret in (token, sent["customer"], link):
        assert [path for path, each in held.items() if secret.encode() in each] == []
    proof("R-30", f"preview canary in none of {sum(map(len, held.values())):,} bytes of PostgreSQL, its log of all statements included")
