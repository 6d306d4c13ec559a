"""Customers and agents without a browser: they speak the wire themselves, so that hundreds take seconds."""

import asyncio
import hashlib
import itertools
import json
import secrets
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence

import aiohttp

from server import Server

WITHIN_SECONDS = 15
# More than any test leaves on a desk.
CHATS_MAX = 200
# As many texts as are sent before their acknowledgements are waited for.
TOGETHER = 30


class Loop:
    """One event loop in a thread, for all lines of a worker."""

    running = None

    @classmethod
    def run(cls, work):
        if cls.running is None:
            cls.running = asyncio.new_event_loop()
            threading.Thread(target=cls.running.run_forever, daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, cls.running).result(WITHIN_SECONDS)


class Refused(Exception):
    """The server said no: the fault that it named."""

    def __init__(self, fault: dict):
        super().__init__(str(fault))
        self.fault = fault


class Line:
    """An open WebSocket. Its frames are collected; `until` waits for one that is wanted."""

    def __init__(self, server: Server, path: str, hello: dict):
        self.server = server
        self.frames: list[dict] = []
        self.numbers = itertools.count(1)
        self.seen = threading.Condition()
        Loop.run(self._open(f"{server.url}{path}", hello))

    async def _open(self, url: str, hello: dict):
        self.http = aiohttp.ClientSession()
        self.socket = await self.http.ws_connect(url, max_msg_size=0)
        await self.socket.send_str(json.dumps({"t": "hello", **hello}))
        self.reading = asyncio.ensure_future(self._read())

    async def _read(self):
        async for message in self.socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                with self.seen:
                    self.frames.append(json.loads(message.data))
                    self.seen.notify_all()

    def send(self, **frame) -> None:
        Loop.run(self.socket.send_str(json.dumps(frame, ensure_ascii=False)))

    def send_raw(self, text: str) -> None:
        Loop.run(self.socket.send_str(text))

    def until(self, wanted, what: str = "a frame", within: float = WITHIN_SECONDS) -> dict:
        """The newest frame for which `wanted` is true."""
        end = time.monotonic() + within
        with self.seen:
            while time.monotonic() < end:
                for frame in reversed(self.frames):
                    if wanted(frame):
                        return frame
                self.seen.wait(0.2)
        raise AssertionError(f"{what} did not come: {self.frames[-5:]}")

    def do(self, t: str, **frame) -> None:
        """Sends what is answered by `ok` or `error`."""
        number = next(self.numbers)
        self.send(t=t, n=number, **frame)
        answer = self.until(lambda each: each.get("n") == number, f"the answer to {t}")
        if answer["t"] == "error":
            raise Refused(answer)

    def write(self, body: str, chat: str = "") -> dict:
        """Sends a text and waits until it is stored."""
        return self.acknowledgement(self.begin(body, chat))

    def write_all(self, bodies: Sequence[str]) -> None:
        """Sends texts in this order, some of them at a time, and waits until they are stored."""
        for start in range(0, len(bodies), TOGETHER):
            for cid in [self.begin(body) for body in bodies[start:start + TOGETHER]]:
                self.acknowledgement(cid)

    def begin(self, body: str, chat: str = "") -> str:
        """Sends a text; the number that it goes by."""
        cid = secrets.token_hex(16)
        self.send(t="message", chat=chat or self.chat, cid=cid, body=body)
        return cid

    def acknowledgement(self, cid: str) -> dict:
        answer = self.until(lambda each: each.get("cid") == cid, "an acknowledgement")
        if answer["t"] == "error":
            raise Refused(answer)
        return answer

    def closed(self) -> int:
        """Waits until the server has hung up; the code that it gave."""
        async def end():
            await self.reading
            return self.socket.close_code
        return Loop.run(end())

    def type(self, text: str, chat: str = "") -> None:
        self.send(t="typing", chat=chat or self.chat, text=text)

    def close(self) -> None:
        async def end():
            await self.socket.close()
            await self.http.close()
        Loop.run(end())


