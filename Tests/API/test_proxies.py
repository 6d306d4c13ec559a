"""docs/examples/nginx.conf and Caddyfile in front of a real server. Skipped where the proxy is not installed."""

import asyncio
import http.client
import json
import shutil
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

import aiohttp
import pytest
from client import Client
from contract import ROOT
from customer import form
from server import Server, binary, free_port

NAME = "chat.example.com"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A key and a certificate that nobody signed."""
    folder = tmp_path_factory.mktemp("certificate")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", folder / "key.pem", "-out", folder / "full.pem"],
        check=True, capture_output=True)
    return folder


def nginx(folder, certificate, port: int, server_port: int) -> list[str]:
    site = (ROOT / "docs/examples/nginx.conf").read_text()
    changes = {
        "127.0.0.1:8080": f"127.0.0.1:{server_port}", "listen 80;": f"listen 127.0.0.1:{free_port()};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate / "full.pem"),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(certificate / "key.pem")}
    (folder / "foyer.conf").write_text(replaced(site, changes))
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"pid {folder}/pid; daemon off; error_log {folder}/error.log; events {{}}"
        f"http {{ access_log off; {temporary} include {folder}/foyer.conf; }}")
    return ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy(folder, certificate, port: int, server_port: int) -> list[str]:
    site = (ROOT / "docs/examples/Caddyfile").read_text()
    changes = {
        "127.0.0.1:8080": f"127.0.0.1:{server_port}",
        f"\n{NAME} {{": f"\nhttps://{NAME}:{port} {{\n\ttls {certificate}/full.pem {certificate}/key.pem"}
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}/storage\n}}\n" + replaced(site, changes))
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the example lacks {old!r}"
        text = text.replace(old, new)
    return text


class Proxied:
    """A server of which only the proxy is known."""

    def __init__(self, kind, folder, certificate):
        self.kind = kind.__name__
        self.port = free_port()
        self.url = f"https://{NAME}:{self.port}"
        self.context = ssl.create_default_context(cafile=certificate / "full.pem")
        self.server = Server(folder)
        self.server.start()
        self.server.stop()
        # As the examples say to start it, with a limit low enough to be met.
        self.foyer = subprocess.Popen(
            [binary(), "serve", "--listen", f"127.0.0.1:{self.server.port}", "--data", folder, "--public-url",
             self.url, "--trusted-proxy", "127.0.0.1", "--asks-per-minute", "8"], stdout=subprocess.DEVNULL)
        with (folder / "proxy.log").open("w") as log:
            self.proxy = subprocess.Popen(kind(folder, certificate, self.port, self.server.port), stdout=log, stderr=log)
        self._wait(folder)

    def _wait(self, folder) -> None:
        for _ in range(200):
            try:
                if self.get("/healthz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        self.stop()
        raise RuntimeError((folder / "proxy.log").read_text())

    def get(self, path: str, body: object = None, *, comes_from: str = "127.0.0.1", **headers: str) -> tuple[int, dict, str]:
        """Asks the proxy for this path under the public name."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, headers=headers)
        opener = urllib.request.build_opener(Resolved(self.port, self.context, comes_from))
        try:
            with opener.open(request, timeout=10) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, dict(answer.headers), answer.read().decode()

    def session(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=self.context, resolver=Loopback()))

    def stop(self) -> None:
        for process in (self.proxy, self.foyer):
            process.terminate()
            process.wait(15)


class Resolved(urllib.request.HTTPSHandler):
    """Knows the public name as this machine."""

    def __init__(self, port: int, context: ssl.SSLContext, comes_from: str):
        super().__init__(context=context)
        self.port = port
        self.comes_from = comes_from

    def https_open(self, request):
        port, context, comes_from = self.port, self._context, self.comes_from

        class Connection(http.client.HTTPSConnection):
            def connect(self):
                plain = socket.create_connection(("127.0.0.1", port), 10, (comes_from, 0))
                self.sock = context.wrap_socket(plain, server_hostname=NAME)

        return self.do_open(Connection, request)


class Loopback(aiohttp.abc.AbstractResolver):
    async def resolve(self, host, port=0, family=0):
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": 2, "proto": 0, "flags": 0}]

    async def close(self):
        pass


@pytest.fixture(scope="module", params=[nginx, caddy], ids=lambda each: each.__name__)
def proxied(request, tmp_path_factory, certificate):
    if binary() is None or shutil.which(request.param.__name__) is None:
        pytest.skip(f"a build of foyer or {request.param.__name__} is missing")
    through = Proxied(request.param, tmp_path_factory.mktemp("proxied"), certificate)
    yield through
    through.stop()


