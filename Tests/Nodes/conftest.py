"""Tests of several nodes on one PostgreSQL and one Redis, with the lines between them broken.

Without a build, PostgreSQL or Redis they are skipped, loudly.
"""

import glob
import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "API"), str(HERE.parent / "Browser")]

from cluster import Cluster  # noqa: E402
from server import binary  # noqa: E402

def pytest_configure(config):
    config.addinivalue_line("markers", "cluster_of(nodes, standby, has_bus, planted): what `cluster` is made of")


def pytest_collection_modifyitems(items):
    lacks = [
        name for name, is_there in (
            ("a build of foyer", binary() is not None),
            ("PostgreSQL", bool(glob.glob("/usr/lib/postgresql/*/bin/initdb"))),
            ("Redis", shutil.which("redis-server") is not None)) if not is_there]
    for item in items if lacks else []:
        item.add_marker(pytest.mark.skip(reason=f"missing: {', '.join(lacks)}"))


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.stats.get("passed", []):
        for kind, line in report.user_properties:
            if kind == "proof" and report.when == "call":
                terminalreporter.write_line(f"proof {line}")


@pytest.fixture
def proof(request):
    """Notes what a row of docs/promises.md has for its figure, also in a worker of xdist."""
    return lambda line: request.node.user_properties.append(("proof", line))


@pytest.fixture
def cluster(tmp_path, request):
    """Three nodes; a test may ask for others with `cluster_of`."""
    marker = request.node.get_closest_marker("cluster_of")
    made = Cluster(tmp_path, **(marker.kwargs if marker else {}))
    yield made
    made.remove()
