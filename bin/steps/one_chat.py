"""A server of one's own and one customer's chat on it: for the steps that end servers."""

import asyncio
import hashlib
import json
import pathlib
import secrets
import socket
import subprocess
import time

import aiohttp

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOYER = ROOT / ".build/release/foyer"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def solve(challenge, bits):
    number = 0
    while True:
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest) >> (256 - bits) == 0:
            return str(number)
        number += 1


class Server:
    def __init__(self, data):
        self.data = data
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def demo(self):
        told = subprocess.run(
            [FOYER, "demo", "--data", self.data], stdout=subprocess.PIPE, text=True, check=True)
        return json.loads(told.stdout)["rooms"][0]["token"]

    async def start(self, session):
        """Seconds from the start until it is ready."""
        began = time.monotonic()
        with open("/dev/null", "wb") as nowhere:
            self.process = subprocess.Popen(
                [FOYER, "serve", "--listen", f"127.0.0.1:{self.port}", "--data", self.data,
                 "--messages-per-minute", "0", "--asks-per-minute", "0", "--reads-per-minute", "0",
                 "--sockets-per-minute", "0"],
                stdout=nowhere, stderr=nowhere)
        await until(lambda: ready(self, session), "ready after the start")
        return time.monotonic() - began

    def end(self, number):
        self.process.send_signal(number)
        self.process.wait(20)


async def until(condition, what):
    for _ in range(2_000):
        if await condition():
            return
        await asyncio.sleep(0.01)
    raise SystemExit(f"it took too long: {what}")


async def readyz(server, session):
    try:
        async with session.get(f"{server.url}/readyz") as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0


async def ready(server, session):
    return await readyz(server, session) == 200


async def ask(server, session, token):
    room = f"{server.url}/api/public/rooms/{token}"
    async with session.post(f"{room}/challenge") as answer:
        puzzle = await answer.json()
    form = {
        "challenge": puzzle["challenge"], "solution": solve(puzzle["challenge"], puzzle["bits"]),
        "customer": puzzle["customer"], "key": secrets.token_hex(16), "name": "Mei",
        "email": "mei@example.com", "question": "Is there room?"}
    async with session.post(f"{room}/chats", json=form) as answer:
        assert answer.status == 201, await answer.text()
        return (await answer.json())["chat"], puzzle["customer"]


async def hello(server, session, token, customer):
    line = await session.ws_connect(f"{server.url.replace('http', 'ws')}/ws/customer")
    await line.send_json({"t": "hello", "room": token, "token": customer})
    # Until then a message must be short.
    while json.loads((await line.receive(timeout=20)).data)["t"] != "welcome":
        pass
    return line


async def answer_to(line, cid):
    while True:
        frame = json.loads((await line.receive(timeout=20)).data)
        if frame["t"] in ("ack", "error") and frame.get("cid") == cid:
            return frame


async def send(line, chat, body):
    cid = secrets.token_hex(16)
    await line.send_json({"t": "message", "chat": chat, "cid": cid, "body": body})
    return cid, await answer_to(line, cid)


async def stored(line, chat):
    """Every text of the chat, as the server tells it."""
    await line.send_json({"t": "resume", "chat": chat})
    texts = []
    while True:
        frame = json.loads((await line.receive(timeout=20)).data)
        if frame["t"] != "transcript":
            continue
        texts += [each for each in frame["entries"] if each["kind"] == "text"]
        if not frame["more"]:
            return texts
        last = frame["entries"][-1]
        await line.send_json(
            {"t": "resume", "chat": chat, "have": {"seq": last["seq"], "id": last["id"]}})
