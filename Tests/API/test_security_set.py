"""R-30: what no route may do, whoever asks. The routes are those that the server registers: a new one without a row fails."""

import asyncio
import re
import secrets
import sqlite3
import time
import urllib.parse

import aiohttp
import payloads
import pytest
from client import Client
from contract import ROOT, Contract
from customer import ask, form
from good import FORM, filled
from routes import registered
from server import Server, binary
from sockets import opened

CONTRACT = Contract()
PASSWORD = "ten letters and more"
ROOFED = [each for each in CONTRACT.operations
          if each.path.startswith("/api/") and not each.path.startswith(("/api/public/", "/api/statistics/"))]

# --- What nobody has to log on for: which limit it meets, or why it needs none.

ASKS, LOOKS, LOG_ONS, READS, FOLLOWS, NUMBERS = "asks", "looks", "logOns", "reads", "follows", "numbers"
LIMITED = (ASKS, LOOKS, LOG_ONS, READS, FOLLOWS)
ANONYMOUS = {
    "GET /number": READS, "GET /console/preview": "an embedded file", "GET /images/{hash}": READS,
    "GET /r/{token}/{way}": READS, "POST /r/{token}": ASKS, "POST /number": NUMBERS,
    "GET /api/public/numbers/{number}": READS,  # and the twenty numbers of POST /number
    "GET /": "a constant", "GET /console": "an embedded file", "GET /console/{path}": "an embedded file",
    "GET /web/{path}": "an embedded file", "GET /healthz": "a constant", "GET /metrics": "counters in memory",
    "GET /readyz": "asked of the database four times a second at most (readinessAgeMax)",
    "GET /r/{token}": READS, "GET /ws/customer": READS, "GET /ws/agent": READS,
    "GET /api/public/rooms/{token}": READS, "GET /api/public/rooms/{token}/changes": FOLLOWS,
    "GET /api/statistics/{token}": READS,
    "GET /api/statistics/{token}/details": READS,
    "POST /api/public/rooms/{token}/challenge": ASKS, "POST /api/public/rooms/{token}/chats": ASKS,
    "POST /api/public/rooms/{token}/letters": ASKS, "POST /api/public/rooms/{token}/past-chats": LOOKS,
    "POST /api/public/rooms/{token}/past-chats/{id}": LOOKS,
    "POST /api/set-up": LOG_ONS, "POST /api/log-on": LOG_ONS, "POST /api/links": LOG_ONS,
    "PUT /api/me/password": LOG_ONS, "POST /api/log-off": "nothing without a token, one indexed row with one",
}
PER_MINUTE = 3
# HTTPLimit.numbersPerMinute, whatever the operator says.
NUMBERS_PER_MINUTE = 20
FORMS = {"POST /r/{token}": b"question=Hello", "POST /number": b"number=10000000"}
# A form that knows another version is told at once and waits for nothing.
QUERIES = {"GET /api/public/rooms/{token}/changes": "?version=0"}


def is_anonymous(method: str, path: str) -> bool:
    operation = CONTRACT.operation(method, path)
    return operation is None or not operation.needs_log_on


def test_every_anonymous_route_has_a_row():
    """A preflight is a constant; the second roof has the limits of the first."""
    routes = {f"{method} {path}" for method, path in registered()
              if method != "OPTIONS" and not path.startswith("/console/api/") and is_anonymous(method, path)}
    assert routes - set(ANONYMOUS) == set(), "without a row"
    assert set(ANONYMOUS) - routes == set(), "a row of nothing"


@pytest.fixture(scope="module")
def tight(tmp_path_factory, contract):
    """A server that takes three of everything from one address in a minute."""
    if binary() is None:
        pytest.skip("a build of foyer is missing")
    limits = [part for name in ("asks", "log-ons", "reads", "sockets")
              for part in (f"--{name}-per-minute", str(PER_MINUTE))]
    running = Server(tmp_path_factory.mktemp("tight"), flags=tuple(limits)).start()
    yield Client(running, contract)
    running.stop()


def refused(answer) -> bool:
    if answer.status != 429:
        return False
    # A form without scripts is answered with a page.
    assert answer.code == "tooManyRequests" or answer.headers["Content-Type"].startswith("text/html")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    return True


def asked_at(client: Client, route: str, place: str):
    method = route.split(" ")[0]
    if route in FORMS:
        return client.ask(method, place, raw=FORMS[route], headers=FORM)
    body = {} if method != "GET" else None
    return client.ask(method, place, body, headers={"Origin": client.server.url})


