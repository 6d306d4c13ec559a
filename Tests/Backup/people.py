"""Customers who write without pause, and remember what they were told: the judges of a restored backup."""

import asyncio
import json
import secrets

import aiohttp

SECONDS_MAX = 30


class Customer:
    """One chat, one text after the other; comes back by itself, and resumes from the last entry it has."""

    def __init__(self, server, token: str, customer: str, chat: str):
        self.server, self.room, self.token, self.chat = server, token, customer, chat
        # What the screen shows: number -> (id, cid).
        self.view: dict[int, tuple[str, str | None]] = {}
        # (cid, number, connection) of each acknowledgement; connections are counted.
        self.acknowledged: list[tuple[str, int, int]] = []
        self.connections = 0
        self.resyncs: list[int] = []
        self.refusals = 0
        self.gaps = 0
        self.writes = True
        self.is_complete = asyncio.Event()
        self.ends = False
        self.codes: dict[int, int] = {}
        self._pending: tuple[str, str] | None = None

    @property
    def have(self) -> dict | None:
        if not self.view:
            return None
        last = max(self.view)
        return {"chat": self.chat, "seq": last, "id": self.view[last][0]}

    async def run(self) -> None:
        async with aiohttp.ClientSession() as web:
            while not self.ends:
                try:
                    async with web.ws_connect(f"{self.server.url}/ws/customer") as line:
                        await self._talk(line)
                        self.codes[line.close_code] = self.codes.get(line.close_code, 0) + 1
                except (aiohttp.ClientError, ConnectionError, asyncio.TimeoutError):
                    self.refusals += 1
                if not self.ends:
                    await asyncio.sleep(0.02)

    async def _talk(self, line: aiohttp.ClientWebSocketResponse) -> None:
        have = {"have": self.have} if self.view else {}
        await line.send_json({"t": "hello", "room": self.room, "token": self.token, **have})
        welcomed = False
        while not self.ends:
            try:
                message = await line.receive(timeout=0.25)
            except asyncio.TimeoutError:
                continue
            if message.type != aiohttp.WSMsgType.TEXT:
                if not welcomed:
                    self.refusals += 1
                return
            frame = json.loads(message.data)
            match frame["t"]:
                case "welcome":
                    welcomed = True
                    self.connections += 1
                case "transcript":
                    await self._show_page(line, frame)
                case "message":
                    self._show(frame["entry"])
                case "ack":
                    await self._took(line, frame)
                case "error" if frame.get("cid") and self.writes:
                    # Tried again on the next connection, or at once.
                    await asyncio.sleep(0.05)
                    await self._write(line)

    async def _show_page(self, line, frame: dict) -> None:
        if frame["resync"]:
            self.resyncs.append(self.connections)
            self.view = {}
        for entry in frame["entries"]:
            self.view[entry["seq"]] = (entry["id"], entry.get("cid"))
        if frame["more"]:
            have = {"seq": self.have["seq"], "id": self.have["id"]}
            return await line.send_json({"t": "resume", "chat": self.chat, "have": have})
        self.is_complete.set()
        await self._write(line)

    def _show(self, entry: dict) -> None:
        if entry["seq"] > max(self.view, default=0) + 1:
            self.gaps += 1
        self.view[entry["seq"]] = (entry["id"], entry.get("cid"))

    async def _took(self, line, frame: dict) -> None:
        cid, seq = frame["cid"], frame["seq"]
        if seq > max(self.view, default=0) + 1:
            self.gaps += 1
        self.view[seq] = (frame["id"], cid)
        self.acknowledged.append((cid, seq, self.connections))
        if self._pending and self._pending[0] == cid:
            self._pending = None
        await self._write(line)

    async def _write(self, line) -> None:
        if not self.writes:
            return
        if self._pending is None:
            self._pending = (secrets.token_hex(16), f"text {len(self.acknowledged)}")
        cid, body = self._pending
        await line.send_json({"t": "message", "chat": self.chat, "cid": cid, "body": body})


async def stored(server, token: str, customer: Customer) -> dict[int, tuple[str, str | None]]:
    """The chat as a fresh screen is told it."""
    fresh = Customer(server, token, customer.token, customer.chat)
    fresh.writes = False
    task = asyncio.create_task(fresh.run())
    await asyncio.wait_for(fresh.is_complete.wait(), SECONDS_MAX)
    fresh.ends = True
    await task
    return fresh.view
