"""A customer at one node and an agent at another."""

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

from client import Client
from contract import Contract
from customer import ask
from sockets import Socket, opened


@dataclass
class Talk:
    """A served chat with its two ends."""

    chat: str
    room: str
    customer_token: str
    agent_token: str
    customer: Socket
    agent: Socket

    async def seconds_to_agent(self, body: str) -> float:
        """From the customer's sending until the agent's screen has it."""
        return await self._seconds(self.customer, self.agent, body)

    async def seconds_to_customer(self, body: str) -> float:
        return await self._seconds(self.agent, self.customer, body)

    async def _seconds(self, sender: Socket, reader: Socket, body: str) -> float:
        began = time.monotonic()
        saying = asyncio.create_task(sender.say(self.chat, body))
        await until_text(reader, body)
        took = time.monotonic() - began
        await saying
        return took


async def until_text(reader: Socket, body: str) -> None:
    """Until an entry with this text comes, by itself or in a page that was read."""
    async with asyncio.timeout(20):
        while True:
            frame = await next_frame(reader)
            entries = frame.get("entries", []) if frame["t"] == "transcript" else [frame.get("entry") or {}]
            if any(entry.get("body") == body for entry in entries):
                return


async def next_frame(reader: Socket) -> dict:
    frame = await reader.live.receive_json()
    reader.frames.append(frame)
    return frame


async def ringing(agent: Socket, chat: str) -> dict:
    """The ring card of this chat: told, or on a desk that was read anew."""
    async with asyncio.timeout(20):
        while True:
            for frame in agent.frames:
                cards = frame["waiting"] if frame["t"] == "desk" else frame.get("cards", [])
                for card in cards:
                    if card["chat"] == chat and card["ringing"]:
                        return card
            await next_frame(agent)


def log_on(node, agent: dict) -> str:
    client = Client(node, Contract()).log_on(agent)
    return client.headers["Authorization"].removeprefix("Bearer ")


async def talk(stack: AsyncExitStack, cluster, customer_at, agent_at, number: int = 1) -> Talk:
    """Opens both ends and answers."""
    agent_token = log_on(agent_at, cluster.agents[number])
    agent = await stack.enter_async_context(opened(agent_at, "agent", token=agent_token))
    sent, asked = ask(Client(customer_at, Contract()), cluster.token, name="Cai", question="Hello?")
    chat = asked.json["chat"]
    customer = await stack.enter_async_context(
        opened(customer_at, "customer", room=cluster.token, token=sent["customer"]))
    card = await ringing(agent, chat)
    await agent.send("answer", chat=chat, offer=card["ringing"]["offer"], n=1)
    await agent.until("ok", n=1)
    return Talk(chat, cluster.token, sent["customer"], agent_token, customer, agent)
