"""Who asks too often is refused early and told when to come back."""

import re
import subprocess
import time

import pytest
from client import Client
from contract import ROOT
from server import Server, binary


@pytest.fixture(scope="module")
def limited(tmp_path_factory, contract):
    """A server that takes three log-ons and four challenges a minute."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    server = Server(tmp_path_factory.mktemp("limited"))
    server.start()
    server.stop()
    process = subprocess.Popen(
        [binary(), "serve", "--listen", f"127.0.0.1:{server.port}", "--data", server.data, "--public-url", server.url,
         "--asks-per-minute", "4", "--log-ons-per-minute", "3"], stdout=subprocess.DEVNULL)
    client = Client(server, contract)
    try:
        until = time.monotonic() + 20
        while not is_up(client):
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)
        yield client
    finally:
        process.terminate()
        process.wait(15)


def is_up(client: Client) -> bool:
    try:
        return client.ask("GET", "/healthz").status == 200
    except OSError:
        return False


def refused(answer) -> bool:
    if answer.status != 429:
        return False
    assert answer.code == "tooManyRequests"
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    return True


def test_log_ons_are_limited_whatever_is_tried_and_under_both_roofs(limited):
    origin = {"Origin": limited.server.url}
    tries = [
        ("POST", "/api/log-on", {"email": "x@example.com", "password": "y"}), ("POST", "/api/links", {"link": "x"}),
        ("PUT", "/api/me/password", {"link": "x", "password": "ten letters"}),
        ("POST", "/console/api/log-on", {"email": "x@example.com", "password": "y"})]
    answers = [limited.ask(*each, headers=origin if "console" in each[1] else {}) for each in tries * 2]
    assert [refused(each) for each in answers[:3]] == [False] * 3
    assert sum(refused(each) for each in answers) >= 4
    # Who is logged on is not shut out: only the door is narrow.
    assert limited.ask("GET", "/api/me").status == 401


def test_customers_who_ask_are_limited_and_those_who_read_are_not(limited):
    room = f"/api/public/rooms/{limited.server.token}"
    answers = [limited.ask("POST", f"{room}/challenge", {}) for _ in range(6)]
    assert [refused(each) for each in answers] == [False] * 4 + [True] * 2
    assert all(limited.ask("GET", room).status == 200 for _ in range(10))


@pytest.mark.skipif(binary() is None, reason="a build of foyer is missing")
def test_the_operations_page_names_every_flag_and_variable():
    source = (ROOT / "Sources/foyer/ServeOptions.swift").read_text()
    page = (ROOT / "docs/operations.md").read_text()
    known = set(source.split("static let known = [")[1].split("]")[0].replace('"', "").replace("\n", "").split(","))
    known = {name.strip() for name in known if name.strip()}
    assert known == set(re.findall(r"FOYER_[A-Z_]+", page))
    told = subprocess.run([binary(), "serve", "--help"], capture_output=True, text=True, check=True).stdout
    flags = set(re.findall(r"^ +(--[a-z-]+)", told, re.M)) - {"--version"}
    assert flags <= set(re.findall(r"--[a-z-]+", page))