def at(route: str, token: str) -> str:
    path = filled(route.split(" ")[1]).replace("{token}", token).replace("{path}", "x").replace("{id}", "x")
    return path + QUERIES.get(route, "")


def test_every_anonymous_route_is_limited_or_cheap(tight, proof):
    limited = cheap = 0
    for route, kind in ANONYMOUS.items():
        one = at(route, tight.server.token)
        roofs = [one] + ([one.replace("/api/", "/console/api/")] if kind == LOG_ONS else [])
        for place in roofs:
            times = NUMBERS_PER_MINUTE if kind == NUMBERS else PER_MINUTE
            answers = [asked_at(tight, route, place) for _ in range(times + 1)]
            if kind in (*LIMITED, NUMBERS):
                assert refused(answers[-1]), route
                limited += 1
            else:
                assert not any(each.status == 429 for each in answers), route
                cheap += 1
    # Who holds a token is nobody anonymous: nothing is read for who holds none.
    for operation in ROOFED:
        if operation.needs_log_on:
            path = re.sub(r"\{\w+\}", "0190a000-0000-7000-8000-000000000000", operation.path)
            assert [tight.ask(operation.method, path, {} if operation.body else None).status for _ in range(5)] == [401] * 5
    proof("R-30", f"{limited} anonymous routes answer 429 with Retry-After, {cheap} are constants or files; all are listed")


def test_a_server_without_limits_is_noticed(nobody, proof):
    """Planted: where every limit is switched off, none of the limited routes says 429, which the test above demands."""
    for route in [route for route, kind in ANONYMOUS.items() if kind in LIMITED]:
        place = at(route, nobody.server.token)
        answers = [asked_at(nobody, route, place) for _ in range(PER_MINUTE + 1)]
        assert not any(refused(each) for each in answers), route
    proof("R-30", "a server whose limits are switched off answers no 429: caught")


# --- No address writes on GET; no other site's page writes at all.

def rows(server: Server) -> list[str]:
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
        return [repr(database.execute(f'SELECT * FROM "{table}" ORDER BY 1, 2').fetchall()) for table in tables]


@pytest.fixture(scope="module")
def place(ana, ben, nobody, server) -> dict[str, str]:
    """A room, an agent, a chat and a customer that exist."""
    room = ana.ask("POST", "/api/rooms", {"name": "Place"}).json
    agent = ana.ask("POST", "/api/agents", {"name": "Place", "email": "place@example.com"}).json["agent"]["id"]
    _, asked = ask(nobody, room["token"], question="?")
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as database:
        customer = database.execute("SELECT customer_id FROM chat").fetchone()[0]
    return {"rooms": room["id"], "agents": agent, "chats": asked.json["chat"], "customers": customer, "past-chats": asked.json["chat"]}


def address(path: str, place: dict[str, str], token: str) -> str:
    path = re.sub(r"/([\w-]+)/\{id\}", lambda match: f"/{match[1]}/{place[match[1]]}", path)
    return filled(path).replace("{token}", token).replace("{path}", "x")


def test_no_address_writes_on_get(ana, server, place, proof):
    console = Client(server, ana.contract).at_console(server.agents[0])
    paths = sorted({path for method, path in registered() if method == "GET"})
    before = rows(server)
    count = 0
    for path in paths:
        asker = console if path.startswith("/console/") else ana
        for method in ("GET", "HEAD"):
            answer = asker.ask(method, address(path, place, server.token))
            assert answer.status < 500
            assert rows(server) == before, f"{method} {path} wrote"
            count += 1
    # A read that is called by another name is no read.
    for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
        assert ana.ask("GET", f"/api/rooms/{place['rooms']}?_method=DELETE", headers={name: "DELETE"}).status == 200
    assert rows(server) == before
    proof("R-30", f"{count} reads of {len(paths)} addresses changed no row")


FOREIGN = [
    {}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "OWN.evil.example"}, {"Origin": "OWN0"},
    {"Origin": "OWN", "Sec-Fetch-Site": "cross-site"}, {"Origin": "OWN", "Sec-Fetch-Site": "same-site"},
    {"Referer": "OWN/console"}, {"Host": "evil.example", "Origin": "http://127.0.0.1"}]
BODIES = {
    "createRoom": {"name": "CSRF"}, "createAgent": {"name": "CSRF", "email": "csrf@example.com"},
    "editAgent": {"name": "CSRF"}, "editRoom": {"name": "CSRF"}, "editSettings": {"phones": {"agentRole": "CSRF"}},
    "editMe": {"greeting": "CSRF"}, "logOn": {"email": "x@example.com", "password": "no"}, "lookAtLink": {"link": "x"},
    "setPassword": {"link": "x", "password": PASSWORD},
    "setUp": {"link": "x", "company": "c", "name": "n", "email": "a@b.ch", "password": PASSWORD}}