class CustomerLine(Line):
    """A customer who has asked, or, with `chat`, asked in a browser and speaks here too."""

    def __init__(self, server: Server, token: str = "", chat: str = "", **form: str):
        if not chat:
            asked = leave(server, "chats", token=token, **form)
            chat, token = asked["chat"], asked["customer"]
        self.chat, self.token = chat, token
        super().__init__(server, "/ws/customer", {"room": server.token, "token": token})
        self.until(lambda frame: frame["t"] == "chat", "the chat")

    def end(self) -> None:
        """Whether it is served or still waits, or has ended by itself."""
        for way in ("end", "cancel"):
            try:
                return self.do(way, chat=self.chat)
            except Refused:
                pass


class AgentLine(Line):
    """An agent of the demo who is logged on."""

    def __init__(self, server: Server, number: int = 0):
        server.call("GET", "me", agent=number)
        super().__init__(server, "/ws/agent", {"token": server.agents[number]["token"]})
        self.desk = self.until(lambda frame: frame["t"] == "desk", "the desk")

    def ready(self) -> "AgentLine":
        self.do("status", status="WAITING_NEW_CALL")
        return self

    def rest(self) -> "AgentLine":
        self.do("status", status="TAKING_BREAK")
        return self

    def answer(self, chat: str) -> "AgentLine":
        def rings(frame):
            cards = frame.get("cards", []) + frame.get("waiting", [])
            return any(card["chat"] == chat and card["ringing"] for card in cards)
        frame = self.until(rings, f"the ring of {chat}")
        card = next(each for each in frame.get("cards", []) + frame.get("waiting", []) if each["chat"] == chat)
        self.do("answer", chat=chat, offer=card["ringing"]["offer"])
        self.chat = chat
        return self

    def answer_next(self) -> "AgentLine":
        """Takes whatever rings."""
        def ringing(frame):
            return [card for card in frame.get("cards", []) + frame.get("waiting", []) if card["ringing"]]
        have = {chat["id"] for chat in self.desk_now()["chats"]}
        frame = self.until(lambda each: any(card["chat"] not in have for card in ringing(each)), "a ring")
        return self.answer(next(card["chat"] for card in ringing(frame) if card["chat"] not in have))

    def hang_up(self) -> None:
        self.do("end", chat=self.chat)

    def desk_now(self) -> dict:
        """The whole desk, anew; what was heard before is forgotten."""
        with self.seen:
            self.frames.clear()
        self.send(t="desk", n=next(self.numbers))
        return self.until(lambda frame: frame["t"] == "desk", "the desk")

    def clear(self) -> None:
        """Ends what is served and what waits, so that the desk is empty."""
        for _ in range(CHATS_MAX):
            desk = self.desk_now()
            if not desk["chats"] and not desk["waiting"]:
                return
            try:
                self._clear_one(desk)
            except Refused:
                pass  # it ended by itself in this moment
        raise AssertionError(f"the desk does not become empty: {desk}")

    def _clear_one(self, desk: dict) -> None:
        for chat in desk["chats"]:
            if chat["state"] == "served":
                self.do("end", chat=chat["id"])
            self.do("close", chat=chat["id"])
        if not desk["chats"]:
            self.ready().answer(desk["waiting"][0]["chat"])


def post(server: Server, path: str, body: object) -> dict:
    """Asks as a customer's page does; refusals are raised."""
    data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(f"{server.url}/api/public/rooms/{path}", data, method="POST")
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:
        raise Refused({"status": error.code, **json.loads(error.read())}) from None


def leave(server: Server, what: str, room: str = "", token: str = "", **form: str) -> dict:
    """Asks (`chats`) or leaves a letter (`letters`), with the puzzle solved."""
    room = room or server.token
    sent = {**ticket(server, room, token), **form}
    return {**post(server, f"{room}/{what}", sent), "customer": sent["customer"]}


def ticket(server: Server, room: str, token: str = "") -> dict:
    """What every form sends besides its fields."""
    riddle = post(server, f"{room}/challenge", {"customer": token} if token else {})
    return {
        "challenge": riddle["challenge"], "solution": solved(riddle["challenge"], riddle["bits"]), "customer": riddle["customer"],
        "key": secrets.token_hex(16), "language": "en-GB", "page": ""}


def solved(challenge: str, bits: int) -> str:
    """The first number that makes the hash begin with so many zero bits."""
    begin = hashlib.sha256(f"{challenge}:".encode())
    for number in itertools.count():
        tried = begin.copy()
        tried.update(str(number).encode())
        if int.from_bytes(tried.digest()[:4]) >> (32 - bits) == 0:
            return str(number)
