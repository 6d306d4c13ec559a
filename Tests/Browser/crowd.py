"""Many customers without a browser each: they ask over HTTP and write over a bare WebSocket."""

import base64
import hashlib
import itertools
import json
import os
import secrets
import socket
import struct
import threading

from server import Server

TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Socket:
    """As much of RFC 6455 as talking to Foyer takes; answers pings by itself."""

    def __init__(self, port: int, path: str):
        self.plain = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.sending = threading.Lock()
        key = base64.b64encode(os.urandom(16)).decode()
        self.plain.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
        self.stream = self.plain.makefile("rb")
        assert b"101" in self.stream.readline()
        while self.stream.readline().strip():
            pass
        self.plain.settimeout(None)

    def send(self, frame: object) -> None:
        self._write(TEXT, json.dumps(frame).encode())

    def frames(self):
        while head := self.stream.read(2):
            size = head[1] & 127
            if size > 125:
                size = struct.unpack(*((">H", self.stream.read(2)) if size == 126 else (">Q", self.stream.read(8))))[0]
            body = self.stream.read(size)
            kind = head[0] & 15
            if kind == PING:
                self._write(PONG, body)
            elif kind == CLOSE:
                return
            elif kind == TEXT:
                yield json.loads(body)

    def close(self) -> None:
        self.plain.close()

    def _write(self, kind: int, body: bytes) -> None:
        mask = os.urandom(4)
        size = len(body)
        head = bytes([128 | kind]) + (
            bytes([128 | size]) if size < 126 else struct.pack(">BH", 128 | 126, size))
        with self.sending:
            self.plain.sendall(head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(body)))


class Caller:
    """A customer with a chat and a live connection."""

    def __init__(self, server: Server, name: str, question: str = "Where is my order?", **facts: str):
        room = f"/api/public/rooms/{server.token}"
        puzzle = server._ask("POST", f"{room}/challenge", {}, "")
        self.token = puzzle["customer"]
        asked = server._ask("POST", f"{room}/chats", {
            "challenge": puzzle["challenge"], "solution": solved(puzzle["challenge"], puzzle["bits"]),
            "customer": self.token, "key": secrets.token_hex(16), "name": name, "question": question,
            "language": "en-GB", **facts}, "")
        self.chat = asked["chat"]
        self.acknowledged = 0
        self.acks = threading.Condition()
        self.socket = Socket(server.port, "/ws/customer")
        self.socket.send({"t": "hello", "room": server.token, "token": self.token})
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        try:
            for frame in self.socket.frames():
                if frame["t"] == "ack":
                    with self.acks:
                        self.acknowledged += 1
                        self.acks.notify_all()
        except (OSError, ValueError):
            pass  # the test is over

    def write(self, *texts: str) -> "Caller":
        """All of them, in order; returns when they are stored."""
        for start in range(0, len(texts), 30):
            few = texts[start:start + 30]
            wanted = self.acknowledged + len(few)
            for text in few:
                self.socket.send({"t": "message", "chat": self.chat, "cid": secrets.token_hex(16), "body": text})
            with self.acks:
                assert self.acks.wait_for(lambda: self.acknowledged >= wanted, 30), "messages were not stored"
        return self

    def type(self, text: str) -> None:
        self.socket.send({"t": "typing", "chat": self.chat, "text": text})

    def end(self) -> None:
        self.socket.send({"t": "end", "chat": self.chat, "n": 1})

    def leave(self) -> None:
        self.socket.close()


def solved(challenge: str, bits: int) -> str:
    for number in itertools.count():
        digest = hashlib.sha256(f"{challenge}:{number}".encode()).digest()
        if int.from_bytes(digest[:4]) >> (32 - bits) == 0:
            return str(number)
    raise AssertionError
