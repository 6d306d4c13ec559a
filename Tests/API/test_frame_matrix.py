"""R-30: every frame of a client × who sends it × what it is about: what is not one's own answers as what is not there.

A frame that Sources/FoyerAPI/Frames/ClientFrame.swift knows and that has no row here fails.
"""

import asyncio
import json
import re
import secrets
import statistics
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest
from client import Client
from contract import ROOT
from sockets import Socket, opened
from world import World, world  # noqa: F401 - a fixture

ABSENT = "0190a000-0000-7000-8000-000000000000"
# What a frame about a chat needs beside it.
ABOUT_CHATS = {
    "message": lambda: {"cid": secrets.token_hex(16), "body": "Psst"}, "typing": lambda: {"text": "Psst"},
    "mark": lambda: {"delivered": 1, "read": 1}, "resume": dict, "end": dict, "askAll": dict, "cancel": dict, "answer": lambda: {"offer": 1},
    "reject": lambda: {"offer": 1}, "close": dict}
# About nobody but who sends them; `hello` takes tokens, which are tried in test_hello_opens_only_with_what_belongs_together.
ABOUT_ONESELF = {"hello", "status", "desk", "ping"}
OF_CUSTOMERS, OF_AGENTS = {"askAll", "cancel"}, {"answer", "reject", "close", "status", "desk"}
LIVE_ONLY = {"typing", "mark"}
TRIES_FOR_TIME = 60


def kinds() -> set[str]:
    source = (ROOT / "Sources/FoyerAPI/Frames/ClientFrame.swift").read_text()
    body = source.split("enum ClientFrame")[1].split("package struct")[0]
    return set(re.findall(r"(?m)^    case (\w+)", body))


def test_every_frame_has_a_row():
    assert kinds() == set(ABOUT_CHATS) | ABOUT_ONESELF
    assert not set(ABOUT_CHATS) & ABOUT_ONESELF


async def answers(socket, kind: str, chat: str) -> list[dict]:
    """What is said to a frame, without what names it: everything until the answer to a ping behind it."""
    fields = ABOUT_CHATS[kind]()
    n = {} if kind in LIVE_ONLY | {"resume"} else {"n": 7}
    await socket.send(kind, chat=chat, **fields, **n)
    if n:
        frame = await socket.until_any({"error", "ok", "ack"}, n=7, cid=fields.get("cid"))
        heard = [frame]
    else:
        heard = []
    # Live ones are not answered at all: nothing may come before the next answer but hints about others.
    start = len(socket.frames)
    await socket.send("ping")
    await socket.until("pong")
    await asyncio.sleep(0.02)
    # What is read of one's own chat may come at any time.
    heard += [each for each in socket.frames[start:]
              if each["t"] in ("error", "transcript", "typing", "marks") and each.get("chat") in (None, chat)]
    return [{name: value for name, value in each.items() if name not in ("chat", "cid", "n")} for each in heard]


@pytest.fixture(autouse=True)
def any_of():
    """Waits for the first frame of several kinds that answers this one."""
    async def until_any(self, wanted, n=None, cid=None):
        async with asyncio.timeout(10):
            while True:
                frame = json.loads(await self.live.receive_str())
                self.frames.append(frame)
                if frame["t"] in wanted and (frame.get("n") == n or cid and frame.get("cid") == cid):
                    return frame

    Socket.until_any = until_any
    yield
    del Socket.until_any


FOREIGN = {
    # Who asks: what is not theirs to see. A customer has one chat, and no other one of their own either.
    "rita": ["waiting", "ended", "in a deleted room", "of another room", "own"],
    "chen": ["waiting", "ended", "in a deleted room", "of another company", "of another company, ended", "own"],
    "ben": ["of another room", "in a deleted room", "of another company", "of another company, ended"],
    "customer": ["waiting", "ended", "in a deleted room", "of another room", "of another company", "of another company, ended"],
}


async def connected(world: World, who: str, stack: AsyncExitStack):
    if who == "customer":
        link, token = world.customers["own"]
        return await stack.enter_async_context(opened(world.server, "customer", room=link, token=token))
    return await stack.enter_async_context(opened(world.server, "agent", token=world.agents[who]))


def mine(who: str) -> set[str]:
    return set(ABOUT_CHATS) - (OF_AGENTS if who == "customer" else OF_CUSTOMERS)


@pytest.mark.parametrize("who", FOREIGN)
def test_what_is_not_ones_own_is_as_if_it_were_not_there(who, world, proof):
    async def tried() -> int:
        count = 0
        async with AsyncExitStack() as stack:
            socket = await connected(world, who, stack)
            for kind in sorted(mine(who)):
                absent = await answers(socket, kind, ABSENT)
                assert kind in LIVE_ONLY | {"resume"} or absent, kind
                assert all(each.get("code") in ("notFound", None) for each in absent), (kind, absent)
                before = world.rows()
                for name in FOREIGN[who]:
                    told = await answers(socket, kind, world.chats[name])
                    assert told == absent, (who, kind, name)
                    assert f"Secret of {name}" not in json.dumps(socket.frames, ensure_ascii=False)
                    after = world.rows()
                    assert [table for table in after if after[table] != before[table]] == [], (who, kind, name)
                    count += 1
        return count

    count = asyncio.run(tried())
    proof("R-30", f"frames: {who} × {len(mine(who))} kinds × {len(FOREIGN[who])} foreign chats: {count} refused alike, nothing changed")


