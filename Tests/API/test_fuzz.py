"""R-21: whatever schemathesis makes of docs/openapi.yaml, as whomever: nothing fails, and answers are as the document says."""

import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from fuzz import ROLES, Fuzzed
from server import binary

CALLS_MIN = 1_000
EXAMPLES = 3


@pytest.fixture(scope="module")
def fuzzed(tmp_path_factory, contract):
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    made = Fuzzed(tmp_path_factory.mktemp("fuzzed"), contract)
    yield made
    made.server.stop()


def test_every_role_may_ask_anything(fuzzed, contract, proof):
    with ThreadPoolExecutor(max_workers=2) as workers:
        reports = dict(zip(ROLES, workers.map(lambda role: fuzzed.run(role, EXAMPLES), ROLES)))
    assert {role: report.failures for role, report in reports.items() if report.failures} == {}
    assert all(report.calls >= CALLS_MIN for report in reports.values()), reports
    # Log-off is asked by nobody, who has nothing to lose.
    assert reports["nobody"].operations == len(contract.operations)
    assert fuzzed.server.process.poll() is None
    # Who asked is still logged on: the answers were those of the role.
    log = fuzzed.server.log
    assert "ERROR" not in log.upper(), log[-2_000:]
    calls = sum(report.calls for report in reports.values())
    proof("R-21", f"{calls:,} calls as {len(ROLES)} roles, 0 answers with 5xx or against docs/openapi.yaml")


class Spoiling(BaseHTTPRequestHandler):
    """Passes everything on, and spoils what the test wants spoiled."""

    protocol_version = "HTTP/1.1"
    port = 0
    spoil = staticmethod(lambda method, path, body, status, answer: (status, answer))

    def handle_any(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        there.request(self.command, self.path, body or None, headers)
        answer = there.getresponse()
        status, text = self.spoil(self.command, self.path, body, answer.status, answer.read())
        self.send_response_only(status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(text)
        there.close()

    def __getattr__(self, name: str):
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)

    def log_message(self, *_args) -> None:
        pass


def name_of(body: bytes) -> str:
    try:
        return str(json.loads(body)["name"])
    except (ValueError, KeyError, TypeError):
        return ""


def odd_answer(method, path, body, status, answer):
    """Fails on one kind of input alone: a name that is exactly as long as it may be."""
    is_odd = method == "POST" and len(name_of(body)) == 200
    return (500, b'{"code":"internal","message":"x"}') if is_odd else (status, answer)


def leaves_out(method, path, body, status, answer):
    """A member of a good answer has another name."""
    return status, answer.replace(b'"settingsVersion"', b'"settings_version"')


@pytest.mark.parametrize(("spoil", "role", "operation"), [
    (odd_answer, "administrator", "createRoom"), (leaves_out, "administrator", "listRooms")], ids=["500", "schema"])
def test_a_planted_fault_is_found(spoil, role, operation, fuzzed, proof):
    handler = type("Planted", (Spoiling,), {"port": fuzzed.server.port, "spoil": staticmethod(spoil)})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as proxy:
        threading.Thread(target=proxy.serve_forever, daemon=True).start()
        try:
            url = f"http://127.0.0.1:{proxy.server_address[1]}"
            sound = fuzzed.run(role, EXAMPLES, only=operation)
            report = fuzzed.run(role, EXAMPLES, url=url, only=operation)
        finally:
            proxy.shutdown()
    assert sound.failures == [] and report.failures != []
    proof("R-21", f"planted {spoil.__name__} in {operation}: caught")
