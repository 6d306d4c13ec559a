"""R-09: PostgreSQL is stopped hard and its synchronous standby promoted, under load."""

import threading
import time
import urllib.request

import pytest
from ledger import Ledger, Verdict

OUTAGE_SECONDS_MAX = 15


class Probe:
    """Asks one node every 50 ms whether it is ready: the longest time in which it was not."""

    def __init__(self, node):
        self.longest = 0.0
        self._node = node
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        well = time.monotonic()
        while not self._ends.wait(0.05):
            try:
                with urllib.request.urlopen(f"{self._node.url}/readyz", timeout=1):
                    well = time.monotonic()
            except OSError:
                self.longest = max(self.longest, time.monotonic() - well)

    def end(self) -> float:
        self._ends.set()
        self._thread.join()
        return self.longest


def fail_over(cluster, folder, proof=None) -> Verdict:
    """The standby is a second behind when the primary goes, as far as the primary lets it."""
    ledger = Ledger(cluster, folder, seconds=22)
    time.sleep(5)
    probes = [Probe(node) for node in cluster.nodes]
    time.sleep(1)
    primary, standby = cluster.databases
    standby.follows.hold(there=False)
    time.sleep(1)
    primary.stop_hard()
    standby.follows.cut()
    standby.promote()
    verdict = ledger.end()
    outage = max(probe.end() for probe in probes)
    if proof:
        assert 0 < outage <= OUTAGE_SECONDS_MAX
        proof(f"R-09: synchronous standby promoted under load, outage {outage:.1f} s, "
              f"{verdict.figures['acknowledged']} acknowledged, {verdict.in_words}")
    return verdict


@pytest.mark.cluster_of(nodes=2, standby="synchronous")
def test_a_promoted_standby_has_all_that_was_acknowledged(cluster, tmp_path, proof):
    verdict = fail_over(cluster, tmp_path, proof)
    assert verdict.is_kept, verdict.printed


@pytest.mark.cluster_of(nodes=2, standby="asynchronous")
def test_the_ledger_sees_what_an_asynchronous_standby_loses(cluster, tmp_path, proof):
    verdict = fail_over(cluster, tmp_path)
    assert verdict.code == 1 and verdict.figures["lost"] > 0, verdict.printed
    proof(f"R-09: an asynchronous standby is caught, {verdict.figures['lost']} acknowledged texts lost")