def test_in_ones_own_room_one_acts_on_what_one_serves_only(world):
    async def tried():
        async with AsyncExitStack() as stack:
            socket = await connected(world, "ben", stack)
            before = world.rows()
            for kind in ("message", "end", "answer", "reject", "close"):
                told = await answers(socket, kind, world.chats["waiting"])
                assert told and told[0]["t"] == "error", (kind, told)
            after = world.rows()
            assert [table for table in after if after[table] != before[table]] == []

    asyncio.run(tried())


@pytest.mark.parametrize("side", ["customer", "agent"])
def test_frames_of_the_other_side_are_unknown(side, world):
    async def tried():
        async with AsyncExitStack() as stack:
            socket = await connected(world, "customer" if side == "customer" else "ben", stack)
            for kind in sorted(OF_AGENTS if side == "customer" else OF_CUSTOMERS):
                fields = {"status": "TAKING_BREAK"} if kind == "status" else {} if kind == "desk" else \
                    {"chat": world.chats["own"], **ABOUT_CHATS[kind]()}
                await socket.send(kind, **fields, n=5)
                frame = await socket.until("error", n=5)
                assert frame["code"] == "unknownFrame", kind

    asyncio.run(tried())


@pytest.fixture(autouse=True)
def at_rest(world):
    """What the sockets of the test before leave behind is written when they are gone: it would look like a change."""
    world.wait_until_nobody_is_connected()


@pytest.mark.parametrize("side", ["customer", "agent"])
@pytest.mark.parametrize("kind", sorted(set(ABOUT_CHATS) | ABOUT_ONESELF - {"hello"}))
def test_nothing_is_heard_before_hello(side, kind, world):
    async def tried():
        fields = {"chat": world.chats["own"], **ABOUT_CHATS[kind]()} if kind in ABOUT_CHATS else \
            {"status": "TAKING_BREAK"} if kind == "status" else {}
        async with aiohttp.ClientSession() as web, web.ws_connect(f"{world.server.url}/ws/{side}") as live:
            before = world.rows()
            await live.send_json({"t": kind, **fields})
            frame = await live.receive_json()
            assert frame["code"] == "helloFirst"
            await live.receive()
            assert live.close_code == 4502
            assert world.rows() == before

    asyncio.run(tried())


def test_hello_opens_only_with_what_belongs_together(world):
    """A customer's token of one company opens no room of another; an agent's token is no customer's, nor the reverse."""
    link, token = world.customers["own"]
    rival_link, rival_token = world.customers["of another company"]
    wrong = [
        ("customer", {"room": rival_link, "token": token}), ("customer", {"room": link, "token": rival_token}),
        ("customer", {"room": link, "token": world.agents["ana"]}), ("customer", {"room": link, "token": "x" * 32}),
        ("customer", {"room": "nowhere", "token": token}), ("agent", {"token": token}), ("agent", {"token": "x" * 32})]

    async def code(side, hello) -> tuple:
        async with aiohttp.ClientSession() as web, web.ws_connect(f"{world.server.url}/ws/{side}") as live:
            await live.send_json({"t": "hello", **hello})
            told = await live.receive_json()
            await live.receive()
            return told["t"], told.get("code"), live.close_code

    heard = [asyncio.run(code(*each)) for each in wrong]
    assert {each[2] for each in heard} == {4500}, heard
    assert {each[:2] for each in heard[5:]} == {("error", "notLoggedOn")}, heard


def test_time_tells_nothing_either(world, contract, proof):
    """Absent and forbidden take alike long: medians of interleaved tries, with room for a busy machine."""
    rita = Client(world.server, contract).holding(world.agents["rita"])
    took: dict[str, list[float]] = {"absent": [], "forbidden": []}
    chats = {"absent": ABSENT, "forbidden": world.chats["ended"]}
    for _ in range(TRIES_FOR_TIME):
        for name, chat in chats.items():
            began = time.perf_counter()
            assert rita.ask("GET", f"/api/chats/{chat}").status == 404
            took[name].append(1_000 * (time.perf_counter() - began))
    absent, forbidden = (statistics.median(took[name]) for name in ("absent", "forbidden"))
    assert forbidden < 2 * absent + 2 and absent < 2 * forbidden + 2, took
    proof("R-30", f"absent answers after {absent:.2f} ms, forbidden after {forbidden:.2f} ms (medians of {TRIES_FOR_TIME})")


def test_the_comparison_would_see_a_leak(world):
    """Planted: an owner asks for what is theirs, and the same comparison sees another answer and a change."""
    async def tried():
        async with AsyncExitStack() as stack:
            socket = await connected(world, "customer", stack)
            absent = await answers(socket, "cancel", ABSENT)
            before = world.rows()
            own = await answers(socket, "cancel", world.chats["own"])
            assert own != absent and world.rows() != before

    asyncio.run(tried())


