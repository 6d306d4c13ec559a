"""How many connections there are, and that one address cannot take them all."""

import resource
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager

import pytest
from server import binary, free_port

SOFT, HARD = 400, 1_024
# What 1,024 files leave for connections, and half of it.
ALL, ONE = 768, 384


@contextmanager
def started(folder, *flags: str):
    """The port and the log of a server that begins with few open files and may have some more."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    port, log = free_port(), folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [binary(), "serve", "--listen", f"127.0.0.1:{port}", "--data", folder / "data", *flags], stdout=out,
            stderr=out, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (SOFT, HARD)))
    try:
        until = time.monotonic() + 20
        while "listens" not in log.read_text():
            assert time.monotonic() < until and process.poll() is None, log.read_text()
            time.sleep(0.05)
        yield port, log
    finally:
        process.kill()
        process.wait()


def opened(stack: ExitStack, port: int, address: str) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), 5, source_address=(address, 0))
    return stack.enter_context(wire)


def is_refused(wire: socket.socket, within: float = 0.0) -> bool:
    """Told 503 without having asked for anything."""
    wire.settimeout(within)
    try:
        told = wire.recv(1_000)
    except (BlockingIOError, TimeoutError):
        return False
    except ConnectionResetError:
        return True
    assert told.startswith(b"HTTP/1.1 503 "), told
    return True


def kept(stack: ExitStack, port: int, address: str) -> int:
    """How many of more connections than there may be one address keeps."""
    wires = [opened(stack, port, address) for _ in range(ALL + 32)]
    time.sleep(1)
    return sum(not is_refused(wire) for wire in wires)


def status(stack: ExitStack, port: int, address: str) -> bytes:
    wire = opened(stack, port, address)
    wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    return wire.recv(1_000)[:12]


def test_one_address_leaves_half_of_all_connections_to_the_others(tmp_path):
    with started(tmp_path) as (port, log), ExitStack() as stack:
        told = log.read_text()
        assert f"files={HARD}" in told and f"connections={ALL}" in told, told
        assert f"connections.perAddress={ONE}" in told and "fewer connections than was asked for" in told, told
        assert kept(stack, port, "127.0.0.2") == ONE
        assert status(stack, port, "127.0.0.3") == b"HTTP/1.1 200"


def test_without_that_limit_one_address_takes_them_all(tmp_path):
    """The planted fault: the test above would see it."""
    with started(tmp_path, "--connections-per-address", "0") as (port, _), ExitStack() as stack:
        assert kept(stack, port, "127.0.0.2") == ALL
        assert status(stack, port, "127.0.0.3") == b"HTTP/1.1 503"
