"""What several nodes do as one: log-ons end everywhere, graces begin when a node dies."""

import asyncio
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest
from client import Client
from contract import Contract
from people import log_on, next_frame, talk
from sockets import opened

LOG_OFF_SECONDS_MAX = 1


async def seconds_until_closed(socket, code: int) -> float:
    began = time.monotonic()
    async with asyncio.timeout(10):
        while (await socket.live.receive()).type == aiohttp.WSMsgType.TEXT:
            pass
    assert socket.live.close_code == code
    return time.monotonic() - began


async def peer(customer, connected: bool) -> None:
    """Until the customer's screen is told that the agent is there, or is not."""
    async with asyncio.timeout(10):
        while True:
            frame = await next_frame(customer)
            if frame["t"] == "peer" and frame["connected"] == connected:
                return


def test_a_log_on_ends_on_the_sockets_of_every_node(cluster, proof):
    async def story():
        async with AsyncExitStack() as stack:
            token = log_on(cluster.nodes[0], cluster.agents[1])
            desks = [
                await stack.enter_async_context(opened(node, "agent", token=token))
                for node in cluster.nodes]
            client = Client(cluster.nodes[0], Contract()).holding(token)
            closing = [asyncio.create_task(seconds_until_closed(desk, 4501)) for desk in desks]
            await asyncio.to_thread(client.ask, "POST", "/api/log-off")
            return max(await asyncio.gather(*closing))

    seconds = asyncio.run(story())
    assert seconds <= LOG_OFF_SECONDS_MAX
    proof(f"R-30: log-on ended on the sockets of 3 nodes within {seconds:.2f} s")


def test_a_removed_password_ends_log_ons_on_every_node(cluster):
    async def story():
        async with AsyncExitStack() as stack:
            agent = cluster.agents[1]
            token = log_on(cluster.nodes[0], agent)
            administrator = Client(cluster.nodes[1], Contract()).log_on(cluster.agents[0])
            agents = administrator.ask("GET", "/api/agents").json["agents"]
            found = next(one["id"] for one in agents if one["email"] == agent["email"])
            desk = await stack.enter_async_context(opened(cluster.nodes[2], "agent", token=token))
            closing = asyncio.create_task(seconds_until_closed(desk, 4501))
            await asyncio.to_thread(administrator.ask, "DELETE", f"/api/agents/{found}/password")
            return await closing

    assert asyncio.run(story()) <= LOG_OFF_SECONDS_MAX


def test_the_grace_of_those_on_a_killed_node_begins(cluster):
    """The agent's node dies: the customer is told, and told again when the agent is back elsewhere."""
    async def story():
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            await asyncio.to_thread(cluster.nodes[1].kill)
            began = time.monotonic()
            await peer(pair.customer, connected=False)
            told = time.monotonic() - began
            again = await stack.enter_async_context(
                opened(cluster.nodes[2], "agent", token=pair.agent_token))
            await peer(pair.customer, connected=True)
            # The chat is on the desk still.
            desk = await again.until("desk")
            assert pair.chat in [chat["id"] for chat in desk["chats"]]
            return told

    assert asyncio.run(story()) <= 8


def test_a_chat_goes_back_to_the_queue_when_nobody_returns_from_a_killed_node(cluster):
    """CHAT-8 on several nodes: the deadline is kept by a node that lives."""
    async def story():
        async with AsyncExitStack() as stack:
            administrator = Client(cluster.nodes[0], Contract()).log_on(cluster.agents[0])
            room = administrator.ask("GET", "/api/rooms").json["rooms"][0]["id"]
            answer = administrator.ask(
                "PUT", f"/api/rooms/{room}/settings", {"phones": {"lostConnectionSeconds": 2}})
            assert answer.status == 200, answer.text
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            await asyncio.to_thread(cluster.nodes[1].kill)
            async with asyncio.timeout(15):
                while True:
                    frame = await next_frame(pair.customer)
                    if frame.get("entry", {}).get("kind") == "waitsAgain":
                        return

    asyncio.run(story())


@pytest.mark.cluster_of(nodes=2, planted="neverSweeps")
def test_a_node_that_never_takes_over_is_caught(cluster, proof):
    async def story():
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            await asyncio.to_thread(cluster.nodes[1].kill)
            await peer(pair.customer, connected=False)

    with pytest.raises(TimeoutError):
        asyncio.run(story())
    proof("R-02: neverSweeps is caught")
