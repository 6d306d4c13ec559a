"""HTTPS by Foyer itself: --tls-cert and --tls-key, read again at SIGHUP."""

import asyncio
import signal
import socket
import ssl
import subprocess
import time
import urllib.request

import aiohttp
import pytest
from server import binary, free_port

NAME = "localhost"


def make_certificate(folder) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True)


def command(folder, data, port: int, *more: str) -> list:
    return [binary(), "serve", "--listen", f"127.0.0.1:{port}", "--data", data, "--tls-cert", folder / "cert.pem",
            "--tls-key", folder / "key.pem", *more]


@pytest.fixture
def secured(tmp_path):
    """The process, its port and the folder of its certificate."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    make_certificate(tmp_path)
    port = free_port()
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(command(tmp_path, tmp_path / "data", port), stdout=log, stderr=log)
    try:
        until = time.monotonic() + 20
        while "listens" not in (tmp_path / "log").read_text():
            assert time.monotonic() < until and process.poll() is None, (tmp_path / "log").read_text()
            time.sleep(0.05)
        yield process, port, tmp_path
        process.terminate()
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


def certificate_of(port: int, **options) -> tuple[bytes, str]:
    """What the server shows, and the version that was agreed on."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    for name, value in options.items():
        setattr(context, name, value)
    with socket.create_connection(("127.0.0.1", port), 5) as plain, context.wrap_socket(plain, server_hostname=NAME) as wire:
        return wire.getpeercert(binary_form=True), wire.version()


def test_pages_and_sockets_come_over_tls_and_links_say_so(secured):
    _, port, folder = secured
    trusted = ssl.create_default_context(cafile=folder / "cert.pem")
    url = f"https://{NAME}:{port}"

    async def visit() -> tuple[int, int]:
        connector = aiohttp.TCPConnector(ssl=trusted, family=socket.AF_INET)
        async with aiohttp.ClientSession(connector=connector) as web:
            async with web.get(f"{url}/readyz") as answer:
                status = answer.status
                # A rule for the whole host, whose other ports may speak no TLS.
                assert "Strict-Transport-Security" not in answer.headers
            async with web.ws_connect(f"{url}/ws/customer") as live:
                await live.send_json({"t": "hello", "room": "x", "token": "x"})
                async for _ in live:
                    pass
                return status, live.close_code

    assert asyncio.run(visit()) == (200, 4500)
    assert f"https://localhost:{port}/console/set-up#" in (folder / "log").read_text()


def test_versions_with_known_faults_are_refused(secured):
    _, port, _ = secured
    assert certificate_of(port)[1] == "TLSv1.3"
    assert certificate_of(port, maximum_version=ssl.TLSVersion.TLSv1_2)[1] == "TLSv1.2"
    with pytest.warns(DeprecationWarning), pytest.raises((ssl.SSLError, OSError)):
        certificate_of(port, minimum_version=ssl.TLSVersion.TLSv1, maximum_version=ssl.TLSVersion.TLSv1_1)


def test_what_is_not_tls_ends_its_connection_and_nothing_else(secured):
    _, port, _ = secured
    for sent in (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\x16\x03\x01\xff\xff" + b"\0" * 500, b"\0" * 100):
        with socket.create_connection(("127.0.0.1", port), 5) as wire:
            wire.settimeout(3)
            wire.sendall(sent)
            try:
                while told := wire.recv(1_000):
                    assert b"200" not in told
            except ConnectionResetError:
                pass
    assert certificate_of(port)[1] == "TLSv1.3"


def test_a_renewed_certificate_is_read_at_sighup_and_a_broken_one_changes_nothing(secured):
    process, port, folder = secured
    first, _ = certificate_of(port)
    make_certificate(folder)
    assert certificate_of(port)[0] == first
    process.send_signal(signal.SIGHUP)
    second = changed_from(first, port)
    (folder / "cert.pem").write_text("nonsense")
    process.send_signal(signal.SIGHUP)
    until = time.monotonic() + 10
    while "stays as it was" not in (folder / "log").read_text():
        assert time.monotonic() < until
        time.sleep(0.05)
    assert certificate_of(port)[0] == second


def changed_from(first: bytes, port: int) -> bytes:
    until = time.monotonic() + 10
    while (now := certificate_of(port)[0]) == first:
        assert time.monotonic() < until, "the certificate was not read again"
        time.sleep(0.05)
    return now


@pytest.mark.skipif(binary() is None, reason="a build of foyer is missing")
@pytest.mark.parametrize("break_it", ["absent", "no certificate", "no key", "another's key", "half", "http"])
def test_what_cannot_work_is_told_in_a_sentence_before_anything_starts(break_it, tmp_path):
    make_certificate(tmp_path)
    more, told = [], "key.pem" if "key" in break_it else "cert.pem"
    if break_it == "absent":
        (tmp_path / "cert.pem").unlink()
    elif break_it == "no certificate":
        (tmp_path / "cert.pem").write_text("nonsense")
    elif break_it == "no key":
        (tmp_path / "key.pem").write_text("nonsense")
    elif break_it == "another's key":
        key = (tmp_path / "key.pem").read_text()
        make_certificate(tmp_path)
        (tmp_path / "key.pem").write_text(key)
    elif break_it == "http":
        more, told = ["--public-url", "http://localhost:1"], "--public-url"
    asked = command(tmp_path, tmp_path / "data", free_port(), *more)
    if break_it == "half":
        asked, told = asked[:-2], "--tls-key"
    ended = subprocess.run(asked, capture_output=True, text=True, timeout=20)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (78, "", 1)
    assert told in ended.stderr
    assert not (tmp_path / "data").exists()


def test_who_is_one_too_many_is_told_in_tls(tmp_path):
    """Bytes of HTTP in a handshake would read as a broken server (`WRONG_VERSION_NUMBER`)."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    make_certificate(tmp_path)
    port = free_port()
    asked = command(tmp_path, tmp_path / "data", port, "--connections-per-address", "1")
    process = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert "listens" in process.stdout.readline()
        context = ssl._create_unverified_context()  # noqa: S323 - its own certificate
        with socket.create_connection(("127.0.0.1", port), 5) as plain, context.wrap_socket(plain) as first:
            # What came before the hello is heard only if it is there by then.
            with pytest.raises(ssl.SSLError, match="ALERT_INTERNAL_ERROR"):
                with socket.create_connection(("127.0.0.1", port), 5) as second:
                    second.settimeout(5)
                    assert second.recv(1, socket.MSG_PEEK)
                    context.wrap_socket(second)
            first.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            assert first.recv(1_000).startswith(b"HTTP/1.1 200 ")
    finally:
        process.terminate()
        process.wait(15)


def test_without_tls_sighup_changes_nothing(server):
    server.process.send_signal(signal.SIGHUP)
    time.sleep(0.3)  # a signal that ends the process ends it at once
    answer = urllib.request.urlopen(f"{server.url}/healthz", timeout=5)
    assert (answer.status, server.process.poll()) == (200, None)
    assert "Strict-Transport-Security" not in answer.headers
