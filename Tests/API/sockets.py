"""Customers and agents on the WebSocket, for what HTTP cannot do: answer, talk, end."""

import asyncio
import json
import secrets
from contextlib import asynccontextmanager

import aiohttp
from server import Server

SECONDS_MAX = 10


class Socket:
    def __init__(self, live: aiohttp.ClientWebSocketResponse):
        self.live = live
        self.frames: list[dict] = []

    async def send(self, kind: str, **fields: object) -> None:
        await self.live.send_json({"t": kind, **fields})

    async def until(self, kind: str, **wanted: object) -> dict:
        """The next frame of this kind that has these fields."""
        async with asyncio.timeout(SECONDS_MAX):
            while True:
                text = await self.live.receive_str()
                frame = json.loads(text)
                self.frames.append(frame)
                if frame["t"] == kind and all(frame.get(name) == value for name, value in wanted.items()):
                    return frame

    async def say(self, chat: str, body: str) -> dict:
        """Sends a text and waits for the acknowledgement."""
        cid = secrets.token_hex(16)
        await self.send("message", chat=chat, cid=cid, body=body)
        return await self.until("ack", cid=cid)


@asynccontextmanager
async def opened(server: Server, side: str, **hello: object):
    """A socket that was welcomed. `side` is `customer` or `agent`."""
    async with aiohttp.ClientSession() as web, web.ws_connect(f"{server.url}/ws/{side}") as live:
        socket = Socket(live)
        await socket.send("hello", **hello)
        await socket.until("welcome")
        yield socket


async def serve_and_end(server: Server, agent_token: str, room: str, customer: str, chat: str) -> None:
    """One agent answers the chat, both say a word, the agent ends it and is ready again."""
    async with opened(server, "agent", token=agent_token) as agent, \
            opened(server, "customer", room=room, token=customer) as asker:
        card = await ringing(agent, chat)
        await agent.send("answer", chat=chat, offer=card["ringing"]["offer"], n=1)
        await agent.until("ok", n=1)
        await asker.say(chat, "Hello?")
        await agent.say(chat, "Yes.")
        await agent.send("end", chat=chat, n=2)
        await agent.until("ok", n=2)
        await agent.send("status", status="WAITING_NEW_CALL", n=3)
        await agent.until("ok", n=3)


async def ringing(agent: Socket, chat: str) -> dict:
    """The ring card of this chat, once it rings at this agent."""
    while True:
        desk = [frame for frame in agent.frames if frame["t"] == "desk"]
        if not desk:
            desk = [await agent.until("desk")]
        rooms = [frame for frame in agent.frames if frame["t"] == "room"]
        cards = [card for frame in desk for card in frame["waiting"]]
        cards += [card for frame in rooms for card in frame["cards"]]
        for card in reversed(cards):
            if card["chat"] == chat and card["ringing"]:
                return card
        await agent.until("room")
