"""A hostile client: each attack costs it little and is meant to cost the server much.

An attack says what came of it: how many tries, and how many of them met the limit that is named for it. Attackers come from
127.0.0.2, so that their limits are theirs alone.
"""

import asyncio
import os
import re
import secrets
import struct
import time
from collections import Counter
from dataclasses import dataclass, field

ADDRESS = "127.0.0.2"
# Longer than the server waits for the other side's close frame, 2 s.
CLOSING_SECONDS = 4
HANDSHAKE = (
    b"GET /ws/%s HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
LOG_ON = b"POST /api/log-on HTTP/1.1\r\nHost: a\r\n"


@dataclass
class Target:
    port: int
    room: str
    # A customer's token and chat, with a transcript that is worth reading often.
    customer: str = ""
    chat: str = ""


@dataclass
class Outcome:
    """How often it was tried, what each try was told, and how long the longest was held (seconds)."""

    tries: int = 0
    told: Counter = field(default_factory=Counter)
    held: float = 0.0
    sent: int = 0

    def __str__(self) -> str:
        told = ", ".join(f"{count:,} {what}" for what, count in self.told.most_common())
        held = f", held at most {self.held:.1f} s" if self.held >= 1 else ""
        sent = f", {self.sent / 1e6:.0f} MB sent" if self.sent > 1e6 else ""
        return f"{self.tries:,} tries: {told}{held}{sent}"


class Wire:
    """One connection of bytes. Whatever ends it is told by name, never thrown."""

    def __init__(self, reader, writer):
        self.reader, self.writer = reader, writer
        self.began = time.monotonic()

    @classmethod
    async def open(cls, target: Target, address: str = ADDRESS, limit: int = 1 << 20) -> "Wire | None":
        try:
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", target.port, local_addr=(address, 0), limit=limit)
        except OSError:
            return None
        return cls(reader, writer)

    @classmethod
    async def socket(cls, target: Target, side: str = "customer", hello: str = "") -> "Wire | None":
        """A WebSocket, said hello to where `hello` is given."""
        wire = await cls.open(target)
        if wire is None:
            return None
        wire.writer.write(HANDSHAKE % side.encode())
        head = await wire.head()
        if " 101 " not in head:
            wire.close()
            return None
        if hello:
            wire.writer.write(frame(1, hello.encode()))
        return wire

    async def send(self, data: bytes) -> bool:
        try:
            self.writer.write(data)
            await self.writer.drain()
            return not self.reader.at_eof()
        except OSError:
            return False

    async def head(self, within: float = 10) -> str:
        try:
            async with asyncio.timeout(within):
                return (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return ""

    async def status(self, within: float = 10) -> str:
        """The status of the next answer; `cut` where there is none."""
        found = re.match(r"HTTP/1\.1 (\d{3})", await self.head(within))
        return found[1] if found else "cut"

    async def rest(self, within: float = 10) -> bytes:
        """What comes until the server hangs up, `None` where it does not."""
        got = b""
        try:
            async with asyncio.timeout(within):
                while part := await self.reader.read(65_536):
                    got = (got + part)[-65_536:]
        except TimeoutError:
            return b"open"
        except OSError:
            pass
        return got

    async def ended(self, within: float) -> bool:
        return await self.rest(within) != b"open"

    async def close_code(self, within: float = 10) -> str:
        """Why the server closed the WebSocket: the code of its last frame."""
        got = await self.rest(within)
        if got == b"open":
            return "open"
        found = re.findall(rb"\x88[\x02-\x7d](..)", got, re.S)
        return str(struct.unpack(">H", found[-1])[0]) if found else "cut"

    @property
    def age(self) -> float:
        return time.monotonic() - self.began

    def close(self) -> None:
        self.writer.transport.abort()


def frame(opcode: int, payload: bytes, *, first: int = 0x80, mask: bytes = b"\1\2\3\4") -> bytes:
    """A masked frame of a client (RFC 6455, section 5.2)."""
    size = len(payload)
    head = bytes([first | opcode])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65_536:
        head += bytes([0x80 | 126]) + struct.pack(">H", size)
    else:
        head += bytes([0x80 | 127]) + struct.pack(">Q", size)
    key = (mask * (size // 4 + 1))[:size]
    return head + mask + (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")


def hello(target: Target) -> str:
    return f'{{"t":"hello","room":"{target.room}","token":"{target.customer}"}}'


# --- Attacks that last: they hold something until the server takes it back.

async def held(outcome: Outcome, wire: Wire | None, drip, seconds: float) -> None:
    """Drips into a connection until the server hangs up."""
    outcome.tries += 1
    if wire is None:
        outcome.told["not connected"] += 1
        return
    until = time.monotonic() + seconds
    reading = asyncio.ensure_future(wire.rest(seconds + 60))
    while time.monotonic() < until and not reading.done():
        if drip and not await wire.send(drip):
            break
        await asyncio.wait([reading], timeout=1)
    is_over = wire.reader.at_eof() or reading.done() and reading.result() != b"open"
    reading.cancel()
    outcome.told["closed" if is_over else "still held"] += 1
    outcome.held = max(outcome.held, wire.age)
    wire.close()


async def hold(target: Target, count: int, opening: bytes, drip: bytes, seconds: float) -> Outcome:
    outcome = Outcome()

    async def one():
        wire = await Wire.open(target)
        if wire and opening:
            await wire.send(opening)
        await held(outcome, wire, drip, seconds)

    await asyncio.gather(*(one() for _ in range(count)))
    return outcome


async def silent(target: Target, seconds: float) -> Outcome:
    return await hold(target, 100, b"", b"", seconds)


async def slow_heads(target: Target, seconds: float) -> Outcome:
    return await hold(target, 100, b"GET /healthz HTTP/1.1\r\nX: ", b"a", seconds)


async def slow_bodies(target: Target, seconds: float) -> Outcome:
    return await hold(target, 100, LOG_ON + b"Content-Length: 60000\r\n\r\n{", b" ", seconds)


async def slow_chunks(target: Target, seconds: float) -> Outcome:
    return await hold(target, 100, LOG_ON + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", seconds)


async def never_hello(target: Target, seconds: float) -> Outcome:
    return await hold(target, 100, HANDSHAKE % b"customer", frame(9, b"x"), seconds)


async def never_reading(target: Target, seconds: float) -> Outcome:
    """Asks for pages, many at a time, and reads none."""
    outcome = Outcome()

    async def one():
        outcome.tries += 1
        wire = await Wire.open(target, limit=1)
        if wire is None:
            outcome.told["not connected"] += 1
            return
        wire.writer.transport.pause_reading()
        wire.writer.write(b"GET /console HTTP/1.1\r\nHost: a\r\n\r\n" * 4_000)
        until = time.monotonic() + seconds
        # What is written into a connection that was reset fails; the server's buffers are full long before.
        while time.monotonic() < until and not wire.writer.transport.is_closing():
            await asyncio.sleep(1)
            wire.writer.write(b"GET /console HTTP/1.1\r\nHost: a\r\n\r\n")
        outcome.told["closed" if wire.writer.transport.is_closing() else "still held"] += 1
        outcome.held = max(outcome.held, wire.age)
        wire.close()

    await asyncio.gather(*(one() for _ in range(20)))
    return outcome


# --- Attacks that are over at once.

async def told(target: Target, count: int, request: bytes, within: float = 10) -> Outcome:
    """Sends the same on many connections, and counts the answers."""
    outcome = Outcome()

    async def one():
        outcome.tries += 1
        wire = await Wire.open(target)
        if wire is None:
            outcome.told["not connected"] += 1
            return
        await wire.send(request)
        outcome.told[await wire.status(within)] += 1
        outcome.sent += len(request)
        wire.close()

    for start in range(0, count, 50):
        await asyncio.gather(*(one() for _ in range(min(50, count - start))))
    return outcome


async def headers_257(target: Target, seconds: float) -> Outcome:
    lines = b"".join(b"X-%d: b\r\n" % number for number in range(256))
    return await told(target, 100, b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n")


async def huge_header(target: Target, seconds: float) -> Outcome:
    return await told(target, 100, b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"a" * (17 << 10) + b"\r\n\r\n")


async def huge_headers(target: Target, seconds: float) -> Outcome:
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"a" * 8_000) for number in range(9))
    return await told(target, 100, b"GET /healthz HTTP/1.1\r\nHost: a\r\n" + lines + b"\r\n")


async def huge_address(target: Target, seconds: float) -> Outcome:
    return await told(target, 100, b"GET /" + b"a" * (17 << 10) + b" HTTP/1.1\r\nHost: a\r\n\r\n")


def json_request(body: bytes) -> bytes:
    return b"POST /api/links HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(body) + body


async def deep_json(target: Target, seconds: float) -> Outcome:
    return await told(target, 100, json_request(b'{"link":' + b"[" * 60_000))


async def wide_json(target: Target, seconds: float) -> Outcome:
    return await told(target, 100, json_request(b'{"link":[' + b"1," * 30_000 + b"1]}"))


async def many_names(target: Target, seconds: float) -> Outcome:
    names = b",".join(b'"%d":1' % number for number in range(6_500))
    return await told(target, 100, json_request(b"{" + names + b"}"))


async def endless(target: Target, opening: bytes, part: bytes, count: int = 8) -> Outcome:
    """Goes on sending after the answer, until the server hangs up or 64 MB are sent."""
    outcome = Outcome()

    async def one():
        outcome.tries += 1
        wire = await Wire.open(target)
        if wire is None:
            outcome.told["not connected"] += 1
            return
        await wire.send(opening)
        sent = 0
        answer = asyncio.ensure_future(wire.status(20))
        while sent < 64 << 20 and await wire.send(part):
            sent += len(part)
        outcome.told[f"{await answer}, {'closed' if sent < 64 << 20 else 'read on'}"] += 1
        outcome.sent += sent
        outcome.held = max(outcome.held, wire.age)
        wire.close()

    await asyncio.gather(*(one() for _ in range(count)))
    return outcome


CHUNK = b"10000\r\n" + b"a" * 65_536 + b"\r\n"


async def endless_chunks(target: Target, seconds: float) -> Outcome:
    return await endless(target, LOG_ON + b"Transfer-Encoding: chunked\r\n\r\n", CHUNK)


async def endless_length(target: Target, seconds: float) -> Outcome:
    return await endless(target, LOG_ON + b"Content-Length: 99999999999\r\n\r\n", b"a" * 65_536)


async def endless_nowhere(target: Target, seconds: float) -> Outcome:
    opening = b"POST /nowhere HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    return await endless(target, opening, CHUNK)


async def pipelining(target: Target, seconds: float) -> Outcome:
    """As many requests at once as a connection takes."""
    outcome = Outcome()
    request = b"GET /api/me HTTP/1.1\r\nHost: a\r\n\r\n"

    async def one():
        wire = await Wire.open(target)
        if wire is None:
            return
        wire.writer.write(request * 1_500 + request.replace(b"Host", b"Connection: close\r\nHost"))
        got = b""
        try:
            async with asyncio.timeout(30):
                while part := await wire.reader.read(1 << 20):
                    got += part
        except (OSError, TimeoutError):
            pass
        outcome.tries += 1_501
        outcome.told["401"] += got.count(b"HTTP/1.1 401")
        wire.close()

    await asyncio.gather(*(one() for _ in range(4)))
    return outcome


async def readiness(target: Target, seconds: float) -> Outcome:
    """Asks what costs a write."""
    return await repeated(target, b"GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", seconds)


async def statistics(target: Target, seconds: float) -> Outcome:
    request = f"GET /api/statistics/{target.room}/details HTTP/1.1\r\nHost: a\r\n\r\n".encode()
    return await repeated(target, request, seconds)


async def repeated(target: Target, request: bytes, seconds: float) -> Outcome:
    outcome = Outcome()
    until = time.monotonic() + seconds

    async def one():
        wire = await Wire.open(target)
        while wire and time.monotonic() < until and await wire.send(request):
            head = await wire.head()
            length = re.search(r"(?i)content-length: (\d+)", head)
            if not length:
                break
            await wire.reader.readexactly(int(length[1]))
            outcome.tries += 1
            outcome.told[head[9:12]] += 1

    await asyncio.gather(*(one() for _ in range(8)))
    return outcome


async def handshakes(target: Target, seconds: float) -> Outcome:
    """Opens sockets and drops them."""
    outcome = Outcome()
    until = time.monotonic() + seconds

    async def one():
        while time.monotonic() < until:
            outcome.tries += 1
            wire = await Wire.open(target)
            if wire is None:
                outcome.told["not connected"] += 1
                continue
            await wire.send(HANDSHAKE % b"agent")
            outcome.told[await wire.status()] += 1
            wire.close()

    await asyncio.gather(*(one() for _ in range(8)))
    return outcome


async def connections(target: Target, seconds: float) -> Outcome:
    """More connections than one address may have."""
    outcome = Outcome()
    wires = []
    for _ in range(2_600 // 100):
        opened = await asyncio.gather(*(Wire.open(target) for _ in range(100)))
        wires += [each for each in opened if each]
        outcome.tries += 100
    await asyncio.sleep(0.5)
    for wire in wires:
        is_refused = wire.reader.at_eof() or wire.reader._buffer  # noqa: SLF001 - told without asking
        outcome.told["503" if is_refused else "open"] += 1
        wire.close()
    await asyncio.sleep(0.5)
    return outcome


async def on_sockets(target: Target, count: int, data: bytes, within: float = 8) -> Outcome:
    """Sends the same on many WebSockets without hello, and counts how they end."""
    outcome = Outcome()

    async def one():
        outcome.tries += 1
        wire = await Wire.socket(target)
        if wire is None:
            outcome.told["429"] += 1
            return
        await wire.send(data)
        outcome.told[await wire.close_code(within)] += 1
        outcome.held = max(outcome.held, wire.age)
        wire.close()

    await asyncio.gather(*(one() for _ in range(count)))
    return outcome


BOMBS = {
    "8 EiB": bytes.fromhex("81ff7fffffffffffffff") + b"\1\2\3\4",
    "beyond 63 bits": bytes.fromhex("81ffffffffffffffffff") + b"\1\2\3\4",
    "unmasked, 2 GiB": bytes.fromhex("817f0000000080000000"),
    "no length": bytes.fromhex("817f8000000000000000"),
    "binary": frame(2, b"x"), "reserved bits": frame(1, b"x", first=0xf0), "no opcode": frame(7, b"x"),
    "a long ping": bytes.fromhex("89fe0100") + b"\1\2\3\4", "a ping in parts": frame(9, b"x", first=0),
    "a continuation of nothing": frame(0, b"x"), "no UTF-8": frame(1, b"\xff\xfe"),
    "2 KiB before hello": frame(1, b"a" * 2_048)}


async def length_bombs(target: Target, seconds: float) -> Outcome:
    whole = Outcome()
    for bomb in BOMBS.values():
        part = await on_sockets(target, 3, bomb)
        whole.tries += part.tries
        whole.told += part.told
        whole.held = max(whole.held, part.held)
    return whole


async def fragments(target: Target, seconds: float) -> Outcome:
    """A message in parts of nothing, without end."""
    parts = frame(1, b"", first=0) + frame(0, b"", first=0) * 200
    return await on_sockets(target, 10, parts)


async def known_socket(target: Target) -> Wire | None:
    wire = await Wire.socket(target, hello=hello(target))
    if wire:
        try:
            async with asyncio.timeout(10):
                await wire.reader.readuntil(b'"t":"transcript"')
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            wire.close()
            return None
    return wire


async def flood(
        target: Target, data: bytes, seconds: float, count: int = 2, reads: bool = True, settle: float = 0) -> Outcome:
    """Sends the same over and over on sockets of a customer, and looks after `settle` seconds what became of them."""
    outcome = Outcome()
    until = time.monotonic() + seconds

    async def one():
        wire = await known_socket(target)
        if wire is None:
            outcome.told["not connected"] += 1
            return
        reading = asyncio.ensure_future(wire.close_code(seconds + 30)) if reads else None
        if not reads:
            wire.writer.transport.pause_reading()
        while time.monotonic() < until and not (reading and reading.done()):
            try:
                async with asyncio.timeout(until - time.monotonic()):
                    if not await wire.send(data):
                        break
            except TimeoutError:
                break
            outcome.tries += 1
            outcome.sent += len(data)
        if reading and settle:
            await asyncio.wait([reading], timeout=settle)
        if not reads:
            wire.writer.transport.resume_reading()
            outcome.told[await wire.close_code(15)] += 1
        else:
            outcome.told[reading.result() if reading.done() else "open"] += 1
            reading.cancel()
        wire.close()

    await asyncio.gather(*(one() for _ in range(count)))
    return outcome


async def pings(target: Target, seconds: float) -> Outcome:
    return await flood(target, frame(9, b"p" * 125) * 500, seconds)


async def own_pings(target: Target, seconds: float) -> Outcome:
    return await flood(target, frame(1, b'{"t":"ping"}') * 500, seconds, reads=False)


async def resumes(target: Target, seconds: float) -> Outcome:
    text = f'{{"t":"resume","chat":"{target.chat}"}}'.encode()
    return await flood(target, frame(1, text) * 20, seconds)


async def typing(target: Target, seconds: float) -> Outcome:
    text = f'{{"t":"typing","chat":"{target.chat}","text":"{"x" * 900}"}}'.encode()
    return await flood(target, frame(1, text) * 50, seconds)


async def messages(target: Target, seconds: float) -> Outcome:
    """Texts as fast as they go: each would be stored for ever."""
    cid = secrets.token_hex(16)
    text = f'{{"t":"message","chat":"{target.chat}","cid":"{cid}","body":"{"x" * 9_000}"}}'.encode()
    return await flood(target, frame(1, text) * 10, seconds, settle=CLOSING_SECONDS)


async def deep_frames(target: Target, seconds: float) -> Outcome:
    return await flood(target, frame(1, b'{"t":' + b"[" * 60_000), seconds, settle=CLOSING_SECONDS)


@dataclass
class Attack:
    """What is done, and what each try must be told: whatever else comes is a limit that does not hold."""

    run: object
    limit: str
    answers: frozenset[str]

    @property
    def name(self) -> str:
        return self.run.__name__

    def wrong(self, outcome: Outcome) -> list[str]:
        return [what for what in outcome.told if what not in self.answers]


def attack(run, limit: str, *answers: str) -> Attack:
    return Attack(run, limit, frozenset(answers))


# Started together, and looked at when the longest timeout is over.
LASTING = [
    attack(silent, "idleTimeout, 35 s", "closed"), attack(slow_heads, "idleTimeout, 35 s", "closed"),
    attack(slow_bodies, "requestTimeout, 30 s", "closed"), attack(slow_chunks, "requestTimeout, 30 s", "closed"),
    attack(never_reading, "stallTimeout, 30 s", "closed"), attack(never_hello, "helloTimeout, 5 s", "closed"),
]
ENDS = {"1002", "1003", "1007", "1008", "1009"}
BRIEF = [
    attack(headers_257, "headerFieldsMax, 256", "431"), attack(huge_header, "headerFieldBytesMax, 16 KiB", "431"),
    attack(huge_headers, "headerListBytesMax, 64 KiB", "431"),
    attack(huge_address, "headerFieldBytesMax, 16 KiB", "431"),
    attack(deep_json, "jsonDepthMax, 16", "400"), attack(wide_json, "jsonValueCountMax, 10,000", "400"),
    attack(many_names, "jsonValueCountMax, 10,000", "400"),
    attack(endless_chunks, "bodyBytesMax, 64 KiB; lingerBytesMax, 4 MiB", "413, closed", "cut, closed"),
    attack(endless_length, "bodyBytesMax, 64 KiB; lingerBytesMax, 4 MiB", "413, closed", "cut, closed"),
    attack(endless_nowhere, "lingerBytesMax, 4 MiB", "404, closed", "cut, closed"),
    attack(pipelining, "one request of a connection at a time", "401"),
    attack(readiness, "readinessAgeMax, 250 ms", "200"),
    attack(length_bombs, "messageBytesMax, controlPayloadBytesMax", *ENDS),
    attack(fragments, "messageFragmentsMax, 128", *ENDS),
    attack(deep_frames, "jsonDepthMax, 16; wrongFramesMax, 100", "4502", "cut"),
    attack(pings, "one pong a read (RFC 6455, 5.5.3)", "open"),
    attack(own_pings, "outboundFramesMax, 1,000", "4001", "cut"),
    attack(resumes, "pendingFramesMax, 64", "open", "4003", "cut"),
    attack(typing, "4 a second", "open"), attack(messages, "messagesPerMinute, pendingFramesMax", "4003", "cut"),
    attack(statistics, "readsPerMinute, 600", "200", "429"),
    attack(handshakes, "socketsPerMinute, 600", "101", "429"),
    attack(connections, "connectionsPerAddress, 2,000", "open", "503"),
]


def resident(pid: int) -> tuple[int, int, int]:
    """Memory now and at most, in bytes, and open files."""
    with open(f"/proc/{pid}/status") as status:
        text = status.read()
    now, most = (int(re.search(rf"{name}:\s+(\d+)", text)[1]) << 10 for name in ("VmRSS", "VmHWM"))
    return now, most, len(os.listdir(f"/proc/{pid}/fd"))