def test_no_other_sites_page_writes_with_the_cookie(nobody, server, place, proof):
    console = nobody.at_console(server.agents[0])
    cookie = console.headers["Cookie"]
    before, count = rows(server), 0
    writing = [each for each in ROOFED if each.method != "GET"]
    for operation in writing:
        path = address(operation.path, place, server.token).replace("/api/", "/console/api/")
        for foreign in FOREIGN:
            headers = {name: value.replace("OWN", server.url) for name, value in foreign.items()}
            answer = nobody.ask(operation.method, path, BODIES.get(operation.id), headers={"Cookie": cookie, **headers})
            assert (answer.status, answer.code) == (403, "foreignOrigin"), (operation.id, foreign)
            count += 1
    assert rows(server) == before
    # What the test would notice: the page's own origin writes.
    own = nobody.ask("PUT", "/console/api/me", BODIES["editMe"], headers=console.headers)
    assert own.status == 200 and rows(server) != before
    proof("R-30", f"{count} forged writes to {len(writing)} routes refused, nothing changed; the own origin's write is seen")


# --- Tokens

def test_tokens_have_one_maker_and_enough_chance(nobody, ana, server, proof):
    source = {path: path.read_text() for folder in ("FoyerService", "FoyerServer", "FoyerRealtime", "FoyerAPI", "foyer")
              for path in (ROOT / "Sources" / folder).rglob("*.swift")}
    makers = {path.name for path, text in source.items()
              if re.search(r"RandomNumberGenerator\(\)|\.random\(|randomElement|UUID\(\)|arc4random|getrandom", text)}
    # The second makes salts, the third names files that are put in place at once, the fourth makes numbers that people type:
    # they open nothing that is secret, and twenty a minute may be tried.
    assert makers == {"Identity.swift", "PasswordHasher.swift", "OperatorPlace.swift", "AccessNumbers.swift"}
    made = [nobody.log_on(server.agents[0]).headers["Authorization"].split()[1] for _ in range(3)]
    made += [nobody.at_console(server.agents[0]).headers["Cookie"].partition("=")[2] for _ in range(3)]
    made += [form(nobody, server.token)["customer"] for _ in range(3)]
    made += [ana.ask("POST", "/api/rooms", {"name": secrets.token_hex(4)}).json["token"] for _ in range(3)]
    made += [ana.ask("POST", "/api/agents", {"name": "T", "email": f"{secrets.token_hex(4)}@example.com"})
             .json["link"].partition("#")[2] for _ in range(3)]
    assert len(set(made)) == len(made)
    # 32 signs of 64: 192 bits. No sign stands at one place in all of them.
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{32}", each) for each in made)
    assert all(len({each[place] for each in made}) > 3 for place in range(32))
    stored = b"".join(path.read_bytes() for path in server.data.glob("foyer.sqlite*"))
    rooms = made[9:12]
    assert [each for each in made if each.encode() in stored] == rooms, "a token is stored as it is"
    # A credential in an address would stand in the logs of proxies: addresses hold room links, access numbers, ids and hashes alone.
    # One exception, by the reference's rule: `key` of a room's statistics, for programs that can say nothing but an address. It opens
    # counts and the names of agents, which are open to everybody while a room sets none.
    named = {name for _, path in registered() for name in re.findall(r"\{(\w+)\}", path)}
    asked = {each["name"] for operation in CONTRACT.operations for each in map(CONTRACT.resolve, operation.about.get("parameters", []))
             if each["in"] == "query"}
    assert named == {"token", "id", "path", "number", "hash", "version", "agent", "way"}
    assert asked & {"token", "customer", "link", "password", "key"} == {"key"}
    keyed = [path for path, item in CONTRACT.document["paths"].items() for about in item.values() if isinstance(about, dict)
             for each in map(CONTRACT.resolve, about.get("parameters", [])) if each["name"] == "key"]
    assert keyed == ["/api/statistics/{token}/details"]
    proof("R-30", f"{len(made)} tokens of 5 kinds: 192 bits from one maker, hashed in the database, in no address")


# --- Who is logged off is off, on open sockets too.

ENDED_WITHIN_SECONDS = 1.0


