"""Asks the server as a program does. Every answer passes the contract before a test sees it."""

import http.client
import json
import socket
from dataclasses import dataclass, field

from contract import Contract
from server import Server

SECONDS_MAX = 20


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def code(self) -> str | None:
        return self.json.get("code") if self.text.startswith("{") else None

    @property
    def field(self) -> str | None:
        return self.json.get("field")


@dataclass
class Client:
    server: Server
    contract: Contract
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None, *, raw: bytes | None = None,
            headers: dict[str, str] | None = None) -> Answer:
        """`raw` is sent as it is; else `body` as JSON. `path` begins with a slash."""
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        sent = {**self.headers, **(headers or {})}
        if data is not None:
            sent.setdefault("Content-Type", "application/json")
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=SECONDS_MAX)
        try:
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            is_picture = response.headers.get("Content-Type", "").startswith("image/")
            text = response.read().decode("latin-1" if is_picture else "utf-8")
            answer = Answer(response.status, response.headers, text)
        finally:
            connection.close()
        self.contract.check(method, path, body, answer)
        return answer

    def log_on(self, agent: dict) -> "Client":
        body = {"email": agent["email"], "password": agent["password"], "channel": "browser"}
        token = self.ask("POST", "/api/log-on", body).json["token"]
        return self.holding(token)

    def holding(self, token: str) -> "Client":
        return Client(self.server, self.contract, {"Authorization": f"Bearer {token}"})

    def at_console(self, agent: dict) -> "Client":
        """The same agent under the second roof, with the cookie and the origin of its pages."""
        origin = {"Origin": self.server.url}
        body = {"email": agent["email"], "password": agent["password"], "channel": "browser"}
        answer = self.ask("POST", "/console/api/log-on", body, headers=origin)
        assert "token" not in answer.json
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return Client(self.server, self.contract, {**origin, "Cookie": cookie})


def exchange(server: Server, sent: bytes, silence: float = 1.5) -> bytes:
    """Sends bytes as they are and returns what comes back until the server hangs up or is silent for so long."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=silence) as wire:
        try:
            wire.sendall(sent)
            while part := wire.recv(65536):
                got += part
        except OSError:
            pass
    return got
