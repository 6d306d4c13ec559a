"""Requests that no honest client sends: each is refused or hung up on, never answered with 500, and the server lives."""

import re
import urllib.parse

import pytest
from client import exchange
from contract import Contract

CONTRACT = Contract()
IDS = [
    "%00", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%2F", "%ff%fe", "%", "%zz", "%25%30%30", "x" * 4_000, "%e2%80%ae", "*",
    "0", "-1", "null", "undefined", "1;DROP%20TABLE%20chat", "00000000-0000-7000-8000-000000000000",
    "00000000-0000-7000-8000-00000000000G", "00000000-0000-7000-8000-0000000000000", "%7Bid%7D", "{id}", ":id", "a%0d%0ab",
    "00000000-0000-7000-8000-00000000000%41", "%f0%9f%98%80", "+", "~", "a;b=c", "a,b", "%5c..%5c"]
WITH_ID = [each for each in CONTRACT.operations
           if "{" in each.path and not each.path.endswith("/{path}") and each.method != "OPTIONS"]


@pytest.mark.parametrize("operation", WITH_ID, ids=str)
def test_a_tricky_id_names_nothing(operation, ana):
    for trick in IDS:
        path = re.sub(r"\{\w+\}", lambda _: trick, operation.path)
        body = {"customer": "x"} if "past-chats" in path else {} if operation.body else None
        answer = ana.ask(operation.method, path, body)
        if operation.id == "findRoom" and answer.status == 429:
            continue  # only twenty numbers a minute are looked at
        assert answer.status in (400, 404), f"{trick} was answered with {answer.status}"


def test_an_id_has_one_way_to_be_written(ana):
    room = ana.ask("GET", "/api/rooms").json["rooms"][0]["id"]
    upper = room.upper()
    encoded = "".join(f"%{ord(each):02x}" for each in room)
    assert ana.ask("GET", f"/api/rooms/{room}").status == 200
    assert upper == room or ana.ask("GET", f"/api/rooms/{upper}").status == 404
    assert ana.ask("GET", f"/api/rooms/{encoded}").status in (200, 404)  # RFC 3986 lets both be the same


@pytest.mark.parametrize("after", [
    "-1", "x", "", "1.5", "1e3", "9007199254740992", "9" * 400, "%00", "0x1", "+1", "٣", "null", "[]", "1%201"])
def test_a_number_in_the_address_line_is_checked(after, ana):
    chat = "00000000-0000-7000-8000-000000000000"
    answer = ana.ask("GET", f"/api/chats/{chat}?after={urllib.parse.quote(after, safe='%+')}")
    # The number is read first: it is wrong whatever the chat.
    assert (answer.status, answer.field) in ((400, "after"), (404, None))
    assert after in ("+1", "1e3") or answer.field == "after"


@pytest.mark.parametrize("letter", [
    "", "x", "%00", "-1", "' OR 1=1 --", "00000000-0000-7000-8000-00000000000G", "0" * 400, "[]", "null"])
@pytest.mark.parametrize("place", ["letters?before", "letters/count?after"])
def test_an_id_in_the_address_line_is_checked(letter, place, ana):
    answer = ana.ask("GET", f"/api/{place}={urllib.parse.quote(letter, safe='%')}")
    assert (answer.status, answer.code, answer.field) == (400, "fieldInvalid", place.partition("?")[2])


@pytest.mark.parametrize("query", [
    "?", "?a", "?a=1&a=2", "?=", "?&&&", "?%00=%00", "?" + "a=b&" * 1_500, "?after[]=1", "?talking=no", "?talking=yes&talking=no", "?%ff"])
def test_what_nobody_asked_for_in_the_address_line_is_not_looked_at(query, ana, nobody):
    assert ana.ask("GET", f"/api/me{query}").status == 200
    assert nobody.ask("GET", f"/api/public/rooms/{ana.server.token}{query}").status == 200


@pytest.mark.parametrize("template", [each for each in CONTRACT.document["paths"] if not each.endswith("/{path}")])
def test_another_method_is_told_which_ones_there_are(template, nobody):
    path = re.sub(r"\{\w+\}", "x", template)
    known = {each.method for each in CONTRACT.operations if each.path == template}
    known |= {"HEAD"} if "GET" in known else set()
    for method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"} - known:
        answer = nobody.ask(method, path)
        assert (answer.status, set(answer.headers["Allow"].split(", "))) == (405, known), method


@pytest.mark.parametrize("operation", [each for each in CONTRACT.operations
                                       if each.method == "GET" and "{" not in each.path], ids=str)
def test_head_says_what_get_says_without_the_body(operation, ana):
    head = ana.ask("HEAD", operation.path)
    if operation.path.startswith("/ws/"):
        assert head.status == 426
        return
    got = ana.ask("GET", operation.path)
    assert (head.status, head.text) == (got.status, "")
    for name in ("Content-Type", "Content-Length", "ETag", "Location"):
        is_another = operation.id == "showMetrics" and name == "Content-Length"  # it counts this very request
        assert is_another or head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("token", ["", "x", "Bearer", "Bearer ", "Bearer  x", "Basic YTpi", "bearer " + "a" * 5_000, "Bearer \u00ff", "Bearer a b"])
