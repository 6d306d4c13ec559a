"""R-02: one of three nodes is killed, again and again, under load; whoever was there moves by himself."""

import os
import random
import time

import pytest
from ledger import Ledger, Verdict

KILLS = int(os.environ.get("FOYER_TEST_NODE_KILLS", "5"))
SECONDS_BETWEEN = 3


def kill_again_and_again(cluster, folder, kills: int) -> Verdict:
    chance = random.Random(2)
    ledger = Ledger(cluster, folder, seconds=SECONDS_BETWEEN * kills + 4)
    time.sleep(5)
    for _ in range(kills):
        node = chance.choice(cluster.nodes)
        node.kill()
        time.sleep(chance.uniform(0.2, 1))
        node.start().wait()
        time.sleep(chance.uniform(0.5, SECONDS_BETWEEN - 1))
    return ledger.end()


def test_killed_nodes_lose_nothing(cluster, tmp_path, proof):
    verdict = kill_again_and_again(cluster, tmp_path, KILLS)
    assert verdict.is_kept, verdict.printed
    assert verdict.figures["acknowledged"] > 100 * KILLS
    proof(f"R-02: {KILLS} kills of 1 of 3 nodes, {verdict.figures['acknowledged']} acknowledged, "
          f"{verdict.in_words}")


@pytest.mark.cluster_of(planted="deduplicateByCache")
def test_a_node_that_trusts_its_memory_is_caught(cluster, tmp_path, proof):
    """Retries at another node are stored a second time."""
    verdict = kill_again_and_again(cluster, tmp_path, 1)
    assert verdict.code == 1 and verdict.figures["doubled"] > 0, verdict.printed
    proof(f"R-02: deduplicateByCache is caught, {verdict.figures['doubled']} texts stored twice")
