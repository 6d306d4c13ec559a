"""R-10: the bus is lost, one way or both; a node is cut off from the database. Nothing is lost, news come
within two seconds by reading, and a node that is cut off acknowledges nothing."""

import asyncio
import json
import os
import secrets
import time
from contextlib import AsyncExitStack

import aiohttp
import pytest

from ledger import Ledger
from people import talk

ROUNDS = int(os.environ.get("FOYER_TEST_NODE_ROUNDS", "1"))
BY_READING_SECONDS_MAX = 2
ON_THE_BUS_SECONDS_MAX = 0.25


async def slowest(pair, rounds: int = 6) -> float:
    """The longest way of some texts in both directions."""
    took = []
    for _ in range(rounds):
        took.append(await pair.seconds_to_agent(secrets.token_hex(8)))
        took.append(await pair.seconds_to_customer(secrets.token_hex(8)))
        await asyncio.sleep(0.15)
    return max(took)


BREAKS = {
    "Redis stopped": (lambda cluster: cluster.stop_redis(), lambda cluster: cluster.start_redis()),
    "one node without Redis": (
        lambda cluster: cluster.nodes[0].redis.cut(), lambda cluster: cluster.nodes[0].redis.heal()),
    "one node is not heard": (
        lambda cluster: cluster.nodes[0].redis.hold(there=True, back=False),
        lambda cluster: cluster.nodes[0].redis.heal()),
    "one node does not hear": (
        lambda cluster: cluster.nodes[0].redis.hold(there=False, back=True),
        lambda cluster: cluster.nodes[0].redis.heal()),
}


def test_texts_come_by_reading_while_the_bus_is_broken(cluster, proof):
    async def story():
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            await slowest(pair, 2)
            figures = {}
            for name, (breaks, mends) in list(BREAKS.items()) * ROUNDS:
                breaks(cluster)
                figures[name] = max(figures.get(name, 0), await slowest(pair, 10))
                mends(cluster)
                await asyncio.sleep(5)
                whole = await slowest(pair, 3)
                figures["whole again"] = max(figures.get("whole again", 0), whole)
            return figures

    figures = asyncio.run(story())
    told = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in figures.items())
    proof(f"R-10: slowest text while broken: {told}")
    whole = figures.pop("whole again")
    assert max(figures.values()) <= BY_READING_SECONDS_MAX, told
    assert whole <= ON_THE_BUS_SECONDS_MAX, told


def test_a_partition_loses_nothing(cluster, tmp_path, proof):
    """Each node in turn is cut off from PostgreSQL and Redis under load, and comes back."""
    ledger = Ledger(cluster, tmp_path, seconds=14 * ROUNDS + 4)
    time.sleep(5)
    for number in range(ROUNDS):
        node = cluster.nodes[number % len(cluster.nodes)]
        node.redis.hold()
        node.databases[0].hold()
        time.sleep(6)
        node.databases[0].heal()
        node.redis.heal()
        time.sleep(8)
    verdict = ledger.end()
    assert verdict.is_kept, verdict.printed
    proof(f"R-10: {ROUNDS} partitions under load, {verdict.figures['acknowledged']} acknowledged, "
          f"{verdict.in_words}")


DRAIN_SECONDS_MAX = 10


def test_a_node_ends_in_time_though_the_database_is_silent(cluster, proof):
    """R-28; beside it one that waits for all that was begun, as a planted bug."""
    async def story():
        node, planted, other = cluster.nodes
        planted.stop()
        planted.start("drainsForEver").wait()
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, node, other)
            second = await talk(stack, cluster, planted, other, number=2)
            for held in node, planted:
                held.databases[0].hold()
            for talked in pair, second:
                await talked.customer.send(
                    "message", chat=talked.chat, cid=secrets.token_hex(16), body="Lost?")
            await asyncio.sleep(0.5)
            began = time.monotonic()
            for held in node, planted:
                held.ask_to_end()
            await asyncio.to_thread(node.process.wait, 30)
            took = time.monotonic() - began
            await asyncio.sleep(max(0, began + DRAIN_SECONDS_MAX - time.monotonic()))
            return took, node.process.returncode, planted.process.poll()

    took, status, of_planted = asyncio.run(story())
    assert status == 0
    assert took <= DRAIN_SECONDS_MAX
    assert of_planted is None, "the planted bug was not caught"
    proof(f"R-28: with a silent database SIGTERM ended a node after {took:.1f} s with status 0; "
          "drainsForEver is caught")


def test_a_node_that_is_cut_off_acknowledges_nothing_and_hangs_up(cluster, proof):
    async def story():
        async with AsyncExitStack() as stack:
            node = cluster.nodes[0]
            pair = await talk(stack, cluster, node, cluster.nodes[1])
            node.databases[0].hold()
            await pair.customer.send("message", chat=pair.chat, cid=secrets.token_hex(16), body="Lost?")
            began = time.monotonic()
            kinds = []
            async with asyncio.timeout(10):
                while (message := await pair.customer.live.receive()).type == aiohttp.WSMsgType.TEXT:
                    kinds.append(json.loads(message.data)["t"])
            seconds = time.monotonic() - began
            assert "ack" not in kinds
            assert pair.customer.live.close_code == 1013
            assert not await asyncio.to_thread(node.is_ready)
            node.databases[0].heal()
            return seconds

    seconds = asyncio.run(story())
    assert seconds <= 6
    proof(f"R-10: a node cut off from the database acknowledged nothing and hung up after {seconds:.1f} s")


@pytest.mark.cluster_of(nodes=2, has_bus=False)
def test_two_nodes_without_a_bus_read(cluster):
    async def story():
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            return await slowest(pair)

    assert asyncio.run(story()) <= BY_READING_SECONDS_MAX


@pytest.mark.cluster_of(nodes=2, planted="neverReads")
def test_a_node_that_never_reads_is_caught(cluster, proof):
    async def story():
        async with AsyncExitStack() as stack:
            pair = await talk(stack, cluster, cluster.nodes[0], cluster.nodes[1])
            cluster.nodes[1].redis.hold()
            await asyncio.sleep(1.5)
            async with asyncio.timeout(2 * BY_READING_SECONDS_MAX):
                await pair.seconds_to_agent("Anybody there?")

    with pytest.raises(TimeoutError):
        asyncio.run(story())
    proof("R-10: neverReads is caught")