def test_a_strange_token_is_not_known(token, nobody):
    answer = nobody.ask("GET", "/api/me", headers={"Authorization": token})
    assert (answer.status, answer.code) == (401, "notLoggedOn")


def test_the_kind_of_authorization_is_read_without_case(ana):
    token = ana.headers["Authorization"].removeprefix("Bearer ")
    for kind in ("bearer", "BEARER", "Bearer"):
        assert ana.ask("GET", "/api/me", headers={"Authorization": f"{kind} {token}"}).status == 200


def test_origins_that_are_foreign_open_nothing_at_the_console(nobody, server):
    agent = {"email": "x@example.com", "password": "y" * 10}
    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": server.url + ".evil.example"},
                    {"Origin": server.url, "Sec-Fetch-Site": "cross-site"}):
        answer = nobody.ask("POST", "/console/api/log-on", agent, headers=headers)
        assert (answer.status, answer.code) == (403, "foreignOrigin"), headers


def test_another_host_in_the_head_of_a_request_opens_no_cookie_door(nobody):
    """The origin may name the host that was asked: then the page came from there (no page can set `Host`)."""
    agent = {"email": "x@example.com", "password": "y" * 10}
    headers = {"Host": "evil.example", "Origin": "https://evil.example"}
    assert nobody.ask("POST", "/console/api/log-on", agent, headers=headers).code == "foreignOrigin"


HEAD = b"GET /api/me HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
POST = b"POST /api/log-on HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
RAW = {
    "a long header": HEAD + b"X: " + b"a" * 200_000 + b"\r\n\r\n",
    "many headers": HEAD + b"".join(b"X-%d: b\r\n" % number for number in range(20_000)) + b"\r\n",
    "a long line": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    "many cookies": HEAD + b"Cookie: " + b"a=b; " * 10_000 + b"\r\n\r\n",
    "a header without a name": HEAD + b": b\r\n\r\n",
    "a folded header": HEAD + b"X: a\r\n b\r\n\r\n",
    "U+0000 in a header": HEAD + b"X: a\0b\r\n\r\n",
    "a bare line feed": b"GET /healthz HTTP/1.1\nHost: a\n\n",
    "no host": b"GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
    "two hosts": HEAD + b"Host: b\r\n\r\n",
    "HTTP/1.0": b"GET /healthz HTTP/1.0\r\n\r\n",
    "HTTP/0.9": b"GET /healthz\r\n\r\n",
    "HTTP/9.9": b"GET /healthz HTTP/9.9\r\n\r\n",
    "HTTP/2's beginning": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "TLS": bytes.fromhex("16030100f0010000ec0303") + b"\1" * 250,
    "noise": bytes(range(256)) * 20,
    "a whole address": b"GET http://evil.example/healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "CONNECT": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "a length below zero": POST + b"Content-Length: -1\r\n\r\n{}",
    "a length that is none": POST + b"Content-Length: ten\r\n\r\n{}",
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "a length beyond all": POST + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    "length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "chunks that lie": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a coding that is none": POST + b"Transfer-Encoding: gzip\r\n\r\n{}",
    "chunks without end": POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"1000\r\n" + b"a" * 4096 + b"\r\n") * 40,
    "an expectation": POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
    "a compressed body": POST + b"Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
    "a method that is none": b"FOO /api/me HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method in lower case": b"get /api/me HTTP/1.1\r\nHost: a\r\n\r\n",
    "a method of 10,000 letters": b"G" * 10_000 + b" / HTTP/1.1\r\nHost: a\r\n\r\n",
    "an address with spaces": b"GET /api/me /x HTTP/1.1\r\nHost: a\r\n\r\n",
    "an address in Latin-1": b"GET /r/\xe9\xff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    "a handshake with a body": b"GET /ws/agent HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nContent-Length: 4\r\n\r\nabcd",
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_are_no_honest_request_end_at_most_their_connection(name, server, nobody):
    got = exchange(server, RAW[name])
    statuses = [int(each) for each in re.findall(rb"HTTP/1\.[01] (\d{3})", got)]
    assert all(status < 500 for status in statuses), got[:300]
    assert nobody.ask("GET", "/healthz").status == 200


@pytest.mark.parametrize("length", [0, 5, 62])
def test_one_request_does_not_smuggle_another(length, server):
    """Two proxies may disagree where it ends, so it is refused, and nothing behind it is read."""
    inner = b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    outer = (b"POST /api/log-on HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
             % length)
    assert re.findall(rb"HTTP/1\.1 (\d{3})", exchange(server, outer + inner)) == [b"400"]


def test_many_requests_on_one_connection_are_answered_in_order(server):
    sent = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n" * 50
    got = exchange(server, sent + b"GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", silence=20)
    assert re.findall(rb"HTTP/1.1 (\d{3})", got) == [b"200", b"404"] * 50 + [b"200"]
