"""Tests of the HTTP API against a real server: docs/openapi.yaml is the judge of every answer.

Without a build they are skipped, loudly.
"""

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
# The server is started as the browser's stories start it.
sys.path[:0] = [str(HERE), str(HERE.parent / "Browser")]

from client import Client  # noqa: E402
from contract import Contract  # noqa: E402
from server import Server, binary  # noqa: E402


def pytest_collection_modifyitems(items):
    if binary() is not None:
        return
    for item in items:
        if {"server", "fresh"} & set(item.fixturenames):
            item.add_marker(pytest.mark.skip(reason="a build of foyer is missing"))


@pytest.fixture
def proof(request):
    """Tells what a test has proved, by the row's name. Shown at the end of the run, also by a worker of xdist."""
    def tell(row: str, text: str) -> None:
        request.node.user_properties.append(("proof", f"proof {row}: {text}"))
    return tell


def pytest_terminal_summary(terminalreporter):
    """At column 0, where bin/test looks for them."""
    for report in terminalreporter.stats.get("passed", []):
        for kind, line in report.user_properties:
            if kind == "proof" and report.when == "call":
                terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A company with three agents: Ana is its administrator, Ben and Chen are not."""
    running = Server(tmp_path_factory.mktemp("foyer")).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    """A server without a company."""
    running = Server(tmp_path_factory.mktemp("fresh"), demo=False).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def nobody(server, contract) -> Client:
    return Client(server, contract)


@pytest.fixture(scope="module")
def ana(server, contract) -> Client:
    return Client(server, contract).log_on(server.agents[0])


@pytest.fixture(scope="module")
def ben(server, contract) -> Client:
    return Client(server, contract).log_on(server.agents[1])