@pytest.fixture(scope="module")
def ends(ana, nobody) -> dict[str, object]:
    """What ends somebody's log-on: it gets the agent's id, password and own client."""
    def new_link(agent: str) -> str:
        return ana.ask("POST", f"/api/agents/{agent}/password-link").json["link"].partition("#")[2]

    def set_password(agent, client, link=None):
        assert nobody.ask("PUT", "/api/me/password", {"link": new_link(agent), "password": PASSWORD + "!"}).status == 204

    return {
        "log-out": lambda agent, client: client.ask("POST", "/api/log-off"),
        "a new password": set_password,
        "the password removed": lambda agent, client: ana.ask("DELETE", f"/api/agents/{agent}/password"),
        "the role taken": lambda agent, client: ana.ask("PATCH", f"/api/agents/{agent}", {"administrator": False}),
    }


@pytest.mark.parametrize("how", ["log-out", "a new password", "the password removed", "the role taken"])
def test_an_ended_log_on_ends_its_open_sockets(how, ends, ana, nobody, server, proof):
    email = f"{secrets.token_hex(4)}@example.com"
    made = ana.ask("POST", "/api/agents", {"name": "Leaver", "email": email, "administrator": True}).json
    link = made["link"].partition("#")[2]
    assert nobody.ask("PUT", "/api/me/password", {"link": link, "password": PASSWORD}).status == 204
    who = {"email": email, "password": PASSWORD}
    client, elsewhere = nobody.log_on(who), nobody.log_on(who)
    tokens = [each.headers["Authorization"].split()[1] for each in (client, elsewhere, ana)]

    async def ended() -> tuple[float, float, list[int | None]]:
        loop = asyncio.get_running_loop()
        async with opened(server, "agent", token=tokens[0]) as first, opened(server, "agent", token=tokens[1]) as second, \
                opened(server, "agent", token=tokens[2]) as other:
            watched = [asyncio.ensure_future(close_of(each.live)) for each in (first, second, other)]
            closed = loop.create_future()
            watched[0].add_done_callback(lambda _: closed.set_result(time.monotonic()))
            asked = time.monotonic()
            await loop.run_in_executor(None, ends[how], made["agent"]["id"], client)
            answered = time.monotonic()
            at = await asyncio.wait_for(closed, 10)
            await asyncio.sleep(0.1 if how == "log-out" else 0.5)
            codes = [each.result() if each.done() else None for each in watched]
            for each in watched:
                each.cancel()
            return at - asked, at - answered, codes

    took, late, codes = asyncio.run(ended())
    # Log-out ends that log-on alone; the rest ends all of the agent's. Others go on, which is what a planted end would break.
    assert codes == [4501, None if how == "log-out" else 4501, None]
    assert late < ENDED_WITHIN_SECONDS
    assert client.ask("GET", "/api/me").status == 401
    assert (elsewhere.ask("GET", "/api/me").status == 200) == (how == "log-out")
    proof("R-30", f"{how} closes open sockets {1_000 * took:.0f} ms after it was asked for (at most 1 s after it was done)")


async def close_of(live: aiohttp.ClientWebSocketResponse) -> int | None:
    while (await live.receive()).type not in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
        pass
    return live.close_code


# --- SQL

def test_sql_in_every_field_is_text(nobody, ana, server, proof):
    """Each payload is stored as it is and found again by nothing but itself."""
    sql = [each for each in payloads.ALL if re.search(r"(?i)'|--|select|union|drop|sleep|\|\|", each)]
    sql += ["' UNION SELECT password_hash FROM agent --", "x'); DELETE FROM chat; --", "$1", ":1", "?", "\\' OR 1=1", "%", "_"]
    sql = [each for each in sql if 0 < len(each.strip()) <= 200 and each.isprintable()]
    counts = {table: count(server, table) for table in ("agent", "company", "room")}
    for payload in sql:
        sent = form(nobody, server.token, name=payload, email="a@example.com", question=payload, page=payload)
        assert nobody.ask("POST", f"/api/public/rooms/{server.token}/letters", sent).status == 201, payload
        letter = ana.ask("GET", "/api/letters").json["letters"][0]
        assert (letter["name"], letter["question"]) == (payload.strip(), payload.strip())
        for path in (f"/api/public/rooms/{payload}", f"/api/chats/{payload}", f"/api/letters?before={payload}"):
            answer = ana.ask("GET", urllib.parse.quote(path, safe="/?="))
            assert answer.status in (400, 404), payload
        log_on = nobody.ask("POST", "/api/log-on", {"email": payload, "password": payload})
        assert log_on.status in (400, 401), payload
    assert {table: count(server, table) for table in counts} == counts
    proof("R-30", f"{len(sql)} SQL payloads in letters, addresses and log-ons: kept as text, found nothing")


def count(server: Server, table: str) -> int:
    with sqlite3.connect(f"file:{server.data}/foyer.sqlite?mode=ro", uri=True) as database:
        return database.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0]