def test_pages_files_and_the_api_come_through(proxied):
    status, headers, page = proxied.get("/console")
    assert (status, headers["Content-Security-Policy"][:19]) == (200, "default-src 'none';")
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert proxied.get("/metrics")[0] == 404
    assert json.loads(proxied.get("/api/me")[2])["code"] == "notLoggedOn"
    assert json.loads(proxied.get("/api/log-on", {"email": "a" * 70_000})[2])["code"] == "bodyTooLong"


def test_the_consoles_cookie_is_for_tls_only_and_its_origin_is_known(proxied):
    agent = proxied.server.agents[0]
    body = {"email": agent["email"], "password": agent["password"]}
    status, headers, _ = proxied.get("/console/api/log-on", body, Origin=proxied.url)
    assert (status, headers["Set-Cookie"].endswith("; Secure")) == (200, True)
    assert proxied.get("/console/api/log-on", body, Origin="https://evil.example")[0] == 403


def test_a_chat_goes_through_it(proxied, contract):
    direct = Client(proxied.server, contract)
    room = proxied.server.token
    sent = form(direct, room, name="Mei", question="Are you there?")
    chat = direct.ask("POST", f"/api/public/rooms/{room}/chats", sent).json["chat"]

    async def talk() -> list[str]:
        async with proxied.session() as web, web.ws_connect(f"{proxied.url}/ws/customer") as live:
            await live.send_json({"t": "hello", "room": room, "token": sent["customer"]})
            await live.send_json({"t": "ping"})
            kinds = []
            async with asyncio.timeout(10):
                while "transcript" not in kinds:
                    kinds.append((await live.receive_json())["t"])
                await live.send_json({"t": "message", "chat": chat, "cid": "0" * 32, "body": "漢" * 5_000})
                while "ack" not in kinds:
                    kinds.append((await live.receive_json())["t"])
            return kinds

    assert {"welcome", "chat", "transcript", "ack"} <= set(asyncio.run(talk()))


def challenge(proxied, who: str, **headers: str) -> int:
    """What a customer is told who comes to the proxy from that address of this machine."""
    return proxied.get(f"/api/public/rooms/{proxied.server.token}/challenge", {}, comes_from=who, **headers)[0]


def test_limits_count_customers_and_not_the_proxy_and_nobody_gives_a_false_address(proxied, proof):
    """Eight a minute for each customer: not for the proxy that brings them, and not for what they claim."""
    claimed = [challenge(proxied, "127.0.0.3", **{"X-Forwarded-For": f"10.0.0.{number}"}) for number in range(12)]
    assert claimed[:8] == [200] * 8 and claimed[8:].count(429) >= 3
    status, headers, text = proxied.get(
        f"/api/public/rooms/{proxied.server.token}/challenge", {}, comes_from="127.0.0.3")
    assert (status, json.loads(text)["code"]) == (429, "tooManyRequests")
    assert int(headers["Retry-After"]) >= 1
    # Somebody else comes through the same proxy. Were the header not read, this one would be refused too.
    assert [challenge(proxied, "127.0.0.4") for _ in range(8)] == [200] * 8
    assert challenge(proxied, "127.0.0.4") == 429
    proof("R-30", f"forwarded through {proxied.kind}: each customer has an own limit, a claimed address none")


def direct(server: Server, who: str, forwarded: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10, source_address=(who, 0))
    connection.request("POST", f"/api/public/rooms/{server.token}/challenge", "{}", {"X-Forwarded-For": forwarded})
    status = connection.getresponse().status
    connection.close()
    return status


def test_who_is_no_trusted_proxy_is_not_believed(proxied):
    """From another address than the proxy's, whatever is claimed counts for nothing; from the proxy's it counts."""
    stranger = [direct(proxied.server, "127.0.0.5", f"10.0.1.{number}") for number in range(12)]
    assert stranger[:8] == [200] * 8 and stranger[8:].count(429) >= 3
    proxy = [direct(proxied.server, "127.0.0.1", f"10.0.2.{number}") for number in range(12)]
    assert proxy == [200] * 12


@pytest.mark.skipif(binary() is None, reason="a build of foyer is missing")
def test_without_a_trusted_proxy_nobody_is_believed(tmp_path):
    """Planted: the same proxy that was not made known. All of its customers share one limit then, and this test sees it."""
    server = Server(tmp_path, flags=("--asks-per-minute", "4")).start()
    try:
        assert [direct(server, "127.0.0.1", f"10.0.3.{number}") for number in range(6)] == [200] * 4 + [429] * 2
    finally:
        server.stop()
