"""A customer and an agent who talk while somebody else attacks. A process of its own, so that its figures are the server's.

Usage: friend.py URL ROOM CUSTOMER AGENT-TOKEN CHAT, until its input closes; then it prints its figures as JSON.
"""

import asyncio
import json
import secrets
import sys
import time

import aiohttp

PAUSE_SECONDS = 0.025
WITHIN_SECONDS = 20


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


class Friend:
    def __init__(self, url: str, room: str, customer: str, agent: str, chat: str):
        self.url, self.chat = url, chat
        self.hellos = {
            "customer": {"t": "hello", "room": room, "token": customer}, "agent": {"t": "hello", "token": agent}}
        self.acknowledged: list[float] = []
        self.delivered: list[float] = []
        self.fetched: list[float] = []
        self.sent: dict[str, float] = {}
        self.lost: list[str] = []
        self.room = f"{url}/api/public/rooms/{room}"

    async def run(self) -> dict:
        async with aiohttp.ClientSession() as web, web.ws_connect(f"{self.url}/ws/agent") as agent, \
                web.ws_connect(f"{self.url}/ws/customer") as customer:
            for side, live in (("agent", agent), ("customer", customer)):
                await live.send_json(self.hellos[side])
                while (await live.receive_json())["t"] != "transcript":
                    pass
            hearing = asyncio.ensure_future(self.hear(agent))
            talking = asyncio.ensure_future(self.talk(customer))
            asking = asyncio.ensure_future(self.ask())
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
            self.is_over = True
            await talking
            await asking
            await asyncio.sleep(0.5)
            hearing.cancel()
        missing = len(self.acknowledged) - len(self.delivered)
        return {
            "messages": len(self.acknowledged), "lost": self.lost, "undelivered": missing,
            "pages": len(self.fetched), **{
                f"{name} {label} ms": round(1_000 * percentile(values, share), 1)
                for name, values in (("ack", self.acknowledged), ("delivery", self.delivered), ("page", self.fetched))
                for label, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))}}

    is_over = False

    async def talk(self, customer) -> None:
        while not self.is_over:
            cid = secrets.token_hex(16)
            self.sent[cid] = time.monotonic()
            await customer.send_json({"t": "message", "chat": self.chat, "cid": cid, "body": cid})
            try:
                async with asyncio.timeout(WITHIN_SECONDS):
                    while (frame := await customer.receive_json()).get("cid") != cid or frame["t"] != "ack":
                        if frame["t"] == "error":
                            self.lost.append(frame["code"])
                            return
            except (TimeoutError, TypeError):
                self.lost.append(cid)
                return
            self.acknowledged.append(time.monotonic() - self.sent[cid])
            await asyncio.sleep(PAUSE_SECONDS)

    async def hear(self, agent) -> None:
        async for message in agent:
            frame = json.loads(message.data)
            if frame["t"] == "message" and (began := self.sent.get(frame["entry"]["body"])):
                self.delivered.append(time.monotonic() - began)

    async def ask(self) -> None:
        """New connections are taken too."""
        while not self.is_over:
            began = time.monotonic()
            async with aiohttp.ClientSession() as web, web.get(self.room) as answer:
                if answer.status != 200:
                    self.lost.append(f"the room: {answer.status}")
            self.fetched.append(time.monotonic() - began)
            await asyncio.sleep(0.2)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(Friend(*sys.argv[1:]).run())))
